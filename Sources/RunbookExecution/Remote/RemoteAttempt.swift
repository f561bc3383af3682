import RunbookBase
import RunbookJournal
import RunbookSystem
import Runbooks

/// A writing pipeline on another host, as this host follows it: started once, asked about until it has ended, whatever connections do.
///
/// Its folder here is that of any attempt. Before anything is sent it holds where the pipeline is kept over there, so that a later
/// session asks about the same place; when it has ended it holds the same exit record that a supervisor writes.
final class RemoteAttempt {
  /// What is known of it.
  enum State {
    /// Its record and its output are here.
    case finished
    /// It has ended over there; waiting fetches its record.
    case ended
    case running
    /// It never ran and never will, and why.
    case notStarted(String)
    /// It was started and left no record, or its host has lost it.
    case lost(String)
    /// The host cannot be asked.
    case unreachable(String)
    /// What was told does not settle it, and why: it may still be running.
    case unsettled(String)
  }

  /// What an earlier session left of an attempt cannot be read: nothing may be concluded from that.
  struct Unreadable: Error {
    let words: String
  }

  let work: Work
  let connection: Connection
  let place: RemotePlace
  /// The runner over there, once the host has told of it.
  private(set) var process: ProcessIdentity?
  private var output: RemoteOutput
  private var first: Result<RemoteReply, ConnectionTrouble>?
  /// Whether a start may have got there without an answer.
  private var mayHaveStarted = false
  /// What the file says too, unless the disk is full.
  private var wasAcknowledged = false

  /// A new attempt in a folder that was never used.
  init(new work: Work, _ connection: Connection) throws(SystemError) {
    self.work = work
    self.connection = connection
    place = RemotePlace(
      folder: connection.reach.folder?.text, run: work.run, name: "\(Files.name(of: work.directory)).\(Entropy.hex(4))")
    guard !Files.exists(work.directory) else { throw SystemError("begin", path: work.directory, errno: .EEXIST) }
    try Files.makeDirectory(work.directory, parents: true)
    try Files.writeDurably(
      JSON.object([
        JSON.Member("host", .string(connection.host)), JSON.Member("ssh", .string(connection.reach.text)),
        JSON.Member("run", .string(place.run)), JSON.Member("name", .string(place.name)), JSON.Member("nonce", .string(work.nonce)),
      ]).canonicalBytes, to: work.directory + Self.sent)
    output = RemoteOutput(work)
  }

  /// The attempt of an earlier session; nil when that one had nothing sent: only a file that is not there says so.
  init?(earlier work: Work, _ connection: Connection) throws(Unreadable) {
    let path = work.directory + Self.sent
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try Files.read(path, limit: 1 << 16) } catch {
      if error.errno == .ENOENT { return nil }
      throw Unreadable(words: "where it is kept there cannot be read: \(error)")
    }
    guard let sent = try? JSON.parse(bytes), let run = sent["run"]?.stringValue, let name = sent["name"]?.stringValue,
      let nonce = sent["nonce"]?.stringValue
    else { throw Unreadable(words: "where it is kept there cannot be read: \(path) is damaged") }
    guard nonce.utf8.elementsEqual(work.nonce.utf8) else {
      throw Unreadable(words: "where it is kept there is not known: \(path) is of another attempt")
    }
    mayHaveStarted = true
    self.work = work
    self.connection = connection
    place = RemotePlace(folder: connection.reach.folder?.text, run: run, name: name)
    output = RemoteOutput(work)
  }

  private static let sent = "/sent"
  /// The host has told of it: from then on its silence means that something was lost.
  private static let acknowledged = "/acknowledged"
  /// Its output over there was removed.
  private static let cleaned = "/cleaned"

  private var isAcknowledged: Bool { wasAcknowledged || Files.exists(work.directory + Self.acknowledged) }
  private var limit: Int? { work.timeLimit.map { max(1, Int($0.components.seconds)) } }

  /// Has it started, unless the host knows it already.
  func start(_ interruption: Interruption?) {
    let pipeline = RemotePipeline(commands: work.commands)
    let reply = ask(within: 60, interruption) { RemoteScript.start(pipeline, place, limit: limit, mark: $0) }
    take(reply)
    if case .failure(let trouble) = reply, !trouble.isBefore { mayHaveStarted = true }
    first = reply
  }

  /// Tells how it stands, for good: what has not started by now never will.
  func settle(tries: Int, _ interruption: Interruption?) -> State {
    var trouble = ConnectionTrouble.noAnswer
    for number in 0..<tries {
      if number > 0 { Self.rest(seconds: 1 << number, interruption) }
      switch ask(within: 30, interruption, { RemoteScript.settle(place, mark: $0) }) {
      case .failure(let more): trouble = more
      case .success(let reply):
        take(.success(reply))
        switch reply.answer {
        case .refused(let words):
          return refused(words)
        case .state(.absent):
          return isAcknowledged
            ? .unsettled("\(connection.host) knows nothing of it any more; it may still be running")
            : .notStarted("\(connection.host) was never told")
        case .state(.void): return .notStarted(complaint(reply))
        case .state(.running), .state(.begun): return .running
        case .state(.exited): return .ended
        case .state(.dead): return .lost("nothing of it lives on \(connection.host), and it left no record there")
        }
      }
    }
    return .unreachable(trouble.text(connection.host))
  }

  /// Follows it to its end, with whatever it prints.
  ///
  /// - Parameter tell: told when the connection is lost and when it is there again.
  func wait(_ interruption: Interruption?, show: ([UInt8]) -> Void, tell: (String) -> Void) -> State {
    var patience = RemotePatience(limit: limit)
    var stopped: Int64?
    while true {
      let reply = first ?? ask(within: 45, interruption) { RemoteScript.look(place, from: output.offsets, patience: 10, mark: $0) }
      first = nil
      interruption?.look()
      let wish = interruption?.wish ?? .none
      if wish == .endStep, stopped.map({ Clock.boottime() - $0 > 5_000_000_000 }) ?? true {
        let isAgain = stopped != nil
        stopped = Clock.boottime()
        let told = ask(within: 20, nil) { RemoteScript.stop(place, force: isAgain, mark: $0) }
        if case .failure(let trouble) = told { return .unreachable(trouble.text(connection.host)) }
        continue
      }
      switch reply {
      case .failure(let trouble):
        if wish != .none { return .unreachable(trouble.text(connection.host)) }
        if trouble.isBefore, !mayHaveStarted, !isAcknowledged { return .notStarted(trouble.text(connection.host)) }
        if let words = patience.lost(trouble.words, connection.host, isStarted: isAcknowledged) { tell(words) }
        guard !patience.isOver else { return .unreachable(trouble.text(connection.host)) }
        Self.rest(seconds: patience.pause, interruption)
        if !isAcknowledged { start(interruption) }
      case .success(let reply):
        if let words = patience.found(connection.host) { tell(words) }
        take(.success(reply))
        output.append(reply, show)
        switch reply.answer {
        case .refused(let words): return refused(words)
        case .state(.begun) where !patience.hasBegunLongAgo: Self.rest(seconds: 1, interruption)
        case .state(.absent), .state(.void), .state(.dead), .state(.begun):
          switch settle(tries: 3, interruption) {
          case .running, .ended: continue
          case let state: return state
          }
        case .state(.exited):
          guard output.isWhole(reply.sizes) else { continue }
          return finish(reply, show)
        case .state(.running): continue
        }
      }
    }
  }

  /// The host cannot do what is asked for; that tells of the start only when no other start can have got there.
  private func refused(_ words: String) -> State {
    isAcknowledged || mayHaveStarted ? .unreachable("\(connection.host): \(words)") : .notStarted("\(connection.host): \(words)")
  }

  /// The outcome becomes this host's, durably; only then the other one forgets what was printed.
  private func finish(_ reply: RemoteReply, _ show: ([UInt8]) -> Void) -> State {
    guard let record = reply.record, let members = record.members(work.commands, on: connection.host) else {
      return .lost("its record on \(connection.host) does not say how it ended")
    }
    let (began, over) = (record.began ?? 0, record.over ?? record.began ?? 0)
    do throws(SystemError) {
      try output.finish(show)
      let second: Int64 = 1_000_000_000
      try ExitRecord(
        run: work.run, step: work.step, attempt: work.attempt, nonce: work.nonce,
        members: members,
        bootID: connection.host, started: .init(wall: began * second, boot: 0),
        ended: .init(wall: over * second, boot: max(0, over - began) * second), outputBytes: reply.sizes.output + reply.sizes.error,
        outputDropped: output.dropped, captureBytes: reply.sizes.output, captureDropped: output.captureDropped, timedOut: record.timedOut,
        terminated: record.ended, abandoned: false, storageProblem: nil
      ).keep(in: work.directory)
    } catch { return .unsettled("it has ended there, and its outcome cannot be kept here: \(error)") }
    clean(nil)
    return .finished
  }

  /// Has the output over there removed, once; a host that does not answer keeps it.
  func clean(_ interruption: Interruption?) {
    guard !Files.exists(work.directory + Self.cleaned) else { return }
    guard case .success = ask(within: 20, interruption, { RemoteScript.clean(place, mark: $0) }) else { return }
    try? Files.writeDurably([], to: work.directory + Self.cleaned)
  }

  private func complaint(_ reply: RemoteReply) -> String {
    let words = reply.complaints.joined(separator: "; ")
    return words.isEmpty ? "\(connection.host) did not start it" : "\(connection.host) did not start it: \(words)"
  }

  /// Notes what the host knows of it.
  private func take(_ reply: Result<RemoteReply, ConnectionTrouble>) {
    guard case .success(let reply) = reply, case .state(let state) = reply.answer, state != .absent else { return }
    if let process = reply.process { self.process = ProcessIdentity(pid: process.pid, startTime: process.startTime) }
    wasAcknowledged = true
    if !Files.exists(work.directory + Self.acknowledged) { try? Files.writeDurably([], to: work.directory + Self.acknowledged) }
  }

  /// One question over a connection of its own.
  private func ask(
    within seconds: Int64, _ interruption: Interruption?, _ script: (String) -> String
  ) -> Result<RemoteReply, ConnectionTrouble> {
    let mark = "runbook-" + Entropy.hex(16)
    let run = PipelineRun([connection.carrying(script(mark))], timeLimit: .seconds(seconds))
    PipelineRun.wait([run], interruption: interruption)
    if let reason = run.outcome.notStarted { return .failure(.noProgram(reason)) }
    if let reply = RemoteReply(run.outcome.output, mark: mark) { return .success(reply) }
    return .failure(
      run.outcome.timedOut || run.outcome.isSuccess ? .noAnswer : ConnectionTrouble(run.outcome.errorOutput, connection))
  }

  /// Waits a while, less when Ctrl-C is pressed meanwhile.
  private static func rest(seconds: Int, _ interruption: Interruption?) {
    let end = Clock.boottime() + Int64(seconds) * 1_000_000_000
    let before = interruption?.wish
    while Clock.boottime() < end, interruption?.wish == before {
      Clock.sleep(milliseconds: 100)
      interruption?.look()
      interruption?.beat?()
    }
  }
}
