import Glibc

/// Runs a step's commands so that they outlive the executor and leave a record of how they ended (reliability A.8).
///
/// The executor calls ``launch(selfExecutable:job:environment:liveOutput:)``, which starts this same program again as
/// `<self> __supervise <attempt folder>` in a session of its own; its main calls ``main(attemptDirectory:)``. The lock on the file
/// `alive` is taken before the start and inherited by the supervisor and by every command: whatever dies, ``state(of:nonce:)``
/// tells what is known.
public enum Supervisor {
  /// The first argument that asks the program to be a supervisor; the second is the attempt's folder.
  public static let verb = "__supervise"

  /// The descriptor on which the supervisor inherits the lock.
  static let lockDescriptor: Int32 = 3

  /// What is known of an attempt.
  public enum State: Hashable, Sendable {
    /// It ended, and this is how.
    case finished(ExitRecord)
    /// The supervisor or one of the commands is alive.
    case running
    /// Commands may have been started, nothing of them lives, and there is no record: in doubt.
    case unknown
    /// No command was started, and none can be any more.
    case notStarted
  }

  /// Starts a supervisor for the job.
  ///
  /// - Parameters:
  ///   - selfExecutable: the program that understands ``verb``, by absolute path.
  ///   - job: what to do; its folder is made if need be, and must never have been used.
  ///   - environment: the commands' environment and the variables with the secrets that the job names.
  ///   - liveOutput: where the output is shown as it comes; what it does not take in time is left out. Nil for nowhere.
  /// - Returns: the supervisor. It answers 0 once the exit record is written, whatever the record says.
  /// - Throws: what kept it from starting; `EEXIST` for a used folder. No command was started then.
  public static func launch(
    selfExecutable: String, job: SupervisorJob, environment: [String: String], liveOutput: FileDescriptor? = nil
  ) throws(SystemError) -> Child {
    guard job.directory.utf8.first == UInt8(ascii: "/"), !job.pipeline.isEmpty else {
      throw SystemError("supervise", path: job.directory, errno: .EINVAL)
    }
    let files = AttemptFiles(directory: job.directory)
    try Files.makeDirectory(job.directory, parents: true)
    // Locked before anything can start: there is no moment in which a live attempt looks dead.
    let alive = try FileDescriptor.open(files.alive, [.readOnly, .create, .exclusive, .noFollow], mode: 0o400)
    defer { alive.closeQuietly() }
    _ = try alive.lock(exclusive: true, nonBlocking: false)
    // Not synced here: the supervisor syncs the folder before it starts a command, and before that nothing is lost with it.
    let description = try FileDescriptor.open(files.job, [.writeOnly, .create, .exclusive, .noFollow])
    defer { description.closeQuietly() }
    try description.writeAll(job.text.bytes)
    let complaints = try FileDescriptor.open(files.complaints, [.writeOnly, .create, .append, .noFollow])
    defer { complaints.closeQuietly() }
    var variables = environment
    #if DEBUG
      // Faults meant for the executor must not hit the supervisor at the same count.
      variables["RUNBOOK_FAULT"] = environment["RUNBOOK_SUPERVISOR_FAULT"]
    #endif
    return try Child.spawn(
      SpawnRequest(
        executable: selfExecutable, arguments: [selfExecutable, verb, job.directory], environment: variables, workingDirectory: "/",
        standardOutput: liveOutput, standardError: complaints, inherited: [(alive, lockDescriptor)], newSession: true))
  }

  /// What is known of an attempt, by its files and the lock alone.
  ///
  /// - Parameter nonce: the random name in the journal's intent; a record with another one is refused and counts as none.
  public static func state(of attemptDirectory: String, nonce: String) throws(SystemError) -> State {
    let files = AttemptFiles(directory: attemptDirectory)
    if let record = try record(files, nonce: nonce) { return .finished(record) }
    guard let alive = try unlessMissing({ () throws(SystemError) in try FileDescriptor.open(files.alive, .readOnly) }) else {
      return .notStarted
    }
    defer { alive.closeQuietly() }
    // Shared, so that two who ask at once do not take each other for the supervisor.
    guard try alive.lock(exclusive: false) else { return .running }
    // It may have ended between the two questions.
    if let record = try record(files, nonce: nonce) { return .finished(record) }
    return Files.exists(files.pending) || Files.exists(files.exit) ? .unknown : .notStarted
  }

  /// Asks a running attempt to end: its supervisor passes SIGTERM on, or, when that is dead, its commands get it directly.
  ///
  /// - Parameter force: SIGKILL for the commands instead; the supervisor lives on to write the record.
  /// - Returns: whether there was a process to ask.
  @discardableResult
  public static func stop(_ attemptDirectory: String, force: Bool = false) -> Bool {
    let processes = PendingRecord.processes(AttemptFiles(directory: attemptDirectory))
    if let supervisor = processes.supervisor, !force, Signals.send(SIGTERM, to: supervisor.pid, startTime: supervisor.startTime) {
      return true
    }
    // A member that is what it was proves that the group's number is still the group's.
    return processes.members.contains {
      Signals.send(force ? SIGKILL : SIGTERM, to: $0.pid, startTime: $0.startTime, group: processes.group)
    }
  }

  /// What to type to ask a running attempt to end, as ``stop(_:force:)`` does; nil when there is no process to ask.
  public static func stopLine(_ attemptDirectory: String) -> String? {
    let processes = PendingRecord.processes(AttemptFiles(directory: attemptDirectory))
    let isAlive = { (process: (pid: Int32, startTime: UInt64)) in Host.processStartTime(process.pid) == process.startTime }
    if let supervisor = processes.supervisor, isAlive(supervisor) { return "kill \(supervisor.pid)" }
    guard let group = processes.group, processes.members.contains(where: isAlive) else { return nil }
    return "kill -- -\(group)"
  }

  /// The program when it is started as a supervisor: runs the job of the folder and writes its exit record.
  ///
  /// - Returns: 0 once the record is written, whatever it says; 1 when it could not be, with the reason on standard error.
  public static func main(attemptDirectory: String) -> Int32 {
    umask(0o077)
    Signals.ignore(SIGPIPE)
    Signals.ignore(SIGINT)
    Signals.ignore(SIGHUP)
    do throws(SystemError) {
      try SupervisedPipeline(AttemptFiles(directory: attemptDirectory)).run()
      return 0
    } catch {
      try? FileDescriptor.standardError.writeAll("supervisor: \(error)\n")
      return 1
    }
  }

  private static func record(_ files: AttemptFiles, nonce: String) throws(SystemError) -> ExitRecord? {
    let bytes = try unlessMissing { () throws(SystemError) in try Files.read(files.exit, limit: 1 << 20) }
    guard let bytes, let record = ExitRecord(bytes), record.nonce.utf8.elementsEqual(nonce.utf8) else { return nil }
    return record
  }

  private static func unlessMissing<Value>(_ body: () throws(SystemError) -> Value) throws(SystemError) -> Value? {
    do { return try body() } catch {
      if error.errno == .ENOENT { return nil }
      throw error
    }
  }
}
