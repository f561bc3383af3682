import RunbookSystem

extension ApprovalRequest {
  /// 32 random hexadecimal digits.
  public static func freshNonce() -> String { Entropy.hex(16) }

  static func isNonce(_ text: String) -> Bool {
    text.utf8.count == 32 && text.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 &- 0x61 < 6 }
  }
}
