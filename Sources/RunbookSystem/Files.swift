import Glibc

/// Files and directories by path.
public enum Files {
  /// The whole content of a file; an error when it is longer than the limit, never a cut copy.
  public static func read(_ path: String, limit: Int = 64 << 20) throws(SystemError) -> [UInt8] {
    let file = try FileDescriptor.open(path, .readOnly)
    defer { file.closeQuietly() }
    var content: [UInt8] = []
    // Files of /proc say length 0, so the length is a first guess only.
    var room = min(limit, max(4096, Int(try file.size))) + 1
    while true {
      let part = try named(path) { () throws(SystemError) in try file.read(upTo: room) }
      if part.isEmpty { return content }
      if content.isEmpty { content = part } else { content += part }
      if content.count > limit { throw SystemError("read", path: path, errno: .EFBIG) }
      // Most often only the end of the file is still to be seen; room costs time.
      room = min(max(4096, part.count == room ? content.count : 0), 1 << 20, limit - content.count + 1)
    }
  }

  /// The whole content of a file as text; an error when it is not valid UTF-8.
  public static func readText(_ path: String, limit: Int = 64 << 20) throws(SystemError) -> String {
    guard let text = String(validating: try read(path, limit: limit), as: UTF8.self) else {
      throw SystemError("read", path: path, errno: .EILSEQ)
    }
    return text
  }

  /// What the kernel knows of the file at the path, following a symbolic link unless told otherwise.
  public static func stat(_ path: String, followLink: Bool = true) throws(SystemError) -> FileStatus {
    var info = Glibc.stat()
    try Door.call("stat", path: path) { unsafe Int(fstatat(AT_FDCWD, path, &info, followLink ? 0 : AT_SYMLINK_NOFOLLOW)) }
    return FileStatus(info)
  }

  /// Whether something is at the path; also true for what may not be looked at.
  public static func exists(_ path: String) -> Bool {
    do throws(SystemError) {
      _ = try stat(path, followLink: false)
      return true
    } catch { return error.errno != .ENOENT && error.errno != .ENOTDIR }
  }

  /// Whether a directory is at the path.
  public static func isDirectory(_ path: String) -> Bool { (try? stat(path))?.kind == .directory }

  /// Makes a directory; with `parents` also the missing ones above it, and one that exists is fine.
  public static func makeDirectory(_ path: String, mode: UInt32 = 0o700, parents: Bool = false) throws(SystemError) {
    do throws(SystemError) { try Door.call("mkdir", path: path) { unsafe Int(mkdir(path, mode)) } } catch {
      guard parents else { throw error }
      if error.errno == .EEXIST && isDirectory(path) { return }
      guard error.errno == .ENOENT, let parent = directory(of: path), parent != path else { throw error }
      try makeDirectory(parent, mode: mode, parents: true)
      // Once: some file systems, such as /proc, answer ENOENT for ever.
      try makeDirectory(path, mode: mode)
    }
  }

  /// The names in a directory, sorted by bytes, without `.` and `..`; bad UTF-8 in a name is replaced.
  public static func list(_ path: String) throws(SystemError) -> [String] {
    var stream: OpaquePointer?
    try Door.call("list", path: path) {
      unsafe stream = unsafe opendir(path)
      return unsafe stream == nil ? -1 : 0
    }
    guard let stream = unsafe stream else { throw SystemError("list", path: path, errno: .EIO) }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      names.append(unsafe withUnsafeBytes(of: entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) })
    }
    if errno != 0 { throw SystemError("list", path: path, errno: .current) }
    let dots: [[UInt8]] = [[0x2E], [0x2E, 0x2E]]
    return names.filter { !dots.contains($0) }.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Removes a file or an empty directory.
  public static func remove(_ path: String) throws(SystemError) { try Door.call("remove", path: path) { unsafe Int(Glibc.remove(path)) } }

  /// Removes a directory with all that is in it; links are removed, never followed.
  public static func removeTree(_ path: String) throws(SystemError) {
    if try stat(path, followLink: false).kind == .directory {
      for name in try list(path) { try removeTree(path + "/" + name) }
    }
    try remove(path)
  }

  /// Gives a file another name, replacing what has it, in one step.
  public static func rename(_ old: String, to new: String) throws(SystemError) {
    if old.utf8.contains(0) { throw SystemError("rename", path: old.debugDescription, errno: .EINVAL) }
    try Door.call("rename", path: new) { unsafe Int(Glibc.rename(old, new)) }
  }

  /// Makes a named pipe.
  public static func makeFIFO(_ path: String, mode: UInt32 = 0o600) throws(SystemError) {
    try Door.call("mkfifo", path: path) { unsafe Int(mkfifo(path, mode)) }
  }

  /// Sets the permission bits.
  public static func setMode(_ path: String, _ mode: UInt32) throws(SystemError) {
    try Door.call("chmod", path: path) { unsafe Int(chmod(path, mode)) }
  }

  /// The last part of the path.
  public static func name(of path: String) -> String {
    path.utf8.split(separator: 0x2F).last.map { String(Substring($0)) } ?? ""
  }

  /// The path without its last part; `/` for one at the top, `.` for a bare name.
  public static func directory(of path: String) -> String? {
    var bytes = Array(path.utf8)
    while bytes.count > 1 && bytes.last == 0x2F { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: 0x2F) else { return "." }
    bytes.removeSubrange(max(slash, 1)...)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func named<Value>(_ path: String, _ body: () throws(SystemError) -> Value) throws(SystemError) -> Value {
    do throws(SystemError) { return try body() } catch { throw SystemError(error.operation, path: error.path ?? path, errno: error.errno) }
  }
}
