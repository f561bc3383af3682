import RunbookBase
import RunbookJournal
import Testing

@testable import RunbookReporting

@Suite("A run in one line: where it stands and what it waits for") struct SummaryTests {
  typealias S = Story

  static let started: [Event] = [
    .stepIntended(
      Intent(step: "restore", attempt: 1, nonce: "n", commands: [["/bin/true"]], host: "db1", effect: "writes", fingerprint: "f")),
    .stepStarted(step: "restore", attempt: 1, process: S.process),
  ]
  static let owing = Event.obligationOpened(id: "drop", text: "drop scratch", step: "restore")

  struct Case: Sendable, CustomTestStringConvertible {
    let events: [Event]
    let isBusy: Bool
    let status: String
    let waitsFor: String
    var testDescription: String { "\(status), \(waitsFor)" }
    init(_ events: [Event], busy isBusy: Bool = false, _ status: String, _ waitsFor: String) {
      (self.events, self.isBusy, self.status, self.waitsFor) = (events, isBusy, status, waitsFor)
    }
  }

  static let cases = [
    Case([], busy: true, "running", ""), Case([], "interrupted", "--resume"), Case(started, busy: true, "running", ""),
    Case(started, "interrupted", "in doubt: restore"),
    Case([S.request, .paused(.signOff, step: "gate")], "paused (sign-off)", "gate, by incident-commander"),
    Case([S.handover, S.request], busy: true, "running", "gate, by incident-commander (Ada)"),
    Case([S.signedRequest], busy: true, "running", "gate, by incident-commander, signed, request \(S.digest.short)"),
    Case(started + [S.ended(.failed(.exit(1))), .paused(.failedStep, step: "restore")], "paused (failed-step)", "restore"),
    Case([.paused(.operator, step: nil)], "paused (operator)", "--resume"),
    Case([.paused(.journalUnwritable, step: nil)], "paused (journal-unwritable)", "--resume"),
    Case([.sealed(.completed)], "completed", ""),
    Case([.stepSkipped(step: "x", reason: "y", by: S.ada), .sealed(.completedWithExceptions)], "completed with 1 exception", ""),
    Case(
      ["a", "b"].map { .stepSkipped(step: $0, reason: "y", by: S.ada) } + [.sealed(.completedWithExceptions)],
      "completed with 2 exceptions", ""),
    Case([S.request, S.answer(.declined, "no"), .declined(step: "gate"), .sealed(.declined)], "declined", ""),
    Case([.aborted(reason: "enough", by: S.ben)], "aborted", ""),
    Case([owing, .aborted(reason: "enough", by: S.ben)], "aborted", "drop scratch"),
  ]

  @Test("every status has its words", arguments: cases)
  func status(given: Case) throws {
    let summary = RunSummary(S.run, try S.state(given.events), isBusy: given.isBusy)
    #expect(summary.status == given.status)
    #expect(summary.waitsFor == given.waitsFor)
  }

  @Test("a step that was sent to another host is not in doubt before that host was asked")
  func away() throws {
    let summary = RunSummary(S.run, try S.state(Self.started), isBusy: false, sent: ["restore": "db1"])
    #expect(summary.status == "interrupted" && summary.waitsFor == "restore was sent to db1; --resume asks it")
  }

  @Test("a rehearsal says so before anything else, and how it goes on")
  func rehearsal() throws {
    var genesis = try #require(try S.state().genesis)
    genesis.mode = .rehearsal
    let at = Record.Instant(wall: WallTime(nanoseconds: 0), boot: 0)
    let state = try RunState().applying(Record(at: at, by: "ben", epoch: 0, seq: 1, event: .genesis(genesis)))
    let summary = RunSummary(S.run, state, isBusy: false)
    #expect(summary.shownStatus == "rehearsal, interrupted" && summary.shownWaitsFor == "--rehearse --resume")
  }

  @Test("it names run, estate, beginning, number of records and the head of the log")
  func names() throws {
    let state = try S.state()
    let summary = RunSummary(S.run, state, isBusy: false)
    #expect(
      summary.json == [
        "run": "20260615T140500Z-tenant-delete-7f3a91", "runbook": "tenant-delete", "estate": "production", "began": "2026-06-15T14:05:00Z",
        "mode": "real", "status": "interrupted", "waitsFor": "--resume", "records": 3, "messageDue": .null,
        "head": .string(state.fingerprint),
      ])
  }

  @Test("a log without its first record is told as far as it goes")
  func empty() {
    let summary = RunSummary(S.run, RunState(), isBusy: false)
    #expect(summary.estate == "?")
    #expect(summary.began == nil)
    #expect(summary.records == 0)
  }
}
