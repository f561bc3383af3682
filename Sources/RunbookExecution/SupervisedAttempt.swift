import RunbookJournal
import RunbookSystem

/// A supervised pipeline that this process started: its supervisor and the live copy of its output.
final class SupervisedAttempt {
  let process: ProcessIdentity
  private let child: Child
  private let output: FileDescriptor
  private let directory: String
  private let nonce: String
  private var askedToEnd = false

  init(_ work: Work, ownExecutable: String) throws(SystemError) {
    var input = SupervisorJob.Input.none
    if let bytes = work.commands.first?.input {
      // Durable beside the job: what a command reads is part of what it did.
      let path = work.directory + ".stdin"
      try Files.writeDurably(bytes, to: path)
      input = .file(path)
    }
    let environment = work.commands[0].environment
    var job = SupervisorJob(
      directory: work.directory, run: work.run, step: work.step, attempt: work.attempt, nonce: work.nonce,
      pipeline: work.commands.map { command in
        let extra = command.environment.filter { environment[$0.key] != $0.value && !work.secretVariables.contains($0.key) }
        let secrets = work.secretVariables.filter { command.environment[$0] != nil }
        return SupervisorJob.Command(
          executable: command.executable, arguments: command.argv, environment: extra,
          secrets: Dictionary(uniqueKeysWithValues: secrets.map { ($0, $0) }), workingDirectory: command.workingDirectory ?? "/")
      }, input: input, timeLimitSeconds: work.timeLimit.map { Double($0.components.seconds) })
    job.outputIsData = work.outputIsData
    let pipe = try FileDescriptor.pipe()
    defer { pipe.writeEnd.closeQuietly() }
    try pipe.readEnd.setNonBlocking(true)
    var variables = environment
    for command in work.commands { for name in work.secretVariables { variables[name] = command.environment[name] ?? variables[name] } }
    if let fault = Host.environment("RUNBOOK_SUPERVISOR_FAULT") { variables["RUNBOOK_SUPERVISOR_FAULT"] = fault }
    child = try Supervisor.launch(selfExecutable: ownExecutable, job: job, environment: variables, liveOutput: pipe.writeEnd)
    output = pipe.readEnd
    directory = work.directory
    nonce = work.nonce
    process = ProcessIdentity(pid: child.pid, startTime: Int64(Host.processStartTime(child.pid) ?? 0))
  }

  /// Shows the output until the supervisor has written its record or died; a second Ctrl-C ends the commands.
  func wait(interruption: Interruption?, show: ([UInt8]) -> Void) {
    while true {
      var entries: [(descriptor: FileDescriptor, interest: Poller.Interest)] = [(child.exitDescriptor, .read), (output, .read)]
      if let signals = interruption?.descriptor { entries.append((signals, .read)) }
      let limit = interruption?.limited(nil)
      let ready = Set(((try? Poller.poll(entries, timeoutMilliseconds: limit)) ?? []).map(\.descriptor))
      interruption?.beat?()
      if let signals = interruption?.descriptor, ready.contains(signals) {
        interruption?.drain()
        if interruption?.wish == .endStep {
          Supervisor.stop(directory, force: askedToEnd)
          askedToEnd = true
        }
      }
      let more = drain(show)
      if child.hasExited() { break }
      if !more {
        if hasRecord { break }
        // It died with its output open to nobody else; only its end is left to wait for.
        _ = try? Poller.poll([(child.exitDescriptor, .read)], timeoutMilliseconds: 50)
      }
    }
    _ = drain(show)
    output.closeQuietly()
  }

  /// Takes the status of a supervisor that is gone; false while it is still being taken apart.
  func reap() -> Bool {
    guard child.hasExited() else { return false }
    child.wait()
    return true
  }

  private var hasRecord: Bool {
    guard case .finished? = try? Supervisor.state(of: directory, nonce: nonce) else { return false }
    return true
  }

  private func drain(_ show: ([UInt8]) -> Void) -> Bool {
    while true {
      guard let bytes = try? output.readAvailable(upTo: 1 << 16) else { return true }
      if bytes.isEmpty { return false }
      show(bytes)
    }
  }
}
