import Glibc

/// Signals of this process.
public enum Signals {
  /// Ignores a signal, such as SIGPIPE; children start with the default all the same.
  public static func ignore(_ number: Int32) { _ = signal(number, SIG_IGN) }

  /// Makes sure that dead children wait for us: under an inherited "ignore" the kernel would throw their statuses away.
  static func keepChildren() {
    var current = sigaction()
    guard unsafe sigaction(SIGCHLD, nil, &current) == 0 else { return }
    let (now, ignore) = unsafe (
      unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self), unsafeBitCast(SIG_IGN, to: Int.self)
    )
    let ignored = now == ignore
    if ignored || current.sa_flags & SA_NOCLDWAIT != 0 { _ = signal(SIGCHLD, SIG_DFL) }
  }
}
