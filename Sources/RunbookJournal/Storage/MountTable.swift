import RunbookSystem

/// Which file system a folder lies on.
enum MountTable {
  /// The type of the file system, such as `ext4`, or `nil` when it cannot be told.
  static func fileSystem(of path: String, table: [UInt8]? = nil) -> String? {
    guard let table = table ?? (try? Files.read("/proc/self/mountinfo", limit: 16 << 20)) else { return nil }
    let wanted = Array(path.utf8)
    var best: (length: Int, type: String)?
    for line in table.split(separator: 0x0A) {
      // id, parent, device, root, mount point, options, optional fields, "-", type, source
      let fields = line.split(separator: 0x20)
      guard fields.count > 6, let dash = fields.firstIndex(where: { $0.elementsEqual([0x2D]) }), dash + 1 < fields.count else { continue }
      let point = fields[4].count == 1 ? [] : unescaped(fields[4])
      guard wanted.starts(with: point), wanted.count == point.count || point.isEmpty || wanted[point.count] == 0x2F else { continue }
      // Of two mounts on one point the later hides the earlier.
      if best.map({ point.count >= $0.length }) ?? true { best = (point.count, String(decoding: fields[dash + 1], as: UTF8.self)) }
    }
    return best?.type
  }

  /// Whether locks or appends cannot be relied on there (reliability A.5).
  static func isUnsafe(_ type: String) -> Bool {
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse", "fuseblk", "ceph", "glusterfs"].contains(type) || type.hasPrefix("fuse.")
  }

  /// Spaces and the like stand as three octal digits behind a backslash.
  private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = field.startIndex
    while index < field.endIndex {
      let digits = field[index...].dropFirst().prefix(3)
      if field[index] == 0x5C, digits.count == 3, digits.allSatisfy({ $0 &- 0x30 < 8 }) {
        bytes.append(digits.reduce(0) { $0 &* 8 &+ ($1 - 0x30) })
        index += 4
      } else {
        bytes.append(field[index])
        index += 1
      }
    }
    return bytes
  }
}
