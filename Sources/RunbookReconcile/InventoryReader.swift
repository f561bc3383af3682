import RunbookBase
import RunbookSystem

/// An S3 inventory in CSV: keys percent-encoded, all versions of a key together, sorted by the decoded key.
struct InventoryReader: ~Copyable, ObjectStream {
  private var input: LineInput
  private let columns: InventoryColumns
  private let areUsual: Bool
  private var fold = VersionFold()
  /// The held row's key, relative to the row.
  private var keyStart = 0
  private var keyEnd = 0
  /// The current row's key, and whether it waits to be taken.
  private var rowStart = 0
  private var rowEnd = 0
  private var isPending = false

  /// Where the separator after the current row's key stands.
  private var afterKey = 0
  /// The current row as the live version in the usual shape, if it has it; nearly every row has, and is then read in few steps.
  private var usual = UsualRow()
  /// Whether the current key's only row is in `only`, so that nothing had to be folded.
  private var isSingle = false
  private var only = UsualRow()

  init(_ input: consuming LineInput, columns: InventoryColumns = .allVersions) {
    self.input = input
    self.columns = columns
    areUsual = columns == .allVersions
  }

  var rows: UInt64 { UInt64(input.row) }
  var isWell: Bool { isSingle ? only.size != 0 : fold.state.isLive && fold.state.size != 0 }
  var state: ObjectState { isSingle ? ObjectState(isLive: true, size: only.size, modified: modifiedOfOnly) : fold.state }

  @inline(__always)
  mutating func next() throws(Problem) -> Bool {
    if !isPending {
      guard try input.next() else { return false }
      try readKey()
    }
    isPending = false
    isSingle = usual.isUsual
    if isSingle {
      only = usual
    } else {
      fold.reset()
      try addRow()
    }
    while true {
      input.hold()
      keyStart = rowStart - input.heldStart
      keyEnd = rowEnd - input.heldStart
      guard try input.next() else { break }
      try readKey()
      let order = ByteScan.compare(
        input.buffer.span.extracting(input.heldStart + keyStart..<input.heldStart + keyEnd),
        input.buffer.span.extracting(rowStart..<rowEnd))
      if order < 0 {
        isPending = true
        break
      }
      try addAnother(order)
    }
    if !isSingle { fold.finish() }
    return true
  }

  /// Folds a further row of the same key in.
  @inline(never)
  private mutating func addAnother(_ order: Int) throws(Problem) {
    if order > 0 { throw outOfOrder() }
    if isSingle {
      fold.reset()
      fold.addLive(size: only.size, modified: modifiedOfOnly)
      isSingle = false
    }
    try addRow()
  }

  private var modifiedOfOnly: Int64? {
    let start = input.heldStart + only.modified
    return TimeText.milliseconds(
      input.buffer.span.extracting(start..<input.buffer.firstIndex(of: UInt8(ascii: "\""), from: start, to: input.heldEnd)))
  }

  @inline(__always)
  borrowing func withKey<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(input.buffer.span.extracting(input.heldStart + keyStart..<input.heldStart + keyEnd))
  }

  /// Finds the key of the current row, decodes it in place, and looks whether the rest has the usual shape.
  @inline(__always)
  private mutating func readKey() throws(Problem) {
    var at = input.lineStart
    for _ in 0..<columns.key { at = try skip(at) }
    (rowStart, rowEnd) = try bounds(at)
    afterKey = rowEnd + (rowStart > at ? 1 : 0)
    if areUsual {
      usual.read(input.buffer, from: afterKey, to: input.lineEnd, row: input.lineStart)
    }
    if input.buffer.firstIndex(of: UInt8(ascii: "%"), from: rowStart, to: rowEnd) < rowEnd
      || input.buffer.firstIndex(of: UInt8(ascii: "+"), from: rowStart, to: rowEnd) < rowEnd
    {
      try decodeKey()
    }
  }

  @inline(never)
  private mutating func decodeKey() throws(Problem) {
    guard let end = PercentEncoding.decode(&input.buffer, rowStart..<rowEnd, plusIsSpace: true) else {
      throw malformed("its key has a % that is not followed by two hex digits")
    }
    rowEnd = end
  }

  /// Reads the columns beside the key and folds them in.
  ///
  /// Columns before the key are never decoded, so they can be found again.
  @inline(never)
  private mutating func addRow() throws(Problem) {
    var (isLatest, isMarker) = (true, false)
    var (size, modified): (Int64, Int64?) = (-1, nil)
    var version = 0..<0
    var at = input.lineStart
    for column in 0..<columns.width {
      if column == columns.key {
        at = afterKey + 1
        continue
      }
      guard at <= input.lineEnd else { throw malformed("it has fewer than \(columns.width) columns") }
      let (start, end) = try bounds(at)
      at = end + (start > at ? 2 : 1)
      if column == columns.isLatest {
        isLatest = start < end && input.buffer[start] | 0x20 == UInt8(ascii: "t")
      } else if column == columns.isDeleteMarker {
        isMarker = start < end && input.buffer[start] | 0x20 == UInt8(ascii: "t")
      } else if column == columns.version {
        version = start..<end
      } else if column == columns.size {
        size = number(start, end)
      } else if column == columns.modified {
        modified = TimeText.milliseconds(input.buffer.span.extracting(start..<end))
      }
    }
    if isLatest && !isMarker {
      fold.addLive(size: size, modified: modified)
    } else if !isMarker {
      fold.addOld(input.buffer, version, size: size, modified: modified)
    } else if isLatest {
      fold.addLatestMarker(input.buffer, version, modified: modified)
    }
  }

  /// The inside of the field that begins at `at`.
  @inline(__always)
  private func bounds(_ at: Int) throws(Problem) -> (Int, Int) {
    if at < input.lineEnd, input.buffer[at] == UInt8(ascii: "\"") {
      let end = input.buffer.firstIndex(of: UInt8(ascii: "\""), from: at + 1, to: input.lineEnd)
      guard end < input.lineEnd else { throw malformed("a quoted field does not end") }
      return (at + 1, end)
    }
    return (at, input.buffer.firstIndex(of: UInt8(ascii: ","), from: min(at, input.lineEnd), to: input.lineEnd))
  }

  @inline(__always)
  private func skip(_ at: Int) throws(Problem) -> Int {
    let (start, end) = try bounds(at)
    let next = end + (start > at ? 2 : 1)
    guard next <= input.lineEnd else { throw malformed("it has no key column") }
    return next
  }

  @inline(__always)
  private func number(_ start: Int, _ end: Int) -> Int64 {
    guard start < end else { return -1 }
    var value: Int64 = 0
    for index in start..<end {
      let digit = input.buffer[index] &- 0x30
      guard digit < 10, value < .max / 16 else { return -1 }
      value = value * 10 + Int64(digit)
    }
    return value
  }

  /// The ids that bringing the current key back needs.
  var restoreIDs: (marker: [UInt8], version: [UInt8]) { (fold.marker, fold.version) }

  private func malformed(_ what: String) -> Problem {
    Problem(
      .parameterRejected, "\(input.name): row \(input.row) is not an inventory row: \(what)",
      hint: "give the inventory's schema as its manifest.json names it under fileSchema")
  }

  private func outOfOrder() -> Problem {
    OrderProblem.make(
      input.name, row: input.row, input.buffer.span.extracting(input.heldStart + keyStart..<input.heldStart + keyEnd),
      input.buffer.span.extracting(rowStart..<rowEnd))
  }
}
