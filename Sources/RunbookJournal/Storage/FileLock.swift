public import RunbookBase
import RunbookSystem

/// An exclusive lock on a file, which the kernel frees when the process dies (reliability A.7).
///
/// No lease, no timeout, no process id: a stopped holder stays the holder. The file is never removed, and what it says is for
/// the message only. The descriptor is close-on-exec, so no child keeps the lock.
public final class FileLock {
  /// The path of the file.
  public let path: String
  private let descriptor: FileDescriptor
  private var isHeld = true

  private init(path: String, descriptor: FileDescriptor) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { release() }

  /// Takes the lock, or says who has it.
  ///
  /// - Parameters:
  ///   - path: the file, created when missing.
  ///   - subject: what is locked, for the message: "run 20260615…", "target postgres:live_db".
  ///   - holder: what the file says to others while it is held: "alice on db1, epoch 7".
  ///   - waiting: whether to wait for the holder; only for locks that are held for an instant.
  /// - Throws: `busy` with the holder's words; `auditLogUnwritable` when the file cannot be used; `safetyRefusal` for a symbolic link.
  public static func acquire(_ path: String, subject: String, holder: String, waiting: Bool = false) throws(Problem) -> FileLock {
    // A file that was replaced between opening and locking is locked in vain, so look again; 100 times is no accident.
    for _ in 0..<100 {
      do throws(SystemError) {
        let descriptor = try FileDescriptor.open(path, [.readWrite, .create, .noFollow])
        let lock = FileLock(path: path, descriptor: descriptor)
        guard try descriptor.lock(exclusive: true, nonBlocking: !waiting) else { break }
        let own = try descriptor.status()
        guard let named = try? Files.stat(path, followLink: false), named.inode == own.inode, named.device == own.device else { continue }
        lock.describe(holder)
        return lock
      } catch {
        if error.errno == .ELOOP { throw Problem(.safetyRefusal, "the lock \(path) is a symbolic link", hint: "find out who put it there") }
        throw .unwritable("lock \(subject)", error, in: Files.directory(of: path) ?? path)
      }
    }
    throw Problem(
      .busy, "\(subject) is busy: \(FileLock.holder(of: path) ?? "another process holds it")",
      hint: "wait until it is done; look at it with: \(Host.programName) status")
  }

  /// Writes what others are told; failing is no harm, since nobody decides on it.
  public func describe(_ holder: String) {
    guard isHeld else { return }
    try? descriptor.truncate(to: 0)
    _ = try? descriptor.seek(to: 0)
    try? descriptor.writeAll("held by \(holder)\n")
  }

  /// Gives the lock back.
  public func release() {
    guard isHeld else { return }
    isHeld = false
    // Closing alone would leave the lock with a child that was forked just now and has not yet closed its copy.
    try? descriptor.unlock()
    descriptor.closeQuietly()
  }

  /// Whether some process holds the lock now.
  public static func isHeld(_ path: String) -> Bool {
    guard let descriptor = try? FileDescriptor.open(path, [.readOnly, .noFollow]) else { return false }
    defer { descriptor.closeQuietly() }
    return (try? descriptor.lock(exclusive: false, nonBlocking: true)) == false
  }

  /// What the file says of its holder, or `nil`.
  public static func holder(of path: String) -> String? {
    guard let bytes = try? Files.read(path, limit: 4096), let text = String(validating: bytes.prefix { $0 != 0x0A }, as: UTF8.self) else {
      return nil
    }
    return text.isEmpty || text.unicodeScalars.contains { $0.value < 0x20 } ? nil : text
  }
}
