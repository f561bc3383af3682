import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

extension DoctorScene {
  /// The read-only looks of every plan that need no parameter, each once (`--probe`).
  var looks: [DoctorPoint] {
    let (needed, waiting) = needed
    guard !needed.isEmpty || waiting > 0 else { return [] }
    var points: [DoctorPoint] = []
    let resolution: CommandResolution
    do throws(Problem) { resolution = try ExecCommand.resolution(environmentOfEstate, context, secrets()) } catch {
      return [.refused(.looks, "looks", "the looks of the plans", error)]
    }
    for (precondition, finding) in probed(needed.map(\.precondition), resolution) {
      let runbooks = needed.first { $0.precondition == precondition }?.runbooks ?? []
      let observed = TerminalText.escapedLine(finding.observed)
      let (id, title) = ("look-" + precondition.id, precondition.placedTitle)
      let point: DoctorPoint =
        switch finding.verdict {
        case .met: .ok(.looks, id, title, observed)
        case .notMet: .problem(.looks, id, title, observed, remedy: precondition.remedy.shown())
        case .unknown: .unknown(.looks, id, title, observed, remedy: precondition.remedy.shown())
        }
      points.append(point.needed(by: runbooks))
    }
    if waiting > 0 {
      points.append(
        .ok(.looks, "looks-waiting", "looks that need a parameter", "\(waiting), made by \(Program.name) plan NAME with its parameters"))
    }
    return points
  }

  /// What `--probe` would start; told before it is.
  var announcement: String? {
    guard arguments.flag("probe") else { return nil }
    return "probing \(needed.all.count) preconditions of \(plans.count) runbooks on \(estateName), read-only"
  }

  /// Each look once, with the runbooks that want it; the digests of their texts may differ, so the whole look is compared.
  private var needed: (all: [(precondition: PlannedPrecondition, runbooks: [String])], waiting: Int) {
    var all: [(precondition: PlannedPrecondition, runbooks: [String])] = []
    var waiting = 0
    for plan in plans {
      for precondition in plan.preconditions {
        // The programs of this machine are told above, with or without --probe.
        if case .executable = precondition.look, precondition.away == nil { continue }
        if precondition.hasHoles {
          waiting += 1
        } else if let place = all.firstIndex(where: {
          $0.precondition.title == precondition.title && $0.precondition.look == precondition.look
        }) {
          all[place].runbooks.append(plan.runbook)
        } else {
          all.append((precondition, [plan.runbook]))
        }
      }
    }
    return (all, waiting)
  }

  /// Looks in rounds: one round holds each id once, because a finding is known by it.
  private func probed(
    _ preconditions: [PlannedPrecondition], _ resolution: CommandResolution
  ) -> [(PlannedPrecondition, ProbeRunner.Finding)] {
    var rest: [PlannedPrecondition] = []
    var found: [(PlannedPrecondition, ProbeRunner.Finding)] = []
    for precondition in preconditions {
      do throws(Problem) {
        if let reach = precondition.away?.reach { try HostKeys.check(reach) }
        rest.append(precondition)
      } catch {
        // Nobody is asked who could be anybody.
        found.append((precondition, ProbeRunner.Finding(precondition: precondition, verdict: .unknown, observed: error.summary)))
      }
    }
    while !rest.isEmpty {
      var ids: Set<String> = []
      let round = rest.filter { ids.insert($0.id).inserted }
      let findings = ProbeRunner.probe(round, resolution)
      found += findings.map { ($0.precondition, $0) }
      ids = []
      rest = rest.filter { !ids.insert($0.id).inserted }
    }
    return found
  }

  private var environmentOfEstate: [String: String] { (try? estate.get())?.environment ?? [:] }

  /// Secrets are taken from their variables alone; a look that lacks one is unknown.
  private func secrets() throws(Problem) -> [String: String] {
    var secrets: [String: String] = [:]
    for secret in plans.flatMap(\.secrets) {
      if let value = context.environment[secret.variable], !value.isEmpty { secrets[secret.name] = try Secrets.accepted(value, secret) }
    }
    return secrets
  }
}
