public import RunbookBase
public import Runbooks

/// Whom a run authorises: the login that executes it, and the person where several share that login.
public struct Operator: Hashable, Sendable {
  /// The login of the session.
  public let login: String
  /// The roster id or name that the person gave; needed where the login is shared, as root is.
  public let person: String?

  /// An operator from login and name.
  public init(login: String, person: String? = nil) {
    self.login = login
    self.person = person
  }

  /// Everybody in the roster who may be meant; empty when nobody knows.
  func people(in roster: Roster) -> [Roster.Person] {
    [roster.person(login: login), person.flatMap { roster.person(called: $0) }].compactMap(\.self)
  }

  /// Whether a text names the operator, roster or not.
  func isCalled(_ name: String) -> Bool { login.isSameName(as: name) || person?.isSameName(as: name) == true }
}

/// Nobody approves their own work: one rule for every path on which a yes can come (engines §6 item 34).
public enum Separation {
  /// Why this person may not answer for those operators; nil when they may.
  public static func refusal(of person: Roster.Person, operators: [Operator], roster: Roster) -> ApprovalRefusal? {
    for one in operators {
      if person.names.contains(where: one.isCalled) { return .isOperator(person.id) }
      let known = one.people(in: roster)
      if known.contains(where: { $0.id == person.id }) { return .isOperator(person.id) }
      if known.isEmpty { return .operatorUnknown(one.login) }
    }
    return nil
  }

  /// The person who answers by typing at the operator's terminal.
  ///
  /// - Parameters:
  ///   - claim: the name that was typed: id, name, principal or login.
  ///   - role: the role that the gate asks for.
  ///   - roster: nil where the estate has none; then the name must only be another one than the operator's.
  /// - Returns: the person of the roster; nil where there is none.
  /// - Throws: `signOffRefused` for the operator themself, a stranger, or someone without the role.
  public static func atTerminal(
    _ claim: String, role: String, operators: [Operator], roster: Roster?, policy: ApprovalPolicy
  ) throws(Problem) -> Roster.Person? {
    func refuse(_ refusal: ApprovalRefusal) -> Problem { Problem(.signOffRefused, refusal.text, hint: refusal.remedy) }
    guard let roster else {
      if !policy.operatorMayApprove, operators.contains(where: { $0.isCalled(claim) }) { throw refuse(.isOperator(claim)) }
      return nil
    }
    guard let person = roster.person(called: claim) else { throw refuse(.unknownPrincipal(claim)) }
    guard policy.mayHold(role, person) else { throw refuse(.roleNotHeld(person: person.id, role: role)) }
    if !policy.operatorMayApprove, let refusal = refusal(of: person, operators: operators, roster: roster) { throw refuse(refusal) }
    return person
  }
}
