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
      // As many short plans as make up a long one: the kernel's account of processor time goes in steps of milliseconds.
      var short: [String: Int64] = [:]
      for _ in 0..<factor { short.merge(try measure(steps), uniquingKeysWith: +) }
      for (name, time) in short { times[name, default: ([], [])].short.append(time / Int64(factor)) }
      for (name, time) in try measure(steps * factor) { times[name, default: ([], [])].long.append(time) }
    }
    for (name, pair) in times.sorted(by: { $0.key < $1.key }) {
      let (short, long) = (Bench.median(pair.short), Bench.median(pair.long))
      Bench.say("\(name)\t\(Bench.milliseconds(short))\t\(Bench.milliseconds(long))\t\(Bench.ratio(long, short))")
    }
  }

  /// `runbook-bench plan-once STEPS`: makes and plans that many steps, once, as a command does that starts afresh.
  static func once(_ arguments: [String]) throws(Problem) {
    let runbook = RunbookDescription(LongProcedure(steps: try Bench.number(arguments, 0)))
    let plan = try plan(runbook)
    guard plan.findings.isEmpty else { throw Problem(.planInvalid, plan.findings[0].summary) }
    Bench.say(plan.digest)
    // As the program does: what is about to end is not taken apart first.
    withExtendedLifetime((runbook, plan)) { Host.exit(0) }
  }

  private static func plan(_ runbook: RunbookDescription) throws(Problem) -> Plan {
    try Planner.plan(runbook, on: Nowhere(), values: ["file": "/tmp/file"], now: 0)
  }

  /// Making the steps and planning them, and then the object of `plan --json`.
  private static func measure(_ count: Int) throws(Problem) -> [String: Int64] {
    let start = Bench.processorTime()
    let plan = try plan(RunbookDescription(LongProcedure(steps: count)))
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
