public import RunbookBase
import RunbookSystem

/// Remarks that wait to be taken into a run's log: one file each, written by anybody, read by whoever holds the run.
///
/// The log keeps its one writer: a remark is first made durable here, and only the session that holds the run's lock appends it.
/// See Docs/Decisions/Remarks-reach-the-log-through-its-holder.md.
public struct NoteSpool: Sendable {
  /// A remark on its way to the log.
  public struct Remark: Hashable, Sendable {
    /// What was said.
    public var text: String
    /// The time that it is about: the one that was named, else when it was written down.
    public var about: WallTime
    /// The login that wrote it down.
    public var by: String
    /// Who wrote it down, by the name they gave, and in which role; nil where it waits from an earlier version.
    public var person: Person?
    /// The message to those outside that it tells of; nil for a remark alone.
    public var message: StatusMessage?

    /// A remark from its parts.
    public init(text: String, about: WallTime, by: String, person: Person? = nil) {
      self.person = person
      self.text = text
      self.about = about.truncatedToMilliseconds
      self.by = by
    }

    /// The record that it becomes.
    fileprivate var event: Event { message.map(Event.messagePosted) ?? .note(text, about: about, by: person) }
  }

  /// The longest text of a remark, in bytes.
  public static let textLimit = 4096

  private let path: String

  /// The spool of a run.
  public init(_ folder: RunFolder) { path = folder.path + "/notes" }

  /// Makes a remark durable; it is in the log when a session has taken it in.
  ///
  /// - Throws: `usage` for an empty or too long text, `auditLogUnwritable` when it cannot be kept.
  public func add(_ remark: Remark) throws(Problem) {
    guard remark.text.utf8.contains(where: { $0 > 0x20 }), remark.text.utf8.count <= Self.textLimit else {
      throw Problem(
        .usage, "a remark of \(remark.text.utf8.count) bytes cannot be kept", hint: "write something of at most \(Self.textLimit) bytes")
    }
    var json: JSON = ["about": .string(remark.about.text(.milliseconds)), "by": .string(remark.by), "text": .string(remark.text)]
    if let person = remark.person { json["person"] = person.json }
    if let message = remark.message { json["message"] = message.json }
    do throws(SystemError) {
      if !Files.exists(path) {
        do throws(SystemError) { try Files.makeDirectory(path, mode: 0o700) } catch { if error.errno != .EEXIST { throw error } }
        if let folder = Files.directory(of: path) { try Files.syncDirectory(folder) }
      }
      // The name sorts by the time of writing; the random end keeps two writers apart.
      let name = "\(WallTime(nanoseconds: Clock.wall()).compact)-\(Entropy.hex(8))\(Self.suffix)"
      try Files.writeDurably(json.canonicalBytes, to: path + "/" + name)
    } catch { throw .unwritable("keep the remark", error, in: path) }
  }

  /// Makes a message to those outside durable; it is in the log when a session has taken it in.
  public func add(_ message: StatusMessage, by login: String) throws(Problem) {
    var remark = Remark(text: message.text, about: message.at, by: login)
    remark.message = message
    try add(remark)
  }

  /// The remarks that wait, oldest first; what is no remark is passed over.
  public func waiting() -> [Remark] { files().compactMap { try? Self.read(path + "/" + $0) } }

  /// Takes what waits into the log of a held run; called by its session before each record of its own.
  ///
  /// A death between append and removal leaves a file whose remark is in the log: the log is looked at first, so nothing is told
  /// twice. A remark never stops a run: what cannot be taken in stays, and the session's own append tells what is wrong.
  public func takeIn(_ writer: JournalWriter) {
    let names = files()
    guard !names.isEmpty, !writer.state.status.isFinal, !writer.state.isDegraded else { return }
    var known: Set<Remark> = []
    let isRead = try? writer.folder.read { stored in
      if let remark = Self.remark(in: stored.record.event, by: stored.record.by) { known.insert(remark) }
    }
    guard isRead != nil else { return }
    for name in names {
      guard let remark = try? Self.read(path + "/" + name) else {
        // Not looked at again, and kept for whoever asks.
        try? Files.rename(path + "/" + name, to: path + "/" + name + ".refused")
        continue
      }
      let event = writer.wording(remark.event)
      guard let kept = Self.remark(in: event, by: remark.by) else { continue }
      if !known.contains(kept) {
        do throws(Problem) { try writer.append(event, by: remark.by) } catch { return }
        known.insert(kept)
      }
      try? Files.remove(path + "/" + name)
    }
  }

  private static let suffix = ".note"

  private func files() -> [String] {
    // Most runs have no remark: one look at the folder's name is all they pay.
    guard Files.exists(path) else { return [] }
    return ((try? Files.list(path)) ?? []).filter { $0.hasSuffix(Self.suffix) }
  }

  private static func remark(in event: Event, by login: String) -> Remark? {
    switch event {
    case .note(let text, let about?, let person): return Remark(text: text, about: about, by: login, person: person)
    case .messagePosted(let message):
      var remark = Remark(text: message.text, about: message.at, by: login)
      remark.message = message
      return remark
    default: return nil
    }
  }

  private struct Unreadable: Error {}

  private static func read(_ path: String) throws -> Remark {
    let json = try JSON.parse(try Files.read(path, limit: 8 * textLimit * 6))
    guard let text = json["text"]?.stringValue, text.utf8.count <= textLimit, let by = json["by"]?.stringValue, by.utf8.count <= 256,
      let about = json["about"]?.stringValue.flatMap(WallTime.init)
    else { throw Unreadable() }
    var remark = Remark(text: text, about: about, by: by)
    if let json = json["person"] { remark.person = try Person(try Fields(json)) }
    if let json = json["message"] {
      var fields = try Fields(json)
      remark.message = try StatusMessage(&fields)
      try fields.finish()
    }
    return remark
  }
}
