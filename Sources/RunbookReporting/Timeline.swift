package import RunbookBase
package import RunbookJournal

/// The log as a story: one entry per record, in words (seed §6.1, Scribe).
package struct TimelineEntry: Hashable, Sendable {
  package let at: WallTime
  package let seq: Int
  /// The login that made the record.
  package let by: String
  /// The step it is about, if any.
  package let step: String?
  /// What happened.
  package let words: String
  /// How much it matters.
  package let weight: Weight

  /// How much an entry matters.
  package enum Weight: String, Hashable, Sendable {
    case plain
    case good
    case attention
    case bad
  }

  package init(_ record: Record) {
    at = record.at.wall
    seq = record.seq
    by = record.by
    step = record.event.step
    (words, weight) = EventText.describe(record.event)
  }

  /// The entry for programs.
  package var json: JSON {
    [
      "seq": JSON(seq), "at": .string(at.text(.milliseconds)), "by": .string(by), "step": JSON(step), "words": .string(words),
      "weight": .string(weight.rawValue),
    ]
  }
}
