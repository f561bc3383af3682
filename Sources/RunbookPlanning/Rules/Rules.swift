/// The static rules (DESIGN section 5): each one a function from a plan, or from one of its steps, to findings; all run.
enum Rules {
  static let ofPlans: [@Sendable (Plan) -> [Finding]] = [
    SomethingToDo.findings, UniqueIDs.findings, OutputsBeforeUse.findings, GateBeforeDestroy.findings, WritesStoppedBeforeRestore.findings,
    ProvenBeforeRecovered.findings, BackupAfterPromotion.findings, ObligationsSettled.findings, DrillStaysInScratch.findings,
    LooksOnlyRead.findings, HostsAreReached.findings, ForecastWithinObjective.findings,
  ]

  static let ofSteps: [@Sendable (PlannedStep) -> [Finding]] = [
    SomethingToDo.findings, UniqueIDs.findings, RecoveryNamesItsBackup.findings, ChecksCanFail.findings, SideBySideIsSimple.findings,
    DecisionRules.findings,
  ]

  /// What all rules find; those of steps are asked step by step, because a long plan does not stay in the caches between two passes.
  static func findings(_ plan: Plan) -> [Finding] {
    ofPlans.flatMap { $0(plan) } + plan.flattened.flatMap { step in ofSteps.flatMap { $0(step) } }
  }
}
