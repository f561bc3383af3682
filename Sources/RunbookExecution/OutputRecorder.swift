import RunbookBase
import RunbookJournal
import RunbookSystem

/// Keeps what a reading step prints in a file beside the log, made safe to show; no file when nothing is printed.
struct OutputRecorder {
  /// What a chatty command may take of the disk.
  static let limit = 16 << 20

  private let path: String
  private let name: String
  private var text = TerminalText()
  private var file: FileDescriptor?
  private var hash = SHA256()
  private var bytes = 0

  init(path: String, name: String) {
    self.path = path
    self.name = name
  }

  mutating func append(_ raw: [UInt8]) { write(text.escape(raw)) }

  private mutating func write(_ safe: [UInt8]) {
    guard !safe.isEmpty, bytes + safe.count <= Self.limit else { return }
    if file == nil { file = try? FileDescriptor.open(path, [.writeOnly, .create, .truncate, .noFollow]) }
    guard let file, (try? file.writeAll(safe)) != nil else { return }
    hash.update(safe)
    bytes += safe.count
  }

  /// What the log says of the file; nil when there is none.
  mutating func finish() -> OutputFile? {
    write(text.finish())
    guard let file else { return nil }
    file.closeQuietly()
    return OutputFile(file: "output/" + name, bytes: bytes, digest: hash.finalize())
  }
}
