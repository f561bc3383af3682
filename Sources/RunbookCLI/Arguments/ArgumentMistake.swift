import RunbookBase

/// One thing that is wrong with a command line, and how to put it right.
struct ArgumentMistake {
  /// The word it is about; the number of words for something missing at the end.
  var position: Int
  /// Names the value and the rule.
  var text: String
  var notes: [String] = []
  /// What was probably meant, ready to be read out: `--tenant`.
  var suggestions: [String] = []
  /// Shell text in place of words, by position; nil when only the person can know.
  var edits: [Int: [String]]?
  var code: ExitCode = .usage
}

extension Problem {
  /// All mistakes of one line as one problem whose hint is the corrected line, if every mistake has a correction.
  init(_ found: [ArgumentMistake], words: [String], program: String, command: String) {
    let mistakes = found.enumerated().sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }.map(\.element)
    let code = mistakes.allSatisfy { $0.code == mistakes.first?.code } ? mistakes.first?.code ?? .usage : .usage
    let help = "\(command) --help"
    let edits = mistakes.map(\.edits)
    let line = edits.contains { $0 == nil } ? nil : Self.corrected(words, program, edits.compactMap(\.self))
    if mistakes.count == 1, let only = mistakes.first {
      let question = Self.question(only.suggestions)
      let way = line.map { "type: " + $0 } ?? "see: " + help
      self.init(code, only.text, details: only.notes, hint: question.map { $0 + " " + Self.capitalized(way) } ?? way)
    } else {
      let shown = mistakes.prefix(12).flatMap { mistake in
        [mistake.text + (Self.question(mistake.suggestions).map { " (\($0))" } ?? "")] + mistake.notes.map { "  " + $0 }
      }
      let rest = mistakes.count > 12 ? ["and \(mistakes.count - 12) more"] : []
      self.init(
        code, "\(mistakes.count) mistakes in this command line", details: shown + rest,
        hint: line.map { "type: " + $0 } ?? "see: " + help)
    }
  }

  private static func question(_ suggestions: [String]) -> String? {
    guard let last = suggestions.last else { return nil }
    let others = suggestions.dropLast().joined(separator: ", ")
    return "did you mean \(others.isEmpty ? last : others + " or " + last)?"
  }

  private static func corrected(_ words: [String], _ program: String, _ edits: [[Int: [String]]]) -> String {
    // A later edit of the same word knows more: it was made with the option already recognised.
    let all = edits.reduce(into: [:]) { $0.merge($1) { $1 } }
    let body = words.indices.flatMap { all[$0] ?? [ShellWord.quoted(words[$0])] }
    return ([program] + body + (all[words.count] ?? [])).joined(separator: " ")
  }

  private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
