public import RunbookBase
import RunbookSystem

/// The folder of one run.
public struct RunFolder: Hashable, Sendable {
  /// The run.
  public let id: RunID
  /// The path of the folder.
  public let path: String
  /// The audit log.
  public var logPath: String { path + "/audit.log" }
  /// The plan as it was accepted.
  public var planPath: String { path + "/plan.json" }
  /// The folder with the output of steps.
  public var outputPath: String { path + "/output" }
  /// The folder with approvals that came from elsewhere.
  public var approvalsPath: String { path + "/approvals" }
  /// The lock of the session that works on the run.
  public var lockPath: String { path + "/lock" }
  /// The space set aside for the last records.
  public var ballastPath: String { path + "/ballast" }
  /// Says that a write may not have reached the disk, although it can be read.
  var suspectPath: String { path + "/audit.log.suspect" }

  /// The largest log that is read, 1 GiB.
  static let logLimit = 1 << 30

  /// Whether a session works on the run now.
  public var isBusy: Bool { FileLock.isHeld(lockPath) }
  /// What is known of the session that works on the run: "held by alice on db1 …".
  public var holder: String? { FileLock.holder(of: lockPath) }

  /// The bytes of the audit log.
  ///
  /// - Throws: `usage` when there is no such run, `auditLogDamaged` when the log cannot be read.
  public func logBytes() throws(Problem) -> [UInt8] {
    try checkExistence()
    do { return try Files.read(logPath, limit: RunFolder.logLimit) } catch {
      throw Problem(.auditLogDamaged, "the audit log of \(id) cannot be read: \(error)")
    }
  }

  /// Refuses a folder that is not there, as a run that nobody began.
  func checkExistence() throws(Problem) {
    guard Files.exists(path) else { throw Problem(.usage, "there is no run \(id)", hint: "list the runs with: \(Host.programName) status") }
  }

  /// Checks the log and folds it; nothing is changed.
  public func read(visit: (Journal.StoredRecord) -> Void = { _ in }) throws(Problem) -> Journal.Contents {
    try fold(try logBytes(), visit: visit)
  }

  /// Checks the log and folds it, and keeps the bytes that this was done with.
  ///
  /// Whoever takes the run over afterwards hands this on, so that a long log is not checked twice.
  ///
  /// - Parameter visit: is shown every record in order.
  public func examine(visit: (Journal.StoredRecord) -> Void = { _ in }) throws(Problem) -> ExaminedLog {
    let bytes = try logBytes()
    return ExaminedLog(folder: self, bytes: bytes, contents: try fold(bytes, visit: visit))
  }

  /// What the log says now: as examined before if it still has those very bytes, else checked anew.
  func read(unlessStill examined: ExaminedLog?) throws(Problem) -> Journal.Contents {
    let bytes = try logBytes()
    if let examined, examined.folder == self, examined.bytes == bytes { return examined.contents }
    return try fold(bytes)
  }

  private func fold(_ bytes: [UInt8], visit: (Journal.StoredRecord) -> Void = { _ in }) throws(Problem) -> Journal.Contents {
    do { return try Journal.read(bytes, run: id, visit: visit) } catch {
      var problem = error
      problem.details.append("file \(logPath)")
      throw problem
    }
  }
}
