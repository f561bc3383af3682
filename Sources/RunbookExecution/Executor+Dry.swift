import RunbookBase
import RunbookJournal
import RunbookPlanning
import Runbooks

extension Executor {
  /// A dry run's step: tells what would be started, and goes on as if it had gone well.
  func walk(_ step: PlannedStep, _ number: Int) throws(Problem) {
    for pipeline in step.pipelines {
      console.tell(.note("  would run: " + pipeline.commands.map { $0.argv(outputs).joined(separator: " ") }.joined(separator: " | ")))
    }
    let commands = step.pipelines.flatMap(\.commands).map { $0.argv(outputs) }
    try log.append(
      .stepIntended(
        Intent(
          step: step.id, attempt: number, nonce: nonces(), commands: commands, host: step.host, effect: step.effect.word,
          fingerprint: fingerprint(of: step))))
    try openObligations(of: step)
    try log.append(.stepEnded(Ending(step: step.id, attempt: number, outcome: .succeeded, output: nil, duration: 0)))
    try closeObligations(of: step)
  }
}
