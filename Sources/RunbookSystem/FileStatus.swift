import Glibc

/// What the kernel knows of a file.
public struct FileStatus: Hashable, Sendable {
  /// What it is.
  public enum Kind: Hashable, Sendable {
    /// A plain file.
    case regular
    /// A directory.
    case directory
    /// A symbolic link.
    case symbolicLink
    /// A named pipe.
    case fifo
    /// A socket.
    case socket
    /// A character or block device.
    case device
    /// Anything else.
    case other
  }

  /// What it is.
  public let kind: Kind
  /// The permission bits, such as 0o600.
  public let mode: UInt32
  /// The owner's number.
  public let uid: UInt32
  /// The group's number.
  public let gid: UInt32
  /// The length in bytes.
  public let size: Int64
  /// What it takes of the disk, in bytes.
  public let allocated: Int64
  /// The device it is on.
  public let device: UInt64
  /// Its number on that device.
  public let inode: UInt64
  /// When its content last changed, in seconds since 1970 UTC.
  public let modifiedSeconds: Int64

  init(_ info: Glibc.stat) {
    kind =
      switch info.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .symbolicLink
      case S_IFIFO: .fifo
      case S_IFSOCK: .socket
      case S_IFCHR, S_IFBLK: .device
      default: .other
      }
    mode = info.st_mode & 0o7777
    uid = info.st_uid
    gid = info.st_gid
    size = Int64(info.st_size)
    allocated = Int64(info.st_blocks) * 512
    device = UInt64(info.st_dev)
    inode = UInt64(info.st_ino)
    modifiedSeconds = Int64(info.st_mtim.tv_sec)
  }
}
