/// Where a started pipeline is kept on its host: the folder whose making starts it, once.
struct RemotePlace: Hashable, Sendable {
  /// The folder of all runs; nil for `.runbook` in the user's home.
  let folder: String?
  let run: String
  /// The folder's name within the run: the step, the attempt, and a random part, because no folder is used twice.
  let name: String

  var word: String { RemoteShell.quoted(name) }
}

/// How much of both outputs is known.
struct RemoteOffsets: Hashable, Sendable {
  var output: Int
  var error: Int
  /// Nothing is asked for.
  var isEnd = false

  static let start = RemoteOffsets(output: 0, error: 0)
  static let end = RemoteOffsets(output: 0, error: 0, isEnd: true)
  /// At most this much of each comes in one answer.
  static let piece = 1 << 18
}
