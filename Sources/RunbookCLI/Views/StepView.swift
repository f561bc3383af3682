import RunbookBase
import RunbookPlanning
import Runbooks

/// One step of a plan as lines: number, title, trust, commands, and what is nested in it.
struct StepView {
  let plan: Plan
  let width: Int?
  let style: Style

  func lines(_ step: PlannedStep, depth: Int) -> [String] {
    let indent = depth * 2
    var lines = wrapped("\(style(.emphasis, step.number)) \(label(step))\(step.title.shown())\(trust(step))", indent)
    lines += details(step).flatMap { detail in
      // Its own blanks are indent, or the line would count as laid out and stay as wide as it is.
      let inner = detail.utf8.prefix { $0 == 0x20 }.count
      return wrapped(String(detail.dropFirst(inner)), indent + 4 + inner)
    }
    switch step.kind {
    case .decision(let arms, let rule):
      for arm in arms {
        let byRule = rule.flatMap { $0.arm == arm.answer ? " (taken by itself when ‹\($0.output.name)› is \($0.value))" : nil } ?? ""
        lines += wrapped("when “\(arm.answer)”\(byRule)\(arm.steps.isEmpty ? ": go on" : "")", indent + 2)
        lines += arm.steps.flatMap { self.lines($0, depth: depth + 2) }
        if arm.ends { lines += wrapped("then the run ends", indent + 4) }
      }
    case .group(let steps), .concurrently(let steps): lines += steps.flatMap { self.lines($0, depth: depth + 1) }
    case .run, .check, .gate, .manual, .settle: break
    }
    return lines
  }

  private func label(_ step: PlannedStep) -> String {
    switch step.kind {
    case .gate: style(.warning, "GATE") + " (\(step.role)) "
    case .manual: style(.warning, "PERSON") + " (\(step.role)) "
    case .decision: style(.warning, "DECISION") + " (\(step.role)) "
    case .check: "check: "
    case .concurrently: "side by side: "
    case .run, .settle, .group: ""
    }
  }

  private func trust(_ step: PlannedStep) -> String {
    if case .group = step.kind { return "" }
    if case .concurrently = step.kind { return "" }
    return style(.dim, "  [\(plan.fidelity(of: step).words)]")
  }

  private func details(_ step: PlannedStep) -> [String] {
    var lines: [String] = []
    if step.host != plan.estate.host { lines.append("on \(step.host)") }
    for pipeline in step.pipelines { lines += command(pipeline) }
    if case .check(let probe) = step.kind { lines.append("passes when it \(probe.criterion.words())") }
    for capture in step.policy.captures { lines.append("keeps ‹\(capture.output.name)› from \(capture.source.words)") }
    for probe in step.policy.verifications {
      lines.append("done when it \(probe.criterion.words()): \(CommandText.line(probe.pipeline))")
      for case let input? in probe.pipeline.commands.map(\.input) { lines.append("  < \(TextTrim.trimmed(input.shown()))") }
    }
    for obligation in step.policy.obligations { lines.append("owes: \(obligation.title.shown())") }
    for command in step.pipelines.flatMap(\.commands) {
      if let difference = command.difference { lines.append("differs: \(difference)") }
    }
    return lines
  }

  private func command(_ pipeline: PlannedPipeline) -> [String] {
    var lines = ["$ \(CommandText.line(pipeline))"]
    for command in pipeline.commands {
      if let input = command.input { lines.append("  < \(TextTrim.trimmed(input.shown()))") }
      if case .destroys(let what) = command.effect { lines.append("  " + style(.danger, "DESTROYS \(what.shown())")) }
    }
    return lines
  }

  private func wrapped(_ text: String, _ indent: Int) -> [String] { Wrap.lines(text, width: width, indent: indent, hanging: 2) }
}

/// Commands as a person could type them.
enum CommandText {
  /// The pipeline on one line, with shell quoting and `‹name›` for what is not known.
  static func line(_ pipeline: PlannedPipeline, _ outputs: [String: String] = [:]) -> String {
    pipeline.commands.map { $0.argv(outputs).map(quoted).joined(separator: " ") }.joined(separator: " | ")
  }

  static func quoted(_ word: String) -> String {
    ShellWord.isPlain(word) || word.unicodeScalars.contains("‹") ? word : ShellWord.quoted(word)
  }
}
