import RunbookBase
import RunbookSystem

/// Space set aside beside the log, so that a full disk still leaves room for the last records (reliability A.6).
enum Ballast {
  /// The size of the file, 1 MiB.
  static let size: Int64 = 1 << 20
  /// What must be free before a run begins: the ballast and room for a log of some thousand records.
  static let reserve: Int64 = 8 << 20
  static let inodeReserve: Int64 = 64

  /// Makes sure that the file has its size.
  static func ensure(at path: String) throws(SystemError) {
    if let status = try? Files.stat(path, followLink: false), status.kind == .regular, status.size >= size { return }
    try Files.allocate(path, bytes: size)
  }

  /// Refuses to begin where space is short already.
  static func preflight(_ folder: String) throws(Problem) {
    let free: (bytes: Int64, inodes: Int64)
    do { free = try Files.freeSpace(folder) } catch { throw .unwritable("ask for the free space", error, in: folder) }
    // Some file systems have no fixed number of inodes and say 0.
    guard free.bytes < reserve || (free.inodes > 0 && free.inodes < inodeReserve) else { return }
    throw Problem(
      .auditLogUnwritable, "too little space for an audit log in \(folder): \(free.bytes >> 10) KiB, \(free.inodes) inodes free",
      hint: "free \(reserve >> 20) MiB or more there, or name another state folder with --state DIR")
  }
}
