import Glibc

/// One program of ``Subprocess`` while it runs: its pipes, what it said so far, and its deadlines.
final class RunningProgram {
  /// How long after the program's death its outputs are still read when a descendant holds them open.
  private static let lingering: Int64 = 200_000_000

  /// Set once the program is reaped and its pipes are closed.
  private(set) var outcome: Subprocess.Outcome?

  private let child: Child
  private var outputs: [(end: FileDescriptor?, kept: HeadTail)]
  private var input: (end: FileDescriptor, bytes: [UInt8], done: Int)?
  private let grace: Int64
  private var termAt: Int64
  private var killAt = Int64.max
  private var giveUpAt = Int64.max
  private var timedOut = false

  init(_ request: Subprocess) throws(SystemError) {
    var opened: [FileDescriptor] = []
    do throws(SystemError) {
      guard let path = ExecutableSearch.resolve(request.executable, path: request.environment["PATH"] ?? "") else {
        throw SystemError("find executable", path: request.executable, errno: .ENOENT)
      }
      let output = try FileDescriptor.pipe()
      opened += [output.readEnd, output.writeEnd]
      let error = try FileDescriptor.pipe()
      opened += [error.readEnd, error.writeEnd]
      var source: FileDescriptor?
      if let bytes = request.input {
        // A program that does not read its input must not kill us; children start with the default again.
        Signals.ignore(SIGPIPE)
        let pipe = try FileDescriptor.pipe()
        opened += [pipe.readEnd, pipe.writeEnd]
        source = pipe.readEnd
        input = (pipe.writeEnd, bytes, 0)
        try pipe.writeEnd.setNonBlocking(true)
      }
      try output.readEnd.setNonBlocking(true)
      try error.readEnd.setNonBlocking(true)
      let start = Clock.boottime()
      child = try Child.spawn(
        SpawnRequest(
          executable: path, arguments: [request.executable] + request.arguments, environment: request.environment,
          workingDirectory: request.workingDirectory, standardInput: source, standardOutput: output.writeEnd,
          standardError: error.writeEnd))
      output.writeEnd.closeQuietly()
      error.writeEnd.closeQuietly()
      source?.closeQuietly()
      outputs = [output.readEnd, error.readEnd].map { ($0, HeadTail(limit: request.outputLimit)) }
      grace = Self.nanoseconds(request.graceSeconds)
      termAt = request.timeLimitSeconds.map { start + Self.nanoseconds($0) } ?? .max
    } catch {
      opened.forEach { $0.closeQuietly() }
      throw error
    }
  }

  private static func nanoseconds(_ seconds: Double) -> Int64 { Int64(min(max(seconds, 0), 1e9) * 1e9) }

  /// What to wait for.
  func interests() -> [(descriptor: FileDescriptor, interest: Poller.Interest)] {
    var list: [(descriptor: FileDescriptor, interest: Poller.Interest)] = []
    if giveUpAt == .max { list.append((child.exitDescriptor, .read)) }
    for case let end? in outputs.map(\.end) { list.append((end, .read)) }
    if let input { list.append((input.end, .write)) }
    return list
  }

  /// When something has to be done even if nothing is ready.
  func nextDeadline() -> Int64 { min(termAt, killAt, giveUpAt) }

  /// Moves bytes, obeys the deadlines, and sets `outcome` at the end.
  func advance(ready: Set<FileDescriptor>, now: Int64, onOutput: ([UInt8]) -> Void) {
    if let end = input?.end, ready.contains(end) { feed() }
    for index in outputs.indices {
      if let end = outputs[index].end, ready.contains(end) { drain(index, budget: 1 << 18, onOutput) }
    }
    if giveUpAt == .max && child.hasExited() {
      giveUpAt = now + Self.lingering
      termAt = .max
      closeInput()
    }
    if now >= termAt {
      timedOut = true
      child.signalGroup(SIGTERM)
      (termAt, killAt) = (.max, now + grace)
    }
    if now >= killAt {
      child.signalGroup(SIGKILL)
      killAt = .max
    }
    guard giveUpAt != .max, now >= giveUpAt || outputs.allSatisfy({ $0.end == nil }) else { return }
    // What lies in the pipes was said in time; more than a pipe holds is a descendant still talking.
    for index in outputs.indices where outputs[index].end != nil { drain(index, budget: 1 << 20, onOutput) }
    finish()
  }

  /// Ends the program without an outcome.
  func abort() {
    child.signalGroup(SIGKILL)
    finish()
  }

  private func finish() {
    // The time limit is for the whole group: what ignored SIGTERM goes too.
    if timedOut { child.signalGroup(SIGKILL) }
    closeInput()
    let abandoned = outputs.contains { $0.end != nil }
    for index in outputs.indices { closeOutput(index) }
    outcome = Subprocess.Outcome(
      status: child.wait(), output: outputs[0].kept.bytes, errorOutput: outputs[1].kept.bytes, outputDropped: outputs[0].kept.dropped,
      errorDropped: outputs[1].kept.dropped, timedOut: timedOut, abandoned: abandoned)
  }

  private func feed() {
    guard let (end, bytes, done) = input else { return }
    let rest = unsafe bytes.span.bytes.extracting(done..<bytes.count)
    do throws(SystemError) {
      guard let count = try end.writeOnce(rest) else { return }
      input?.done += count
      if done + count == bytes.count { closeInput() }
    } catch { closeInput() }  // It does not want the rest: its exit status tells whether that matters.
  }

  private func drain(_ index: Int, budget: Int, _ onOutput: ([UInt8]) -> Void) {
    var left = budget
    while left > 0, let end = outputs[index].end {
      let bytes: [UInt8]
      do throws(SystemError) {
        guard let available = try end.readAvailable(upTo: 1 << 16) else { return }
        bytes = available
      } catch { return closeOutput(index) }
      if bytes.isEmpty { return closeOutput(index) }
      left -= bytes.count
      outputs[index].kept.append(bytes)
      onOutput(bytes)
      if bytes.count < 1 << 12 { return }
    }
  }

  private func closeInput() {
    input?.end.closeQuietly()
    input = nil
  }

  private func closeOutput(_ index: Int) {
    outputs[index].end?.closeQuietly()
    outputs[index].end = nil
  }
}
