import Glibc

extension Files {
  /// Where a path leads when every link on the way is followed; the missing end of a path is kept as it is written.
  ///
  /// - Throws: `ENOENT` for a link that leads nowhere, `ELOOP`, `EACCES` where a directory may not be passed.
  public static func realPath(_ path: String) throws(SystemError) -> String {
    do throws(SystemError) { return try existingPath(path) } catch {
      guard error.errno == .ENOENT, path != "/", let parent = directory(of: path) else { throw error }
      // A link that leads nowhere is there itself.
      let isLink = (try? stat(path, followLink: false))?.kind == .symbolicLink
      guard !isLink, let name = path.utf8.split(separator: 0x2F).last else { throw error }
      let start = try realPath(parent)
      return (start == "/" ? "" : start) + "/" + String(decoding: Array(name), as: UTF8.self)
    }
  }

  private static func existingPath(_ path: String) throws(SystemError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    try Door.call("resolve", path: path) { unsafe realpath(path, &buffer) == nil ? -1 : 0 }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
