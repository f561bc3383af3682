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

  borrowing func withOrigin<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(input.buffer.span.extracting(input.lineEnd..<input.lineEnd))
  }
}

/// One raw key a line, in byte order: the bucket's side.
struct RawKeyReader: ~Copyable, ObjectStream {
  private var input: LineInput

  init(_ input: consuming LineInput) { self.input = input }

  var state: ObjectState { .present }
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

  @inline(__always)
  borrowing func withKey<Result>(_ body: (Span<UInt8>) -> Result) -> Result { input.withLine(body) }
}

extension LineInput {
  /// Gives the current line.
  @inline(__always)
  borrowing func withLine<Result>(_ body: (Span<UInt8>) -> Result) -> Result { body(buffer.span.extracting(lineStart..<lineEnd)) }

  /// Byte order of the held line against the current one.
  @inline(__always)
  func orderOfHeld() -> Int { ByteScan.compare(buffer.span.extracting(heldStart..<heldEnd), buffer.span.extracting(lineStart..<lineEnd)) }

  func outOfOrder() -> Problem {
    OrderProblem.make(name, row: row, buffer.span.extracting(heldStart..<heldEnd), buffer.span.extracting(lineStart..<lineEnd))
  }
}

/// What is said of an input that is not in byte order: a merge that trusted it would invent missing files.
enum OrderProblem {
  static func make(_ name: String, row: Int, _ previous: Span<UInt8>, _ key: Span<UInt8>) -> Problem {
    Problem(
      .stepFailed, "\(name): row \(row) is not in byte order",
      details: ["row \(row): \(shown(key))", "after: \(shown(previous))"],
      hint: "sort by the decoded bytes: ORDER BY path COLLATE \"C\" in PostgreSQL, LC_ALL=C sort for a list of keys")
  }
}
