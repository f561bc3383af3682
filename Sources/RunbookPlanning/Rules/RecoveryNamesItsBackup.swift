import Runbooks

/// A point-in-time recovery names the backup set it starts from: without one pgBackRest silently restores the latest state (hazard 4).
enum RecoveryNamesItsBackup {
  static func findings(_ step: PlannedStep) -> [Finding] {
    guard step.effect.changesSomething else { return [] }
    return step.pipelines.flatMap(\.commands).compactMap { command -> Finding? in
      guard let call = PgBackRestCall(command), call.restores, call.has("--type"), !call.has("--set") else { return nil }
      return Finding(
        "recovery-names-backup", "step \(step.number) recovers to a point in time and names no backup set",
        hint: "add --set with a set that ended before the target", at: step.location)
    }
  }
}
