import RunbookApproval
import RunbookBase
import RunbookExecution
import RunbookPlanning
import RunbookSystem
import Runbooks

extension DoctorScene {
  /// Whether the gates of the estate could be released tonight: the trust files, ssh-keygen, and for each role enough people with keys.
  var signing: [DoctorPoint] {
    guard case .success = estate else { return [] }
    guard let rules = signOff else {
      return [.ok(.signOff, "sign-off", "how gates are released", "by a typed word and name: the estate names no keys")]
    }
    var points: [DoctorPoint] = []
    var keygen: SSHKeygen?
    do throws(Problem) {
      let found = try SSHKeygen()
      keygen = found
      points.append(.ok(.signOff, "ssh-keygen", "ssh-keygen, the judge of signatures", "\(found.path), root's alone"))
    } catch { points.append(.refused(.signOff, "ssh-keygen", "ssh-keygen, the judge of signatures", error)) }
    let title = "the trust files in \(rules.trust.text)"
    let trust: TrustStore
    do throws(Problem) { trust = try ApprovalDesk.TrustLocation(rules, user: Host.userID()).load() } catch {
      return points + [.refused(.signOff, "trust", title, error)]
    }
    let keys = trust.signers.entries.count
    points.append(
      .ok(
        .signOff, "trust", title,
        "\(keys) key\(keys == 1 ? "" : "s"), \(trust.roster.people.count) people, "
          + (trust.revokesNothing ? "nothing revoked" : "a list of revoked keys")))
    points.append(contentsOf: exchange(rules))
    let me = trust.roster.person(login: Host.userName())
    points.append(whoRuns(me, rules))
    guard let keygen else { return points }
    return points + needs(rules).map { role(trust, rules, keygen, me, $0) }
  }

  private func exchange(_ rules: SignOff) -> [DoctorPoint] {
    guard let path = rules.exchange?.text else { return [] }
    let title = "the folder through which requests and answers travel"
    guard Files.isDirectory(path), Files.isWritable(path) else {
      return [
        .problem(
          .signOff, "exchange", title, Files.exists(path) ? "\(path) cannot be written by \(Host.userName())" : "\(path) is not there",
          remedy: "make or mount it; without it requests and answers are carried by hand")
      ]
    }
    return [.ok(.signOff, "exchange", title, path)]
  }

  private func whoRuns(_ me: Roster.Person?, _ rules: SignOff) -> DoctorPoint {
    let title = "who you are to the roster"
    let login = Host.userName()
    guard let me else {
      return .ok(.signOff, "operator", title, "the login \(login) does not say it: exec asks, or takes --operator NAME")
    }
    guard rules.policy.mayHold(Role.restoreOperator.rawValue, me) else {
      return .problem(
        .signOff, "operator", title, "the login \(login) is \(me.id), who may not act as \(Role.restoreOperator.rawValue)",
        remedy: "let somebody run it whom the roster gives the role")
    }
    return .ok(.signOff, "operator", title, "the login \(login) is \(me.id)")
  }

  /// A role that gates of the plans ask, with the most people that one of them asks.
  private struct RoleNeed {
    let role: Role
    let people: Int
    let gate: String
    /// Whether a typed word is enough wherever the role is asked.
    let isTyped: Bool
  }

  private func needs(_ rules: SignOff) -> [RoleNeed] {
    var needs: [Role: RoleNeed] = [:]
    for plan in plans {
      let coverage = GateCoverage(plan)
      for step in plan.flattened {
        guard case .gate = step.kind else { continue }
        let destroys = coverage.released[step.id, default: []].contains { $0.effect.isDestroying }
        let rule = rules.policy.rule(gate: step.id, destroys: destroys)
        let known = needs[step.role]
        let isTyped = rule.acceptsTyped && known?.isTyped != false
        needs[step.role] =
          known.map { $0.people >= rule.quorum } == true
          ? RoleNeed(role: step.role, people: known?.people ?? 1, gate: known?.gate ?? "", isTyped: isTyped)
          : RoleNeed(role: step.role, people: rule.quorum, gate: "\(plan.runbook) \(step.id)", isTyped: isTyped)
      }
    }
    return Role.allCases.compactMap { needs[$0] }
  }

  private func role(
    _ trust: TrustStore, _ rules: SignOff, _ keygen: SSHKeygen, _ me: Roster.Person?, _ need: RoleNeed
  ) -> DoctorPoint {
    let id = "sign-off-\(need.role.rawValue)"
    let title = "who could sign as \(need.role)"
    // Who works on the run never signs for it.
    let holders = trust.keyHolders(of: need.role.rawValue, rules.policy, at: WallTime(nanoseconds: context.now), keygen: keygen)
      .filter { rules.policy.operatorMayApprove || $0.person.id != me?.id }
    let good = holders.filter { if case .good = $0.keys { true } else { false } }
    let words = holders.isEmpty ? "nobody" : holders.map { "\($0.person.id) (\(Self.words($0.keys)))" }.joined(separator: ", ")
    let asked = "\(need.gate) asks \(need.people)"
    if good.count >= need.people { return .ok(.signOff, id, title, "\(words); \(asked)") }
    let remedy =
      "let the keeper of \(rules.trust.text) add a key, or a person to the roster; an emergency has break-glass where the rules allow it"
    if need.isTyped { return .ok(.signOff, id, title, "\(words); a typed word is accepted") }
    let doubtful = holders.filter { if case .unknown = $0.keys { true } else { false } }
    return good.count + doubtful.count >= need.people
      ? .unknown(.signOff, id, title, "\(words); \(asked)", remedy: remedy)
      : .problem(.signOff, id, title, "\(words); \(asked)", remedy: remedy)
  }

  private static func words(_ keys: TrustStore.KeyState) -> String {
    switch keys {
    case .good(nil): "key good"
    case .good(let end?): "key good until \(end)"
    case .bad(let why), .unknown(let why): why
    }
  }
}
