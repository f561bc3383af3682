import Glibc

/// Waits for several descriptors at once.
public enum Poller {
  /// What is waited for.
  public enum Interest: Hashable, Sendable {
    /// Data or the end of it; for a child's exit descriptor, its death.
    case read
    /// Room for more.
    case write
  }

  /// A descriptor that will not block.
  public struct Ready: Hashable, Sendable {
    /// The place in the list that was given.
    public let index: Int
    /// The descriptor.
    public let descriptor: FileDescriptor
    /// What was waited for.
    public let interest: Interest
    /// The other side is gone or the descriptor is broken; reading tells which.
    public let isHungUp: Bool
  }

  /// The descriptors that are ready, in the order given; empty when the time is over or a signal came.
  ///
  /// - Parameter timeoutMilliseconds: how long to wait; nil for ever, 0 not at all.
  public static func poll(
    _ entries: [(descriptor: FileDescriptor, interest: Interest)], timeoutMilliseconds: Int?
  ) throws(SystemError) -> [Ready] {
    var list = entries.map { pollfd(fd: $0.descriptor.rawValue, events: Int16($0.interest == .read ? POLLIN : POLLOUT), revents: 0) }
    let timeout = Int32(clamping: timeoutMilliseconds.map { max(0, $0) } ?? -1)
    do throws(SystemError) {
      try Door.call("poll", retries: false) {
        unsafe list.withUnsafeMutableBufferPointer { unsafe Int(Glibc.poll($0.baseAddress, nfds_t($0.count), timeout)) }
      }
    } catch {
      if error.errno == .EINTR { return [] }
      throw error
    }
    return list.indices.filter { list[$0].revents != 0 }.map {
      Ready(
        index: $0, descriptor: entries[$0].descriptor, interest: entries[$0].interest,
        isHungUp: Int32(list[$0].revents) & (POLLHUP | POLLERR | POLLNVAL) != 0)
    }
  }
}
