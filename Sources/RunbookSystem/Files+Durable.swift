import Glibc

extension Files {
  /// Writes a file so that a crash at any point leaves the old content or the new, never a mixture (reliability A.5).
  ///
  /// A temporary file beside it is written, made durable, renamed over it, and then the directory is made durable.
  public static func writeDurably(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(SystemError) {
    let temporary = "\(path).\(Entropy.hex(6)).tmp"
    let file = try FileDescriptor.open(temporary, [.writeOnly, .create, .exclusive, .noFollow], mode: mode)
    do throws(SystemError) {
      do throws(SystemError) {
        try file.writeAll(bytes)
        try file.fsync()
      } catch {
        file.closeQuietly()
        throw error
      }
      try file.close()
      try rename(temporary, to: path)
    } catch {
      _ = unsafe unlink(temporary)
      throw SystemError(error.operation, path: error.path ?? path, errno: error.errno)
    }
    try syncDirectory(directory(of: path) ?? ".")
  }

  /// Makes the names in a directory durable: new, renamed and removed ones.
  public static func syncDirectory(_ path: String) throws(SystemError) {
    let directory = try FileDescriptor.open(path, [.readOnly, .directory])
    defer { directory.closeQuietly() }
    try named(path) { () throws(SystemError) in try directory.fsync() }
  }

  /// Makes a file of the given length with its disk space reserved, such as the ballast for a full disk (reliability A.6).
  public static func allocate(_ path: String, bytes: Int64, mode: UInt32 = 0o600) throws(SystemError) {
    let file = try FileDescriptor.open(path, [.writeOnly, .create], mode: mode)
    defer { file.closeQuietly() }
    try named(path) { () throws(SystemError) in
      try file.allocate(bytes)
      try file.fsync()
    }
  }

  /// A new directory for this process alone, under `TMPDIR` or `/tmp`; the caller removes it.
  public static func temporaryDirectory(prefix: String) throws(SystemError) -> String {
    let base = Host.environment("TMPDIR").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    let path = "\(base)/\(prefix)-\(Entropy.hex(8))"
    try makeDirectory(path, mode: 0o700)
    return path
  }
}
