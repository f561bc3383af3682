import RunbookJournal
import RunbookSystem

/// How a pipeline on another host ended, as its shell tells it.
struct RemoteRecord: Equatable {
  /// The exit status of each member by its number, 128 and the signal for one that a signal ended: a shell knows no more.
  var statuses: [Int: Int32] = [:]
  /// A member that could not be started, so that none was.
  var notStarted: (word: String, number: Int)?
  /// The status of the shell that ran the members.
  var shell: Int32?
  var timedOut = false
  /// Whether it was told to end.
  var ended = false
  /// Whether there is no setsid on the host.
  var lacksSetsid = false
  /// Seconds since 1970, by the host's own clock.
  var began: Int64?
  var over: Int64?
  private(set) var isWhole = false

  init() {}

  /// The record with one more line.
  init(adding line: String, to record: RemoteRecord?) {
    self = record ?? RemoteRecord()
    let words = line.split(separator: " ").map(String.init)
    let number = words.count > 1 ? Int64(words[1]) : nil
    switch words.first {
    case "exited": if words.count == 3, let number, let status = Int32(words[2]) { statuses[Int(clamping: number)] = status }
    case "no-program", "no-folder": if let number { notStarted = (words[0], Int(clamping: number)) }
    case "no-setsid": lacksSetsid = true
    case "shell": shell = number.map { Int32(clamping: $0) }
    case "timed-out": timedOut = true
    case "ended": ended = true
    case "began": began = number
    case "over": over = number
    case "end": isWhole = true
    default: break
    }
  }

  static func == (a: RemoteRecord, b: RemoteRecord) -> Bool {
    a.statuses == b.statuses && a.notStarted?.word == b.notStarted?.word && a.notStarted?.number == b.notStarted?.number
      && a.timedOut == b.timedOut && a.ended == b.ended && a.isWhole == b.isWhole
  }

  /// How each of so many members ended; one that was killed together with its shell has that shell's status.
  ///
  /// nil when the record does not say it of every member: a full disk may keep a line of it away, and that is no failure.
  func members(_ commands: [ResolvedCommand], on host: String) -> [ExitRecord.Member]? {
    if lacksSetsid { return [.notStarted(Self.setsidWords(host))] }
    if let notStarted { return [.notStarted(RemotePipeline.reason(notStarted.word, notStarted.number, commands, on: host))] }
    var members: [ExitRecord.Member] = []
    for index in commands.indices {
      guard let status = statuses[index + 1] ?? (shell == 0 ? nil : shell) else { return nil }
      members.append(.ended(.exited(status)))
    }
    return members
  }

  static func setsidWords(_ host: String) -> String { "\(host) has no setsid (package util-linux): nothing can be run there safely" }
}
