import RunbookBase
import RunbookJournal

extension ObjectiveResults {
  /// How much was lost: from what was recovered to the last moment at which something was written that did not come back.
  ///
  /// Never guessed: where the log does not say one of the two, or they contradict each other, it is not known.
  static func loss(_ input: ReportInput, _ story: RunStory, _ time: SteadyTime, _ declared: WallTime?) -> Objective {
    let target = input.plan?.rpo
    let unknown = { (why: String) in Objective(target: target, actual: nil, verdict: .unknown, basis: why) }
    // A drill compares with production, which is there to be asked.
    if let gap = input.state.outputs["recovery-gap"].flatMap({ Int64($0.value) }) {
      return Objective(
        target: target, actual: gap * 1_000_000_000, verdict: verdict(gap * 1_000_000_000, target),
        basis: "from the newest order that came back to the newest one that was to come back")
    }
    let isRestored = (input.plan?.steps ?? []).contains { $0.mark == "restores-production" && story.endings[$0.id] != nil }
    guard let (point, what) = recovered(input, isRestored) else { return unknown("the run recorded no point to which data was recovered") }
    let from = "from \(point.text(.seconds)), \(what)"
    guard let (end, until) = lastWrite(input, story, time, declared, isRestored, point) else {
      return unknown("\(from); the run recorded no end of writes")
    }
    let actual = end.nanoseconds(since: point)
    guard actual >= 0 else { return unknown("\(what), \(point.text(.seconds)), lies after \(until), \(end.text(.seconds))") }
    return Objective(target: target, actual: actual, verdict: verdict(actual, target), basis: "\(from), to \(until)")
  }

  private static func recovered(_ input: ReportInput, _ isRestored: Bool) -> (WallTime, String)? {
    let outputs = input.state.outputs
    if let point = outputs["recovered-to"].flatMap({ WallTime($0.value) }) { return (point, "the recovered point") }
    // Where the whole was restored after all, the time of a dump no longer counts.
    guard isRestored else { return outputs["dump-begun"].flatMap { WallTime($0.value) }.map { ($0, "the begin of the dump") } }
    return input.state.parameters["recover-to"].flatMap { WallTime($0) }.map { ($0, "the target of the recovery") }
  }

  /// A deletion ends the loss for the deleted rows; a restore of the whole takes everything that was written until somebody
  /// stopped the writes, and the declared impact stopped them only where nobody could write after it.
  private static func lastWrite(
    _ input: ReportInput, _ story: RunStory, _ time: SteadyTime, _ declared: WallTime?, _ isRestored: Bool, _ point: WallTime
  ) -> (WallTime, String)? {
    if !isRestored, let deleted = input.state.parameters["deleted-at"].flatMap({ WallTime($0) }) { return (deleted, "the deletion") }
    if isRestored, input.plan?.impactEndsWrites == true, let declared { return (declared, "the declared impact") }
    let stops = (input.plan?.steps ?? []).filter { $0.mark == "stops-writes" && story.leftOut[$0.id] == nil }
    let stopped = stops.compactMap { story.endings[$0.id] }.max().map(time.wall)
    // What was written behind it came back as well: then only the restore itself ended the writes.
    if let stopped, stopped < point, let restored = restoreBegan(input, story) { return (time.wall(restored), "the begin of the restore") }
    return stopped.map { ($0, "the end of writes") }
  }

  private static func restoreBegan(_ input: ReportInput, _ story: RunStory) -> Int64? {
    let restores = Set((input.plan?.steps ?? []).filter { $0.mark == "restores-production" }.map(\.id))
    return story.spans.filter { restores.contains($0.step) }.map(\.from).min()
  }
}
