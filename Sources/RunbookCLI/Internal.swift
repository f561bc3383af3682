import RunbookBase

/// Words that this program says to itself alone, such as the supervisor of a step.
enum Internal {
  /// The exit code when the words are internal; nil for everything a person types.
  static func run(_ words: [String], _ context: Context) throws(Problem) -> Int32? { nil }
}
