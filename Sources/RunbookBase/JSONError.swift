/// Why bytes are not the JSON that was asked for, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The rule that was broken.
  public enum Code: String, Hashable, Sendable {
    /// The text ends too early.
    case unexpectedEnd = "the text ends too early"
    /// A byte that no value can have here.
    case unexpectedByte = "unexpected byte"
    /// Something follows the value.
    case trailingBytes = "something follows the value"
    /// Bytes that are not UTF-8.
    case invalidUTF8 = "not UTF-8"
    /// An escape that is unknown, cut short or half of a surrogate pair.
    case invalidEscape = "invalid escape"
    /// A control character that is not escaped.
    case rawControlCharacter = "control character that is not escaped"
    /// A number with a fraction or exponent, or beyond 64 bits, where only whole numbers are allowed.
    case numberNotWhole = "not a whole number of 64 bits"
    /// A number that JSON does not know, such as 01 or a lone minus.
    case invalidNumber = "invalid number"
    /// A key that the object already has.
    case duplicateKey = "the key is given twice"
    /// More than 128 levels.
    case tooDeep = "nested deeper than 128 levels"
    /// Valid JSON that the canonical writer would have written otherwise.
    case notCanonical = "not in canonical form"
  }

  /// The rule that was broken.
  public var code: Code
  /// The offset of the byte, from 0.
  public var offset: Int

  /// An error from its parts.
  public init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  /// The error as one line.
  public var description: String { "invalid JSON at byte \(offset): \(code.rawValue)" }
}
