public import RunbookBase

/// A typed hole that is filled before the run: from a flag, or by asking in the terminal.
///
/// What a value must be is asked where one is made: a constraint on the type itself would have its conformance searched at each start.
public struct Parameter<Value>: Sendable {
  let hole: Text.Segment

  /// The hole as text.
  public var text: Text { Text(segments: [hole]) }
}

extension Parameter where Value: ParameterValue {
  /// A parameter that the operator gives.
  ///
  /// - Parameters:
  ///   - name: the flag's name without dashes, such as `deleted-at`.
  ///   - help: one line for `--help` and for the question in the terminal.
  ///   - fallback: the value when none is given; nil means that it must be given.
  ///   - accept: throws for a value that has the right form and means nothing here; asked at the edge, like the form.
  public init(
    _ name: String, _ help: String, default fallback: Value? = nil,
    accept: (@Sendable (Value) throws(Problem) -> Void)? = nil
  ) {
    hole = .parameter(
      ParameterDeclaration(name: name, help: help, rule: Value.rule, fallback: fallback?.text, example: { Value.example }) {
        text, now throws(Problem) in
        let value = try Value(parsing: text)
        try value.check(now: now)
        if let accept { try accept(value) }
        return value.text
      })
  }

  /// A parameter that the including runbook has already filled.
  public init(bound value: Value) {
    hole = .literal(value.text)
  }

  /// Arguments that depend on the value: as many as it asks for, none included.
  ///
  ///     target.words("pgbackrest") { ["--type=xid", "--target=\($0)"] }
  ///
  /// - Parameters:
  ///   - name: tells these words from others that are made of the same parameter.
  ///   - make: the words for a value.
  public func words(_ name: String, _ make: @escaping @Sendable (Value) -> [String]) -> [Text] {
    let words = Text.Words(name: name) { text in (try? Value(parsing: text)).map(make) ?? [] }
    switch hole {
    case .parameter(let declaration): return [Text(segments: [.words(declaration, words)])]
    case .literal(let text): return words.make(text).map { Text($0) }
    case .output, .words: return [text]
    }
  }

  /// Text that is made from the value, such as a moment as seconds.
  public func made(_ name: String, _ make: @escaping @Sendable (Value) -> String) -> Text {
    words(name) { [make($0)] }.reduce(Text(segments: []), +)
  }
}

/// What the planner knows of a parameter: found from its use in texts, never listed twice.
public struct ParameterDeclaration: Sendable {
  /// The flag's name without dashes.
  public let name: String
  /// One line of help.
  public let help: String
  /// What a value must look like, in words.
  public let rule: String
  /// The canonical text of the value when none is given.
  public let fallback: String?
  /// A plausible value, for rehearsals; nil when none is known.
  public let example: @Sendable () -> String?
  /// Parses at the edge: text and now (nanoseconds since 1970, UTC) to canonical text, or the reason why not.
  public let parse: @Sendable (_ text: String, _ now: Int64) throws(Problem) -> String
}

extension ParameterDeclaration: Hashable {
  /// Parameters are the same when name and rule are.
  public static func == (a: ParameterDeclaration, b: ParameterDeclaration) -> Bool {
    a.name == b.name && a.rule == b.rule && a.fallback == b.fallback
  }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
  }
}
