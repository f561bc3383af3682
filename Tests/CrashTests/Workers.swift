import Glibc
import Synchronization

/// Runs cases on threads of its own, two at a time: a case waits for processes, and must not hold up the tests beside it.
enum Workers {
  static let width = 2

  /// What every case had to complain about, each line with the name of its case.
  static func complaints<Case: Sendable>(
    _ cases: [Case], name: @escaping @Sendable (Case) -> String, _ body: @escaping @Sendable (Case) throws -> [String]
  ) async -> [String] {
    let queue = Queue(cases)
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      let left = Counter(width)
      let job = Job {
        while let item = queue.next() {
          do {
            queue.add(try body(item).map { "\(name(item)): \($0)" })
          } catch { queue.add(["\(name(item)): \(error)"]) }
        }
        if left.isLast() { done.resume() }
      }
      for _ in 0..<width { start(job) }
    }
    return queue.complaints
  }

  private static func start(_ job: Job) {
    var thread = pthread_t()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // Room for deep folds in a debug build.
    pthread_attr_setstacksize(&attributes, 8 << 20)
    pthread_create(
      &thread, &attributes,
      { argument in
        if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, Unmanaged.passRetained(job).toOpaque())
    pthread_attr_destroy(&attributes)
  }

  private final class Job: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private final class Counter: Sendable {
    private let left: Mutex<Int>
    init(_ count: Int) { left = Mutex(count) }

    func isLast() -> Bool {
      left.withLock { left in
        left -= 1
        return left == 0
      }
    }
  }

  private final class Queue<Case: Sendable>: Sendable {
    private let state: Mutex<(cases: [Case], complaints: [String])>

    init(_ cases: [Case]) { state = Mutex((cases.reversed(), [])) }

    func next() -> Case? { state.withLock { $0.cases.popLast() } }
    func add(_ lines: [String]) { state.withLock { $0.complaints += lines } }
    var complaints: [String] { state.withLock { $0.complaints } }
  }
}

/// How much of the big sweeps is run: all of it with `RUNBOOK_CRASH_SWEEP=full`, else every so many.
enum Sweep {
  static let isFull = getenv("RUNBOOK_CRASH_SWEEP").map { String(cString: $0) } == "full"

  /// The numbers of a sweep; the first one and the last one are always among them.
  static func numbers(_ count: Int, every step: Int) -> [Int] {
    guard count > 0 else { return [] }
    return isFull ? Array(1...count) : Array(Set(stride(from: 1, through: count, by: step)).union([count])).sorted()
  }

  /// How many numbered calls there are, by asking whether a fault at a number is still reached; at most 4096.
  static func count(_ isReached: (Int) throws -> Bool) rethrows -> Int {
    var (low, high) = (0, 1)
    while high <= 4096, try isReached(high) { (low, high) = (high, high * 2) }
    while high - low > 1 {
      let middle = (low + high) / 2
      if try isReached(middle) { low = middle } else { high = middle }
    }
    return low
  }
}
