/// Shows output as it comes, to whoever still looks: never waits, never fails.
struct LiveOutput {
  /// How much is kept for a slow reader; beyond it, pieces are left out and counted.
  private static let backlogLimit = 1 << 18
  /// What a pipe that is ready takes without waiting (PIPE_BUF).
  private static let atOnce = 4096

  private let descriptor: FileDescriptor
  private var backlog: [UInt8] = []
  private var leftOut = 0
  private var isGone = false

  init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

  /// Whether something waits to be shown.
  var wantsToWrite: Bool { !isGone && !backlog.isEmpty }

  /// Takes a piece; what does not fit is left out.
  mutating func append(_ bytes: [UInt8]) {
    if isGone { return }
    if backlog.count + bytes.count > Self.backlogLimit {
      leftOut += bytes.count
      return
    }
    if leftOut > 0 { backlog += "\n… \(leftOut) bytes not shown here …\n".utf8 }
    leftOut = 0
    backlog += bytes
  }

  /// Writes as much as is taken without waiting.
  ///
  /// The descriptor is shared with other processes, so it is asked each time instead of being made non-blocking.
  mutating func flush() {
    var done = 0
    while !isGone && done < backlog.count {
      guard let ready = try? Poller.poll([(descriptor, .write)], timeoutMilliseconds: 0), !ready.isEmpty else { break }
      let end = min(done + Self.atOnce, backlog.count)
      do throws(SystemError) {
        guard let count = unsafe try descriptor.writeOnce(Array(backlog[done..<end]).span.bytes) else { break }
        done += count
      } catch { isGone = true }
    }
    backlog.removeFirst(done)
  }
}
