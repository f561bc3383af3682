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
    lines += details(step).flatMap { self.lines($0, indent + 4) }
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

  /// A line below a step; what a person may copy is never broken.
  private enum Detail {
    case prose(String, inner: Int = 0)
    case command(String, inner: Int = 0)
    /// A sentence and the command behind its colon.
    case both(String, String)
  }

  private func lines(_ detail: Detail, _ indent: Int) -> [String] {
    switch detail {
    case .prose(let text, let inner): return wrapped(text, indent + inner)
    case .command(let text, let inner): return Wrap.lines(text, width: nil, indent: indent + inner)
    case .both(let text, let command):
      let whole = Wrap.lines("\(text): \(command)", width: nil, indent: indent)
      guard let width, whole.contains(where: { DisplayText.width($0) > width }) else { return whole }
      return wrapped(text + ":", indent) + Wrap.lines(command, width: nil, indent: indent + 2)
    }
  }

  private func details(_ step: PlannedStep) -> [Detail] {
    var lines: [Detail] = []
    if step.host != plan.estate.host { lines.append(.prose("on \(step.host)")) }
    for pipeline in step.pipelines { lines += command(pipeline) }
    if case .check(let probe) = step.kind { lines.append(.prose("passes when it \(probe.criterion.words())")) }
    for capture in step.policy.captures { lines.append(.prose("keeps ‹\(capture.output.name)› from \(capture.source.words)")) }
    for probe in step.policy.verifications {
      lines.append(.both("done when it \(probe.criterion.words())", CommandText.line(probe.pipeline)))
      for case let input? in probe.pipeline.commands.map(\.input) {
        lines.append(.command("< \(TextTrim.trimmed(input.shown()))", inner: 2))
      }
    }
    for obligation in step.policy.obligations { lines.append(.prose("owes: \(obligation.title.shown())")) }
    for command in step.pipelines.flatMap(\.commands) {
      if let difference = command.difference { lines.append(.prose("differs: \(difference)")) }
    }
    return lines
  }

  private func command(_ pipeline: PlannedPipeline) -> [Detail] {
    var lines: [Detail] = [.command("$ \(CommandText.line(pipeline))")]
    for command in pipeline.commands {
      if let input = command.input { lines.append(.command("< \(TextTrim.trimmed(input.shown()))", inner: 2)) }
      if case .destroys(let what) = command.effect { lines.append(.prose(style(.danger, "DESTROYS \(what.shown())"), inner: 2)) }
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
