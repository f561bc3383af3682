import RunbookBase
import RunbookSystem

/// A list of keys, one a line: newline, TAB and backslash escaped as in COPY, so that a list can be fed back in.
struct ListWriter: ~Copyable {
  private let descriptor: FileDescriptor
  private let path: String
  private var pending: [UInt8] = []
  /// Lines written.
  private(set) var lines: UInt64 = 0

  /// Creates the file, or empties it.
  init(_ path: String) throws(Problem) {
    self.path = path
    descriptor = try attempt("write the list") { () throws(SystemError) in
      try FileDescriptor.open(path, [.writeOnly, .create, .truncate], mode: 0o600)
    }
    pending.reserveCapacity(1 << 16)
  }

  /// Adds one key as a line.
  mutating func line(_ key: Span<UInt8>) throws(Problem) {
    ListWriter.escape(key, into: &pending)
    try end()
  }

  /// Adds bytes as they are.
  mutating func append(_ bytes: Span<UInt8>) throws(Problem) {
    pending.append(bytes)
    if pending.count > 60_000 { try flush() }
  }

  /// Adds a field and the TAB after it.
  mutating func field(_ bytes: Span<UInt8>) { ListWriter.escape(bytes, into: &pending); pending.append(0x09) }

  /// Adds a field of text and the TAB after it.
  mutating func field(_ text: String) { field(Array(text.utf8).span) }

  /// Adds fields that are escaped already.
  mutating func escapedFields(_ bytes: Span<UInt8>) { pending.append(bytes) }

  /// Ends the line.
  mutating func end() throws(Problem) {
    pending.append(0x0A)
    lines += 1
    if pending.count > 60_000 { try flush() }
  }

  /// Writes what is left and closes the file.
  mutating func close() throws(Problem) {
    try flush()
    try attempt("write the list") { () throws(SystemError) in try descriptor.close() }
  }

  private mutating func flush() throws(Problem) {
    let bytes = pending
    try attempt("write the list \(path)") { () throws(SystemError) in try descriptor.writeAll(bytes) }
    pending.removeAll(keepingCapacity: true)
  }

  /// Appends a key with its newline, TAB and backslash escaped.
  static func escape(_ key: Span<UInt8>, into bytes: inout [UInt8]) {
    for index in key.indices {
      switch key[index] {
      case 0x0A: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case 0x09: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
      case UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
      case let byte: bytes.append(byte)
      }
    }
  }
}
