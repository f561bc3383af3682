/// Who made each record of a log and in which role: a fold beside the state (Docs/Audit-log.md, “Who”).
public struct Authorship: Hashable, Sendable {
  /// Who works on the run; nil before the first record.
  public private(set) var acting: Person?

  /// Before the first record.
  public init() {}

  /// The author of the next record; nil when it was the program of its own accord.
  ///
  /// A record says it itself. Where it does not, its session did it: whoever opened that, or to whom their role was handed over since.
  public mutating func author(of record: Record) -> Person? {
    follow(record.event)
    if let own = record.event.person { return own.isRule ? nil : own }
    if record.by == Self.program { return nil }
    // A remark of an earlier version has its writer's login alone.
    if let acting, case .note(_, about: .some, _) = record.event, record.by != acting.login {
      return Person(name: record.by, login: record.by)
    }
    return acting
  }

  /// Takes the next record in: who works from here on.
  mutating func follow(_ event: Event) {
    switch event {
    case .genesis(let genesis): acting = genesis.person ?? Person(name: genesis.login, login: genesis.login)
    case .sessionOpened(let session): acting = session.acting
    case .roleHandedOver(let handover): if handover.role == acting?.role { acting = handover.to }
    default: break
    }
  }

  private static let program = "runbook"
}
