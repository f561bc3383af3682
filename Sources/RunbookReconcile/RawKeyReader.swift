import RunbookBase
import RunbookSystem

/// One raw key a line, in byte order.
///
/// The keys of a plain list cannot hold a newline; the lists this program writes escape it, see `ListWriter`.
struct RawKeyReader: ~Copyable, PathStream, ObjectStream {
  private var input: LineInput
  private(set) var repeats: UInt64 = 0
  private var isFirst = true

  init(_ input: consuming LineInput) { self.input = input }

  var state: ObjectState { .present }
  var restoreIDs: (marker: [UInt8], version: [UInt8]) { ([], []) }
  var rows: UInt64 { UInt64(input.row) }

  @inline(__always)
  mutating func next() throws(Problem) -> Bool {
    while try input.next() {
      if !isFirst {
        let order = ByteScan.compare(
          input.buffer.span.extracting(input.heldStart..<input.heldEnd), input.buffer.span.extracting(input.lineStart..<input.lineEnd))
        if order >= 0 {
          if order > 0 {
            throw OrderProblem.make(
              input.name, row: input.row, input.buffer.span.extracting(input.heldStart..<input.heldEnd),
              input.buffer.span.extracting(input.lineStart..<input.lineEnd))
          }
          repeats += 1
          continue
        }
      }
      isFirst = false
      input.hold()
      return true
    }
    return false
  }

  @inline(__always)
  borrowing func withKey<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(input.buffer.span.extracting(input.heldStart..<input.heldEnd))
  }

  borrowing func withOrigin<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(input.buffer.span.extracting(input.heldEnd..<input.heldEnd))
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
