import RunbookBase

/// Something about the gates of a log that is not as the log says, or that nobody can vouch for.
public struct SignOffFinding: Hashable, Sendable {
  /// What kind of thing it is.
  public enum Kind: String, Hashable, Sendable {
    /// A signature does not fit what it stands under, or cannot be read.
    case signature
    /// The signatures fit, and say something else than the records.
    case signOff = "sign-off"
    /// A signature fits, and the trust files of today do not vouch for its key: neither right nor wrong, but unknown.
    case trust
    /// A signature fits, and today's roster does not give its owner the role: whether it did then is unknown.
    case role
    /// A time that is not as it should be, and can be so when a machine sleeps at the wrong moment.
    case time
  }

  /// The record that cannot be as it was.
  public let record: Int
  /// What kind of thing it is.
  public let kind: Kind
  /// One sentence.
  public let text: String

  init(_ kind: Kind, record: Int, _ text: String) {
    self.kind = kind
    self.record = record
    self.text = TerminalText.escapedLine(text)
  }
}
