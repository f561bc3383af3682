/// The digits into which a value can be encoded, and what programs put between them.
enum RedactionDigits: Sendable {
  case hexadecimal
  case base64

  /// What may stand between two digits: blanks, line breaks (in JSON and shells, too), and the signs of dumps.
  var gaps: [[UInt8]] {
    let both = [" ", "\t", "\n", "\r", "\\n", "\\r", "\\\n"]
    return (self == .base64 ? both : both + [",", ":", "%", "\\x", "0x", "0X"]).map { Array($0.utf8) }
  }

  /// The length of a gap's sign, and whether it ends a line; nil where none stands.
  ///
  /// A length beyond the last byte means that the next one decides.
  func gap(_ byte: UInt8, _ next: UInt8?) -> (length: Int, breaksLine: Bool)? {
    switch (byte, next) {
    case (0x20, _), (0x09, _): (1, false)
    case (0x0A, _), (0x0D, _): (1, true)
    case (0x5C, nil): (2, false)
    case (0x5C, 0x6E?), (0x5C, 0x72?), (0x5C, 0x0A?): (2, true)
    case _ where self == .base64: nil
    case (0x2C, _), (0x3A, _), (0x25, _): (1, false)
    case (0x5C, 0x78?), (0x30, 0x78?), (0x30, 0x58?), (0x30, nil): (2, false)
    default: nil
    }
  }

  /// Whether a byte can stand in a line that is wrapped.
  func standsInLine(_ byte: UInt8) -> Bool {
    switch (self, byte) {
    case (_, 0x30...0x39), (_, 0x41...0x46), (_, 0x61...0x66), (_, 0x5C): true
    // Of letters an x alone is left here, of 0x and \x.
    case (.hexadecimal, _): [0x20, 0x09, 0x2C, 0x3A, 0x25, 0x78, 0x58].contains(byte)
    case (.base64, 0x47...0x5A), (.base64, 0x67...0x7A): true
    case (.base64, _): [0x2B, 0x2D, 0x2F, 0x5F, 0x25].contains(byte)
    }
  }
}
