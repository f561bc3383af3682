#if DEBUG
  import Glibc
  import Synchronization

  /// Faults on demand: makes the n-th call of an operation fail, stop short, or kill the process (debug builds only).
  ///
  /// The text is `<action>@<n>[:<operation>][+]`, several separated by commas, such as `enospc@3:journal-append` or
  /// `short@1:write+`. Actions: `die` (SIGKILL before the call), `dieafter`, `enospc`, `eio`, `short`, `eintr`. Calls are counted
  /// from 1, per fault, over the calls that match its operation; `+` means every call from the n-th on. The process takes its
  /// faults from the environment variable `RUNBOOK_FAULT`; a test gives its own with ``with(_:_:)``.
  public struct Faults: Sendable {
    @TaskLocal private static var local: Counter?
    private static let process: Counter? = Host.environment("RUNBOOK_FAULT").flatMap { Faults($0) }.map { Counter($0) }

    let faults: [Fault]

    /// The faults that the text describes, nil if it cannot be understood.
    public init?(_ text: String) {
      var faults: [Fault] = []
      for part in text.utf8.split(separator: UInt8(ascii: ",")) {
        guard let fault = Fault(String(part) ?? "") else { return nil }
        faults.append(fault)
      }
      guard !faults.isEmpty else { return nil }
      self.faults = faults
    }

    /// Runs the body with these faults in force, counted from the start of the body.
    public static func with<Result>(_ faults: Faults?, _ body: () throws -> Result) rethrows -> Result {
      try $local.withValue(faults.map { Counter($0) }, operation: body)
    }

    /// What is to happen to the call that is about to be made; counts it.
    static func next(_ operation: String, label: String?) -> Fault.Action? {
      (local ?? process)?.next(operation, label: label)
    }

    static func die() {
      kill(getpid(), SIGKILL)
      while true { pause() }
    }
  }

  struct Fault: Sendable {
    enum Action: String, Sendable { case die, dieafter, enospc, eio, short, eintr }
    let action: Action
    let number: Int
    let operation: String?
    let isSticky: Bool

    init?(_ text: String) {
      var rest = Substring(text)
      isSticky = rest.hasSuffix("+")
      if isSticky { rest.removeLast() }
      guard let at = rest.firstIndex(of: "@"), let action = Action(rawValue: String(rest[..<at])) else { return nil }
      let tail = rest[rest.index(after: at)...]
      let colon = tail.firstIndex(of: ":") ?? tail.endIndex
      guard let number = Int(tail[..<colon]), number > 0 else { return nil }
      self.action = action
      self.number = number
      operation = colon == tail.endIndex ? nil : String(tail[tail.index(after: colon)...])
    }
  }

  /// How often each fault's operation has been called.
  private final class Counter: Sendable {
    private let faults: [Fault]
    private let counts: Mutex<[Int]>

    init(_ faults: Faults) {
      self.faults = faults.faults
      counts = Mutex(Array(repeating: 0, count: faults.faults.count))
    }

    func next(_ operation: String, label: String?) -> Fault.Action? {
      counts.withLock { counts in
        var action: Fault.Action?
        for (index, fault) in faults.enumerated() {
          guard fault.operation == nil || fault.operation == operation || fault.operation == label else { continue }
          counts[index] += 1
          let past = counts[index] - fault.number
          // An interruption that never ends would loop for ever; a sticky one hits every other call.
          let hit = past == 0 || (fault.isSticky && past > 0 && (fault.action != .eintr || past % 2 == 0))
          if hit { action = action ?? fault.action }
        }
        return action
      }
    }
  }
#endif
