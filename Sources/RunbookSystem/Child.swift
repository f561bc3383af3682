import Glibc
import Synchronization

/// A started process that this process alone reaps.
///
/// Copies share one state: after `wait` no copy can signal a stranger that got the same number.
public struct Child: Sendable {
  /// Its number; also its group's, and its session's if it has its own.
  public let pid: Int32
  /// Becomes readable when it dies (a pidfd); for polling only, closed by `wait`.
  public let exitDescriptor: FileDescriptor
  private let state: State

  /// Starts a process.
  ///
  /// - Throws: what kept it from starting, with the executable or the working directory as the path.
  public static func spawn(_ request: SpawnRequest) throws(SystemError) -> Child {
    Signals.keepChildren()
    let pid = try Spawner.spawn(request)
    do throws(SystemError) {
      // Not reaped yet, so the number is still its own.
      let number = try Door.call("pidfd_open") { Int(linuxPidfdOpen(pid, 0)) }
      return Child(pid, FileDescriptor(rawValue: Int32(number)))
    } catch {
      kill(-pid, SIGKILL)
      kill(pid, SIGKILL)
      var status: Int32 = 0
      while unsafe waitpid(pid, &status, 0) == -1 && errno == EINTR {}
      throw error
    }
  }

  private init(_ pid: Int32, _ exitDescriptor: FileDescriptor) {
    self.pid = pid
    self.exitDescriptor = exitDescriptor
    state = State()
  }

  /// Waits until it is dead, takes its status and closes the exit descriptor; later calls answer the same.
  @discardableResult
  public func wait() -> TerminationStatus {
    while true {
      if let status = reap() { return status }
      _ = try? Poller.poll([(exitDescriptor, .read)], timeoutMilliseconds: nil)
    }
  }

  /// Whether it is dead; leaves it unreaped, so that its group can still be signalled safely.
  public func hasExited() -> Bool {
    state.status.withLock { status in
      if status != nil { return true }
      return !((try? Poller.poll([(exitDescriptor, .read)], timeoutMilliseconds: 0)) ?? []).isEmpty
    }
  }

  /// Sends a signal to it; nothing happens once it has been reaped.
  public func signal(_ number: Int32) {
    state.status.withLock { status in
      if status == nil { _ = linuxPidfdSendSignal(exitDescriptor.rawValue, number, nil, 0) }
    }
  }

  /// Sends a signal to its whole group; nothing happens once it has been reaped.
  public func signalGroup(_ number: Int32) {
    state.status.withLock { status in
      if status == nil { kill(-pid, number) }
    }
  }

  /// The status if it is dead, taken now.
  private func reap() -> TerminationStatus? {
    state.status.withLock { known in
      if let known { return known }
      var status: Int32 = 0
      let answer = unsafe waitpid(pid, &status, WNOHANG)
      if answer == 0 || (answer == -1 && errno == EINTR) { return nil }
      // Somebody else took the status: the truth is lost, and success must not be made up.
      let result = answer == pid ? TerminationStatus(waitStatus: status) : .exited(255)
      known = result
      exitDescriptor.closeQuietly()
      return result
    }
  }

  private final class State: Sendable {
    let status = Mutex<TerminationStatus?>(nil)
  }
}
