package import RunbookBase
package import RunbookPlanning
import Runbooks

/// One thing that goes wrong, or differently, in a rehearsal: `restore=exit=1`.
package struct Injection: Hashable, Sendable {
  /// What happens instead of what went well.
  package enum Kind: Hashable, Sendable {
    case exit(Int32)
    case signal(Int32)
    case timeout
    case notStarted
    /// The command was started, and nobody knows how it ended.
    case inDoubt
    /// The executor dies while the command runs.
    case killed
    /// The check, or the look after the commands, observes this.
    case check(String)
    /// The step prints this for the output of the name.
    case output(name: String, value: String)
    /// What the step needs does not hold.
    case precondition
    /// A target is not the one that it was when the run started.
    case identity
  }

  /// The id of the step, or of a precondition of the whole run.
  package let subject: String
  /// Which of the step's commands, from 1; the last one when nil.
  package let part: Int?
  package let kind: Kind
  /// As it was written.
  package let text: String

  /// How failures are written, with what each means, for help and refusals.
  package static let words: [(form: String, meaning: String)] = [
    ("exit=N", "the command ends with status N"), ("signal=N", "signal N ends it"), ("timeout", "its time limit passes"),
    ("not-started", "it cannot be started"), ("in-doubt", "its supervisor dies: nobody knows how it ended"),
    ("killed", "this program dies while it runs; go on with --rehearse --resume"), ("check=VALUE", "the check observes VALUE"),
    ("output=VALUE", "it prints VALUE for what the step captures; output.NAME=VALUE where it captures several"),
    ("precondition", "what the step needs does not hold"), ("identity", "a target is not the one that it was at the start"),
  ]

  /// Reads every `--inject`; all mistakes are told at once.
  ///
  /// - Throws: `Problem` with code 2.
  package static func parse(_ texts: [String], _ plan: Plan) throws(Problem) -> [Injection] {
    var injections: [Injection] = []
    var problems: [Problem] = []
    for text in texts { do throws(Problem) { injections.append(try Injection(text, plan)) } catch { problems.append(error) } }
    guard let first = problems.first else { return injections }
    guard problems.count > 1 else { throw first }
    throw Problem(
      .usage, "\(problems.count) failures cannot be injected",
      details: problems.map { $0.summary + ($0.hint.map { "; \($0)" } ?? "") }, hint: "correct them and type the line again")
  }

  init(_ text: String, _ plan: Plan) throws(Problem) {
    self.text = text
    let (place, failure) = Self.halves(text)
    guard let failure, !failure.isEmpty else {
      throw Problem(
        .usage, "--inject “\(TerminalText.escapedLine(text))” names no failure", details: Self.list, hint: "write --inject STEP=FAILURE")
    }
    let (name, number) = Self.halves(place, at: UInt8(ascii: "@"))
    let (word, value) = Self.halves(failure)
    if word == "precondition", let known = plan.preconditions.first(where: { $0.id.utf8.elementsEqual(name.utf8) }) {
      (subject, part, kind) = (known.id, nil, .precondition)
      return
    }
    let step = try Self.step(name, in: plan)
    subject = step.id
    part = try number.map { text throws(Problem) in try Self.part(text, step) }
    kind = try Self.kind(word, value, step)
  }

  private static let list = words.map { "\($0.form)\(String(repeating: " ", count: 14 - $0.form.utf8.count))\($0.meaning)" }

  private static func halves(_ text: String, at separator: UInt8 = UInt8(ascii: "=")) -> (String, String?) {
    guard let place = text.utf8.firstIndex(of: separator) else { return (text, nil) }
    return (String(text[..<place]), String(text[text.utf8.index(after: place)...]))
  }

  /// The step of a number, an id, or the last parts of an id that no other step shares.
  private static func step(_ name: String, in plan: Plan) throws(Problem) -> PlannedStep {
    let same = { (other: String) in other.utf8.elementsEqual(name.utf8) }
    if let step = plan.flattened.first(where: { same($0.number) || same($0.id) }) { return step }
    let ending = Array("/\(name)".utf8)
    let found = plan.flattened.filter { $0.id.utf8.suffix(ending.count).elementsEqual(ending) }
    if let only = found.first, found.count == 1 { return only }
    guard found.isEmpty else {
      throw Problem(
        .usage, "“\(name)” names \(found.count) steps", details: found.map { "\($0.number)  \($0.id)" }, hint: "name one by number or id")
    }
    let close = Suggestion.closest(to: name, among: plan.flattened.flatMap { [$0.id, lastPart($0.id)] } + plan.flattened.map(\.number))
    throw Problem(
      .usage, "the plan has no step “\(TerminalText.escapedLine(name))”",
      details: plan.flattened.filter { !$0.pipelines.isEmpty }.map { "\($0.number)  \($0.id)" },
      hint: close.map { "did you mean --inject \($0)=…?" } ?? "name one of these by number or id")
  }

  private static func lastPart(_ id: String) -> String {
    id.utf8.split(separator: 0x2F).last.map { String(Substring($0)) } ?? id
  }

  private static func part(_ text: String, _ step: PlannedStep) throws(Problem) -> Int {
    guard let number = Int(text), (1...max(1, step.pipelines.count)).contains(number) else {
      throw Problem(
        .usage, "step \(step.number) has no command “\(TerminalText.escapedLine(text))”", hint: "it has \(step.pipelines.count), from 1")
    }
    return number
  }

  private static func kind(_ word: String, _ value: String?, _ step: PlannedStep) throws(Problem) -> Kind {
    if word != "precondition", step.pipelines.isEmpty {
      throw Problem(
        .usage, "step \(step.number) is a \(step.kindWord): it runs no command that could fail",
        hint: "people are asked in a rehearsal as well; answer “no” yourself")
    }
    switch (word, value) {
    case ("exit", let value?): return .exit(try number(value, 1...255, word))
    case ("signal", let value?): return .signal(try number(value, 1...64, word))
    case ("timeout", nil): return .timeout
    case ("not-started", nil): return .notStarted
    case ("in-doubt", nil): return .inDoubt
    case ("killed", nil): return .killed
    case ("check", let value?): return try check(value, step)
    case ("precondition", nil):
      guard step.policy.preconditions.isEmpty else { return .precondition }
      throw Problem(.usage, "step \(step.number) has no precondition", hint: "those of the run: \(Self.preconditions)")
    case ("identity", nil):
      if step.pipelines.flatMap(\.commands).contains(where: { $0.effect.changesSomething && $0.target?.identity.isEmpty == false }) {
        return .identity
      }
      throw Problem(.usage, "step \(step.number) changes no target that can say who it is", hint: "inject another failure")
    case (let word, let value?) where word == "output" || word.hasPrefix("output."):
      return try output(word == "output" ? nil : String(word.dropFirst("output.".count)), value, step)
    default:
      let close = Suggestion.closest(to: word, among: words.map { halves($0.form).0 })
      let known = words.first { halves($0.form).0 == (close ?? "") }
      throw Problem(
        .usage, "“\(TerminalText.escapedLine(word + (value.map { "=" + $0 } ?? "")))” is no failure that can be injected", details: list,
        hint: known.map { "did you mean \($0.form)?" } ?? "write one of these behind STEP=")
    }
  }

  private static let preconditions = "runbook plan lists them under its preconditions, with their ids in --json"

  private static func number(_ text: String, _ range: ClosedRange<Int32>, _ word: String) throws(Problem) -> Int32 {
    guard let number = Int32(text), range.contains(number) else {
      throw Problem(
        .usage, "“\(word)=\(TerminalText.escapedLine(text))” is no failure", hint: "N is \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private static func check(_ value: String, _ step: PlannedStep) throws(Problem) -> Kind {
    let criterion: PlannedCriterion?
    if case .check(let probe) = step.kind { criterion = probe.criterion } else { criterion = step.policy.verifications.first?.criterion }
    guard let criterion else {
      throw Problem(.usage, "step \(step.number) checks nothing", hint: "inject exit=1, or output=VALUE if it captures something")
    }
    guard criterion != .succeeds else {
      throw Problem(.usage, "step \(step.number) looks at an exit status alone, whatever is printed", hint: "inject exit=1")
    }
    return .check(value)
  }

  private static func output(_ name: String?, _ value: String, _ step: PlannedStep) throws(Problem) -> Kind {
    let names = step.policy.captures.map(\.output.name)
    guard let first = names.first else {
      throw Problem(.usage, "step \(step.number) captures nothing", hint: "inject exit=1")
    }
    guard let name else {
      guard names.count == 1 else {
        throw Problem(
          .usage, "step \(step.number) captures \(names.count) values", details: names, hint: "write output.\(first)=\(value)")
      }
      return .output(name: first, value: value)
    }
    guard names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
      let close = Suggestion.closest(to: name, among: names) ?? first
      throw Problem(
        .usage, "step \(step.number) captures no “\(TerminalText.escapedLine(name))”", details: names,
        hint: "did you mean output.\(close)=\(value)?")
    }
    return .output(name: name, value: value)
  }
}
