/// A value that is never shown, stored or put into an argument; it travels by the environment alone.
///
/// It has no text: interpolating one into `Text` does not compile (reliability B.4).
public struct Secret: Hashable, Sendable {
  /// The name under which it is asked for and redacted, such as `database-password`.
  public let name: String
  /// The environment variable of the operator's shell that may hold it; otherwise the terminal asks.
  public let variable: String

  /// A secret by name and by the variable that may hold it.
  public init(_ name: String, variable: String) {
    self.name = name
    self.variable = variable
  }
}
