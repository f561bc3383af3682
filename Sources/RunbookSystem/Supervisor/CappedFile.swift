/// A file that takes only so many bytes: the first ones, and, if wanted, the last ones beside them.
///
/// A write that fails, such as on a full disk, ends the writing and not the command: the reason is kept for the record.
struct CappedFile {
  private let file: FileDescriptor
  private var room: Int
  private var tail: HeadTail
  private(set) var total = 0
  private(set) var stored = 0
  private(set) var problem: SystemError?

  /// - Parameter keepsTail: whether a part of the limit is for the end of the output; it is written by `finish`.
  init(_ path: String, limit: Int, keepsTail: Bool) throws(SystemError) {
    file = try FileDescriptor.open(path, [.writeOnly, .create, .exclusive, .append, .noFollow])
    let tailLimit = keepsTail ? min(1 << 16, max(0, limit) / 4) : 0
    room = max(0, limit) - tailLimit
    tail = HeadTail(headLimit: 0, tailLimit: tailLimit)
  }

  /// How many bytes the file lacks.
  var dropped: Int { total - stored }

  mutating func append(_ bytes: [UInt8]) {
    total += bytes.count
    let count = min(room, bytes.count)
    if count > 0 {
      store(count == bytes.count ? bytes : Array(bytes[..<count]))
      room -= count
    }
    if count < bytes.count { tail.append(Array(bytes[count...])) }
  }

  /// Writes the end of the output and makes the file durable.
  mutating func finish() {
    let last = tail.bytes
    if tail.dropped > 0 && !last.isEmpty {
      let note = Array("\n… \(tail.dropped) bytes left out …\n".utf8)
      store(note)
      stored -= note.count
    }
    store(last)
    do throws(SystemError) {
      if stored > 0 { try file.fdatasync() }
      try file.close()
    } catch { problem = problem ?? error }
  }

  private mutating func store(_ bytes: [UInt8]) {
    guard problem == nil, !bytes.isEmpty else { return }
    do throws(SystemError) {
      try file.writeAll(bytes, label: "output")
      stored += bytes.count
    } catch { problem = error }
  }
}
