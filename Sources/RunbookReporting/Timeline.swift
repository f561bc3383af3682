package import RunbookBase
package import RunbookJournal

/// The log as a story: one entry per record, in words (seed §6.1, Scribe).
package struct TimelineEntry: Hashable, Sendable {
  package let at: WallTime
  package let seq: Int
  /// The login or part of the program that made the record.
  package let by: String
  /// Who did it and in which role; nil for the program of its own accord.
  package let person: Person?
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

  /// An entry for a record and its author (``RunbookJournal/Authorship``).
  package init(_ record: Record, _ author: Person?) {
    at = record.at.wall
    seq = record.seq
    by = record.by
    person = author
    step = record.event.step
    (words, weight) = EventText.describe(record.event)
  }

  /// The entry for programs.
  package var json: JSON {
    [
      "seq": JSON(seq), "at": .string(at.text(.milliseconds)), "by": .string(by), "person": person.map(Self.json) ?? .null,
      "step": JSON(step), "words": .string(words),
      "weight": .string(weight.rawValue),
    ]
  }

  private static func json(_ person: Person) -> JSON {
    ["name": .string(person.name), "login": .string(person.login), "role": JSON(person.role)]
  }
}
