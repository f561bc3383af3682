import RunbookApproval
import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

/// What a run on an estate with keys needs before it begins: trust files that can be believed, and to know who runs it.
struct SigningSetup {
  let rules: SignOff
  let keygen: SSHKeygen
  /// The operator, as the roster knows them.
  let person: Roster.Person
  /// Who they are to the log: their name, their login, their role.
  var by: Person { RunSession.person(person.name) }
  /// By which id the roster knows them.
  var rosterID: String { person.id }

  /// Checks everything that would otherwise be found out at the gate; nil where gates are signed off by typing, or where there is none.
  static func prepare(_ plan: Plan, _ arguments: ParsedArguments, _ terminal: TerminalConsole) throws(Problem) -> SigningSetup? {
    let claim = arguments.value("operator")
    guard let rules = plan.estate.signOff else {
      guard claim == nil else {
        throw Problem(
          .usage, "--operator is for estates with a roster, and “\(plan.estate.name)” has none", hint: "leave --operator out")
      }
      return nil
    }
    guard hasGates(plan) else { return nil }
    let keygen = try SSHKeygen()
    return SigningSetup(rules: rules, keygen: keygen, person: try person(rules, on: plan.estate.name, claim, terminal))
  }

  /// The person who works on a run of the estate; refused when the roster does not let them.
  static func person(
    _ rules: SignOff, on estate: String, _ claim: String?, _ terminal: TerminalConsole
  ) throws(Problem) -> Roster.Person {
    let trust = try ApprovalDesk.TrustLocation(rules, user: Host.userID()).load()
    let person = try whoRuns(claim, trust.roster, terminal)
    guard rules.policy.mayHold(Role.restoreOperator.rawValue, person) else {
      throw Problem(
        .safetyRefusal, "\(person.id) may not act as \(Role.restoreOperator.rawValue) on “\(estate)”",
        hint: "let somebody run it whom the roster gives the role")
    }
    return person
  }

  /// What would keep a run from beginning on its estate's trust files; nil when nothing would.
  static func trouble(_ plan: Plan) -> Problem? {
    guard let rules = plan.estate.signOff, hasGates(plan) else { return nil }
    do throws(Problem) {
      _ = try SSHKeygen()
      _ = try ApprovalDesk.TrustLocation(rules, user: Host.userID()).load()
      return nil
    } catch { return error }
  }

  private static func hasGates(_ plan: Plan) -> Bool {
    plan.flattened.contains { if case .gate = $0.kind { true } else { false } }
  }

  /// The login says it, or the person does where several share the login.
  private static func whoRuns(_ claim: String?, _ roster: Roster, _ terminal: TerminalConsole) throws(Problem) -> Roster.Person {
    let login = Host.userName()
    let known = roster.person(login: login)
    if let claim {
      guard let person = roster.person(called: claim) else { throw stranger(claim) }
      guard known.map({ $0.id == person.id }) ?? true else {
        throw Problem(
          .safetyRefusal, "the login \(login) is one of \(known?.id ?? ""), not of \(person.id)", hint: "run it under a login of your own")
      }
      return person
    }
    if let known { return known }
    for _ in 0..<5 {
      guard let name = terminal.ask("your name, as Restore Operator (the login \(login) does not say it): ") else { break }
      if let person = roster.person(called: name) { return person }
      terminal.put("  " + stranger(name).summary)
    }
    throw Problem(
      .usage, "nobody in the roster works as “\(login)”, so nobody could say that the approver is somebody else",
      hint: "add --operator NAME, or let the owner of roster.json list the login under its one person")
  }

  private static func stranger(_ name: String) -> Problem {
    Problem(.usage, "nobody in the roster is “\(TerminalText.escapedLine(name))”", hint: "give the id, name or principal of roster.json")
  }

  /// A gate that keys release is not left out by a name that somebody types.
  func refuseUnsigned(_ point: ResumePoint?) throws(Problem) {
    guard let point else { return }
    let gates = point.skipped.filter { step in
      if case .gate = step.kind { !rules.policy.rule(gate: step.id, destroys: true).acceptsTyped } else { false }
    }
    guard let gate = gates.first else { return }
    throw Problem(
      .signOffRefused, "gate \(gate.number) is released by signatures, so it is not left out by a typed name",
      hint: "type --resume alone; the gate is asked, and in an emergency the operator can break the glass there")
  }

  /// The sign-off of a run that is held now; the terminal learns whom it may believe.
  func attach(_ run: RunSession, _ terminal: TerminalConsole) throws(Problem) -> GateSignOff {
    let signOff = try GateSignOff(
      rules, operator: Operator(login: Host.userName(), person: person.id), run: run.writer.folder, keygen: keygen, user: Host.userID(),
      state: run.state)
    terminal.vet = { [weak run, rules] name, role in
      guard let run else { return nil }
      // Nobody else is to be another person than the operator.
      guard role == .incidentCommander else { return RoleClaim.refusal(name, role, rules, run.writer.folder, run.state) }
      do throws(Problem) {
        try signOff.typed(name, role: role.rawValue, run.state)
        return nil
      } catch { return error }
    }
    return signOff
  }
}
