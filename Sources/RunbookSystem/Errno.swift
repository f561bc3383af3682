import Glibc

/// A system error number, by name.
public struct Errno: RawRepresentable, Hashable, Sendable {
  /// The number that the kernel gave.
  public let rawValue: Int32

  /// An error number from its value.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// What the last failed call of this thread left behind.
  static var current: Errno { Errno(rawValue: errno) }

  /// Not permitted.
  public static let EPERM = Errno(rawValue: Glibc.EPERM)
  /// No such file or directory.
  public static let ENOENT = Errno(rawValue: Glibc.ENOENT)
  /// No such process.
  public static let ESRCH = Errno(rawValue: Glibc.ESRCH)
  /// Interrupted by a signal.
  public static let EINTR = Errno(rawValue: Glibc.EINTR)
  /// Input/output error.
  public static let EIO = Errno(rawValue: Glibc.EIO)
  /// Argument list too long.
  public static let E2BIG = Errno(rawValue: Glibc.E2BIG)
  /// Not an executable format.
  public static let ENOEXEC = Errno(rawValue: Glibc.ENOEXEC)
  /// Bad descriptor.
  public static let EBADF = Errno(rawValue: Glibc.EBADF)
  /// No child to wait for.
  public static let ECHILD = Errno(rawValue: Glibc.ECHILD)
  /// Try again, or would block.
  public static let EAGAIN = Errno(rawValue: Glibc.EAGAIN)
  /// Out of memory.
  public static let ENOMEM = Errno(rawValue: Glibc.ENOMEM)
  /// Permission denied.
  public static let EACCES = Errno(rawValue: Glibc.EACCES)
  /// Busy.
  public static let EBUSY = Errno(rawValue: Glibc.EBUSY)
  /// Exists already.
  public static let EEXIST = Errno(rawValue: Glibc.EEXIST)
  /// Another filesystem.
  public static let EXDEV = Errno(rawValue: Glibc.EXDEV)
  /// Not a directory.
  public static let ENOTDIR = Errno(rawValue: Glibc.ENOTDIR)
  /// Is a directory.
  public static let EISDIR = Errno(rawValue: Glibc.EISDIR)
  /// Invalid argument.
  public static let EINVAL = Errno(rawValue: Glibc.EINVAL)
  /// Too many open files in the process.
  public static let EMFILE = Errno(rawValue: Glibc.EMFILE)
  /// Not a terminal.
  public static let ENOTTY = Errno(rawValue: Glibc.ENOTTY)
  /// The executable is being written.
  public static let ETXTBSY = Errno(rawValue: Glibc.ETXTBSY)
  /// Too large.
  public static let EFBIG = Errno(rawValue: Glibc.EFBIG)
  /// No space left on the device.
  public static let ENOSPC = Errno(rawValue: Glibc.ENOSPC)
  /// Read-only filesystem.
  public static let EROFS = Errno(rawValue: Glibc.EROFS)
  /// Nobody reads the pipe.
  public static let EPIPE = Errno(rawValue: Glibc.EPIPE)
  /// The directory is not empty.
  public static let ENOTEMPTY = Errno(rawValue: Glibc.ENOTEMPTY)
  /// Too many symbolic links.
  public static let ELOOP = Errno(rawValue: Glibc.ELOOP)
  /// Not valid text.
  public static let EILSEQ = Errno(rawValue: Glibc.EILSEQ)
  /// Quota used up.
  public static let EDQUOT = Errno(rawValue: Glibc.EDQUOT)
  /// Timed out.
  public static let ETIMEDOUT = Errno(rawValue: Glibc.ETIMEDOUT)
}

extension Errno: CustomStringConvertible {
  /// The number's name, nil for one that this build does not name.
  public var name: String? { Errno.names[rawValue] }

  /// Name and sentence, such as `ENOSPC: No space left on device`.
  public var description: String {
    guard let text = unsafe strerror(rawValue) else { return name ?? "errno \(rawValue)" }
    return "\(name ?? "errno \(rawValue)"): \(unsafe String(cString: text))"
  }

  private static let names: [Int32: String] = [
    Glibc.EPERM: "EPERM", Glibc.ENOENT: "ENOENT", Glibc.ESRCH: "ESRCH", Glibc.EINTR: "EINTR", Glibc.EIO: "EIO", Glibc.E2BIG: "E2BIG",
    Glibc.ENOEXEC: "ENOEXEC", Glibc.EBADF: "EBADF", Glibc.ECHILD: "ECHILD", Glibc.EAGAIN: "EAGAIN", Glibc.ENOMEM: "ENOMEM",
    Glibc.EACCES: "EACCES", Glibc.EBUSY: "EBUSY", Glibc.EEXIST: "EEXIST", Glibc.EXDEV: "EXDEV", Glibc.ENOTDIR: "ENOTDIR",
    Glibc.EISDIR: "EISDIR", Glibc.EINVAL: "EINVAL", Glibc.ENFILE: "ENFILE", Glibc.EMFILE: "EMFILE", Glibc.ENOTTY: "ENOTTY",
    Glibc.ETXTBSY: "ETXTBSY", Glibc.EFBIG: "EFBIG", Glibc.ENOSPC: "ENOSPC", Glibc.ESPIPE: "ESPIPE", Glibc.EROFS: "EROFS",
    Glibc.EMLINK: "EMLINK", Glibc.EPIPE: "EPIPE", Glibc.ENAMETOOLONG: "ENAMETOOLONG", Glibc.ENOSYS: "ENOSYS",
    Glibc.ENOTEMPTY: "ENOTEMPTY", Glibc.ELOOP: "ELOOP", Glibc.EILSEQ: "EILSEQ", Glibc.EOPNOTSUPP: "EOPNOTSUPP",
    Glibc.EDQUOT: "EDQUOT", Glibc.ETIMEDOUT: "ETIMEDOUT", Glibc.ESTALE: "ESTALE", Glibc.ENODEV: "ENODEV", Glibc.ENXIO: "ENXIO",
  ]
}
