public import RunbookBase

/// The name of a run and of its folder: `20260615T140500Z-tenant-delete-7f3a91`.
///
/// It sorts by time, says what it is, and cannot leave the folder that it is put into.
public struct RunID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The whole id.
  public let text: String

  /// The id for a run that begins now.
  ///
  /// - Parameters:
  ///   - began: when.
  ///   - runbook: the runbook's name: lowercase ASCII letters, digits and hyphens.
  ///   - short: 6 random hexadecimal digits.
  public init?(began: WallTime, runbook: String, short: String) {
    self.init("\(began.compact)-\(runbook)-\(short)")
  }

  /// The id that a text spells, or `nil`.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    // 16 bytes of time, then "-name-", then 6 digits.
    guard bytes.count >= 25, bytes.count <= 120, bytes[8] == 0x54, bytes[15] == 0x5A, bytes[16] == 0x2D, bytes[bytes.count - 7] == 0x2D,
      bytes[..<16].enumerated().allSatisfy({ $0.offset == 8 || $0.offset == 15 || $0.element &- 0x30 < 10 }),
      bytes[17..<(bytes.count - 7)].allSatisfy({ $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2D }),
      bytes.suffix(6).allSatisfy({ $0 &- 0x30 < 10 || $0 &- 0x61 < 6 })
    else { return nil }
    self.text = text
  }

  /// The runbook's name.
  public var runbook: String { String(text.utf8.dropFirst(17).dropLast(7)) ?? "" }

  /// The random digits at the end, by which people refer to the run.
  public var short: String { String(text.utf8.suffix(6)) ?? "" }

  /// The id.
  public var description: String { text }

  /// Whether the first run began earlier.
  public static func < (a: RunID, b: RunID) -> Bool { a.text < b.text }
}
