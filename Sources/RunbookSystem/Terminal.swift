import Glibc

/// The terminal that a person sits at.
public enum Terminal {
  /// Whether the descriptor is a terminal.
  public static func isTTY(_ descriptor: FileDescriptor) -> Bool { isatty(descriptor.rawValue) == 1 }

  /// The size in characters of the terminal, nil when it is none or does not say.
  public static func size(_ descriptor: FileDescriptor = .standardOutput) -> (columns: Int, rows: Int)? {
    var size = winsize()
    guard unsafe ioctl(descriptor.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Sets the size in characters, for tests; the programs on it get SIGWINCH.
  public static func setSize(_ descriptor: FileDescriptor, columns: Int, rows: Int) throws(SystemError) {
    var size = winsize(ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
    try Door.call("ioctl") { unsafe Int(ioctl(descriptor.rawValue, UInt(TIOCSWINSZ), &size)) }
  }

  /// Throws away what was typed and not yet read: an answer typed ahead of the question answers another one.
  public static func flushInput(_ descriptor: FileDescriptor) { _ = tcflush(descriptor.rawValue, TCIFLUSH) }

  /// Runs the body with typed characters not shown, for secrets; the terminal is put back whatever happens.
  ///
  /// What is not a terminal is left alone.
  public static func withoutEcho<Result>(_ descriptor: FileDescriptor, _ body: () throws -> Result) rethrows -> Result {
    var old = termios()
    guard unsafe tcgetattr(descriptor.rawValue, &old) == 0 else { return try body() }
    var silent = old
    silent.c_lflag &= ~tcflag_t(ECHO)
    silent.c_lflag |= tcflag_t(ECHONL)
    _ = unsafe tcsetattr(descriptor.rawValue, TCSAFLUSH, &silent)
    defer { _ = unsafe tcsetattr(descriptor.rawValue, TCSAFLUSH, &old) }
    return try body()
  }

  /// Whether typed characters are shown there; false for what is no terminal.
  public static func echoes(_ descriptor: FileDescriptor) -> Bool {
    var state = termios()
    return unsafe tcgetattr(descriptor.rawValue, &state) == 0 && state.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Runs the body with each key delivered at once and not shown; the terminal is put back whatever happens.
  ///
  /// Ctrl-C still sends its signal. What is not a terminal is left alone.
  public static func withRawMode<Result>(_ descriptor: FileDescriptor, _ body: () throws -> Result) rethrows -> Result {
    var old = termios()
    guard unsafe tcgetattr(descriptor.rawValue, &old) == 0 else { return try body() }
    var raw = old
    raw.c_lflag &= ~tcflag_t(ECHO | ICANON)
    _ = unsafe tcsetattr(descriptor.rawValue, TCSADRAIN, &raw)
    defer { _ = unsafe tcsetattr(descriptor.rawValue, TCSADRAIN, &old) }
    return try body()
  }

  /// A pseudo-terminal for tests: what is written to `controller` is typed on `terminal`, both close-on-exec.
  ///
  /// A child gets it as its controlling terminal by `SpawnRequest.terminalPath`, so that Ctrl-C reaches it.
  public static func openPTY(
    columns: Int = 80, rows: Int = 24
  ) throws(SystemError) -> (controller: FileDescriptor, terminal: FileDescriptor, path: String) {
    var (controller, terminal): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 4096)
    var size = winsize(ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
    try Door.call("openpty") { unsafe Int(openpty(&controller, &terminal, &name, nil, &size)) }
    // Not atomic, which is why Spawner closes everything that is not asked for.
    for end in [controller, terminal] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return (FileDescriptor(rawValue: controller), FileDescriptor(rawValue: terminal), path)
  }
}
