import Runbooks

/// A point-in-time recovery names the backup set it starts from: without one pgBackRest silently restores the latest state (hazard 4).
enum RecoveryNamesItsBackup {
  static func findings(_ step: PlannedStep) -> [Finding] {
    guard step.programs.contains("pgbackrest") else { return [] }
    return step.pipelines.flatMap(\.commands).compactMap { command -> Finding? in
      let argv = command.argv()
      let isRecovery = argv.contains("pgbackrest") && argv.last == "restore" && argv.contains { $0.hasPrefix("--type=") }
      guard isRecovery, !argv.contains(where: { $0.hasPrefix("--set=") }) else { return nil }
      return Finding(
        "recovery-names-backup", "step \(step.number) recovers to a point in time and names no backup set",
        hint: "add --set with a set that ended before the target", at: step.location)
    }
  }
}
