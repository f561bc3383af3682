import RunbookBase
import RunbookPlanning
import RunbookSystem
import Runbooks

/// `runbook-bench plan-steps [STEPS [FACTOR [ROUNDS]]]`: plans STEPS and FACTOR times as many in turn, and prints medians of processor time and their ratio.
enum PlanSteps {
  static func run(_ arguments: [String]) throws(Problem) {
    let steps = try Bench.number(arguments, 0, 1000)
    let factor = try Bench.number(arguments, 1, 10)
    let rounds = try Bench.number(arguments, 2, 9)
    var times: [String: (short: [Int64], long: [Int64])] = [:]
    for _ in 0..<rounds {
      for (isLong, count) in [(false, steps), (true, steps * factor)] {
        for (name, time) in try measure(count) {
          if isLong { times[name, default: ([], [])].long.append(time) } else { times[name, default: ([], [])].short.append(time) }
        }
      }
    }
    for (name, pair) in times.sorted(by: { $0.key < $1.key }) {
      let (short, long) = (Bench.median(pair.short), Bench.median(pair.long))
      Bench.say("\(name)\t\(Bench.milliseconds(short))\t\(Bench.milliseconds(long))\t\(Bench.ratio(long, short))")
    }
  }

  /// Making the steps and planning them, and then the object of `plan --json`.
  private static func measure(_ count: Int) throws(Problem) -> [String: Int64] {
    let start = Bench.processorTime()
    let description = RunbookDescription(LongProcedure(steps: count))
    let plan = try Planner.plan(description, on: Nowhere(), values: ["file": "/tmp/file"], now: 0)
    let planned = Bench.processorTime()
    guard plan.findings.isEmpty, plan.flattened.count == count else {
      throw Problem(.planInvalid, "\(plan.flattened.count) steps, \(plan.findings.count) findings: \(plan.findings.first?.summary ?? "")")
    }
    let checked = Bench.processorTime()
    let bytes = plan.json.pretty.utf8.count
    let written = Bench.processorTime()
    guard bytes > count else { throw Problem(.planInvalid, "the plan has no text") }
    return ["plan": planned - start, "plan-json": written - checked]
  }
}
