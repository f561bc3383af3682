import RunbookBase
package import RunbookJournal
package import RunbookPlanning
import RunbookSystem
import Runbooks

/// The performer of `exec --rehearse`: starts nothing, answers every look itself, and lets happen what was injected.
///
/// It keeps what it played in the folders of the attempts, as a supervisor does, so that a new process finds them in doubt.
package final class RehearsalPerformer: Performer {
  private let plan: Plan
  /// The captured values so far.
  private let outputs: () -> [String: String]
  /// Whether attempts have folders; without them only this object knows them.
  private let keepsFiles: Bool
  /// Ends the process as a crash does; when it returns, as in a test, nothing may be recorded any more.
  private let die: (Injection) -> Void
  /// What has not happened yet, in the order of the command line.
  package private(set) var pending: [Injection]
  private var played: [String: RehearsedAttempt] = [:]

  package init(
    _ plan: Plan, _ injections: [Injection], keepsFiles: Bool, outputs: @escaping () -> [String: String], die: @escaping (Injection) -> Void
  ) {
    self.plan = plan
    self.outputs = outputs
    self.keepsFiles = keepsFiles
    self.die = die
    pending = injections
  }

  // MARK: Commands

  package func perform(_ work: [Work], started: (Int, ProcessIdentity) -> Void, show: (Int, [UInt8]) -> Void) -> [Performance] {
    work.enumerated().map { index, item in perform(item) { show(index, $0) } }
  }

  private func perform(_ item: Work, show: ([UInt8]) -> Void) -> Performance {
    let step = plan.step(withID: item.step)
    let isLast = item.part == step?.pipelines.count
    let injection = step.flatMap { take($0.id) { $0.isForCommands(of: step) && ($0.part ?? (isLast ? item.part : 0)) == item.part } }
    var attempt = RehearsedAttempt(item, keepsFile: keepsFiles)
    if injection?.kind != .notStarted { attempt.begin() }
    played[item.directory] = attempt
    switch injection?.kind {
    case .inDoubt: return Performance(failure: nil, isInDoubt: true)
    case .killed:
      if let injection { die(injection) }
      return Performance(failure: nil, isInDoubt: true)
    default: break
    }
    let output = isLast ? step.map { text(of: $0, injection) } ?? "" : ""
    let failure = injection.flatMap { self.failure($0, item, step) }
    let lines = ["rehearsed, not started: \(item.commands.map { $0.argv.joined(separator: " ") }.joined(separator: " | "))"]
    let told = lines + (injection.map { ["injected: \($0.text)"] } ?? []) + (output.isEmpty ? [] : ["made up: \(output)"])
    show(Array((told.joined(separator: "\n") + "\n").utf8))
    let performance = attempt.end(failure, output, told)
    played[item.directory] = attempt
    return performance
  }

  /// What the step's last command prints.
  private func text(of step: PlannedStep, _ injection: Injection?) -> String {
    var captured: [String: String] = [:]
    if case .output(let name, let value) = injection?.kind { captured[name] = value }
    while let more = take(step.id, if: { if case .output = $0.kind { true } else { false } }) {
      if case .output(let name, let value) = more.kind { captured[name] = value }
    }
    var observed: String?
    if case .check(let value) = injection?.kind { observed = value }
    return RehearsedOutput.text(of: step, outputs(), observed: observed, captured: captured)
  }

  private func failure(_ injection: Injection, _ item: Work, _ step: PlannedStep?) -> FailureReason? {
    switch injection.kind {
    case .exit(let status): .exit(status)
    case .signal(let number): .signal(number)
    case .timeout: .timedOut((item.timeLimit ?? step?.policy.estimate ?? .seconds(60)).wholeSeconds)
    case .notStarted: .notStarted("rehearsed: it could not be started")
    case .inDoubt, .killed, .check, .output, .precondition, .identity: nil
    }
  }

  package func state(of work: Work) -> AttemptState {
    (played[work.directory] ?? RehearsedAttempt(at: work.directory))?.state ?? .notStarted
  }

  package func adopt(_ work: Work, show: ([UInt8]) -> Void) -> AttemptState { state(of: work) }

  // MARK: Looks

  /// The answer to a look at nothing: what lets its criterion pass.
  func look(_ probe: PlannedProbe) -> Executor.Answer { answer(probe, nil) }

  /// The answer to a precondition of a step.
  func look(_ probe: PlannedProbe, before step: PlannedStep) -> Executor.Answer {
    guard take(step.id, if: { $0.kind == .precondition }) != nil else { return look(probe) }
    return Executor.Answer(output: "", observed: "rehearsed: it does not hold", failure: nil, verdict: false)
  }

  /// The answer to the look after a step's commands.
  func look(_ probe: PlannedProbe, after step: PlannedStep) -> Executor.Answer {
    let injection = take(step.id) { if case .check = $0.kind { true } else { false } }
    guard case .check(let value)? = injection?.kind else { return look(probe) }
    return answer(probe, value)
  }

  private func answer(_ probe: PlannedProbe, _ observed: String?) -> Executor.Answer {
    let output = RehearsedOutput.text(for: probe.criterion, outputs(), observed: observed)
    let seen = probe.criterion.observed(in: output)
    return Executor.Answer(
      output: output, observed: "rehearsed: \(seen.isEmpty ? "exit 0" : seen)", failure: nil,
      verdict: probe.criterion.passes(output: output, succeeded: true, outputs: outputs()))
  }

  /// The preconditions of the whole run.
  package func probe(_ preconditions: [PlannedPrecondition]) -> [ProbeRunner.Finding] {
    preconditions.map { precondition in
      if take(precondition.id, if: { $0.kind == .precondition }) != nil {
        return .init(precondition: precondition, verdict: .notMet, observed: "rehearsed: it does not hold")
      }
      guard case .probe(let probe) = precondition.look else {
        return .init(precondition: precondition, verdict: .met, observed: "rehearsed: it is there")
      }
      return .init(precondition: precondition, verdict: .met, observed: look(probe).observed)
    }
  }

  /// Who a target is; another one where that was injected for a step.
  package func identity(of target: PlannedTarget, before step: PlannedStep? = nil) -> String {
    guard let step, take(step.id, if: { $0.kind == .identity }) != nil else { return "rehearsed: \(target.name)" }
    return "rehearsed: another \(target.name)"
  }

  /// Takes the next injection of a step, if it is of the kind that can happen now: they happen in the order in which they were given.
  private func take(_ subject: String, if happens: (Injection) -> Bool) -> Injection? {
    guard let place = pending.firstIndex(where: { $0.subject.utf8.elementsEqual(subject.utf8) }), happens(pending[place]) else {
      return nil
    }
    return pending.remove(at: place)
  }
}

extension Injection {
  /// Whether it happens to the commands of a step, not to a look around them.
  fileprivate func isForCommands(of step: PlannedStep?) -> Bool {
    switch kind {
    case .precondition, .identity: return false
    case .check:
      if case .check = step?.kind { return true }
      return false
    case .exit, .signal, .timeout, .notStarted, .inDoubt, .killed, .output: return true
    }
  }
}

extension Executor {
  /// The simulation that answers in a rehearsal; nil when the world does.
  var rehearsal: RehearsalPerformer? { performer as? RehearsalPerformer }
}
