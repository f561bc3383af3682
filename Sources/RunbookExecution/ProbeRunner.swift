import RunbookBase
package import RunbookJournal
package import RunbookPlanning
import RunbookSystem
import Runbooks

/// Probes the preconditions of a plan side by side, each with its own time limit.
package enum ProbeRunner {
  /// What was seen of one precondition.
  package struct Finding {
    package let precondition: PlannedPrecondition
    package let verdict: Verdict
    package let observed: String

    package init(precondition: PlannedPrecondition, verdict: Verdict, observed: String) {
      (self.precondition, self.verdict, self.observed) = (precondition, verdict, observed)
    }
  }

  /// At most this many at once.
  static let width = 8

  /// Probes them; one that cannot be asked is unknown, never guessed.
  package static func probe(_ preconditions: [PlannedPrecondition], _ resolution: CommandResolution, timeLimit: Duration = .seconds(30))
    -> [Finding]
  {
    var findings: [String: Finding] = [:]
    var runs: [(precondition: PlannedPrecondition, probe: PlannedProbe?, run: PipelineRun)] = []
    for precondition in preconditions {
      switch precondition.look {
      case .executable(let name) where precondition.away != nil:
        do throws(Problem) {
          runs.append((precondition, nil, PipelineRun([try resolution.search(for: name, on: precondition.away)], timeLimit: timeLimit)))
          if runs.count % width == 0 { PipelineRun.wait(runs.map(\.run), interruption: nil) }
        } catch { findings[precondition.id] = Finding(precondition: precondition, verdict: .unknown, observed: error.summary) }
      case .executable(let name):
        let found = resolution.find(name)
        findings[precondition.id] = Finding(
          precondition: precondition, verdict: found == nil ? .notMet : .met, observed: found ?? "not in \(resolution.searchPath)")
      case .probe(let probe):
        do throws(Problem) {
          runs.append((precondition, probe, PipelineRun(try resolution.resolve(probe.pipeline, outputs: [:]), timeLimit: timeLimit)))
          if runs.count % width == 0 { PipelineRun.wait(runs.map(\.run), interruption: nil) }
        } catch {
          findings[precondition.id] = Finding(precondition: precondition, verdict: .unknown, observed: error.summary)
        }
      }
    }
    PipelineRun.wait(runs.map(\.run), interruption: nil)
    for (precondition, probe, run) in runs {
      guard let probe else {
        findings[precondition.id] = resolution.finding(precondition, run.outcome)
        continue
      }
      let answer = answer(probe, run.outcome, [:])
      findings[precondition.id] = Finding(
        precondition: precondition, verdict: answer.verdict.map { $0 ? .met : .notMet } ?? .unknown,
        observed: Executor.clipped(answer.observed))
    }
    return preconditions.compactMap { findings[$0.id] }
  }

  static func answer(_ probe: PlannedProbe, _ outcome: PipelineRun.Outcome, _ outputs: [String: String]) -> Executor.Answer {
    let output = String(decoding: outcome.output, as: UTF8.self)
    let said = TextTrim.trimmed(String(decoding: outcome.errorOutput, as: UTF8.self))
    if let reason = outcome.notStarted { return .init(output: "", observed: reason, failure: .notStarted(reason), verdict: nil) }
    if let reason = outcome.lost { return .init(output: "", observed: reason, failure: .check(reason), verdict: nil) }
    if outcome.timedOut { return .init(output: output, observed: "no answer in time", failure: .timedOut(30), verdict: nil) }
    let verdict = probe.criterion.passes(output: output, succeeded: outcome.isSuccess, outputs: outputs)
    let observed = probe.criterion.observed(in: output)
    let code = outcome.statuses.first { !$0.isSuccess }.map { "exit \($0.shellCode)" } ?? "exit 0"
    let words = observed.isEmpty ? (said.isEmpty ? code : "\(code): \(said)") : observed
    // What a member before the last could not say, the last could not judge; one that nobody listened to any more is fine.
    let isCutShort = outcome.statuses.dropLast().contains { !$0.isSuccess && $0 != .signaled(13) }
    if isCutShort {
      return .init(output: output, observed: said.isEmpty ? code : "\(code): \(said)", failure: nil, verdict: nil)
    }
    // A program that failed and printed nothing to judge has not answered the question.
    let isSilent = !outcome.isSuccess && observed.isEmpty && probe.criterion != .succeeds
    let failure: FailureReason? = outcome.isSuccess ? nil : .exit(outcome.statuses.first { !$0.isSuccess }?.shellCode ?? 1)
    return .init(output: output, observed: words, failure: failure, verdict: isSilent ? nil : verdict)
  }
}

extension CommandResolution {
  var searchPath: String { environment["PATH"] ?? "" }

  /// The place of a program, or nil.
  func find(_ name: String) -> String? { ExecutableSearch.resolve(name, path: searchPath) }

  /// One command, as a pipeline of its own.
  func resolve(_ command: PlannedCommand, outputs: [String: String]) throws(Problem) -> ResolvedCommand {
    try resolveOne(command, outputs: outputs)
  }
}
