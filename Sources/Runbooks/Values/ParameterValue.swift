public import RunbookBase

/// A type whose existence proves that a text from outside is valid.
public protocol ParameterValue: Hashable, Sendable {
  /// What a value must look like, in words that fit after "must be".
  static var rule: String { get }
  /// Parses outside text.
  ///
  /// - Throws: a `Problem` with code 4 that names the value and the rule.
  init(parsing text: String) throws(Problem)
  /// The canonical text, safe as one argument: no NUL, no control character, never beginning with a dash.
  var text: String { get }
  /// Refuses a value that is well-formed and still impossible now (nanoseconds since 1970, UTC).
  func check(now: Int64) throws(Problem)
  /// A plausible text of the type, for rehearsals; nil when none is known.
  static var example: String? { get }
}

extension ParameterValue {
  /// Most values do not depend on the time.
  public func check(now: Int64) throws(Problem) {}

  /// The refusal of a text, naming the value and the rule.
  public static func refusal(_ text: String, _ reason: String) -> Problem {
    let line = TerminalText.escapedLine(text)
    let shown = line.count > 80 ? String(line.prefix(80)) + "…" : line
    return Problem(.parameterRejected, "“\(shown)” \(reason)", hint: "it must be \(rule)")
  }
}

/// Checks that every value from outside passes before its own rule is tried.
enum OutsideText {
  /// The reason why no type may take this text, or nil.
  static func objection(to text: String) -> String? {
    if text.isEmpty { return "is empty" }
    if text.utf8.count > 4096 { return "is longer than 4096 bytes" }
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0: return "holds a NUL byte"
      case 0x0A, 0x0D: return "holds a line break"
      case 0..<0x20, 0x7F..<0xA0: return "holds a control character (U+\(hex(scalar.value)))"
      case 0x80...:
        return
          "holds “\(TerminalText.escaped(String(scalar)))” (U+\(hex(scalar.value))), which is not ASCII and may only look like a Latin letter"
      default: continue
      }
    }
    if text.utf8.first == UInt8(ascii: "-") { return "begins with a dash and would be taken for an option" }
    return nil
  }

  /// Throws the objection as the type's refusal.
  static func check<Value: ParameterValue>(_ text: String, as type: Value.Type) throws(Problem) {
    if let objection = objection(to: text) { throw type.refusal(text, objection) }
  }

  static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
