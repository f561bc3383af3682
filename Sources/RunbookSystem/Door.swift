import Glibc

/// The one door for system calls: interruptions are retried, failures become errors, faults are injected here.
enum Door {
  /// Makes a call that answers -1 on failure, again when a signal interrupted it.
  @discardableResult
  static func call(
    _ operation: String, path: String? = nil, label: String? = nil, retries: Bool = true, _ body: () -> Int
  ) throws(SystemError) -> Int {
    // A path with a NUL would reach the kernel cut short and name another file.
    if let path, path.utf8.contains(0) { throw SystemError(operation, path: path.debugDescription, errno: .EINVAL) }
    while true {
      let result = once(operation, label: label, body)
      if result != -1 { return result }
      let errno = Errno.current
      if errno == .EINTR && retries { continue }
      throw SystemError(operation, path: path, errno: errno)
    }
  }

  /// Makes a call that answers an error number, 0 for success.
  static func number(_ operation: String, path: String? = nil, label: String? = nil, _ body: () -> Int32) throws(SystemError) {
    try call(operation, path: path, label: label) {
      let answer = body()
      if answer == 0 { return 0 }
      errno = answer
      return -1
    }
  }

  /// Moves bytes with a call that may move fewer than asked; the argument of the body is how many to ask for.
  static func transfer(
    _ operation: String, count: Int, path: String? = nil, label: String? = nil, _ body: (Int) -> Int
  ) throws(SystemError) -> Int {
    while true {
      var asked = count
      let result = once(operation, label: label, shorten: { asked = max(1, asked / 2) }, { body(asked) })
      if result != -1 { return result }
      let errno = Errno.current
      if errno == .EINTR { continue }
      throw SystemError(label ?? operation, path: path, errno: errno)
    }
  }

  private static func once(_ operation: String, label: String?, shorten: () -> Void = {}, _ body: () -> Int) -> Int {
    #if DEBUG
      switch Faults.next(operation, label: label) {
      case nil: break
      case .die: Faults.die()
      case .dieafter:
        _ = body()
        Faults.die()
      case .enospc: return failed(ENOSPC)
      case .eio: return failed(EIO)
      case .eintr: return failed(EINTR)
      case .short: shorten()
      }
    #endif
    return body()
  }

  private static func failed(_ number: Int32) -> Int {
    errno = number
    return -1
  }
}
