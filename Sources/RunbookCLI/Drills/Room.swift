import RunbookBase
import RunbookSystem

/// Whether what a backup set unpacks to finds room on a disk: a restore that ends on a full one has deleted what was there.
struct Room {
  /// What the set unpacks to, in bytes.
  let needed: Int64
  let free: Int64
  /// The whole disk, in bytes.
  let total: Int64
  let place: Place

  /// What becomes of the files that are in the directory.
  enum Place: Equatable {
    /// They stay, and those whose disk it is must go on writing: a tenth more is asked for.
    case beside
    /// They give way; so many bytes are theirs, nil when they may not be read.
    case replacing(Int64?)
  }

  /// Looks at a directory, or at the nearest one above it that is there.
  init(needed: Int64, directory: String, isReplacing: Bool) throws(SystemError) {
    var there = directory
    while !Files.isDirectory(there), let above = Files.directory(of: there), above != there { there = above }
    let isThere = Files.isDirectory(directory)
    self.init(
      needed: needed, free: try Files.freeSpace(there).bytes, total: try Files.diskSize(there),
      place: isReplacing ? .replacing(isThere ? try? Files.allocatedSpace(directory) : 0) : .beside)
  }

  init(needed: Int64, free: Int64, total: Int64, place: Place) {
    (self.needed, self.free, self.total, self.place) = (needed, free, total, place)
  }

  var fits: Bool {
    switch place {
    case .beside: needed + needed / 10 <= free
    case .replacing(let old?): needed <= free + old
    // What cannot be seen is no reason to keep anybody from a restore, unless no disk of this size can ever do.
    case .replacing(nil): needed <= total
    }
  }

  /// The answer in a line: `fits: …` or `does not fit: …`.
  var words: String {
    let isFree = "\(Self.size(free)) are free"
    let there =
      switch place {
      case .beside: " and a tenth to spare; \(isFree)"
      case .replacing(let old?) where old > 0: "; \(isFree) and \(Self.size(old)) are in the files that give way"
      case .replacing(_?): "; \(isFree)"
      case .replacing(nil):
        "; the disk has \(Self.size(total)), \(Self.size(free)) of them free, and what the old files take may not be read"
      }
    return "\(fits ? "fits" : "does not fit"): \(Self.size(needed))\(there)"
  }

  /// Rounded up to a tenth of the unit.
  private static func size(_ bytes: Int64) -> String {
    var (value, unit) = (Double(bytes) / 1_048_576, "MiB")
    if value >= 1024 { (value, unit) = (value / 1024, "GiB") }
    let tenths = Int64((value * 10).rounded(.up))
    return "\(tenths / 10)\(tenths % 10 == 0 ? "" : ".\(tenths % 10)") \(unit)"
  }
}
