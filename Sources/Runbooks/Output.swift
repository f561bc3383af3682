/// A typed hole that an earlier step fills with what its command printed.
public struct Output<Value>: Sendable {
  let declaration: OutputDeclaration

  /// The hole as text.
  public var text: Text { Text(segments: [.output(declaration)]) }
}

extension Output where Value: ParameterValue {
  /// An output of the given name, unique in the runbook.
  public init(_ name: String) {
    declaration = OutputDeclaration(name: name, rule: Value.rule, example: { Value.example }) { text in (try? Value(parsing: text))?.text }
  }
}

/// What the planner and the executor know of an output.
public struct OutputDeclaration: Sendable {
  /// The output's name.
  public let name: String
  /// What a captured value must look like, in words.
  public let rule: String
  /// A plausible value, for rehearsals; nil when none is known.
  public let example: @Sendable () -> String?
  /// Captured text to canonical text; nil when the text is no such value.
  public let parse: @Sendable (String) -> String?
}

extension OutputDeclaration: Hashable {
  /// Outputs are the same when name and rule are.
  public static func == (a: OutputDeclaration, b: OutputDeclaration) -> Bool { a.name == b.name && a.rule == b.rule }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
  }
}

/// Which part of a command's standard output an `Output` takes.
public enum CaptureSource: Hashable, Sendable {
  /// The whole output without its last newline.
  case whole
  /// One line, counted from 1; negative counts from the end.
  case line(Int)
  /// A member of the JSON object that the command prints, path by dots: `tables.0.name`.
  case json(String)
}

/// One capture of a step.
public struct Capture: Hashable, Sendable {
  /// The hole to fill.
  public let output: OutputDeclaration
  /// Where the value stands in the output.
  public let source: CaptureSource
}
