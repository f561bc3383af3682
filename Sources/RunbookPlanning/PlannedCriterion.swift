import Runbooks

/// When an observation passes, with its parameters filled in.
package indirect enum PlannedCriterion: Hashable, Sendable {
  case succeeds
  case printsSomething
  case compare(Comparison, PlannedText)
  case json(String, PlannedCriterion)
  case all([PlannedCriterion])

  /// How the output is compared with the text.
  package enum Comparison: String, Hashable, Sendable {
    case equals = "="
    case differs = "≠"
    case contains = "holds"
    case atLeast = "≥"
    case atMost = "≤"
  }

  init(_ criterion: Criterion, values: [String: String]) {
    let planned = { (text: Text) in PlannedText(text, values: values) }
    switch criterion {
    case .succeeds: self = .succeeds
    case .printsSomething: self = .printsSomething
    case .equals(let text): self = .compare(.equals, planned(text))
    case .differs(let text): self = .compare(.differs, planned(text))
    case .contains(let text): self = .compare(.contains, planned(text))
    case .atLeast(let text): self = .compare(.atLeast, planned(text))
    case .atMost(let text): self = .compare(.atMost, planned(text))
    case .json(let path, let inner): self = .json(path, PlannedCriterion(inner, values: values))
    case .all(let criteria): self = .all(criteria.map { PlannedCriterion($0, values: values) })
    }
  }

  /// The criterion in words.
  package func words(_ outputs: [String: String] = [:]) -> String {
    switch self {
    case .succeeds: "exits with 0"
    case .printsSomething: "prints something"
    case .compare(.contains, let text): "answers with “\(text.shown(outputs))” in it"
    case .compare(let comparison, let text): "answers \(comparison.rawValue) \(text.shown(outputs))"
    case .json(let path, let inner): "\(inner.words(outputs)) for \(path)"
    case .all(let criteria): criteria.map { $0.words(outputs) }.joined(separator: " and ")
    }
  }

  var texts: [PlannedText] {
    switch self {
    case .succeeds, .printsSomething: []
    case .compare(_, let text): [text]
    case .json(_, let inner): inner.texts
    case .all(let criteria): criteria.flatMap(\.texts)
    }
  }

  /// The value that the criterion looks at, for the record: the member for JSON, the trimmed output otherwise.
  package func observed(in output: String) -> String {
    if case .json(let path, let inner) = self {
      guard let member = JSONPath.member(path, of: output) else { return "no \(path)" }
      return inner.observed(in: member)
    }
    if case .all(let criteria) = self { return criteria.map { $0.observed(in: output) }.joined(separator: ", ") }
    return TextTrim.trimmed(output)
  }

  /// Whether an output passes; nil when it cannot be told, such as text where a number is asked.
  package func passes(output: String, succeeded: Bool, outputs: [String: String]) -> Bool? {
    switch self {
    case .succeeds: return succeeded
    case .printsSomething: return succeeded && !TextTrim.trimmed(output).isEmpty
    case .json(let path, let inner):
      guard let member = JSONPath.member(path, of: output) else { return succeeded ? nil : false }
      return inner.passes(output: member, succeeded: succeeded, outputs: outputs)
    case .all(let criteria):
      var verdict: Bool? = true
      for criterion in criteria {
        switch criterion.passes(output: output, succeeded: succeeded, outputs: outputs) {
        case false: return false
        case nil: verdict = nil
        default: continue
        }
      }
      return verdict
    case .compare(let comparison, let text):
      guard let wanted = text.filled(outputs) else { return nil }
      let holds = comparison.holds(TextTrim.trimmed(output), wanted)
      // What a failed command printed is no proof: half an answer can look like a whole one.
      return holds == true && !succeeded ? nil : holds
    }
  }
}

extension PlannedCriterion.Comparison {
  /// Whether the comparison holds; nil when a number is asked and the output is none.
  func holds(_ output: String, _ wanted: String) -> Bool? {
    switch self {
    case .equals: output.utf8.elementsEqual(wanted.utf8)
    case .differs: !output.utf8.elementsEqual(wanted.utf8)
    case .contains: TextTrim.contains(output, wanted)
    case .atLeast: Int(output).flatMap { value in Int(wanted).map { value >= $0 } }
    case .atMost: Int(output).flatMap { value in Int(wanted).map { value <= $0 } }
    }
  }
}
