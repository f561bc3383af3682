import RunbookBase
import RunbookJournal
import RunbookSystem

/// Keeps what a reading step prints in a file beside the log, made safe to show; no file when nothing is printed.
///
/// Of a long output the beginning and the end are kept, with a line between them that says how much was left out.
struct OutputRecorder {
  /// What a chatty command may take of the disk.
  static let limit = 16 << 20
  /// How much of it is for the end: that is where a failure says why.
  static let tailLimit = 1 << 16

  private let path: String
  private let name: String
  private var text = TerminalText()
  private var file: FileDescriptor?
  private var hash = SHA256()
  private var bytes = 0
  /// Whether everything that is to be kept is in the file.
  private var isWhole = true
  private var room = Self.limit - Self.tailLimit
  private var tail = HeadTail(headLimit: 0, tailLimit: Self.tailLimit)

  init(path: String, name: String) {
    self.path = path
    self.name = name
  }

  mutating func append(_ raw: [UInt8]) { keep(text.escape(raw)) }

  private mutating func keep(_ safe: [UInt8]) {
    let count = min(room, safe.count)
    if count > 0 { write(count == safe.count ? safe : Array(safe[..<count])) }
    room -= count
    if count < safe.count { tail.append(Array(safe[count...])) }
  }

  private mutating func write(_ safe: [UInt8]) {
    guard !safe.isEmpty else { return }
    if file == nil { file = try? FileDescriptor.open(path, [.writeOnly, .create, .truncate, .noFollow]) }
    guard let file, (try? file.writeAll(safe)) != nil else {
      isWhole = false
      return
    }
    hash.update(safe)
    bytes += safe.count
  }

  /// The end of output that exists nowhere else soon: it is on the disk, or that is an error.
  mutating func finishDurably() throws(SystemError) {
    writeEnd()
    guard isWhole else { throw SystemError("write", path: path, errno: .EIO) }
    guard let file else { return }
    defer { file.closeQuietly() }
    try file.fsync(label: path)
  }

  private mutating func writeEnd() {
    keep(text.finish())
    if tail.dropped > 0 { write(Array("\n… \(tail.dropped) bytes left out …\n".utf8)) }
    write(tail.bytes)
  }

  /// What the log says of the file; nil when there is none.
  mutating func finish() -> OutputFile? {
    writeEnd()
    guard let file else { return nil }
    file.closeQuietly()
    return OutputFile(file: "output/" + name, bytes: bytes, digest: hash.finalize())
  }
}
