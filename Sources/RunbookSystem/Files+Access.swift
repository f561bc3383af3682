import Glibc

extension Files {
  /// Whether this user may write to what is at the path, as the kernel judges it: mode, access lists and a read-only mount.
  public static func isWritable(_ path: String) -> Bool {
    guard !path.utf8.contains(0) else { return false }
    return unsafe faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0
  }

  /// Whether this user may read what is at the path, as the kernel judges it.
  public static func isReadable(_ path: String) -> Bool {
    guard !path.utf8.contains(0) else { return false }
    return unsafe faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0
  }

  /// The path itself, or the nearest folder above it that exists.
  public static func nearestExisting(_ path: String) -> String {
    var path = path
    while !exists(path), let parent = directory(of: path), parent != path { path = parent }
    return path
  }
}
