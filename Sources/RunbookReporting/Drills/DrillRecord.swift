package import RunbookBase
import RunbookJournal

/// One drill as its report tells it: what §4.4 asks to be recorded, made from the run's own log.
package struct DrillRecord: Hashable, Sendable {
  /// The id of the run.
  package var run: String
  package var runbook: String
  package var estate: String
  package var began: WallTime
  package var operatorName: String
  package var outcome: Outcome
  /// Time to recover in nanoseconds: from the impact to the proof; nil when nothing was proven.
  package var rto: Int64?
  /// The objective in seconds.
  package var rtoTarget: Int64?
  /// Data loss in nanoseconds.
  package var rpo: Int64?
  /// The objective in seconds.
  package var rpoTarget: Int64?
  /// How many steps needed a person.
  package var manualSteps: Int
  /// The backup set that was restored.
  package var backupSet: String?
  /// The newest thing that came back.
  package var recoveredTo: String?
  package var checks: [Check]
  /// Everything that did not go as planned, in words.
  package var anomalies: [String]
  package var followUps: [String]
  /// Whether the heartbeat monitor was reached; nil when it was not asked yet.
  package var heartbeat: String?

  /// What a drill came to.
  package enum Outcome: String, Hashable, Sendable {
    /// It reported that every check passed, and nothing is left of it.
    case passed
    /// It reported a check that did not pass, or it was ended before its report.
    case failed
    /// It has made no report, or left something standing: counts as failed (seed §4.4).
    case silent
    /// A living process works on it.
    case running

    /// The outcome as people read it.
    package var words: String {
      switch self {
      case .passed: "passed"
      case .failed: "failed"
      case .silent: "did not report: counts as failed"
      case .running: "running"
      }
    }
  }

  /// A check of §4.3 and what it observed.
  package struct Check: Hashable, Sendable {
    package var id: String
    package var title: String
    package var value: String
    package var criterion: String
    package var passed: Bool
  }

  /// How many of the checks passed.
  package var passedChecks: Int { checks.count { $0.passed } }
}

extension DrillRecord {
  /// The record of a run, as far as it has come.
  package init(_ report: RunReport) {
    let state = report.input.state
    let genesis = state.genesis
    run = report.input.run.text
    runbook = report.input.run.runbook
    estate = genesis?.estate ?? "?"
    began = report.began
    operatorName = report.operatorName
    rto = report.objectives.proven.map { $0.nanoseconds(since: report.objectives.impact) }
    rtoTarget = report.objectives.rto.target
    rpo = report.objectives.rpo.actual
    rpoTarget = report.objectives.rpo.target
    manualSteps = Self.manualSteps(report.story)
    backupSet = state.outputs["backup-set"]?.value ?? state.parameters["backup-set"]
    recoveredTo = state.outputs["recovered-to"]?.value ?? state.parameters["recover-to"]
    checks = Self.checks(report)
    anomalies = report.story.failures.map { "step \(report.name($0.step).number) failed: \($0.reason)" }
    anomalies += report.story.words.filter(\.isException).map { word in
      "\(word.step.map { "step \(report.name($0).number) " } ?? "")\(word.answer): \(word.why) (\(RunReport.person(word.person)))"
    }
    followUps = report.followUps.map(\.text)
    heartbeat = state.outputs["heartbeat"]?.value
    outcome = .silent
    outcome = Self.outcome(report)
  }

  /// What a run reports of itself: passed when every check that the plan has was made and passed.
  package static func result(_ report: RunReport) -> Outcome {
    let planned = (report.input.plan?.steps ?? []).filter { step in
      let chosen = step.arm.flatMap { report.input.state.decisions[$0.decision] }
      return step.kind == "check" && (step.arm == nil || chosen == step.arm?.answer)
    }
    let isLeftOut = planned.contains { report.input.state.step($0.id).status != .succeeded }
    return planned.isEmpty || isLeftOut ? .failed : .passed
  }

  private static func outcome(_ report: RunReport) -> Outcome {
    let state = report.input.state
    switch state.status {
    case .declined, .aborted: return .failed
    case .running where report.input.isBusy: return .running
    case .running, .paused: return .silent
    case .completed, .completedWithExceptions: break
    }
    guard let result = state.outputs["drill-result"]?.value else { return .silent }
    return Outcome(rawValue: result) ?? .failed
  }

  /// The distinct steps that a person had to do, answer or override; what a rule decided needed nobody.
  ///
  /// - Parameter check: count up to the observation of the check whose id ends so, if it was made; nil for the whole run.
  package static func manualSteps(_ story: RunStory, upTo check: String? = nil) -> Int {
    let byHand: Set<RunStory.Word.Kind> = [.gate, .decision, .manual, .override, .doubt]
    let end = check.flatMap { name in story.checks.last { $0.step.hasSuffix(name) }?.at } ?? .max
    let words = story.words.filter { byHand.contains($0.kind) && !$0.why.hasPrefix("by rule: ") && $0.at <= end }
    return Set(words.compactMap(\.step)).count
  }

  /// The last observation of every check, in the order of the plan.
  private static func checks(_ report: RunReport) -> [Check] {
    var last: [String: RunStory.CheckResult] = [:]
    for check in report.story.checks { last[check.step] = check }
    let places = report.input.plan?.places ?? [:]
    return last.values.sorted { (places[$0.step] ?? .max, $0.at) < (places[$1.step] ?? .max, $1.at) }.map { check in
      // One that was counted as passed by hand has not passed.
      let isOverridden = report.input.state.step(check.step).status != .succeeded
      return Check(
        id: check.step, title: report.name(check.step).title, value: check.value, criterion: check.criterion,
        passed: check.passed && !isOverridden)
    }
  }
}
