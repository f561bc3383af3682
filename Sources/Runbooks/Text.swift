/// Text with typed holes: a title, an argument, a line of SQL.
///
/// A hole is a `Parameter` (filled before the run) or an `Output` (filled by an earlier step). A `Secret` does not fit.
public struct Text: Hashable, Sendable {
  /// A piece of text: fixed, or a hole.
  public enum Segment: Hashable, Sendable {
    /// Fixed text.
    case literal(String)
    /// Filled with a parameter's value before the run.
    case parameter(ParameterDeclaration)
    /// Filled with what an earlier step captured.
    case output(OutputDeclaration)
    /// Filled with words made from a parameter's value; as an argument of its own it becomes as many arguments.
    case words(ParameterDeclaration, Words)
  }

  /// How words are made from a parameter's canonical text.
  public struct Words: Hashable, Sendable {
    /// What tells these words from others of the same parameter.
    public let name: String
    /// The words; none is fine.
    public let make: @Sendable (String) -> [String]

    /// Words are the same when their names are.
    public static func == (a: Words, b: Words) -> Bool { a.name == b.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(name)
    }
  }

  /// The pieces in order.
  public let segments: [Segment]

  /// Text from its pieces.
  public init(segments: [Segment]) {
    self.segments = segments
  }

  /// Fixed text.
  public init(_ literal: String) {
    segments = [.literal(literal)]
  }

  /// The text with `‹name›` for every hole.
  public var template: String {
    segments.map {
      switch $0 {
      case .literal(let text): text
      case .parameter(let parameter): "‹\(parameter.name)›"
      case .output(let output): "‹\(output.name)›"
      case .words(let parameter, _): "‹\(parameter.name)›"
      }
    }.joined()
  }

  /// The fixed pieces alone, for ids made from titles.
  var literals: String {
    segments.map { if case .literal(let text) = $0 { text } else { " " } }.joined()
  }

  /// Two texts, one after the other.
  public static func + (a: Text, b: Text) -> Text { Text(segments: a.segments + b.segments) }
}

extension Text: ExpressibleByStringInterpolation {
  /// Fixed text.
  public init(stringLiteral value: String) {
    self.init(value)
  }

  /// Text with the interpolated holes.
  public init(stringInterpolation: StringInterpolation) {
    segments = stringInterpolation.segments
  }

  /// Collects literals and holes.
  public struct StringInterpolation: StringInterpolationProtocol {
    var segments: [Segment] = []

    /// An empty text.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Adds fixed text.
    public mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { segments.append(.literal(literal)) }
    }

    /// Adds a hole that a parameter fills.
    public mutating func appendInterpolation<Value>(_ parameter: Parameter<Value>) {
      segments += parameter.text.segments
    }

    /// Adds a hole that an earlier step fills.
    public mutating func appendInterpolation<Value>(_ output: Output<Value>) {
      segments += output.text.segments
    }

    /// Adds another text.
    public mutating func appendInterpolation(_ text: Text) {
      segments += text.segments
    }

    /// Adds a checked value.
    public mutating func appendInterpolation<Value: ParameterValue>(_ value: Value) {
      segments.append(.literal(value.text))
    }

    /// Adds text that the plan's source computes.
    public mutating func appendInterpolation(_ text: String) {
      segments.append(.literal(text))
    }

    /// A secret never becomes text.
    @available(*, unavailable, message: "a secret cannot be put into text or an argument; pass it with .environment(\"NAME\", secret)")
    public mutating func appendInterpolation(_ secret: Secret) {}
  }
}
