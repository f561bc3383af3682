import RunbookBase
import RunbookSystem

extension [UInt8] {
  /// The first index of the byte in `from ..< to`, or `to`.
  @inline(__always)
  func firstIndex(of byte: UInt8, from: Int, to: Int) -> Int {
    ByteScan.firstIndex(of: byte, in: span.extracting(0..<to), from: from) ?? to
  }

  /// Reads once into the elements `at ..< to`; 0 is the end of the file.
  mutating func fill(from descriptor: FileDescriptor, at start: Int, to end: Int) throws(SystemError) -> Int {
    do {
      return try withUnsafeMutableBytes { try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[start..<end])) }
    } catch let error as SystemError { throw error } catch { throw SystemError("read", errno: .EIO) }
  }

  /// Appends a run of bytes.
  mutating func append(_ bytes: Span<UInt8>) {
    reserveCapacity(count + bytes.count)
    for index in bytes.indices { append(bytes[index]) }
  }

  /// Whether the bytes begin with the others.
  func starts(with prefix: [UInt8], in range: Range<Int>) -> Bool {
    guard range.count >= prefix.count else { return false }
    return ByteScan.compare(span.extracting(range.lowerBound..<range.lowerBound + prefix.count), prefix.span) == 0
  }
}

extension [UInt8] {
  /// Where the other bytes first occur.
  func firstRange(of other: [UInt8]) -> Range<Int>? {
    guard !other.isEmpty, count >= other.count else { return nil }
    for start in 0...(count - other.count) where self[start] == other[0] && self[start..<start + other.count].elementsEqual(other) {
      return start..<start + other.count
    }
    return nil
  }
}

/// How one run of bytes shows in a message: text with anything unprintable escaped, in quotes.
func shown(_ bytes: Span<UInt8>) -> String {
  var copy: [UInt8] = []
  copy.append(bytes)
  return shown(copy)
}

/// How one run of bytes shows in a message: text with anything unprintable escaped, in quotes.
func shown(_ bytes: [UInt8]) -> String {
  let text = String(decoding: bytes, as: UTF8.self)
  return text.debugDescription
}

/// The bytes as an array of their own.
func copy(_ bytes: Span<UInt8>) -> [UInt8] {
  var array: [UInt8] = []
  array.append(bytes)
  return array
}
