public import RunbookBase

/// The UUID of one tenant, in lower case (seed §1.1: rows carry `tenant_id`).
public struct TenantID: ParameterValue {
  /// The rule in words.
  public static let rule = "a UUID such as 6f1d9b0e-2f43-5c0a-9a3e-0d6f8a1b2c3d"
  /// The canonical text.
  public let text: String

  /// Parses 8-4-4-4-12 hexadecimal digits; upper case is folded.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    let bytes = Array(text.lowercased().utf8)
    guard bytes.count == 36 else { throw Self.refusal(text, "is not a tenant id: it has \(bytes.count) characters, a UUID has 36") }
    for (index, byte) in bytes.enumerated() {
      let dash = [8, 13, 18, 23].contains(index)
      let isHex = (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
      guard dash ? byte == UInt8(ascii: "-") : isHex else {
        throw Self.refusal(text, "is not a tenant id: character \(index + 1) should be \(dash ? "a dash" : "a hexadecimal digit")")
      }
    }
    self.text = text.lowercased()
  }
}
