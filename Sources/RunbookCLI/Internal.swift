import RunbookBase
import RunbookJournal
import RunbookSystem

/// Words that this program says to itself alone, such as the supervisor of a step.
enum Internal {
  /// The exit code when the words are internal; nil for everything a person types.
  static func run(_ words: [String]) -> Int32? {
    if words.count == 3, words[0] == RecordCopy.verb { return RecordCopier.main(log: words[1], target: words[2]) }
    guard words.count == 2, words[0] == Supervisor.verb else { return nil }
    return Supervisor.main(attemptDirectory: words[1])
  }
}
