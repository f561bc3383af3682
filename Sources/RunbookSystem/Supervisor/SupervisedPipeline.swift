import Glibc
import RunbookBase

/// The supervisor at work: one poll loop over the commands' deaths, their outputs, signals and deadlines.
final class SupervisedPipeline {
  /// How long after the last command's death the outputs are still read when a descendant holds them open.
  private static let lingering: Int64 = 200_000_000

  private let files: AttemptFiles
  private let job: SupervisorJob
  private var pending: PendingRecord
  private let starter: PipelineStarter
  private let signals: FileDescriptor
  private var log: CappedFile
  private var capture: CappedFile?
  private var live = LiveOutput(.standardOutput)

  private var children: [Child] = []
  private var streams: [Stream] = []
  private var outputBytes = 0
  private var captureBytes = 0
  private var (timedOut, terminated) = (false, false)
  private var (termAt, killAt, giveUpAt) = (Int64.max, Int64.max, Int64.max)

  /// One of the two outputs on its way from the commands to the files.
  private struct Stream {
    var end: FileDescriptor?
    var redaction: Redaction
    var text = TerminalText()
    let isCaptured: Bool
  }

  /// Gets everything ready; throws before any command is started.
  init(_ files: AttemptFiles) throws(SystemError) {
    self.files = files
    let alive = try Self.lock(files)
    guard !Files.exists(files.exit) else { throw SystemError("supervise a finished attempt", path: files.directory, errno: .EEXIST) }
    guard let job = SupervisorJob(try Files.read(files.job), directory: files.directory) else {
      throw SystemError("read the job", path: files.job, errno: .EINVAL)
    }
    self.job = job
    starter = PipelineStarter(job: job, alive: alive, environment: Host.environment())
    try starter.check()
    signals = try Signals.install([SIGTERM])
    log = try CappedFile(files.output, limit: job.outputLimit, keepsTail: true)
    capture = job.captureLimit > 0 ? try CappedFile(files.capture, limit: job.captureLimit, keepsTail: false) : nil
    pending = try PendingRecord(files)
  }

  /// The lock that the launcher took for us, or our own when there was no launcher.
  private static func lock(_ files: AttemptFiles) throws(SystemError) -> FileDescriptor {
    let inherited = FileDescriptor(rawValue: Supervisor.lockDescriptor)
    let wanted = try Files.stat(files.alive)
    let status = try? inherited.status()
    let isOurs = status?.inode == wanted.inode && status?.device == wanted.device
    let alive = isOurs ? inherited : try FileDescriptor.open(files.alive, .readOnly)
    guard try alive.lock() else { throw SystemError("lock", path: files.alive, errno: .EBUSY) }
    return alive
  }

  /// Runs the commands to their end and writes the exit record.
  func run() throws(SystemError) {
    let started = ExitRecord.Moment.now()
    let pipeline: PipelineStarter.Started
    do throws(SystemError) { pipeline = try starter.start() } catch {
      pending.discard()
      throw error
    }
    children = pipeline.members.compactMap(\.child)
    let redaction = Redaction(starter.secrets)
    streams = [
      Stream(end: pipeline.output, redaction: redaction, isCaptured: true),
      Stream(end: pipeline.errorOutput, redaction: redaction, isCaptured: false),
    ]
    try? pending.write(members: children.map(\.pid))
    if children.count < pipeline.members.count { endGroup() }
    if let limit = job.timeLimitSeconds { termAt = started.boot + Self.nanoseconds(limit) }
    while !step() {}
    let ended = ExitRecord.Moment.now()
    finishOutput()
    let record = ExitRecord(
      run: job.run, step: job.step, attempt: job.attempt, nonce: job.nonce,
      members: pipeline.members.map { $0.child.map { .ended($0.wait()) } ?? .notStarted($0.reason) }, bootID: Clock.bootID(),
      started: started, ended: ended, outputBytes: outputBytes, outputDropped: log.dropped, captureBytes: captureBytes,
      captureDropped: capture?.dropped ?? 0, timedOut: timedOut, terminated: terminated,
      abandoned: streams.contains { $0.end != nil }, storageProblem: (log.problem ?? capture?.problem)?.description)
    try pending.complete(record)
    tidyUp()
    // The end of the live output says that the record is there: nobody has to wait until this process is taken apart.
    FileDescriptor.standardOutput.closeQuietly()
  }

  private static func nanoseconds(_ seconds: Double) -> Int64 { Int64(min(max(seconds, 0), 1e9) * 1e9) }

  /// Waits for something, deals with it, and tells whether all is over.
  private func step() -> Bool {
    var entries: [(descriptor: FileDescriptor, interest: Poller.Interest)] = [(signals, .read)]
    let alive = children.filter { !$0.hasExited() }
    entries += alive.map { ($0.exitDescriptor, .read) }
    entries += streams.compactMap { stream in stream.end.map { ($0, .read) } }
    if live.wantsToWrite { entries.append((.standardOutput, .write)) }
    let now = Clock.boottime()
    if alive.isEmpty && giveUpAt == .max {
      (termAt, killAt, giveUpAt) = (.max, .max, now + Self.lingering)
    }
    if giveUpAt != .max && (now >= giveUpAt || streams.allSatisfy { $0.end == nil }) { return true }
    let wakeUp = min(termAt, killAt, giveUpAt)
    let timeout = wakeUp == .max ? nil : Int(clamping: (max(0, wakeUp - now) + 999_999) / 1_000_000)
    // A failed poll is memory running out for a moment; the deadlines still count.
    guard let ready = try? Poller.poll(entries, timeoutMilliseconds: timeout) else {
      Clock.sleep(milliseconds: 10)
      return false
    }
    let descriptors = Set(ready.map(\.descriptor))
    if descriptors.contains(signals) { obey(Signals.drain()) }
    for index in streams.indices {
      if let end = streams[index].end, descriptors.contains(end) { drain(index, budget: 1 << 16) }
    }
    live.flush()
    meetDeadlines(Clock.boottime())
    return false
  }

  /// The first SIGTERM is passed on and the commands take the time they need; a second one is SIGKILL for them.
  private func obey(_ numbers: [Int32]) {
    for _ in numbers {
      children.first?.signalGroup(terminated ? SIGKILL : SIGTERM)
      terminated = true
    }
  }

  private func meetDeadlines(_ now: Int64) {
    if now >= termAt {
      timedOut = true
      endGroup()
    }
    if now >= killAt {
      children.first?.signalGroup(SIGKILL)
      killAt = .max
    }
  }

  private func endGroup() {
    children.first?.signalGroup(SIGTERM)
    (termAt, killAt) = (.max, Clock.boottime() + Self.nanoseconds(job.graceSeconds))
  }

  private func drain(_ index: Int, budget: Int) {
    var left = budget
    while left > 0, let end = streams[index].end {
      let bytes: [UInt8]
      do throws(SystemError) {
        guard let available = try end.readAvailable(upTo: min(left, 1 << 16)) else { return }
        bytes = available
      } catch { bytes = [] }  // Broken or at its end: either way nothing more comes.
      if bytes.isEmpty {
        end.closeQuietly()
        streams[index].end = nil
        return
      }
      left -= bytes.count
      outputBytes += bytes.count
      if streams[index].isCaptured { captureBytes += bytes.count }
      store(index, streams[index].redaction.redact(bytes))
    }
  }

  /// Secrets are out already; the raw bytes never leave this process.
  private func store(_ index: Int, _ bytes: [UInt8]) {
    if streams[index].isCaptured { capture?.append(bytes) }
    show(index, streams[index].text.escape(bytes))
  }

  private func show(_ index: Int, _ text: [UInt8]) {
    log.append(text)
    if !(streams[index].isCaptured && job.outputIsData) { live.append(text) }
  }

  private func finishOutput() {
    // The time limit is for the whole group; what ignored SIGTERM goes while its leader's number is still held.
    if timedOut { children.first?.signalGroup(SIGKILL) }
    for index in streams.indices {
      drain(index, budget: 1 << 20)
      store(index, streams[index].redaction.finish())
      show(index, streams[index].text.finish())
    }
    live.flush()
    log.finish()
    capture?.finish()
  }

  /// An empty list of complaints says nothing.
  private func tidyUp() {
    if (try? Files.stat(files.complaints))?.size == 0 { try? Files.remove(files.complaints) }
  }
}
