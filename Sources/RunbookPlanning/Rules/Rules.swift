/// The static rules (DESIGN section 5): each one a function from a plan to findings, all run.
enum Rules {
  static let all: [@Sendable (Plan) -> [Finding]] = [
    SomethingToDo.findings, UniqueIDs.findings, OutputsBeforeUse.findings, GateBeforeDestroy.findings, WritesStoppedBeforeRestore.findings,
    ProvenBeforeRecovered.findings, BackupAfterPromotion.findings, ObligationsSettled.findings, DrillStaysInScratch.findings,
    RecoveryNamesItsBackup.findings,
    LooksOnlyRead.findings, HostsAreReached.findings, ChecksCanFail.findings, SideBySideIsSimple.findings, DecisionRules.findings,
    ForecastWithinObjective.findings,
  ]
}
