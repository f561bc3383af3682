import RunbookBase
import Runbooks

/// A made-up output of a command, put together from what is wanted of it: pure, so that every plan can be tried without a server.
package struct RehearsedOutput {
  private var text: String?
  private var lines: [Int: String] = [:]
  private var json: JSON?

  /// What a step's last command prints in a rehearsal: what the plan says, else something that its captures and its criterion take.
  ///
  /// - Parameters:
  ///   - observed: what the check is to see instead of a value that passes.
  ///   - captured: values by output name that are to be captured instead of plausible ones.
  package static func text(
    of step: PlannedStep, _ outputs: [String: String], observed: String? = nil, captured: [String: String] = [:]
  ) -> String {
    if let own = step.policy.rehearsed, observed == nil, captured.isEmpty { return own.shown(outputs) }
    var output = RehearsedOutput()
    if let own = step.policy.rehearsed?.shown(outputs) {
      output.json = try? JSON.parse(Array(own.utf8), dialect: .foreign)
      if output.json == nil { output.text = own }
    }
    for capture in step.policy.captures where step.policy.rehearsed == nil || captured[capture.output.name] != nil {
      output.put(captured[capture.output.name] ?? capture.output.example() ?? "rehearsed", at: capture.source)
    }
    guard case .check(let probe) = step.kind else { return output.rendered }
    if let observed {
      output.show(observed, to: probe.criterion)
    } else if captured.isEmpty, probe.criterion.passes(output: output.rendered, succeeded: true, outputs: outputs) != true {
      output.satisfy(probe.criterion, outputs)
    }
    return output.rendered
  }

  /// What a look prints so that its criterion passes, or so that it sees `observed`.
  package static func text(for criterion: PlannedCriterion, _ outputs: [String: String], observed: String? = nil) -> String {
    var output = RehearsedOutput()
    if let observed { output.show(observed, to: criterion) } else { output.satisfy(criterion, outputs) }
    return output.rendered
  }

  private var rendered: String {
    if let json { return json.description }
    guard !lines.isEmpty else { return text ?? "" }
    let front = max(0, lines.keys.max() ?? 0)
    var all = [String](repeating: "rehearsed", count: front - min(0, lines.keys.min() ?? 0))
    for (place, line) in lines { all[place > 0 ? place - 1 : all.count + place] = line }
    return all.joined(separator: "\n")
  }

  private mutating func put(_ value: String, at source: CaptureSource) {
    switch source {
    case .whole: text = value
    case .line(let number) where number != 0: lines[number] = value
    case .line: text = value
    case .json(let path): put(value, at: path)
    }
  }

  private mutating func put(_ value: String, at path: String) {
    // Sixty-four noughts are a digest, not a number.
    let number = Int64(value).flatMap { String($0).utf8.elementsEqual(value.utf8) ? $0 : nil }
    let leaf = number.map(JSON.int) ?? .string(value)
    json = Self.setting(leaf, at: path.split(separator: ".")[...], in: json)
  }

  private static func setting(_ value: JSON, at path: ArraySlice<Substring>, in json: JSON?) -> JSON {
    guard let key = path.first else { return value }
    let rest = path.dropFirst()
    if let index = index(key, in: json) {
      var items: [JSON] = []
      if case .array(let known)? = json { items = known }
      while items.count <= index { items.append(.object([])) }
      items[index] = setting(value, at: rest, in: items[index])
      return .array(items)
    }
    var object = JSON.object([])
    if case .object? = json { object = json ?? object }
    object[String(key)] = setting(value, at: rest, in: object[String(key)])
    return object
  }

  /// The place that a word of a path names in an array; nil for the name of a member.
  private static func index(_ word: Substring, in json: JSON?) -> Int? {
    guard word.utf8.elementsEqual(JSONPath.last.utf8) else { return Int(word).flatMap { $0 >= 0 ? $0 : nil } }
    switch json {
    case .array(let known)?: return max(0, known.count - 1)
    case .object(let members)? where !members.isEmpty: return nil
    default: return 0
    }
  }

  /// Lets the criterion pass.
  private mutating func satisfy(_ criterion: PlannedCriterion, _ outputs: [String: String]) {
    switch criterion {
    case .succeeds: break
    case .printsSomething: text = "rehearsed"
    case .compare(.differs, let other): text = other.shown(outputs).utf8.elementsEqual("rehearsed".utf8) ? "other" : "rehearsed"
    case .compare(_, let wanted): text = wanted.shown(outputs)
    case .json(let path, let inner):
      var member = RehearsedOutput()
      member.satisfy(inner, outputs)
      put(member.rendered, at: path)
    case .all(let criteria):
      for part in criteria {
        if part.passes(output: rendered, succeeded: true, outputs: outputs) != true { satisfy(part, outputs) }
        if criterion.passes(output: rendered, succeeded: true, outputs: outputs) == true { return }
      }
    }
  }

  /// Lets the criterion see a value.
  private mutating func show(_ value: String, to criterion: PlannedCriterion) {
    switch criterion {
    case .json(let path, _): put(value, at: path)
    case .all(let criteria): for part in criteria { show(value, to: part) }
    case .succeeds, .printsSomething, .compare: text = value
    }
  }
}
