public import RunbookBase
import RunbookSystem

/// Acknowledged handovers that wait to be taken into a run's log, one file each, on the same way as remarks (``NoteSpool``).
public struct HandoverSpool: Sendable {
  private let path: String
  private static let suffix = ".handover"

  /// The spool of a run.
  public init(_ folder: RunFolder) { path = folder.path + "/handovers" }

  /// Makes a handover durable; it counts when a session has taken it in.
  ///
  /// - Throws: `auditLogUnwritable` when it cannot be kept.
  public func add(_ handover: Handover) throws(Problem) {
    var list = FieldList()
    handover.write(to: &list)
    do throws(SystemError) {
      if !Files.exists(path) {
        do throws(SystemError) { try Files.makeDirectory(path, mode: 0o700) } catch { if error.errno != .EEXIST { throw error } }
        if let folder = Files.directory(of: path) { try Files.syncDirectory(folder) }
      }
      let name = "\(WallTime(nanoseconds: Clock.wall()).compact)-\(Entropy.hex(8))\(Self.suffix)"
      try Files.writeDurably(list.json.canonicalBytes, to: path + "/" + name)
    } catch { throw .unwritable("keep the handover", error, in: path) }
  }

  /// Whether one waits to be taken in.
  public var isWaiting: Bool { !files().isEmpty }

  /// Takes what waits into the log of a held run, oldest first.
  ///
  /// A death between append and removal leaves a file whose handover stands in the log as the last of its role: it is not told twice.
  public func takeIn(_ writer: JournalWriter) {
    for name in files() where !writer.state.status.isFinal && !writer.state.isDegraded {
      guard let handover = try? Self.read(path + "/" + name) else {
        try? Files.rename(path + "/" + name, to: path + "/" + name + ".refused")
        continue
      }
      let event = writer.wording(.roleHandedOver(handover))
      if writer.state.holders[handover.role].map(Event.roleHandedOver) != event {
        do throws(Problem) { try writer.append(event) } catch {
          // What cannot follow now cannot follow later; anything else is told by the session's own append.
          if error.code == .safetyRefusal { try? Files.rename(path + "/" + name, to: path + "/" + name + ".refused") }
          return
        }
      }
      try? Files.remove(path + "/" + name)
    }
  }

  private func files() -> [String] {
    guard Files.exists(path) else { return [] }
    return ((try? Files.list(path)) ?? []).filter { $0.hasSuffix(Self.suffix) }
  }

  private static func read(_ path: String) throws -> Handover {
    var fields = try Fields(try JSON.parse(try Files.read(path, limit: 1 << 16)))
    let handover = try Handover(&fields)
    try fields.finish()
    return handover
  }
}
