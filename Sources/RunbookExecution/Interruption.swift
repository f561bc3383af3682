package import RunbookSystem

/// Ctrl-C and its relatives, seen from the poll loops.
///
/// Once: the step is finished and the run pauses. Twice: the step's process group is ended. A lost terminal changes nothing.
package final class Interruption {
  /// What the signals so far ask for.
  package enum Wish: Comparable {
    case none
    case pauseAfterStep
    case endStep
  }

  package private(set) var wish = Wish.none
  /// Becomes readable when a signal came.
  package let descriptor: FileDescriptor?
  private let tell: (String) -> Void
  /// Called about once a second while something is waited for; nil for never.
  package var beat: (() -> Void)?

  /// Catches SIGINT, SIGTERM and SIGHUP; `tell` says what the first one did.
  package init(catching: Bool, tell: @escaping (String) -> Void) {
    self.tell = tell
    descriptor = catching ? try? Signals.install([Self.int, Self.term, Self.hup]) : nil
  }

  private static let int: Int32 = 2
  private static let term: Int32 = 15
  private static let hup: Int32 = 1

  /// How long a poll loop may wait, milliseconds: no longer than to the next beat.
  func limited(_ timeout: Int?) -> Int? { beat == nil ? timeout : min(timeout ?? Self.second, Self.second) }

  private static let second = 1000

  /// Takes the signals that have come.
  ///
  /// - Parameter isAsking: a person is being asked, and no step runs that could be ended.
  package func drain(isAsking: Bool = false) {
    for number in Signals.drain() where number != Self.hup {
      wish = wish == .none ? .pauseAfterStep : .endStep
      if isAsking { continue }
      tell(
        wish == .pauseAfterStep
          ? "interrupted: the run pauses when this step has ended; press Ctrl-C again to end the step itself"
          : "ending the step's processes")
    }
  }

  /// Looks without waiting; for the moments between steps.
  package func look() {
    guard let descriptor, let ready = try? Poller.poll([(descriptor, .read)], timeoutMilliseconds: 0), !ready.isEmpty else { return }
    drain()
  }

  /// Waits so long at most; whether a signal is there to be taken.
  func hasSignal(within milliseconds: Int) -> Bool {
    guard let descriptor else {
      Clock.sleep(milliseconds: milliseconds)
      return false
    }
    return (try? Poller.poll([(descriptor, .read)], timeoutMilliseconds: milliseconds))?.isEmpty == false
  }

  /// Waits, and stops waiting when a signal came.
  package func sleep(milliseconds: Int) {
    let end = Clock.boottime() + Int64(milliseconds) * 1_000_000
    while wish == .none {
      let left = end - Clock.boottime()
      guard left > 0, let descriptor else { break }
      let ready = try? Poller.poll([(descriptor, .read)], timeoutMilliseconds: limited(Int((left + 999_999) / 1_000_000)))
      beat?()
      if ready?.isEmpty == false { drain(isAsking: true) }
    }
  }

  /// A person has answered: what was asked for before no longer counts.
  package func reset() { wish = .none }
}
