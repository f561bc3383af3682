import Glibc

/// An open file, pipe or terminal; a plain number that the owner closes by hand.
public struct FileDescriptor: Hashable, Sendable {
  /// The number that the kernel knows.
  public let rawValue: Int32

  /// A descriptor from its number.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// Descriptor 0.
  public static let standardInput = FileDescriptor(rawValue: 0)
  /// Descriptor 1.
  public static let standardOutput = FileDescriptor(rawValue: 1)
  /// Descriptor 2.
  public static let standardError = FileDescriptor(rawValue: 2)

  /// Opens a file, close-on-exec.
  public static func open(_ path: String, _ flags: OpenFlags, mode: UInt32 = 0o600) throws(SystemError) -> FileDescriptor {
    let operation = flags.contains(.create) ? "create" : "open"
    let number = try Door.call(operation, path: path) { unsafe Int(Glibc.open(path, flags.rawValue | O_CLOEXEC, mode)) }
    return FileDescriptor(rawValue: Int32(number))
  }

  /// A new pipe, both ends close-on-exec.
  public static func pipe() throws(SystemError) -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
    var ends: [Int32] = [-1, -1]
    try Door.call("pipe") {
      unsafe ends.withUnsafeMutableBufferPointer { unsafe Int($0.baseAddress.map { unsafe linuxPipe2($0, O_CLOEXEC) } ?? -1) }
    }
    return (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
  }

  /// Another descriptor for the same open file, numbered `minimum` or above, close-on-exec.
  public func duplicate(minimum: Int32 = 3) throws(SystemError) -> FileDescriptor {
    FileDescriptor(rawValue: Int32(try Door.call("dup") { Int(fcntl(rawValue, F_DUPFD_CLOEXEC, minimum)) }))
  }

  /// Closes the descriptor; an error still means that it is closed.
  ///
  /// A close that reports an error can mean that written data is lost: writers check it.
  public func close() throws(SystemError) {
    // Never retried: Linux frees the number even when it answers EINTR.
    do { try Door.call("close", retries: false) { Int(Glibc.close(rawValue)) } } catch {
      if error.errno != .EINTR { throw error }
    }
  }

  /// Closes where nothing can be lost: read ends, pipes, directories.
  public func closeQuietly() { _ = Glibc.close(rawValue) }
}

extension FileDescriptor {
  /// Reads once into the buffer; 0 is the end of the file.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    let (address, count) = (buffer.baseAddress, buffer.count)
    return try Door.transfer("read", count: count) { unsafe Glibc.read(rawValue, address, $0) }
  }

  /// Reads once into the array's existing elements; 0 is the end of the file.
  public func read(into bytes: inout [UInt8]) throws(SystemError) -> Int {
    let descriptor = self
    do {
      return try unsafe bytes.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
    } catch let error as SystemError { throw error } catch { throw SystemError("read", errno: .EIO) }
  }

  /// Reads once, at most `limit` bytes; empty is the end of the file.
  public func read(upTo limit: Int) throws(SystemError) -> [UInt8] {
    let descriptor = self
    do {
      // Zeros for the kernel to write over are a pass of their own over a long file.
      return try unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
        count = try unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
    } catch let error as SystemError { throw error } catch { throw SystemError("read", errno: .EIO) }
  }

  /// Reads once without waiting: nil when there is nothing yet, empty at the end of the file.
  public func readAvailable(upTo limit: Int) throws(SystemError) -> [UInt8]? {
    do { return try read(upTo: limit) } catch {
      if error.errno == .EAGAIN { return nil }
      throw error
    }
  }

  /// Writes once; answers how many bytes were taken, nil when a non-blocking descriptor takes none now.
  ///
  /// - Parameter label: the name under which fault injection and errors know this write, such as `journal-append`.
  public func writeOnce(_ bytes: RawSpan, label: String? = nil) throws(SystemError) -> Int? {
    let descriptor = rawValue
    do {
      return try unsafe bytes.withUnsafeBytes { buffer in
        let address = buffer.baseAddress
        return try Door.transfer("write", count: buffer.count, label: label) { unsafe Glibc.write(descriptor, address, $0) }
      }
    } catch let error as SystemError {
      if error.errno == .EAGAIN { return nil }
      throw error
    } catch { throw SystemError("write", errno: .EIO) }
  }

  /// Writes all the bytes, however many calls that takes; after an error some of them may have been written.
  ///
  /// - Parameter label: the name under which fault injection and errors know this write, such as `journal-append`.
  public func writeAll(_ bytes: RawSpan, label: String? = nil) throws(SystemError) {
    var done = 0
    while done < bytes.byteCount {
      if let count = try writeOnce(bytes.extracting(done..<bytes.byteCount), label: label) {
        done += count
      } else {
        _ = try Poller.poll([(self, .write)], timeoutMilliseconds: nil)
      }
    }
  }

  /// Writes all the bytes, however many calls that takes; after an error some of them may have been written.
  ///
  /// - Parameter label: the name under which fault injection and errors know this write, such as `journal-append`.
  public func writeAll(_ bytes: [UInt8], label: String? = nil) throws(SystemError) {
    unsafe try writeAll(bytes.span.bytes, label: label)
  }

  /// Writes all the text as UTF-8.
  public func writeAll(_ text: String, label: String? = nil) throws(SystemError) {
    try writeAll(Array(text.utf8), label: label)
  }
}
