public import RunbookBase
import RunbookSystem

extension JournalWriter {
  /// Takes a run over: locks it, checks its log, repairs a torn tail, and opens the next session in it.
  ///
  /// - Parameters:
  ///   - folder: the run's folder.
  ///   - session: the process that takes it over.
  ///   - examined: what was read of the log before; it saves the check if, under the lock, not a byte is different.
  ///   - clock: where times come from.
  /// - Throws: `busy` when another session holds the run, `auditLogDamaged` for anything but a torn tail, `auditLogUnwritable` when
  ///   there is no room, `resumeDiverges` for records of a newer version, `usage` when the run has ended.
  public static func open(
    _ folder: RunFolder, session: Session, examined: ExaminedLog? = nil, clock: JournalClock = .system
  ) throws(Problem) -> JournalWriter {
    try folder.checkExistence()
    let holder = "\(session.login) on \(session.host) since \(clock.now().wall)"
    let lock = try FileLock.acquire(folder.lockPath, subject: "run \(folder.id)", holder: holder)
    let contents = try folder.read(unlessStill: examined)
    if let outcome = contents.state.outcome {
      throw Problem(
        .usage, "run \(folder.id) has ended: \(outcome.rawValue)", hint: "look at it with: \(Host.programName) report \(folder.id)")
    }
    guard contents.state.unknownRecords == 0 else {
      throw Problem(
        .resumeDiverges, "run \(folder.id) has \(contents.state.unknownRecords) records of a newer version",
        hint: "resume it with the version that wrote them: \(contents.state.genesis?.engine ?? "unknown") or newer")
    }
    let file: FileDescriptor
    do {
      try repair(folder, contents)
      try Ballast.ensure(at: folder.ballastPath)
      file = try FileDescriptor.open(folder.logPath, [.writeOnly, .append, .noFollow])
    } catch { throw .unwritable("open the audit log", error, in: folder.path) }
    let writer = JournalWriter(
      folder: folder, state: contents.state, session: session, clock: clock, lock: lock, file: file, offset: Int64(contents.validLength))
    var told = contents.state.recoveredTails
    for tail in try tornTails(folder) {
      if let index = told.firstIndex(of: tail.digest) {
        told.remove(at: index)
      } else {
        try writer.append(.recovered(droppedBytes: tail.bytes, digest: tail.digest), by: "runbook")
      }
    }
    try writer.append(.sessionOpened(session))
    lock.describe("\(holder), epoch \(writer.state.epoch)")
    return writer
  }

  /// Keeps a torn tail aside and cuts it (reliability A.4); copies a log whose last sync failed to a new inode (A.5).
  ///
  /// The tail is saved under its place and digest first, so a death at any point of this leaves nothing lost and nothing told twice.
  private static func repair(_ folder: RunFolder, _ contents: Journal.Contents) throws(SystemError) {
    for name in try Files.list(folder.path) where name.hasPrefix("audit.log.") && name.hasSuffix(".tmp") {
      try Files.remove(folder.path + "/" + name)
    }
    let isSuspect = Files.exists(folder.suspectPath)
    guard isSuspect || contents.tail != .clean else { return }
    let bytes = try Files.read(folder.logPath, limit: RunFolder.logLimit)
    if contents.tail != .clean {
      let tail = Array(bytes[contents.validLength...])
      try Files.writeDurably(tail, to: "\(folder.path)/\(tornPrefix)\(contents.validLength)-\(SHA256.digest(tail).hex)")
    }
    if isSuspect {
      try Files.writeDurably(Array(bytes[..<contents.validLength]), to: folder.logPath)
      try Files.remove(folder.suspectPath)
    } else {
      let file = try FileDescriptor.open(folder.logPath, [.writeOnly, .noFollow])
      defer { file.closeQuietly() }
      try file.truncate(to: Int64(contents.validLength))
      try file.fsync()
    }
  }

  private static let tornPrefix = "audit.log.torn-"

  /// The tails that were cut from this log, whether the log says so already or not.
  private static func tornTails(_ folder: RunFolder) throws(Problem) -> [(bytes: Int, digest: SHA256.Digest)] {
    do throws(SystemError) {
      var tails: [(bytes: Int, digest: SHA256.Digest)] = []
      for name in try Files.list(folder.path) where name.hasPrefix(tornPrefix) && !name.hasSuffix(".tmp") {
        let bytes = try Files.read(folder.path + "/" + name, limit: RunFolder.logLimit)
        tails.append((bytes.count, SHA256.digest(bytes)))
      }
      return tails
    } catch { throw .unwritable("look for cut tails", error, in: folder.path) }
  }
}
