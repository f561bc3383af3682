import RunbookBase
import RunbookJournal
import Testing

@testable import RunbookReporting

@Suite("The log as a story") struct TimelineTests {
  typealias S = Story

  struct Case: Sendable, CustomTestStringConvertible {
    let event: Event
    let words: String
    let weight: TimelineEntry.Weight
    var testDescription: String { event.type }
    init(_ event: Event, _ weight: TimelineEntry.Weight, _ words: String) { (self.event, self.weight, self.words) = (event, weight, words) }
  }

  static let cases = [
    Case(.genesis(S.genesis), .plain, "run of tenant-delete on production begins, plan \(S.digest.short)"),
    Case(.sessionOpened(S.session), .plain, "session of ben on db1, process 4711"),
    Case(.planAccepted(digest: S.digest), .plain, "plan \(S.digest.short) accepted"),
    Case(
      .preconditionObserved(Precondition(id: "dump-exists", verdict: .met, observed: "12 MiB")), .plain, "dump-exists: met, observed 12 MiB"
    ),
    Case(
      .preconditionObserved(Precondition(id: "dump-exists", verdict: .notMet, observed: "no file", remedy: "§2.2")), .attention,
      "dump-exists: not-met, observed no file"),
    Case(
      .preconditionObserved(Precondition(id: "x", verdict: .unknown, observed: "no answer")), .attention, "x: unknown, observed no answer"),
    Case(S.intent, .plain, "starts, attempt 2, destroys: /usr/bin/pg_restore -d scratch; /bin/true"),
    Case(.stepStarted(step: "restore", attempt: 2, process: S.process), .plain, "runs as process 4711, attempt 2"),
    Case(S.ended(.succeeded), .good, "done after 1 s"), Case(S.ended(.succeeded, late: true), .good, "done after 1 s, found later"),
    Case(S.ended(.failed(.exit(3))), .bad, "failed after 1 s: exit status 3"),
    Case(S.ended(.failed(.signal(9))), .bad, "failed after 1 s: ended by signal 9"),
    Case(S.ended(.failed(.check("0 rows, wanted: answers ≥ 1"))), .bad, "failed after 1 s: 0 rows, wanted: answers ≥ 1"),
    Case(S.ended(.failed(.timedOut(30))), .bad, "failed after 1 s: time limit of 30 s passed"),
    Case(S.ended(.failed(.notStarted("psql is not there"))), .bad, "failed after 1 s: psql is not there"),
    Case(S.ended(.failed(.declined)), .bad, "failed after 1 s: declined"),
    Case(.outputCaptured(step: "count", name: "rows", value: "12"), .plain, "rows is 12"),
    Case(S.observed(passed: true), .good, "observed 12; passes when it answers ≥ 1: passed"),
    Case(S.observed(passed: false), .bad, "observed 12; passes when it answers ≥ 1: not passed"),
    Case(
      .stepSkipped(step: "notify", reason: "nobody is up", by: S.ada), .attention,
      "left out by Ada (login ada, incident-commander): nobody is up"),
    Case(.stepMarkedDone(step: "link", evidence: "seen", by: S.ben), .attention, "counted as done by ben: seen"),
    Case(.stepUndone(step: "link", reason: "wrong tenant", by: S.ben), .attention, "taken back by ben: wrong tenant"),
    Case(
      .inDoubtResolved(Resolution(step: "x", attempt: 1, verdict: .done, source: .probe, evidence: "the file is there")), .attention,
      "was in doubt, attempt 1: done, by probe: the file is there"),
    Case(
      .inDoubtResolved(Resolution(step: "x", attempt: 1, verdict: .notDone, source: .exitRecord, evidence: "exit 1")), .attention,
      "was in doubt, attempt 1: not-done, by exit-record: exit 1"),
    Case(
      .inDoubtResolved(Resolution(step: "x", attempt: 2, verdict: .unknown, source: .person, evidence: "?", person: S.ada)), .attention,
      "was in doubt, attempt 2: unknown, by person by Ada (login ada, incident-commander): ?"),
    Case(S.request, .attention, "asks for a sign-off (incident-commander): Insert 12 rows"),
    Case(S.answer(.approved), .good, "approved by Ada (login ada, incident-commander)"),
    Case(S.answer(.declined, "too risky"), .bad, "declined by Ada (login ada, incident-commander): too risky"),
    Case(.gateConsumed(step: "gate", releasing: "insert"), .plain, "the approval releases insert"),
    Case(
      .decisionMade(step: "reach", arm: "one tenant", reason: "audit trail", by: S.ada), .attention,
      "“one tenant” decided by Ada (login ada, incident-commander): audit trail"),
    Case(.manualConfirmed(step: "call", evidence: "12:03", by: S.ben), .good, "confirmed by ben: 12:03"),
    Case(.obligationOpened(id: "drop", text: "drop scratch", step: "create"), .attention, "owes: drop scratch"),
    Case(.obligationClosed(id: "drop", step: "settle/drop"), .good, "settled: drop"),
    Case(
      .obligationWaived(id: "drop", reason: "later", by: S.ada), .attention, "drop waived by Ada (login ada, incident-commander): later"),
    Case(.paused(.signOff, step: "gate"), .attention, "the run pauses: sign-off"),
    Case(.paused(.operator, step: nil), .attention, "the run pauses: operator"),
    Case(.note("comms told", about: nil), .plain, "note: comms told"),
    Case(
      .note("told", about: WallTime(seconds: 0), by: Person(name: "Cleo", login: "root", role: "scribe")), .plain,
      "note about 1970-01-01T00:00:00Z by Cleo (login root, scribe): told"),
    Case(.note("told", about: nil, by: Person(name: "root", login: "root", role: "scribe")), .plain, "note by root (scribe): told"),
    Case(.note("told", about: nil, by: Person(name: "root", login: "root")), .plain, "note by root: told"),
    Case(
      .decisionMade(step: "how-far", arm: "one tenant", reason: "by rule: rows is 0", by: .rule), .attention,
      "“one tenant” chosen by rule: rows is 0"),
    Case(
      .sessionOpened(
        Session(
          login: "root", host: "db1", bootID: "b", process: S.process,
          person: Person(name: "Ben", login: "root", role: "restore-operator"), rosterID: "ben")), .plain,
      "session of Ben (login root, restore-operator) on db1, process \(S.process.pid)"),
    Case(.note("began", about: WallTime(seconds: 0)), .plain, "note about 1970-01-01T00:00:00Z: began"),
    Case(.clockJump(wall: 7_200_000_000_000, boot: 5_000_000_000), .attention, "the clock jumped by 7195 s"),
    Case(.degraded(reason: "ENOSPC"), .bad, "the log is degraded: ENOSPC"),
    Case(.recovered(droppedBytes: 7, digest: S.digest), .attention, "a torn tail of 7 bytes was cut and kept"),
    Case(.resumedFrom(Resumption(step: "insert", person: S.ben)), .attention, "goes on at insert, ben"),
    Case(
      .resumedFrom(Resumption(step: "close", skipped: ["link", "tell"], reason: "not needed", person: S.ben)), .attention,
      "goes on at close, ben, leaving out link, tell: not needed"),
    Case(.aborted(reason: "enough", by: S.ben), .bad, "aborted by ben: enough"), Case(.declined(step: "gate"), .bad, "declined at gate"),
    Case(.sealed(.completed), .good, "sealed: completed"),
    Case(.sealed(.completedWithExceptions), .attention, "sealed: completed-with-exceptions"),
    Case(.sealed(.aborted), .attention, "sealed: aborted"),
    Case(.unknown(type: "role-change", fields: [:]), .attention, "a record of a newer version: role-change"),
  ]

  @Test("each record is told in words, with its weight", arguments: cases)
  func words(given: Case) {
    let entry = TimelineEntry(S.record(7, given.event), nil)
    #expect(entry.words == given.words)
    #expect(entry.weight == given.weight)
    #expect(entry.step == given.event.step)
  }

  @Test("no type of record is without words, and the table holds every one of them")
  func complete() {
    let types = Set(Self.cases.map(\.event.type))
    #expect(
      types.subtracting(["role-change"]).sorted() == [
        "aborted", "check-observed", "clock-jump", "decision-made", "declined", "degraded", "gate-answered", "gate-consumed",
        "gate-requested",
        "genesis", "in-doubt-resolved", "manual-confirmed", "note", "obligation-closed", "obligation-opened", "obligation-waived",
        "output-captured", "paused", "plan-accepted", "precondition-observed", "recovered", "resumed-from", "sealed", "session-opened",
        "step-ended", "step-intended", "step-marked-done", "step-skipped", "step-started", "step-undone",
      ])
    #expect(Self.cases.allSatisfy { TimelineEntry(S.record(1, $0.event), nil).words != $0.event.type })
  }

  @Test("an entry says when, who and about which step, for people and for programs")
  func entries() {
    let entry = TimelineEntry(
      S.record(7, .outputCaptured(step: "count", name: "rows", value: "12")), Person(name: "Ben", login: "root", role: "restore-operator"))
    #expect(entry.at.text(.milliseconds) == "2026-06-15T14:05:00.250Z")
    #expect(entry.by == "ben")
    #expect(
      entry.json == [
        "seq": 7, "at": "2026-06-15T14:05:00.250Z", "by": "ben",
        "person": ["name": "Ben", "login": "root", "role": "restore-operator"], "step": "count", "words": "rows is 12", "weight": "plain",
      ])
    #expect(TimelineEntry(S.record(8, .note("x", about: nil)), nil).json["person"] == .null)
    #expect(TimelineEntry(S.record(8, .note("x", about: nil)), nil).json["step"] == .null)
  }
}
