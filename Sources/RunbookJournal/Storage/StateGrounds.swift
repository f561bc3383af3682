import RunbookBase
import RunbookSystem

/// What lies under a state folder, looked at without making anything.
public struct StateGrounds: Sendable {
  /// The folder, or the nearest one above it that exists.
  public let folder: String
  /// Whether the folder itself is there.
  public let isThere: Bool
  /// Whether this login may write there.
  public let isWritable: Bool
  /// The type of the file system, such as `ext4`; nil when it cannot be told.
  public let fileSystem: String?
  /// Whether locks and appends cannot be relied on there (reliability A.5).
  public let isUnsafe: Bool
  /// What is free for this login; nil when the file system does not say.
  public let free: (bytes: Int64, inodes: Int64)?
  /// What must be free before a run begins.
  public static var needed: Int64 { Ballast.reserve }
  /// Whether a run could begin with what is free.
  public let hasRoom: Bool

  /// Looks at a place.
  public init(_ path: String) {
    folder = Files.nearestExisting(path)
    isThere = Files.exists(path)
    isWritable = Files.isWritable(folder)
    fileSystem = MountTable.fileSystem(of: folder)
    isUnsafe = fileSystem.map(MountTable.isUnsafe) ?? false
    free = try? Files.freeSpace(folder)
    do throws(Problem) {
      try Ballast.preflight(folder)
      hasRoom = true
    } catch { hasRoom = false }
  }
}
