public import RunbookBase
public import Runbooks

/// The status page's own name of an incident, as it answers it.
public struct IncidentID: ParameterValue {
  /// The rule in words.
  public static let rule = "an incident's id of 1 to 64 of the characters a–z 0–9, as the status page gives it"
  /// The id.
  public let text: String

  /// Parses an id.
  public init(parsing text: String) throws(Problem) {
    let isPlain = text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    guard isPlain, (1...64).contains(text.utf8.count) else { throw Self.refusal(text, "is no incident's id") }
    self.text = text
  }
}
