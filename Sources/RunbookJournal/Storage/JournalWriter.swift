public import RunbookBase
import RunbookSystem

/// The one writer of a run's log: holds the lock, knows the state, and lets nothing illegal or undurable pass.
public final class JournalWriter {
  /// The run's folder.
  public let folder: RunFolder
  /// The state after the last durable record.
  public private(set) var state: RunState
  /// The session that this writer opened.
  public let session: Session
  /// Makes an event what the log may keep of it; every record passes here.
  public var wording: (Event) -> Event = { $0 }
  private let clock: JournalClock
  private let lock: FileLock
  private let file: FileDescriptor
  private var offset: Int64
  /// The state with the record that is being written.
  ///
  /// It judges each record first, and `state` follows when that is durable. Two states that change in place cost nothing to keep; a copy for each record would grow with the run.
  private var ahead: RunState
  private var isOpen = true
  /// Why this writer refuses everything, once a write or its durability is in question.
  private var failure: Problem?

  init(folder: RunFolder, state: RunState, session: Session, clock: JournalClock, lock: FileLock, file: FileDescriptor, offset: Int64) {
    self.folder = folder
    self.state = state
    ahead = state
    self.session = session
    self.clock = clock
    self.lock = lock
    self.file = file
    self.offset = offset
  }

  deinit { close() }

  /// Gives log and lock back; the run stays as it is.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    failure = Problem(.auditLogUnwritable, "the audit log of \(folder.id) is closed")
    file.closeQuietly()
    lock.release()
  }

  /// Appends one event; when this returns, the record is durable.
  ///
  /// On a full disk the ballast is given up and a `degraded` record written. Then the records of running steps still pass, and a
  /// `stepIntended` throws: nothing new is started (reliability A.6). A failed sync is final (A.5): every later append throws.
  ///
  /// - Parameters:
  ///   - event: what happened.
  ///   - by: who made the record; the session's login by default.
  /// - Throws: `auditLogUnwritable` when it is not durable; `safetyRefusal` when it cannot follow what is recorded.
  @discardableResult
  public func append(_ event: Event, by: String? = nil) throws(Problem) -> Journal.StoredRecord {
    let event = wording(event)
    try noteClockJump(before: event)
    return try write(event, by: by ?? session.login)
  }

  private func write(_ event: Event, by: String) throws(Problem) -> Journal.StoredRecord {
    if let failure { throw failure }
    if state.isDegraded, case .stepIntended = event { throw degradedProblem }
    var epoch = state.epoch
    if case .sessionOpened = event { epoch += 1 }
    let record = Record(at: clock.now(), by: by, epoch: epoch, seq: state.recordCount + 1, event: event)
    let (line, hash) = try Frame.checkedLine(record, after: state.head)
    do { try ahead.apply(record, hash: hash) } catch { throw refusal(record, error) }
    do { try file.writeAll(line, label: "journal-append") } catch { return try writeFailed(error, event, by: by) }
    do { try file.fdatasync(label: "journal-sync") } catch {
      // The kernel may have dropped the pages and call the next sync a success: what can be read is suspect until copied.
      try? Files.writeDurably([], to: folder.suspectPath)
      throw fail(.unwritable("make the audit log durable", error, in: folder.path))
    }
    let stored = Journal.StoredRecord(record: record, hash: hash, offset: Int(offset), length: line.count)
    do { try state.apply(record, hash: hash) } catch { throw fail(refusal(record, error)) }
    offset += Int64(line.count)
    // A sealed run needs no room any more.
    if case .sealed = event { try? Files.remove(folder.ballastPath) }
    return stored
  }

  /// Cuts what a failed write left, and on a full disk makes room for the records that must still be written.
  private func writeFailed(_ error: SystemError, _ event: Event, by: String) throws(Problem) -> Journal.StoredRecord {
    let problem = Problem.unwritable("append to the audit log", error, in: folder.path)
    ahead = state
    do { try file.truncate(to: offset) } catch { throw fail(problem) }
    // A session that cannot even begin has nothing running to record: the ballast stays for one that has.
    if case .sessionOpened = event { throw fail(problem) }
    guard error.errno == .ENOSPC || error.errno == .EDQUOT, !state.isDegraded, state.epoch > 0 else { throw fail(problem) }
    do { try Files.remove(folder.ballastPath) } catch { throw fail(problem) }
    _ = try write(.degraded(reason: "\(error.errno)"), by: "runbook")
    return try write(event, by: by)
  }

  private func refusal(_ record: Record, _ error: IllegalTransition) -> Problem {
    Problem(
      .safetyRefusal, "the audit log refuses \(record.event.type): \(error.reason)", details: ["record \(record.seq) of \(folder.id)"])
  }

  private func fail(_ problem: Problem) -> Problem {
    failure = problem
    return problem
  }

  private var degradedProblem: Problem {
    Problem(
      .auditLogUnwritable, "the disk under \(folder.path) is full: running steps are recorded, no new step is started",
      hint: "free \(Ballast.reserve >> 20) MiB or more there, then resume the run")
  }

  /// Records that the wall clock moved against the boot clock by more than 2 s (reliability A.10).
  private func noteClockJump(before event: Event) throws(Problem) {
    if case .clockJump = event { return }
    guard let last = state.last, state.session?.bootID == session.bootID else { return }
    let now = clock.now()
    let wall = now.wall.nanoseconds(since: last.wall)
    let (boot, overflow) = now.boot.subtractingReportingOverflow(last.boot)
    guard !overflow, case let (apart, more) = wall.subtractingReportingOverflow(boot), more || apart.magnitude > 2_000_000_000 else {
      return
    }
    _ = try write(.clockJump(wall: wall, boot: boot), by: "runbook")
  }
}
