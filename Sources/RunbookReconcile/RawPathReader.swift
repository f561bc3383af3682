import RunbookBase
import RunbookSystem

/// One raw key a line, in byte order: the database's side.
///
/// The keys of a plain list cannot hold a newline; the lists this program writes escape it, see `ListWriter`.
struct RawPathReader: ~Copyable, PathStream {
  private var input: LineInput
  private(set) var repeats: UInt64 = 0

  init(_ input: consuming LineInput) { self.input = input }

  var rows: UInt64 { UInt64(input.row) }

  @inline(__always)
  mutating func next() throws(Problem) -> Bool {
    while true {
      let isFirst = input.row == 0
      input.hold()
      guard try input.next() else { return false }
      if isFirst { return true }
      let order = input.orderOfHeld()
      if order < 0 { return true }
      if order > 0 { throw input.outOfOrder() }
      repeats += 1
    }
  }

  @inline(__always)
  borrowing func withKey<Result>(_ body: (Span<UInt8>) -> Result) -> Result { input.withLine(body) }

  @inline(__always)
  mutating func passMatches<O: ObjectStream & ~Copyable>(_ objects: inout O) -> Int { objects.passMatches(&input) }

  borrowing func withOrigin<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(input.buffer.span.extracting(input.lineEnd..<input.lineEnd))
  }
}
