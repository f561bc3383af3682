public import RunbookBase

/// One record of the log: an event with its place in order and time.
public struct Record: Hashable, Sendable {
  /// When, on both clocks.
  public struct Instant: Hashable, Sendable {
    /// The wall clock, cut to milliseconds; for people.
    public var wall: WallTime
    /// Nanoseconds of the boot clock, for durations within one boot.
    public var boot: Int64

    /// An instant from both clocks.
    public init(wall: WallTime, boot: Int64) {
      self.wall = wall.truncatedToMilliseconds
      self.boot = boot
    }
  }

  /// When the record was made.
  public var at: Instant
  /// The login or part of the program that made it.
  public var by: String
  /// The session's number, from 1; 0 before the first.
  public var epoch: Int
  /// The record's number, from 1.
  public var seq: Int
  /// What happened.
  public var event: Event

  /// A record from its parts.
  public init(at: Instant, by: String, epoch: Int, seq: Int, event: Event) {
    self.at = at
    self.by = by
    self.epoch = epoch
    self.seq = seq
    self.event = event
  }

  static let ownKeys = ["at", "by", "epoch", "seq", "type"]

  /// The canonical payload, as it stands in the log.
  public var payload: [UInt8] { json.canonicalBytes }

  /// The record as JSON.
  public var json: JSON {
    var list = FieldList()
    list.add("at", ["boot": .int(at.boot), "wall": .string(at.wall.text(.milliseconds))])
    list.add("by", by)
    list.add("epoch", JSON(epoch))
    list.add("seq", JSON(seq))
    event.write(to: &list)
    return list.json
  }

  /// The record that a payload spells; the payload must be canonical to the byte.
  init(payload: Span<UInt8>) throws(RecordError) {
    let json: JSON
    do { json = try JSON.parse(payload, dialect: .canonical) } catch { throw RecordError(error.description) }
    var fields = try Fields(json)
    var time = try fields.nested("at")
    at = Instant(wall: try time.wall("wall"), boot: try time.int("boot"))
    try time.finish()
    by = try fields.string("by")
    epoch = try fields.int("epoch")
    seq = try fields.int("seq")
    event = try Event(type: try fields.identifier("type"), &fields)
    if case .unknown = event { return }
    try fields.finish()
  }
}
