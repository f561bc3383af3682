import Glibc

extension FileDescriptor {
  /// Makes data and metadata durable; a failure is final, because a second try may succeed without the data (reliability A.5).
  public func fsync(label: String? = nil) throws(SystemError) { try Door.call("fsync", label: label) { Int(Glibc.fsync(rawValue)) } }

  /// Makes the data durable; a failure is final, as for `fsync`.
  public func fdatasync(label: String? = nil) throws(SystemError) {
    try Door.call("fdatasync", label: label) { Int(Glibc.fdatasync(rawValue)) }
  }

  /// Cuts or extends the file to a length in bytes.
  public func truncate(to length: Int64) throws(SystemError) { try Door.call("ftruncate") { Int(ftruncate(rawValue, Int(length))) } }

  /// Reserves disk space, so that later writes in this range cannot meet a full disk.
  public func allocate(_ length: Int64) throws(SystemError) { try Door.number("fallocate") { posix_fallocate(rawValue, 0, Int(length)) } }

  /// Moves to an offset from the start and answers it.
  @discardableResult
  public func seek(to offset: Int64) throws(SystemError) -> Int64 {
    Int64(try Door.call("seek") { Int(lseek(rawValue, Int(offset), SEEK_SET)) })
  }

  /// Moves to the end and answers the offset.
  @discardableResult
  public func seekToEnd() throws(SystemError) -> Int64 { Int64(try Door.call("seek") { Int(lseek(rawValue, 0, SEEK_END)) }) }

  /// The file's length in bytes.
  public var size: Int64 { get throws(SystemError) { try status().size } }

  /// What the kernel knows of the open file.
  public func status() throws(SystemError) -> FileStatus {
    var info = Glibc.stat()
    try Door.call("fstat") { unsafe Int(fstat(rawValue, &info)) }
    return FileStatus(info)
  }

  /// Takes the advisory lock of the open file (`flock`); false when another holds it and `nonBlocking` is asked.
  ///
  /// The lock belongs to the open file description: a child that inherits the descriptor keeps it (reliability A.7).
  public func lock(exclusive: Bool = true, nonBlocking: Bool = true) throws(SystemError) -> Bool {
    do throws(SystemError) {
      try Door.call("flock") { Int(flock(rawValue, (exclusive ? LOCK_EX : LOCK_SH) | (nonBlocking ? LOCK_NB : 0))) }
      return true
    } catch {
      if error.errno == .EAGAIN { return false }
      throw error
    }
  }

  /// Gives the lock back.
  public func unlock() throws(SystemError) { try Door.call("flock") { Int(flock(rawValue, LOCK_UN)) } }

  /// Makes reads and writes answer at once, or wait again.
  public func setNonBlocking(_ on: Bool) throws(SystemError) {
    let flags = Int32(try Door.call("fcntl") { Int(fcntl(rawValue, F_GETFL)) })
    try Door.call("fcntl") { Int(fcntl(rawValue, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK)) }
  }
}
