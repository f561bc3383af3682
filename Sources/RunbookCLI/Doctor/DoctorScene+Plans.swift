import RunbookBase
import RunbookExecution
import RunbookPlanning
import RunbookSystem
import Runbooks

extension DoctorScene {
  /// The estate, its plans, and every program that one of them starts on this machine.
  var plansAndPrograms: [DoctorPoint] {
    let title = "the estate \(estateName)"
    let estate: any Estate
    switch self.estate {
    case .failure(let problem): return [.refused(.plans, "estate", title, problem)]
    case .success(let described): estate = described
    }
    return [.ok(.plans, "estate", title, estate.summary), rules, Self.contacts(estate.contacts, for: plans)] + programs(of: estate)
  }

  /// Whom the printed page tells to call (seed §6.2).
  static func contacts(_ contacts: [Role: String], for plans: [Plan]) -> DoctorPoint {
    let title = "whom to call, by role"
    var asked: Set<Role> = [.incidentCommander]
    for step in plans.flatMap(\.flattened) { asked.insert(step.role) }
    let missing = Role.allCases.filter { role in
      let contact = contacts[role] ?? ""
      return asked.contains(role) && (contact.isEmpty || contact.lowercased().hasPrefix("fill in"))
    }
    if missing.isEmpty {
      let words = Role.allCases.compactMap { role in contacts[role].map { "\(role): \(TerminalText.escapedLine($0))" } }
      return .ok(.plans, "contacts", title, words.joined(separator: "; "))
    }
    return .problem(
      .plans, "contacts", title, "nobody to call as \(missing.map(\.description).joined(separator: ", "))",
      remedy: "write names and numbers into the estate, and print the pages again: seed §6.2")
  }

  private var rules: DoctorPoint {
    let title = "every plan keeps the planner's rules"
    let broken = plans.filter { !$0.errors.isEmpty }.map(\.runbook) + unplanned.map(\.name)
    guard let first = broken.first else { return .ok(.plans, "plans", title, "\(plans.count) runbooks") }
    return .problem(
      .plans, "plans", title, "broken in \(broken.joined(separator: ", "))",
      remedy: "see what is wrong: \(Program.name) plan \(first) --dry-run --estate \(estateName)")
  }

  /// Who needs a program.
  private struct Need {
    var runbooks: [String] = []
    /// Whether some run needs it whatever is decided.
    var isUnconditional = false
  }

  private func programs(of estate: any Estate) -> [DoctorPoint] {
    var needs: [String: Need] = [:]
    for plan in plans {
      for precondition in plan.preconditions {
        // What is needed on another host alone need not be here; --probe asks there.
        guard case .executable(let name) = precondition.look, precondition.away == nil else { continue }
        needs[name, default: Need()].runbooks.append(plan.runbook)
        if precondition.isUnconditional { needs[name]?.isUnconditional = true }
      }
    }
    for channel in estate.channels {
      for name in PlannedCommand(channel.command, values: [:]).programs where name != "runbook" {
        needs[name, default: Need()].runbooks.append("announce")
      }
    }
    return needs.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
      program($0.key, $0.value).needed(by: $0.value.runbooks)
    }
  }

  private func program(_ name: String, _ need: Need) -> DoctorPoint {
    let id = "program-\(StepID.slug(name))"
    let path = environment["PATH"] ?? ""
    guard let found = ExecutableSearch.resolve(name, path: path) else {
      let extent = need.isUnconditional ? "" : "; only single arms of decisions need it"
      return .problem(
        .plans, id, name, "not in \(path)\(extent)", remedy: "install \(name) and see that it is in the PATH of the estate")
    }
    guard let status = try? Files.stat(found), status.mode & 0o022 == 0 else {
      return .problem(
        .plans, id, name, "\(found) can be written by others", remedy: "chmod go-w \(ShellWord.quoted(found)), and see whose it is")
    }
    return .ok(.plans, id, name, found)
  }

  /// The programs of OpenSSH, which are started for nothing but their version.
  var ssh: [DoctorPoint] {
    guard case .success = estate else { return [] }
    let title = "OpenSSH"
    let away = plans.filter { plan in plan.flattened.contains { $0.host != plan.estate.host } }.map(\.runbook)
    let who = away.isEmpty ? "no step runs on another host" : "for the steps on other hosts of \(away.joined(separator: ", "))"
    guard let found = ExecutableSearch.resolve("ssh", path: environment["PATH"] ?? "") else {
      return away.isEmpty
        ? [.ok(.plans, "ssh", title, "ssh is not here, and \(who)")]
        : [.problem(.plans, "ssh", title, "ssh is not in \(environment["PATH"] ?? ""); \(who)", remedy: "install the OpenSSH client")]
    }
    let outcome = try? Subprocess.run(
      found, ["-V"], environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C"], workingDirectory: "/", outputLimit: 4096, timeLimitSeconds: 10)
    guard let outcome, outcome.status.isSuccess, !outcome.timedOut else {
      return [.problem(.plans, "ssh", title, "\(found) -V fails; \(who)", remedy: "install the OpenSSH client again")]
    }
    let version = TerminalText.escapedLine(TextTrim.trimmed(String(decoding: outcome.errorOutput, as: UTF8.self)))
    return [.ok(.plans, "ssh", title, "\(found), \(version); \(who)")]
  }
}
