/// When an observation counts as passed: a value, so that a plan can show it and a rule can doubt it.
public indirect enum Criterion: Hashable, Sendable {
  /// Every command of the pipeline exits with 0.
  case succeeds
  /// The output, without surrounding white space, is this text.
  case equals(Text)
  /// The output is not this text.
  case differs(from: Text)
  /// The output holds this text.
  case contains(Text)
  /// The output is a whole number of at least this.
  case atLeast(Text)
  /// The output is a whole number of at most this.
  case atMost(Text)
  /// The member of the printed JSON object fulfils the criterion; path by dots.
  case json(String, Criterion)
  /// The output is not empty.
  case printsSomething
  /// All of them.
  case all([Criterion])

  /// The criterion in words, as plans show it.
  public var words: String {
    switch self {
    case .succeeds: "exits with 0"
    case .equals(let text): "= \(text.template)"
    case .differs(let text): "≠ \(text.template)"
    case .contains(let text): "holds “\(text.template)”"
    case .atLeast(let text): "≥ \(text.template)"
    case .atMost(let text): "≤ \(text.template)"
    case .json(let path, let criterion): "\(path) \(criterion.words)"
    case .printsSomething: "prints something"
    case .all(let criteria): criteria.map(\.words).joined(separator: " and ")
    }
  }

  /// The texts in the criterion, for the planner to find holes in.
  public var texts: [Text] {
    switch self {
    case .succeeds, .printsSomething: []
    case .equals(let text), .differs(let text), .contains(let text), .atLeast(let text), .atMost(let text): [text]
    case .json(_, let criterion): criterion.texts
    case .all(let criteria): criteria.flatMap(\.texts)
    }
  }
}
