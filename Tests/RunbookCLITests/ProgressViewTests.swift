import RunbookBase
import RunbookJournal
import Testing

@testable import RunbookCLI
@testable import RunbookExecution

@Suite("The clock of the live view") struct ProgressViewTests {
  /// The line of the clock, this many seconds after the impact.
  private func clock(_ elapsed: Int64, _ objective: Int64, left: Int64?, columns: Int) -> String {
    let start = WallTime(seconds: 1_781_532_300)
    let clock = RunClock(
      start: start, isImpactDeclared: false, now: start.adding(nanoseconds: elapsed * 1_000_000_000),
      deadline: start.adding(nanoseconds: objective * 1_000_000_000), remaining: left.map { .seconds($0) })
    let progress = RunProgress(
      current: [], next: nil, done: 1, total: 9, clock: clock, objective: .seconds(objective), message: nil)
    return ProgressView(progress: progress, partial: "", columns: columns, style: .plain).lines[1]
  }

  @Test(
    "the forecast is whole at any width, however long the run has taken", arguments: [40, 60, 80, 90, 132],
    [(4265, 14400, 3000), (98_765, 86_400, 13_500), (360_000, 359_940, 86_340), (61, 1800, 60), (80_000, 360_000, 90_000)])
  func whole(columns: Int, given: (elapsed: Int64, objective: Int64, left: Int64)) {
    let line = clock(given.elapsed, given.objective, left: given.left, columns: columns)
    let isOver = given.elapsed + given.left > given.objective
    #expect(isOver ? line.contains("OVER the RTO") : line.contains("well by ") && line.contains("Z ·"), "\(line)")
    #expect(DisplayText.width(line) < columns, "\(line)")
    if columns >= 80 { #expect(line.contains("to go") && !line.contains("…"), "\(line)") }
  }

  @Test("words are left out where there is no room for them, the numbers last")
  func words() {
    #expect(
      clock(4265, 14400, left: 3000, columns: 132)
        == "  well by 16:06Z · 1 h 11 min of 4 h since the beginning · about 50 min to go")
    #expect(clock(4265, 14400, left: 3000, columns: 70) == "  well by 16:06Z · 1 h 11 min of 4 h · ~50 min to go")
    #expect(clock(4265, 14400, left: nil, columns: 80) == "  1 h 11 min of 4 h since the beginning")
    #expect(clock(98_765, 86_400, left: nil, columns: 40) == "  1 d 3 h of 1 d since the beginning")
  }
}
