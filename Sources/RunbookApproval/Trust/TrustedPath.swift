package import RunbookBase
import RunbookSystem

/// Whether a file can be believed: nobody but its owner could have written or replaced it (reliability B.2).
package enum TrustedPath {
  /// Checks a file and every folder above it.
  ///
  /// - Parameter owners: users that may own it; root may always own the folders above.
  /// - Throws: `safetyRefusal` naming the first part of the path that breaks a rule.
  package static func check(_ path: String, owners: Set<UInt32>) throws(Problem) {
    guard path.utf8.first == UInt8(ascii: "/"), !path.utf8.contains(0) else {
      throw Problem(.safetyRefusal, "“\(TerminalText.escapedLine(path))” is not an absolute path", hint: "write the whole path")
    }
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
    var current = ""
    try check("/", of: path, isLast: false, owners: owners)
    for (index, part) in parts.enumerated() {
      guard part != ".", part != ".." else {
        throw Problem(.safetyRefusal, "the path \(path) leads through “\(part)”", hint: "write it without . and ..")
      }
      current += "/" + part
      try check(current, of: path, isLast: index == parts.count - 1, owners: owners)
    }
  }

  private static func check(_ part: String, of path: String, isLast: Bool, owners: Set<UInt32>) throws(Problem) {
    let status: FileStatus
    do throws(SystemError) { status = try Files.stat(part, followLink: false) } catch {
      throw Problem(
        .safetyRefusal, "the file \(path) cannot be looked at: \(error.errno)", details: part == path ? [] : ["at \(part)"],
        hint: "sign-off by keys is not set up here; what root puts there is in Docs/Security.md. To play it without: exec … --rehearse")
    }
    let isOwned = owners.contains(status.uid) || (!isLast && status.uid == 0)
    // In a folder with the sticky bit nobody can replace what belongs to another.
    let isProtected = status.mode & 0o022 == 0 || (!isLast && status.kind == .directory && status.mode & 0o1000 != 0)
    let reason: String? =
      switch status.kind {
      case .symbolicLink: "is a symbolic link"
      case .regular where !isLast, .directory where isLast: isLast ? "is a folder" : "is not a folder"
      case .regular, .directory:
        if !isOwned {
          "belongs to user \(status.uid), not to \(owners.sorted().map { $0 == 0 ? "root" : "user \($0)" }.joined(separator: " or "))"
        } else if !isProtected {
          "can be written by others (mode \(String(status.mode, radix: 8)))"
        } else {
          nil
        }
      default: "is no plain file"
      }
    guard let reason else { return }
    throw Problem(
      .safetyRefusal, "\(path) cannot be trusted: \(part == path ? "it" : part) \(reason)",
      hint: isProtected ? "let root own a plain file there, and every folder above it" : "chmod go-w \(part)")
  }
}
