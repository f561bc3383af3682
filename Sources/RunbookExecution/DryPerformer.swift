import RunbookBase
package import RunbookJournal

/// The performer of `exec --dry-run`: starts nothing, writes nothing, and says that all went well.
package final class DryPerformer: Performer {
  package init() {}

  package func perform(_ work: [Work], started: (Int, ProcessIdentity) -> Void, show: (Int, [UInt8]) -> Void) -> [Performance] {
    work.map { _ in Performance(failure: nil) }
  }

  package func state(of work: Work) -> AttemptState { .notStarted }

  package func adopt(_ work: Work, show: ([UInt8]) -> Void) -> AttemptState { .notStarted }
}
