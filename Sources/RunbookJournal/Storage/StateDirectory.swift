public import RunbookBase
import RunbookSystem

/// The folder with all runs and locks of one login, checked before anything is trusted to it.
///
///     <state>/runs/<run id>/…     <state>/locks/<target>
public struct StateDirectory: Hashable, Sendable {
  /// The path, without a slash at the end.
  public let path: String
  /// The folder with one folder per run.
  public var runsPath: String { path + "/runs" }
  /// The folder with one lock per target.
  public var locksPath: String { path + "/locks" }

  /// Opens the folder for reading: nothing is created.
  ///
  /// - Throws: `safetyRefusal` for a folder that others could write to, `usage` when there is none.
  public static func existing(_ path: String) throws(Problem) -> StateDirectory {
    let state = StateDirectory(path: trimmed(path))
    guard Files.exists(state.path) else {
      throw Problem(.usage, "there is no state folder \(state.path), so there are no runs", hint: "name the right one with --state DIR")
    }
    try state.check()
    return state
  }

  /// Opens the folder for runs, creating it for this login only (mode 0700) when missing.
  ///
  /// - Throws: `safetyRefusal` when others could write to it, it belongs to someone else, is a symbolic link, or lies on a file system
  ///   whose locks cannot be relied on; `auditLogUnwritable` when it cannot be written.
  public static func open(_ path: String) throws(Problem) -> StateDirectory {
    guard !path.isEmpty else {
      throw Problem(.usage, "the state folder has an empty name", hint: "name a folder with --state DIR, or leave --state out")
    }
    let state = StateDirectory(path: trimmed(path))
    do {
      if !Files.exists(state.path) { try Files.makeDirectory(state.path, mode: 0o700, parents: true) }
    } catch { throw .unwritable("create the state folder", error, in: Files.directory(of: state.path) ?? state.path) }
    try state.check()
    if let type = MountTable.fileSystem(of: state.path), MountTable.isUnsafe(type) {
      throw Problem(
        .safetyRefusal, "the state folder \(state.path) lies on \(type), where locks and appends cannot be relied on",
        hint: "name a folder on a local disk with --state DIR")
    }
    do throws(SystemError) {
      var created = false
      for folder in [state.runsPath, state.locksPath] where !Files.exists(folder) {
        do throws(SystemError) { try Files.makeDirectory(folder, mode: 0o700) } catch { if error.errno != .EEXIST { throw error } }
        created = true
      }
      if created {
        try Files.syncDirectory(state.path)
        if let parent = Files.directory(of: state.path) { try? Files.syncDirectory(parent) }
      }
    } catch { throw .unwritable("prepare the state folder", error, in: state.path) }
    for folder in [state.runsPath, state.locksPath] { try check(folder) }
    return state
  }

  private func check() throws(Problem) { try StateDirectory.check(path) }

  /// Refuses a folder that someone else could have prepared or could change.
  private static func check(_ path: String) throws(Problem) {
    let status: FileStatus
    do { status = try Files.stat(path, followLink: false) } catch {
      throw Problem(.safetyRefusal, "the state folder cannot be looked at: \(error)", hint: "name another one with --state DIR")
    }
    let own = Host.userID()
    let reason: String? =
      switch status.kind {
      case .symbolicLink: "is a symbolic link"
      case .directory where status.uid != own: "belongs to user \(status.uid), you are user \(own)"
      case .directory where status.mode & 0o022 != 0: "can be written by others (mode \(String(status.mode, radix: 8)))"
      case .directory: nil
      default: "is not a folder"
      }
    guard let reason else { return }
    throw Problem(
      .safetyRefusal, "the state folder \(path) \(reason)",
      hint: status.kind == .directory && status.uid == own ? "chmod go-w \(path)" : "name a folder of your own with --state DIR")
  }

  /// A slash at the end would make the kernel follow a link.
  private static func trimmed(_ path: String) -> String {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == 0x2F { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
