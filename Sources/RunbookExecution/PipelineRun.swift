import RunbookBase
package import RunbookSystem

/// A reading pipeline while it runs in this process; steps that write run under the supervisor instead.
package final class PipelineRun {
  /// Which of the two outputs said something.
  package enum Stream {
    case output
    case error
  }

  /// How it ended and what it said.
  package struct Outcome: Sendable {
    package var statuses: [TerminationStatus] = []
    package var output: [UInt8] = []
    package var errorOutput: [UInt8] = []
    package var dropped = 0
    package var timedOut = false
    package var ended = false
    /// Why a member could not be started; nil when all could.
    package var notStarted: String?
    /// Why nobody knows how it ended on another host; it may have run.
    package var lost: String?
    /// Why there is no answer of its own.
    package var unanswered: String? { notStarted ?? lost }

    /// Whether all members ran and ended with 0, in time.
    package var isSuccess: Bool { unanswered == nil && !timedOut && !ended && statuses.allSatisfy(\.isSuccess) }
  }

  private static let lingering: Int64 = 200_000_000
  private static let grace: Int64 = 2_000_000_000
  static let outputLimit = 1 << 20

  private(set) var isOver = false
  package var outcome = Outcome()
  /// What is known of a pipeline on another host; nil for one of this host.
  var away: AwayReading?
  private var children: [Child] = []
  private var output: FileDescriptor?
  private var errorOutput: FileDescriptor?
  private var input: (end: FileDescriptor, bytes: [UInt8], done: Int)?
  /// Takes secrets out of both outputs before anybody sees or keeps them; nil where there are none.
  private var redactions: [Stream: Redaction] = [:]
  private var termAt = Int64.max
  private var killAt = Int64.max
  private var giveUpAt = Int64.max

  /// - Parameter timeLimit: how long it may run; for one on another host that host counts, and getting there has its own time.
  package init(_ commands: [ResolvedCommand], timeLimit: Duration?) {
    away = AwayReading(commands, limit: timeLimit)
    let secrets = commands.reduce(into: [:]) { $0.merge($1.secrets) { a, _ in a } }
    if !secrets.isEmpty { redactions = [.output: Redaction(secrets), .error: Redaction(secrets)] }
    do throws(SystemError) {
      try start(away.map { [$0.command] } ?? commands)
      let slack = away == nil ? 0 : AwayReading.slack
      if let timeLimit { termAt = Clock.boottime() + (Int64(timeLimit.components.seconds) + slack) * 1_000_000_000 }
    } catch {
      outcome.notStarted = error.description
      end()
    }
  }

  private func start(_ commands: [ResolvedCommand]) throws(SystemError) {
    var toClose: [FileDescriptor] = []
    defer { for descriptor in toClose { descriptor.closeQuietly() } }
    let out = try FileDescriptor.pipe()
    let err = try FileDescriptor.pipe()
    (output, errorOutput) = (out.readEnd, err.readEnd)
    toClose += [out.writeEnd, err.writeEnd]
    try out.readEnd.setNonBlocking(true)
    try err.readEnd.setNonBlocking(true)
    var source: FileDescriptor?
    if let bytes = commands.first?.input {
      let pipe = try FileDescriptor.pipe()
      try pipe.writeEnd.setNonBlocking(true)
      source = pipe.readEnd
      toClose.append(pipe.readEnd)
      input = (pipe.writeEnd, bytes, 0)
    }
    for (index, command) in commands.enumerated() {
      let next = index == commands.count - 1 ? nil : try FileDescriptor.pipe()
      if let next { toClose += [next.readEnd, next.writeEnd] }
      children.append(
        try Child.spawn(
          SpawnRequest(
            executable: command.executable, arguments: command.argv, environment: command.environment,
            workingDirectory: command.workingDirectory, standardInput: source, standardOutput: next?.writeEnd ?? out.writeEnd,
            standardError: err.writeEnd, processGroup: children.first?.pid)))
      source = next?.readEnd
    }
  }

  /// Runs several side by side until all are over.
  ///
  /// - Parameter onOutput: sees the index and every piece of either output as it comes.
  package static func wait(_ runs: [PipelineRun], interruption: Interruption?, onOutput: (Int, Stream, [UInt8]) -> Void = { _, _, _ in }) {
    while runs.contains(where: { !$0.isOver }) {
      var entries = runs.flatMap { $0.isOver ? [] : $0.interests() }
      if let signals = interruption?.descriptor { entries.append((signals, .read)) }
      let now = Clock.boottime()
      let wakeUp = runs.map { $0.isOver ? Int64.max : min($0.termAt, $0.killAt, $0.giveUpAt) }.min() ?? .max
      // A child that died since the last look has nothing more to poll for; do not sleep on it.
      let hasNews = runs.contains { !$0.isOver && $0.giveUpAt == .max && $0.children.allSatisfy { $0.hasExited() } }
      let timeout = hasNews ? 0 : wakeUp == .max ? nil : Int(clamping: (max(0, wakeUp - now) + 999_999) / 1_000_000)
      let limit = interruption?.limited(timeout) ?? timeout
      let ready = Set(((try? Poller.poll(entries, timeoutMilliseconds: limit)) ?? []).map(\.descriptor))
      interruption?.beat?()
      if let signals = interruption?.descriptor, ready.contains(signals) {
        interruption?.drain()
        if interruption?.wish == .endStep { for run in runs { run.interrupt() } }
      }
      for (index, run) in runs.enumerated() where !run.isOver { run.advance(ready) { onOutput(index, $0, $1) } }
    }
  }

  private func interests() -> [(descriptor: FileDescriptor, interest: Poller.Interest)] {
    var entries: [(descriptor: FileDescriptor, interest: Poller.Interest)] = []
    if giveUpAt == .max { entries += children.filter { !$0.hasExited() }.map { ($0.exitDescriptor, .read) } }
    for case let end? in [output, errorOutput] { entries.append((end, .read)) }
    if let input { entries.append((input.end, .write)) }
    return entries
  }

  private func interrupt() {
    guard killAt == .max else { return }
    outcome.ended = true
    killAt = Clock.boottime() + Self.grace
    guard away == nil else {
      // The other end ends the pipeline when its leash is gone, and tells how that went.
      killAt += AwayReading.slack * 1_000_000_000
      return away?.letGo() ?? ()
    }
    children.first?.signalGroup(15)
  }

  private func advance(_ ready: Set<FileDescriptor>, _ onOutput: (Stream, [UInt8]) -> Void) {
    if let input, ready.contains(input.end) { feed() }
    if let end = output, ready.contains(end), !drain(end, .output, onOutput) { output = nil }
    if let end = errorOutput, ready.contains(end), !drain(end, .error, onOutput) { errorOutput = nil }
    let now = Clock.boottime()
    if away?.isTold == true, killAt == .max { killAt = now + Self.grace }
    if giveUpAt == .max, children.allSatisfy({ $0.hasExited() }) { giveUpAt = now + Self.lingering }
    if now >= termAt {
      outcome.timedOut = true
      children.first?.signalGroup(15)
      (termAt, killAt) = (.max, now + Self.grace)
    }
    if now >= killAt {
      children.first?.signalGroup(9)
      killAt = .max
    }
    // A grandchild that holds the pipe does not hold the run.
    guard giveUpAt != .max, now >= giveUpAt || (output == nil && errorOutput == nil) else { return }
    end()
  }

  private func end() {
    if outcome.timedOut || outcome.ended || outcome.notStarted != nil { children.first?.signalGroup(9) }
    input?.end.closeQuietly()
    input = nil
    for case let end? in [output, errorOutput] { end.closeQuietly() }
    (output, errorOutput) = (nil, nil)
    outcome.statuses = children.map { $0.wait() }
    away?.conclude(&outcome)
    isOver = true
  }

  private func feed() {
    guard let (end, bytes, done) = input else { return }
    let written = bytes.withUnsafeBytesSlice(from: done) { (rest) throws(SystemError) in try end.writeOnce(rest) }
    guard let written else { return closeInput() }
    input?.done += written
    guard done + written >= bytes.count else { return }
    guard away == nil else {
      away?.leash = end
      input = nil
      return
    }
    closeInput()
  }

  private func closeInput() {
    input?.end.closeQuietly()
    input = nil
  }

  /// Whether the end is still open.
  private func drain(_ end: FileDescriptor, _ stream: Stream, _ onOutput: (Stream, [UInt8]) -> Void) -> Bool {
    for _ in 0..<8 {
      let available: [UInt8]
      do throws(SystemError) {
        guard let bytes = try end.readAvailable(upTo: 1 << 16) else { return true }
        available = bytes
      } catch {
        available = []  // Broken or at its end: either way nothing more comes.
      }
      if available.isEmpty {
        let last = stream == .output ? away?.remainder() ?? [] : []
        keep((redactions[stream]?.redact(last) ?? last) + (redactions[stream]?.finish() ?? []), stream, onOutput)
        end.closeQuietly()
        return false
      }
      let data = stream == .output ? away?.data(of: available) ?? available : available
      keep(redactions[stream]?.redact(data) ?? data, stream, onOutput)
    }
    return true
  }

  private func keep(_ bytes: [UInt8], _ stream: Stream, _ onOutput: (Stream, [UInt8]) -> Void) {
    guard !bytes.isEmpty else { return }
    let kept: WritableKeyPath<Outcome, [UInt8]> = stream == .output ? \.output : \.errorOutput
    let room = max(0, Self.outputLimit - outcome[keyPath: kept].count)
    outcome[keyPath: kept] += bytes.prefix(room)
    outcome.dropped += max(0, bytes.count - room)
    onOutput(stream, bytes)
  }
}

extension [UInt8] {
  /// Hands the bytes from an offset to the body; nil when it throws or takes nothing.
  fileprivate func withUnsafeBytesSlice(from offset: Int, _ body: (RawSpan) throws(SystemError) -> Int?) -> Int? {
    if offset >= count { return 0 }
    return (try? body(span.bytes.extracting(offset..<count))) ?? 0
  }
}
