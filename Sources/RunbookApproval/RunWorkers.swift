import RunbookJournal
import Runbooks

/// Everybody who worked on a run, by its records: whoever opened a session that did more than write something down, and whom it was handed to.
struct RunWorkers: Hashable, Sendable {
  private(set) var operators: [Operator] = []
  private var session: Session?
  private var isCounted = false

  /// The boot under which the session of the last record works.
  var bootID: String? { session?.bootID }

  mutating func add(_ event: Event) {
    switch event {
    case .sessionOpened(let session):
      self.session = session
      isCounted = false
    case .roleHandedOver(let handover):
      guard handover.role == Role.restoreOperator.rawValue else { break }
      add(Operator(login: handover.to.login, person: handover.rosterID ?? handover.to.name))
    case .genesis, .note, .messagePosted, .clockJump, .recovered: break
    default:
      guard !isCounted, let session else { break }
      isCounted = true
      add(Operator(login: session.login, person: session.rosterID))
    }
  }

  private mutating func add(_ one: Operator) { if !operators.contains(one) { operators.append(one) } }
}
