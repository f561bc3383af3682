import RunbookBase
import RunbookPlanning
import Runbooks

/// The graph of a plan as Mermaid text: gates as hexagons, decisions as rhombs, what destroys in red.
struct MermaidView {
  let plan: Plan

  var text: String {
    var drawing = Drawing()
    var ends = drawing.draw(plan.steps.filter { if case .settle = $0.kind { false } else { true } }, from: ["start"])
    ends += drawing.ended
    for step in plan.steps {
      if case .settle = step.kind { ends = drawing.draw([step], from: ends) }
    }
    let last = ends.map { "  \($0) --> done" }
    return
      (["flowchart TD", "  start([start])", "  done([done])"] + drawing.lines + last + ["  classDef destroys stroke:#c00,stroke-width:3px"])
      .joined(separator: "\n")
  }

  private struct Drawing {
    var lines: [String] = []
    /// Nodes at which an arm ends the run.
    var ended: [String] = []

    /// Draws the steps after the given nodes, and answers the nodes that the next step follows.
    mutating func draw(_ steps: [PlannedStep], from start: [String]) -> [String] {
      steps.reduce(start) { draw($1, from: $0) }
    }

    private mutating func draw(_ step: PlannedStep, from before: [String]) -> [String] {
      switch step.kind {
      case .group(let steps): return draw(steps, from: before)
      case .concurrently(let steps):
        var ends: [String] = []
        for step in steps { ends += draw(step, from: before) }
        return ends
      case .decision(let arms, _):
        let id = node(step, from: before, open: "{", close: "}")
        var ends: [String] = []
        for arm in arms {
          let marker = "\(id)\(arms.firstIndex { $0.answer == arm.answer } ?? 0)"
          lines.append("  \(id) -- \"\(MermaidView.escaped(arm.answer))\" --> \(marker)(( ))")
          let tail = draw(arm.steps, from: [marker])
          if arm.ends { ended += tail } else { ends += tail }
        }
        return ends
      case .gate: return [node(step, from: before, open: "{{", close: "}}")]
      case .manual: return [node(step, from: before, open: "[/", close: "/]")]
      case .run, .check, .settle: return [node(step, from: before, open: "[", close: "]")]
      }
    }

    private mutating func node(_ step: PlannedStep, from before: [String], open: String, close: String) -> String {
      let id = "s" + String(decoding: step.number.utf8.map { $0 == 0x2E ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
      lines.append("  \(id)\(open)\"\(step.number) \(MermaidView.escaped(step.title.shown()))\"\(close)")
      lines += before.map { "  \($0) --> \(id)" }
      let own = step.ownEffect.isDestroying
      if own { lines.append("  class \(id) destroys") }
      return id
    }
  }

  /// Quotation marks and angle brackets would end the label.
  fileprivate static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "#quot;"
      case "<": out += "#lt;"
      case ">": out += "#gt;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
