import RunbookBase
import RunbookSystem

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
