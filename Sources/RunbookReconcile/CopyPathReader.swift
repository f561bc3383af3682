import RunbookBase
import RunbookSystem

/// Rows of PostgreSQL's COPY text format, sorted by the decoded bytes of one column that holds a path.
struct CopyPathReader: ~Copyable, PathStream {
  private var input: LineInput
  private let column: Int
  private let checksOrder: Bool
  private let isMapped: Bool
  /// The held row's path, relative to the row.
  private var pathStart = 0
  private var pathEnd = 0
  private var isFirst = true
  /// Where rows go whose path must first be mapped to a key; nil once that has been done.
  private var aside: PathsAside?
  private let places: KnownPlaces
  private(set) var counts = PathCounts()

  /// - Parameters:
  ///   - column: the path's column, from 1; 0 for the last.
  ///   - aside: collects the rows whose path is not plainly a key; without it they are passed over.
  ///   - checksOrder: false for a file of few rows that is sorted afterwards.
  ///   - isMapped: true when every path is a key already, whatever it looks like.
  init(
    _ input: consuming LineInput, column: Int = 1, places: KnownPlaces = KnownPlaces(bucket: ""), aside: PathsAside? = nil,
    checksOrder: Bool = true, isMapped: Bool = false
  ) {
    self.input = input
    self.column = column
    self.places = places
    self.aside = aside
    self.checksOrder = checksOrder
    self.isMapped = isMapped
  }

  /// Waits for the first row, which `next` then gives; false when there is none.
  mutating func peek() throws(Problem) -> Bool { try input.peek() }

  @inline(__always)
  mutating func next() throws(Problem) -> Bool {
    while try input.next() {
      var start = input.lineStart
      let lineEnd = input.lineEnd
      for _ in 0..<max(0, column - 1) {
        let tab = input.buffer.firstIndex(of: 0x09, from: start, to: lineEnd)
        guard tab < lineEnd else { throw missingColumn() }
        start = tab + 1
      }
      var end = input.buffer.firstIndex(of: 0x09, from: start, to: lineEnd)
      while column == 0, end < lineEnd {
        start = end + 1
        end = input.buffer.firstIndex(of: 0x09, from: start, to: lineEnd)
      }
      counts.rows += 1
      if end - start <= 2, isNothing(start, end) { continue }
      if input.buffer.firstIndex(of: UInt8(ascii: "\\"), from: start, to: end) < end {
        end = CopyEscapes.decode(&input.buffer, start..<end)
      }
      if checksOrder {
        if !isFirst {
          let order = ByteScan.compare(
            input.buffer.span.extracting(input.heldStart + pathStart..<input.heldStart + pathEnd),
            input.buffer.span.extracting(start..<end))
          if order == 0 {
            counts.repeats += 1
            continue
          }
          if order > 0 { throw outOfOrder(start, end) }
        }
        isFirst = false
      }
      input.hold()
      pathStart = start - input.heldStart
      pathEnd = end - input.heldStart
      if !isMapped && !KnownPlaces.isPlain(input.buffer.span.extracting(start..<end)) {
        try setAside(start, end)
        continue
      }
      return true
    }
    return false
  }

  @inline(__always)
  borrowing func withKey<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(input.buffer.span.extracting(input.heldStart + pathStart..<input.heldStart + pathEnd))
  }

  borrowing func withOrigin<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    if column != 1 {
      return body(input.buffer.span.extracting(input.heldStart..<max(input.heldStart, input.heldStart + pathStart - 1)))
    }
    // An escape decoded in place has left the path's old end behind: the tab is searched again from the new one.
    let tab = input.buffer.firstIndex(of: 0x09, from: input.heldStart + pathEnd, to: input.heldEnd)
    return body(input.buffer.span.extracting(min(tab + 1, input.heldEnd)..<input.heldEnd))
  }

  /// `\N`, the empty text and the end mark of a dump are no paths.
  private mutating func isNothing(_ start: Int, _ end: Int) -> Bool {
    if start == end {
      counts.empty += 1
      return true
    }
    guard end - start == 2, input.buffer[start] == UInt8(ascii: "\\") else { return false }
    switch input.buffer[start + 1] {
    case UInt8(ascii: "N"): counts.null += 1
    case UInt8(ascii: "."): counts.rows -= 1
    default: return false
    }
    return true
  }

  private mutating func setAside(_ start: Int, _ end: Int) throws(Problem) {
    guard let aside else {
      counts.setAside += 1
      return
    }
    var origin: [UInt8] = []
    withOrigin { origin.append($0) }
    try aside.add(Array(input.buffer[start..<end]), origin: origin, places: places)
    counts.setAside += 1
  }

  private func missingColumn() -> Problem {
    Problem(
      .parameterRejected, "\(input.name): row \(input.row) has fewer than \(column) columns",
      hint: "name the column that holds the path, counted from 1")
  }

  private func outOfOrder(_ start: Int, _ end: Int) -> Problem {
    OrderProblem.make(
      input.name, row: input.row, input.buffer.span.extracting(input.heldStart + pathStart..<input.heldStart + pathEnd),
      input.buffer.span.extracting(start..<end))
  }
}
