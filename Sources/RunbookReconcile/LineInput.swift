import RunbookBase
import RunbookSystem

/// Lines of a file or pipe through one fixed buffer: memory stays the same whatever the length of the input.
///
/// The line found last is `lineStart ..< lineEnd`. One earlier line can be held: it stays in the buffer, moved if need be, until another
/// one is held, so that a key can be compared with its predecessor without copying either.
struct LineInput: ~Copyable {
  /// What a message calls this input, for instance "database rows".
  let name: String
  var buffer: [UInt8]
  private(set) var lineStart = 0
  private(set) var lineEnd = 0
  private(set) var heldStart = 0
  private(set) var heldEnd = 0
  /// Lines found so far; the number of the current line, from 1.
  private(set) var row = 0

  private let descriptor: FileDescriptor
  private let closes: Bool
  private var scan = 0
  private var filled = 0
  private var atEnd = false

  /// - Parameter capacity: bytes of buffer; a line may be at most a quarter of it.
  init(_ name: String, _ descriptor: FileDescriptor, capacity: Int = 1 << 18) {
    self.name = name
    self.descriptor = descriptor
    closes = false
    buffer = [UInt8](repeating: 0, count: capacity)
  }

  /// Opens a file, which is closed with the input.
  init(_ name: String, path: String, capacity: Int = 1 << 18) throws(Problem) {
    descriptor = try attempt("read \(path)") { () throws(SystemError) in try FileDescriptor.open(path, .readOnly) }
    self.name = name
    closes = true
    buffer = [UInt8](repeating: 0, count: capacity)
  }

  deinit { if closes { descriptor.closeQuietly() } }

  /// Moves to the next line; false at the end.
  ///
  /// A last line without its newline counts.
  @inline(__always)
  mutating func next() throws(Problem) -> Bool {
    let newline = buffer.firstIndex(of: 0x0A, from: scan, to: filled)
    if newline == filled { return try nextAfterRefill() }
    lineStart = scan
    lineEnd = newline
    scan = newline + 1
    row += 1
    return true
  }

  /// Waits until there is something to read, before the first line; false at the end.
  mutating func peek() throws(Problem) -> Bool {
    if filled == scan && !atEnd { try refill() }
    return filled > scan
  }

  /// Passes over lines that stand next in both inputs and come after each other here, and answers how many; the rest is left to `next`.
  ///
  /// Stays within what is in both buffers and keeps its cursors in registers. A line of the other input needs no search for its end: if it has
  /// the same bytes and then a newline, that is its end.
  mutating func passMatches(_ other: inout LineInput) -> Int {
    var (count, previousStart, previousEnd) = (0, lineStart, lineEnd)
    var (here, there) = (scan, other.scan)
    while true {
      let end = buffer.firstIndex(of: 0x0A, from: here, to: filled)
      let length = end - here
      guard end < filled, there + length < other.filled, other.buffer[there + length] == 0x0A else { break }
      let line = buffer.span.extracting(here..<end)
      guard ByteScan.compare(line, other.buffer.span.extracting(there..<there + length)) == 0,
        ByteScan.compare(buffer.span.extracting(previousStart..<previousEnd), line) < 0
      else { break }
      (previousStart, previousEnd) = (here, end)
      here = end + 1
      there += length + 1
      count += 1
    }
    guard count > 0 else { return 0 }
    (lineStart, lineEnd, scan) = (previousStart, previousEnd, here)
    row += count
    let length = previousEnd - previousStart
    (other.lineStart, other.lineEnd, other.scan) = (there - 1 - length, there - 1, there)
    other.row += count
    return count
  }

  /// Keeps the current line until the next call of this function.
  @inline(__always)
  mutating func hold() {
    heldStart = lineStart
    heldEnd = lineEnd
  }

  @inline(never)
  private mutating func nextAfterRefill() throws(Problem) -> Bool {
    var searched = filled - scan
    while !atEnd {
      compact()
      if filled - scan > buffer.count / 4 {
        throw Problem(
          .stepFailed, "\(name): row \(row + 1) is longer than \(buffer.count / 4) bytes",
          hint: "a path or key is at most 1024 bytes; check that this is the right file")
      }
      try refill()
      if filled == scan { return false }
      let newline = buffer.firstIndex(of: 0x0A, from: scan + searched, to: filled)
      if newline < filled {
        lineStart = scan
        lineEnd = newline
        scan = newline + 1
        row += 1
        return true
      }
      searched = filled - scan
    }
    return false
  }

  /// Reads once; at the end, a last line without its newline gets one.
  private mutating func refill() throws(Problem) {
    let count: Int
    do { count = try buffer.fill(from: descriptor, at: filled, to: buffer.count - 1) } catch {
      throw Problem(.stepFailed, "\(name): cannot read row \(row + 1): \(error)")
    }
    filled += count
    if count == 0 {
      atEnd = true
      if filled > scan {
        buffer[filled] = 0x0A
        filled += 1
      }
    }
  }

  /// Moves the held line and the unread rest to the front.
  private mutating func compact() {
    let held = heldEnd - heldStart
    let rest = filled - scan
    if heldStart > 0 {
      for index in 0..<held { buffer[index] = buffer[heldStart + index] }
    }
    if scan > held {
      for index in 0..<rest { buffer[held + index] = buffer[scan + index] }
      scan = held
    }
    heldStart = 0
    heldEnd = held
    filled = scan + rest
  }
}
