public import RunbookBase

/// A way to tell those outside how things stand: a status page, a chat, a mailing list.
///
/// Its command is a value like any other, with the hole ``text`` where the message goes; best on standard input:
///
///     StatusChannel("customers' mail", Command("mail", ["-s", "Print-Flow-360", "all@example.org"], effect: .writes)
///       .reading("\(StatusChannel.text)\n"))
public struct StatusChannel: Sendable {
  /// The name that people know it by.
  public let name: String
  /// The command that sends.
  public let command: Command

  /// A channel.
  public init(_ name: String, _ command: Command) {
    self.name = name
    self.command = command
  }

  /// The hole for what is said.
  public static let text = Output<MessageText>("message")
}

/// What is said to those outside.
public struct MessageText: ParameterValue {
  /// The rule in words.
  public static let rule = "1 to 2000 bytes of text in one line, not beginning with a dash, without \" and \\"
  /// The text.
  public let text: String

  /// Parses a message; it is for people, so it may hold any letter.
  public init(parsing text: String) throws(Problem) {
    let line = MessageText.trimmed(text)
    guard !line.isEmpty else { throw Self.refusal(text, "is empty") }
    guard line.utf8.count <= 2000 else { throw Self.refusal(text, "is longer than 2000 bytes") }
    guard line.utf8.first != UInt8(ascii: "-") else { throw Self.refusal(text, "begins with a dash") }
    // A channel may put it into JSON as it stands.
    guard !line.utf8.contains(0x22), !line.utf8.contains(0x5C) else { throw Self.refusal(text, "holds a quote or a backslash") }
    guard TerminalText.escapedLine(line).utf8.elementsEqual(line.utf8) else {
      throw Self.refusal(text, "holds a control or hidden character")
    }
    self.text = line
  }
}

extension MessageText {
  /// The text without blanks and line ends around it.
  private static func trimmed(_ text: String) -> String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    let bytes = Array(text.utf8)
    guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }
}
