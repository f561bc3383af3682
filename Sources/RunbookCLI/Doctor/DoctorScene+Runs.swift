import RunbookBase
import RunbookJournal
import RunbookReporting

extension DoctorScene {
  /// What earlier runs have left: in doubt, unfinished, still owing, damaged.
  var runs: [DoctorPoint] {
    guard StateGrounds(statePath).isThere else { return [.ok(.runs, "runs", "earlier runs", "none")] }
    let directory: StateDirectory
    do throws(Problem) { directory = try StateDirectory.existing(statePath) } catch {
      return [
        .unknown(
          .runs, "runs", "earlier runs", "nobody has looked: the state folder is refused",
          remedy: "set the state folder right, and look again: a run in doubt may be in it")
      ]
    }
    let all: (summaries: [RunSummary], damaged: [(run: RunID, problem: Problem)])
    do throws(Problem) { all = StatusCommand.summaries(try directory.runs().map(directory.folder)) } catch {
      return [.refused(.runs, "runs", "earlier runs", error)]
    }
    let mine = all.summaries.filter { $0.estate.utf8.elementsEqual(estateName.utf8) }
    let open = mine.compactMap(unfinished)
    let damaged = all.damaged.map { run, problem in
      DoctorPoint.problem(
        .runs, "log-\(run.short)", "the log of \(run)", ([problem.summary] + problem.details).joined(separator: "; "),
        remedy: "\(Program.name) verify \(run.short)\(stateWords); keep the folder as it is")
    }
    if open.contains(where: { $0.verdict != .ok }) || !damaged.isEmpty { return damaged + open }
    let others = all.summaries.count - mine.count
    let observed = mine.isEmpty ? "none" : mine.count == 1 ? "1, nothing left of it" : "\(mine.count), nothing left of them"
    return [.ok(.runs, "runs", "earlier runs", observed + (others > 0 ? "; \(others) on other estates" : ""))] + open
  }

  /// A run that is not over, or whose end left something to do; nil for one that is done with.
  private func unfinished(_ run: RunSummary) -> DoctorPoint? {
    let title = "\(run.id)"
    let resume = "\(Program.name) exec \(run.id.runbook) --resume --run \(run.id.short)\(stateWords)"
    let abort = "\(Program.name) exec \(run.id.runbook) --abort --run \(run.id.short)\(stateWords) --reason \"…\""
    let id = "run-\(run.id.short)"
    if run.status == "running" { return .ok(.runs, id, title, "somebody works on it now") }
    if run.waitsFor.contains("in doubt") {
      return .problem(.runs, id, title, "\(run.status), \(run.waitsFor)", remedy: "look at the target, then say what happened: \(resume)")
    }
    if run.waitsFor.contains("running under its supervisor") {
      return .problem(.runs, id, title, "\(run.status), \(run.waitsFor)", remedy: "nobody watches it; go on with it: \(resume)")
    }
    if run.status == "aborted" {
      guard !run.waitsFor.isEmpty else { return nil }
      return .problem(
        .runs, id, title, "aborted, and it left owing: \(run.waitsFor)", remedy: "settle it by hand, and write down that it is")
    }
    guard !run.waitsFor.isEmpty else { return nil }
    return .problem(
      .runs, id, title, "\(run.status), waits for \(run.waitsFor)", remedy: "go on with it: \(resume); or end it: \(abort)")
  }

  /// The drills that are due again and again (seed §4.4).
  var drills: [DoctorPoint] {
    let trend: DrillTrend
    do throws(Problem) { trend = try DrillsCommand.trend(arguments, context).trend } catch {
      return [.refused(.drills, "drills", "the drills", error)]
    }
    return trend.schedules.map { schedule in
      let id = "drill-\(schedule.runbook)"
      let words = "\(schedule.state.rawValue): \(schedule.words(now: trend.now))"
      return schedule.state == .current
        ? .ok(.drills, id, schedule.runbook, words)
        : .problem(
          .drills, id, schedule.runbook, words, remedy: "a restore that was not tried is a guess: \(Program.name) plan \(schedule.runbook)")
    }
  }
}
