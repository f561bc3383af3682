import Glibc

/// Finds programs by name.
public enum ExecutableSearch {
  /// The first file of that name on the search path that may be executed, nil when there is none.
  ///
  /// Only absolute entries count: an empty or relative one would run what lies in the current directory. A name with `/` is
  /// taken as it is when it is absolute, and not found otherwise.
  ///
  /// - Parameter path: the search path, entries separated by `:`.
  public static func resolve(_ name: String, path: String) -> String? {
    guard !name.isEmpty, !name.utf8.contains(0) else { return nil }
    if name.utf8.contains(UInt8(ascii: "/")) {
      return name.utf8.first == UInt8(ascii: "/") && isExecutable(name) ? name : nil
    }
    for entry in path.utf8.split(separator: UInt8(ascii: ":")) {
      guard entry.first == UInt8(ascii: "/"), let directory = String(entry) else { continue }
      let candidate = directory == "/" ? "/\(name)" : "\(directory)/\(name)"
      if isExecutable(candidate) { return candidate }
    }
    return nil
  }

  private static func isExecutable(_ path: String) -> Bool {
    guard !path.utf8.contains(0) else { return false }
    return unsafe (try? Files.stat(path))?.kind == .regular && access(path, X_OK) == 0
  }
}
