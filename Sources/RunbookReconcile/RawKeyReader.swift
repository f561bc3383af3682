import RunbookBase
import RunbookSystem

/// One raw key a line, in byte order: the bucket's side.
struct RawKeyReader: ~Copyable, ObjectStream {
  private var input: LineInput

  init(_ input: consuming LineInput) { self.input = input }

  var state: ObjectState { .present }
  var isWell: Bool { true }
  var restoreIDs: (marker: [UInt8], version: [UInt8]) { ([], []) }
  var rows: UInt64 { UInt64(input.row) }

  @inline(__always)
  mutating func next() throws(Problem) -> Bool {
    input.hold()
    return try input.next()
  }

  func isInOrder() throws(Problem) -> Bool {
    if input.row == 1 { return true }
    let order = input.orderOfHeld()
    if order > 0 { throw input.outOfOrder() }
    return order < 0
  }

  mutating func passMatches(_ paths: inout LineInput) -> Int { paths.passMatches(&input) }

  @inline(__always)
  borrowing func withKey<Result>(_ body: (Span<UInt8>) -> Result) -> Result { input.withLine(body) }
}
