import Glibc

extension Files {
  /// What an unprivileged user can still store on the filesystem of the path.
  public static func freeSpace(_ path: String) throws(SystemError) -> (bytes: Int64, inodes: Int64) {
    let info = try disk(path)
    return (Int64(clamping: info.f_bavail) * Int64(clamping: info.f_frsize), Int64(clamping: info.f_favail))
  }

  /// How large the filesystem of the path is, in bytes.
  public static func diskSize(_ path: String) throws(SystemError) -> Int64 {
    let info = try disk(path)
    return Int64(clamping: info.f_blocks) * Int64(clamping: info.f_frsize)
  }

  private static func disk(_ path: String) throws(SystemError) -> Glibc.statvfs {
    var info = Glibc.statvfs()
    try Door.call("statvfs", path: path) { unsafe Int(statvfs(path, &info)) }
    return info
  }

  /// What a directory and everything below it takes of the disk, in bytes; links are not followed, and what vanishes meanwhile is nothing.
  public static func allocatedSpace(_ path: String) throws(SystemError) -> Int64 {
    do throws(SystemError) {
      let status = try stat(path, followLink: false)
      guard status.kind == .directory else { return status.allocated }
      var bytes = status.allocated
      for name in try list(path) { bytes += try allocatedSpace(path + "/" + name) }
      return bytes
    } catch {
      if error.errno == .ENOENT { return 0 }
      throw error
    }
  }
}
