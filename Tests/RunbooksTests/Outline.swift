@testable import Runbooks

/// A command that looks, for bodies whose commands do not matter.
func look(_ word: Text = "hello") -> Command { Command("echo", [word], effect: .reads) }

/// A body as indented lines of kind and id.
func outline(_ steps: [Step], _ indent: String = "") -> [String] {
  steps.flatMap { step -> [String] in
    let inner = indent + "  "
    switch step.kind {
    case .run(let pipelines): return ["\(indent)run \(step.id) \(pipelines.count)"]
    case .check: return ["\(indent)check \(step.id)"]
    case .gate: return ["\(indent)gate \(step.id)"]
    case .manual: return ["\(indent)manual \(step.id)"]
    case .group(let steps): return ["\(indent)group \(step.id)"] + outline(steps, inner)
    case .concurrently(let steps): return ["\(indent)concurrently \(step.id)"] + outline(steps, inner)
    case .decision(let choice):
      return ["\(indent)decision \(step.id)"]
        + choice.arms.flatMap { ["\(indent)- \($0.answer)\($0.ends ? " ends" : "")"] + outline($0.steps, inner) }
    }
  }
}

/// A runbook from a body, for bodies written in a test.
struct Sample: Runbook {
  static let name = "sample"
  static let title = "A sample"
  static let section = "§0"
  static let objectives = Objectives(rto: .hours(1), rpo: .minutes(5))
  let steps: [Step]
  var body: [Step] { steps }

  init(@StepsBuilder _ steps: () -> [Step]) { self.steps = steps() }
}
