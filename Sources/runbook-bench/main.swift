import Glibc
import RunbookBase

let words = Array(CommandLine.arguments.dropFirst())
do {
  switch words.first {
  case "reconcile-files": try ReconcileFiles.run(Array(words.dropFirst()))
  case "reconcile-keys": try ReconcileKeys.run(Array(words.dropFirst()))
  case "plan-steps": try PlanSteps.run(Array(words.dropFirst()))
  case "plan-once": try PlanSteps.once(Array(words.dropFirst()))
  case "grow-log": try GrowLog.run(Array(words.dropFirst()))
  case "redact": try RedactFile.run(Array(words.dropFirst()))
  case "fold-log": try FoldLog.run(Array(words.dropFirst()))
  default:
    throw Problem(
      .usage, "no such benchmark: \(words.first ?? "(none)")",
      hint: "reconcile-files, reconcile-keys, plan-steps, plan-once, grow-log, fold-log, redact"
    )
  }
} catch let problem as Problem {
  Bench.complain(problem.description)
  exit(Int32(problem.code.rawValue))
}
