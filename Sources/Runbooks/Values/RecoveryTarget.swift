public import RunbookBase

/// How far a point-in-time recovery replays (seed §3.2).
public struct RecoveryTarget: ParameterValue {
  /// The rule in words.
  public static let rule = "a moment such as 2026-06-15T14:05:00Z, xid:1234, lsn:0/16B3748 or immediate"

  /// The kind of target, and its value.
  public enum Kind: Hashable, Sendable {
    /// Up to this moment.
    case time(Timestamp)
    /// Up to and including this transaction.
    case xid(UInt32)
    /// Up to this place in the write-ahead log.
    case lsn(String)
    /// The end of the base backup.
    case immediate
  }

  /// The target.
  public let kind: Kind

  /// The canonical text: a moment bare, the others with their kind.
  public var text: String {
    switch kind {
    case .time(let moment): moment.text
    case .xid(let number): "xid:\(number)"
    case .lsn(let place): "lsn:\(place)"
    case .immediate: "immediate"
    }
  }

  /// Parses `kind:value`; a moment may stand alone.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
    let word = String(text[..<(colon ?? text.endIndex)])
    let value = colon.map { String(text[text.utf8.index(after: $0)...]) } ?? ""
    switch word {
    case "time":
      do { kind = .time(Timestamp(time: try Timestamp.moment(in: value))) } catch { throw Self.refusal(text, error.reason) }
    case "immediate" where colon == nil: kind = .immediate
    case "xid":
      guard value.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt32(value), number > 2 else {
        throw Self.refusal(text, "names no transaction")
      }
      kind = .xid(number)
    case "lsn":
      let halves = value.split(separator: "/", omittingEmptySubsequences: false)
      guard halves.count == 2, halves.allSatisfy({ (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy(Self.isHexDigit) }) else {
        throw Self.refusal(text, "names no place in the log")
      }
      kind = .lsn(value.uppercased())
    default:
      guard word.utf8.first.map({ (0x30...0x39).contains($0) }) == true else { throw Self.refusal(text, "is no recovery target") }
      do { kind = .time(Timestamp(time: try Timestamp.moment(in: text))) } catch { throw Self.refusal(text, error.reason) }
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }

  /// Refuses a moment that has not come yet.
  public func check(now: Int64) throws(Problem) {
    if case .time(let moment) = kind { try moment.check(now: now) }
  }
}
