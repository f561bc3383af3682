import RunbookBase
import RunbookSystem

extension Problem {
  /// A failed file operation that keeps the run from being recorded (exit 11).
  ///
  /// - Parameters:
  ///   - doing: what was tried, such as "append to the audit log".
  ///   - error: how it failed.
  ///   - place: the folder in which space is short, if it is.
  static func unwritable(_ doing: String, _ error: SystemError, in place: String) -> Problem {
    let isFull = error.errno == .ENOSPC || error.errno == .EDQUOT
    let free = isFull ? (try? Files.freeSpace(place)).map { "\($0.bytes >> 20) MiB and \($0.inodes) inodes are free there" } : nil
    let hint =
      switch error.errno {
      case .ENOSPC, .EDQUOT: "free \(Ballast.reserve >> 20) MiB or more in \(place), then resume the run"
      case .EROFS: "mount \(place) writable, or name another state folder with --state DIR"
      case .EACCES, .EPERM: "give your login write access to \(place), or name another state folder with --state DIR"
      default: "check the disk under \(place), then resume the run; only what was durable counts"
      }
    return Problem(.auditLogUnwritable, "cannot \(doing): \(error)", details: free.map { [$0] } ?? [], hint: hint)
  }
}
