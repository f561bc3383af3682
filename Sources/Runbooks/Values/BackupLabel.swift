public import RunbookBase

/// The label of a pgBackRest backup set.
public struct BackupLabel: ParameterValue {
  /// The rule in words.
  public static let rule = "a backup label such as 20260615-020003F or 20260615-020003F_20260616-020002I"
  /// The label.
  public let text: String

  /// Parses a full label, optionally followed by an incremental or differential one.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    let parts = text.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false).map(Array.init)
    let stamp = { (part: [UInt8], kinds: String) in
      part.count == 16 && part[8] == UInt8(ascii: "-") && kinds.utf8.contains(part[15])
        && (Array(part[0..<8]) + Array(part[9..<15])).allSatisfy { (0x30...0x39).contains($0) }
    }
    guard (1...2).contains(parts.count), stamp(parts[0], "F"), parts.count == 1 || stamp(parts[1], "DI") else {
      throw Self.refusal(text, "is no backup label")
    }
    self.text = text
  }
}
