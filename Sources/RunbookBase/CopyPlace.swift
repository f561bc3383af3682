/// The second place to which every record of a run is copied: a folder, or a command that reads records.
public enum CopyPlace: Hashable, Sendable {
  /// A folder, in which each run has one file that is its log, byte by byte.
  case folder(String)
  /// A program and its arguments, started with the new lines on standard input, such as `logger -t runbook`.
  case command([String])

  /// The place that a text names: an absolute path, or `exec:` and words.
  ///
  /// - Throws: code 2 for anything else.
  public init(parsing text: String) throws(Problem) {
    let bytes = Array(text.utf8)
    if bytes.starts(with: "exec:".utf8) {
      let words = bytes.dropFirst(5).split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
      guard !words.isEmpty else { throw Self.refusal(text) }
      self = .command(words)
    } else {
      guard bytes.first == 0x2F, !bytes.contains(0) else { throw Self.refusal(text) }
      self = .folder(text)
    }
  }

  /// The place in words.
  public var words: String {
    switch self {
    case .folder(let path): path
    case .command(let words): "the command “\(words.joined(separator: " "))”"
    }
  }

  private static func refusal(_ text: String) -> Problem {
    Problem(
      .usage, "“\(TerminalText.escapedLine(text))” is no place for a second copy",
      hint: "name a folder by its absolute path, or a command: exec:/usr/bin/logger -t runbook")
  }
}
