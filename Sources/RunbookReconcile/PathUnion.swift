import RunbookBase
import RunbookSystem

/// The plain paths and the mapped ones as one ascending stream.
struct PathUnion: ~Copyable, PathStream {
  var plain: CopyPathReader
  private var mapped: AsidePaths
  private var hasMapped: Bool
  private var hasPlain = false
  private var hasStarted = false
  private var givesMapped = false
  /// Distinct keys given.
  private(set) var keys: UInt64 = 0

  init(_ plain: consuming CopyPathReader, _ mapped: consuming AsidePaths) {
    self.plain = plain
    self.mapped = mapped
    hasMapped = true
  }

  @inline(__always)
  mutating func next() throws(Problem) -> Bool {
    if hasStarted && !hasMapped {
      hasPlain = try plain.next()
      if hasPlain { keys += 1 }
      return hasPlain
    }
    return try nextOfBoth()
  }

  @inline(never)
  private mutating func nextOfBoth() throws(Problem) -> Bool {
    if !hasStarted {
      hasStarted = true
      hasMapped = try mapped.next()
      hasPlain = try plain.next()
    } else if givesMapped {
      let same = hasPlain && order() == 0
      if same { hasPlain = try plain.next() }
      hasMapped = try mapped.next()
    } else if hasPlain {
      hasPlain = try plain.next()
    }
    givesMapped = hasMapped && (!hasPlain || order() <= 0)
    guard hasPlain || hasMapped else { return false }
    keys += 1
    return true
  }

  private func order() -> Int { mapped.withKey { a in plain.withKey { b in ByteScan.compare(a, b) } } }

  @inline(__always)
  borrowing func withKey<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    givesMapped ? mapped.withKey(body) : plain.withKey(body)
  }

  borrowing func withOrigin<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    givesMapped ? mapped.withOrigin(body) : plain.withOrigin(body)
  }
}
