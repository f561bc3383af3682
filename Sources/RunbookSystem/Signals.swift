import Glibc

/// Where the handler writes; touched by `install` first, so that the handler never initialises anything.
nonisolated(unsafe) private var signalPipe: (readEnd: Int32, writeEnd: Int32) = (-1, -1)

/// Signals of this process, turned into bytes on a pipe that a poll loop can watch.
public enum Signals {
  /// Ignores a signal, such as SIGPIPE; children start with the default all the same.
  public static func ignore(_ number: Int32) { _ = signal(number, SIG_IGN) }

  /// Gives a signal its default effect back.
  public static func restore(_ number: Int32) { _ = signal(number, SIG_DFL) }

  /// Catches the signals from now on; the descriptor becomes readable when one came.
  ///
  /// A signal that is ignored now stays so: `nohup` and background jobs mean it. Calls to the system go on after a signal,
  /// only a poll returns early.
  ///
  /// - Returns: a descriptor for polling only; ``drain()`` reads it. It is the same one every time and lives for ever.
  public static func install(_ numbers: [Int32]) throws(SystemError) -> FileDescriptor {
    if unsafe signalPipe.readEnd == -1 {
      let pipe = try FileDescriptor.pipe()
      try pipe.readEnd.setNonBlocking(true)
      // A full pipe loses a repeated signal; a blocked handler would lose the program.
      try pipe.writeEnd.setNonBlocking(true)
      unsafe signalPipe = (pipe.readEnd.rawValue, pipe.writeEnd.rawValue)
    }
    for number in numbers where !isIgnored(number) {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in
        let saved = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = unsafe write(signalPipe.writeEnd, &byte, 1)
        errno = saved
      }
      action.sa_flags = SA_RESTART
      try Door.call("sigaction") { unsafe Int(sigaction(number, &action, nil)) }
    }
    return FileDescriptor(rawValue: unsafe signalPipe.readEnd)
  }

  /// The signals that came since the last call, oldest first.
  public static func drain() -> [Int32] {
    let descriptor = FileDescriptor(rawValue: unsafe signalPipe.readEnd)
    guard descriptor.rawValue != -1 else { return [] }
    var numbers: [Int32] = []
    while let bytes = try? descriptor.readAvailable(upTo: 256), !bytes.isEmpty { numbers += bytes.map { Int32($0) } }
    return numbers
  }

  /// Sends a signal to another process; false when there is none of that number or it is not ours.
  ///
  /// - Parameter startTime: refuse unless the process has this start time, because numbers are used again (reliability A.8).
  @discardableResult
  public static func send(_ number: Int32, to pid: Int32, startTime: UInt64, wholeGroup: Bool = false) -> Bool {
    guard pid > 1, let descriptor = try? Door.call("pidfd_open", { Int(linuxPidfdOpen(pid, 0)) }) else { return false }
    let pidfd = FileDescriptor(rawValue: Int32(descriptor))
    defer { pidfd.closeQuietly() }
    // Checked after the descriptor is held: it cannot move to another process any more.
    guard Host.processStartTime(pid) == startTime else { return false }
    if wholeGroup { return kill(-pid, number) == 0 }
    return linuxPidfdSendSignal(pidfd.rawValue, number, nil, 0) == 0
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var current = sigaction()
    guard unsafe sigaction(number, nil, &current) == 0 else { return false }
    let (now, ignore) = unsafe (
      unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self), unsafeBitCast(SIG_IGN, to: Int.self)
    )
    return now == ignore
  }

  /// Makes sure that dead children wait for us: under an inherited "ignore" the kernel would throw their statuses away.
  static func keepChildren() {
    var current = sigaction()
    guard unsafe sigaction(SIGCHLD, nil, &current) == 0 else { return }
    if isIgnored(SIGCHLD) || current.sa_flags & SA_NOCLDWAIT != 0 { _ = signal(SIGCHLD, SIG_DFL) }
  }
}
