public import RunbookBase
import RunbookSystem

extension StateDirectory {
  /// Every run, oldest first.
  public func runs() throws(Problem) -> [RunID] {
    guard Files.exists(runsPath) else { return [] }
    do { return try Files.list(runsPath).compactMap { RunID($0) }.sorted() } catch {
      throw Problem(.auditLogDamaged, "the runs cannot be listed: \(error)")
    }
  }

  /// The folder of a run, whether it is there or not.
  public func folder(_ id: RunID) -> RunFolder { RunFolder(id: id, path: runsPath + "/" + id.text) }

  /// The runs that a person may mean: the whole id, its last six digits, or its beginning; oldest first.
  public func runs(matching text: String) throws(Problem) -> [RunID] {
    guard !text.isEmpty else { return [] }
    return try runs().filter { $0.text.utf8.elementsEqual(text.utf8) || $0.short == text || $0.text.hasPrefix(text) }
  }

  /// The head of the newest run's log, to which the next genesis links; `nil` for the first run or when that log cannot be read.
  public func newestHead() -> SHA256.Digest? {
    guard let id = (try? runs())?.last else { return nil }
    return (try? folder(id).read())?.state.head
  }

  /// Locks a target, so that two runs cannot work on one database.
  ///
  /// - Parameters:
  ///   - target: its name, such as `postgres:live_db@prod`.
  ///   - holder: what others are told: "alice on db1, run 20260615…".
  /// - Throws: `busy` with the holder's words.
  public func lockTarget(_ target: String, holder: String) throws(Problem) -> FileLock {
    try FileLock.acquire(targetLockPath(target), subject: "target \(target)", holder: holder)
  }

  /// The path of a target's lock; every name becomes one safe file name, and two names never the same.
  public func targetLockPath(_ target: String) -> String {
    var name: [UInt8] = []
    for byte in target.utf8 {
      let isPlain =
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x5F || byte == 0x3A || byte == 0x40
        || (byte == 0x2E && !name.isEmpty)
      if isPlain { name.append(byte) } else { name += Array("%\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8) }
    }
    // A file name has 255 bytes; a longer one is known by its digest.
    if name.count > 200 || name.isEmpty { name = Array("%%\(SHA256.digest(target).hex)".utf8) }
    return locksPath + "/" + String(decoding: name, as: UTF8.self)
  }

  /// Creates the folder of a run with its first record: whole, or not at all (reliability A.5).
  ///
  /// - Parameters:
  ///   - genesis: the first record's content.
  ///   - plan: the bytes of `plan.json`.
  ///   - at: when; the clocks by default.
  public func createRun(_ genesis: Genesis, plan: [UInt8], at: Record.Instant = JournalClock.system.now()) throws(Problem) -> RunFolder {
    try Ballast.preflight(runsPath)
    let lock = try creationLock()
    defer { lock.release() }
    removeLeftovers(lock)
    let final = folder(genesis.run)
    let building = RunFolder(id: genesis.run, path: final.path + ".tmp")
    let record = Record(at: at, by: genesis.login, epoch: 0, seq: 1, event: .genesis(genesis))
    let line = try Frame.checkedLine(record, after: Frame.start(run: genesis.run, nonce: genesis.nonce)).bytes
    do throws(SystemError) {
      if Files.exists(final.path) { throw SystemError("create", path: final.path, errno: .EEXIST) }
      try Files.makeDirectory(building.path, mode: 0o700)
      for folder in [building.outputPath, building.approvalsPath] { try Files.makeDirectory(folder, mode: 0o700) }
      try Files.writeDurably(plan, to: building.planPath)
      try Files.writeDurably(line, to: building.logPath)
      try Files.writeDurably([], to: building.lockPath)
      try Ballast.ensure(at: building.ballastPath)
      try Files.syncDirectory(building.path)
      try Files.rename(building.path, to: final.path)
      try Files.syncDirectory(runsPath)
    } catch {
      try? Files.removeTree(building.path)
      throw .unwritable("create the run's folder", error, in: runsPath)
    }
    return final
  }

  /// Removes what a run that died while it was created left behind.
  public func removeLeftovers() throws(Problem) {
    let lock = try creationLock()
    defer { lock.release() }
    removeLeftovers(lock)
  }

  private func removeLeftovers(_ lock: FileLock) {
    for name in (try? Files.list(runsPath)) ?? [] where name.hasSuffix(".tmp") && RunID(String(name.dropLast(4))) != nil {
      try? Files.removeTree(runsPath + "/" + name)
    }
  }

  /// Held for the instant of a creation, so that nobody takes a folder that is being built for a leftover.
  private func creationLock() throws(Problem) -> FileLock {
    try FileLock.acquire(locksPath + "/.create", subject: "the state folder", holder: "a run that is being created", waiting: true)
  }
}
