import RunbookApproval
import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookSystem
import Runbooks

/// Somebody who says who they are and in which role they speak; believed as far as the estate's roster knows it.
enum RoleClaim {
  /// The role that a word on the command line means: its name, or the short form that people say.
  static func role(_ text: String) throws(Problem) -> Role {
    let short = ["ic": Role.incidentCommander, "operator": .restoreOperator, "comms": .commsLead]
    guard let role = short[text] ?? Role(rawValue: text) else {
      throw Problem(.usage, "there is no role “\(TerminalText.escapedLine(text))”", hint: "one of: ic, operator, comms, scribe")
    }
    return role
  }

  /// The person as the roster knows them; nil where the estate has none.
  ///
  /// - Throws: `signOffRefused` for a stranger, somebody without the role, somebody to whom it does not belong any more, and an
  ///   operator of the run who speaks as Incident Commander; `safetyRefusal` when the trust files cannot be believed.
  static func vet(
    _ name: String, _ role: Role, _ rules: SignOff?, _ run: RunFolder, _ state: RunState
  ) throws(Problem) -> Roster.Person? {
    guard let rules else { return nil }
    let roster = try ApprovalDesk.TrustLocation(rules, user: Host.userID()).load().roster
    let operators = role == .incidentCommander ? try ApprovalHistory(run).operators : []
    let person = try Separation.atTerminal(name, role: role.rawValue, operators: operators, roster: roster, policy: rules.policy)
    guard let person, let holder = state.holders[role.rawValue], holder.rosterID != person.id else { return person }
    let refusal = ApprovalRefusal.handedOver(person: person.id, role: role.rawValue, to: holder.to.name)
    throw Problem(.signOffRefused, refusal.text, hint: refusal.remedy)
  }

  /// Why a person may not speak in a role of this run, for questions at a terminal.
  static func refusal(_ name: String, _ role: Role, _ rules: SignOff, _ run: RunFolder, _ state: RunState) -> Problem? {
    do throws(Problem) {
      _ = try vet(name, role, rules, run, state)
      return nil
    } catch { return error }
  }

  /// Who speaks by `--as` and `--role` of a command beside the run.
  ///
  /// Somebody who claims nothing is never refused: where the roster does not give the login the role, the login alone is written down.
  static func person(
    _ arguments: ParsedArguments, as usual: Role, _ run: RunFolder, _ state: RunState, _ context: Context
  ) throws(Problem) -> Person {
    let login = Host.userName()
    let claim = arguments.value("as")
    if let claim, claim.isEmpty || claim.utf8.count > 100 { throw Problem(.usage, "--as names nobody", hint: "--as NAME") }
    let role = try arguments.value("role").map(role) ?? usual
    let name = TerminalText.escapedLine(claim ?? login)
    let isClaimed = claim != nil || arguments.value("role") != nil
    do throws(Problem) {
      let isRehearsal = state.genesis?.mode == .rehearsal
      let rules = isRehearsal ? nil : try context.estate(state.genesis?.estate).signOff
      return Person(name: try vet(name, role, rules, run, state)?.name ?? name, login: login, role: role.rawValue)
    } catch {
      guard isClaimed else { return Person(name: login, login: login) }
      throw error
    }
  }
}
