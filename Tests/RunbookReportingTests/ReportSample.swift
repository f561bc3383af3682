import RunbookBase
import RunbookJournal
import RunbookReporting
import Testing

/// A log written by hand: time passes as the test says.
struct ReportLog {
  private(set) var records: [Record] = []
  private(set) var state = RunState()
  let run: RunID
  var wall: WallTime
  var boot: Int64 = 5_000_000_000

  init(_ run: String = "20260615T140500Z-full-restore-7f3a91", wall: String = "2026-06-15T14:05:00Z") throws {
    self.run = try #require(RunID(run))
    self.wall = try #require(WallTime(wall))
  }

  /// Lets time pass on both clocks, in seconds.
  mutating func wait(_ seconds: Int64) {
    wall = wall.adding(nanoseconds: seconds * 1_000_000_000)
    boot += seconds * 1_000_000_000
  }

  mutating func add(_ event: Event, by: String = "ben", after seconds: Int64 = 0) throws {
    wait(seconds)
    var epoch = state.epoch
    if case .sessionOpened = event { epoch += 1 }
    let record = Record(at: .init(wall: wall, boot: boot), by: by, epoch: epoch, seq: records.count + 1, event: event)
    var hash = SHA256()
    hash.update(state.head)
    hash.update(record.payload)
    try state.apply(record, hash: hash.finalize())
    records.append(record)
  }

  mutating func begin(_ plan: JSON, parameters: [String: String] = [:], mode: RunMode = .real) throws {
    let digest = try #require(SHA256.Digest(hex: RecordedPlan(plan).digest))
    try add(
      .genesis(
        Genesis(
          run: run, nonce: "00112233445566778899aabbccddeeff", runbook: run.runbook, plan: digest, engine: "runbook 1", host: "ops1",
          bootID: "boot-1",
          uid: 1000, login: "ben", estate: "production", mode: mode, parameters: parameters)))
    try session()
    try add(.planAccepted(digest: digest))
  }

  mutating func session(boot: String = "boot-1", person: Person? = nil, after seconds: Int64 = 0) throws {
    try add(
      .sessionOpened(
        Session(login: "ben", host: "ops1", bootID: boot, process: ProcessIdentity(pid: 4711, startTime: 99), person: person)),
      after: seconds)
  }

  /// An attempt that takes so many seconds.
  mutating func step(_ id: String, _ seconds: Int64, _ outcome: StepOutcome = .succeeded, attempt: Int = 1) throws {
    try intend(id, attempt)
    try end(id, seconds, outcome, attempt: attempt)
  }

  mutating func intend(_ id: String, _ attempt: Int = 1) throws {
    try add(
      .stepIntended(
        Intent(step: id, attempt: attempt, nonce: "n", commands: [["/bin/true"]], host: "ops1", effect: "writes", fingerprint: "f")),
      after: 1)
  }

  mutating func end(_ id: String, _ seconds: Int64, _ outcome: StepOutcome = .succeeded, attempt: Int = 1) throws {
    try add(.stepEnded(Ending(step: id, attempt: attempt, outcome: outcome, duration: seconds * 1_000_000_000)), after: seconds)
  }

  mutating func gate(_ id: String, _ statement: String, _ decision: GateAnswer.Decision, waits seconds: Int64, why: String? = nil) throws {
    let evidence = SHA256.digest(statement)
    try add(.gateRequested(GateRequest(step: id, role: "incident-commander", statement: statement, evidence: evidence, word: "restore")))
    try add(
      .gateAnswered(GateAnswer(step: id, decision: decision, person: ReportSample.ada, reason: why, evidence: evidence)), after: seconds)
  }

  func input(_ plan: JSON?, now: String = "2026-06-16T12:00:00Z") throws -> ReportInput {
    ReportInput(run: run, records: records, state: state, plan: plan.map(RecordedPlan.init), now: try #require(WallTime(now)))
  }
}

/// A restore with everything in it that a report tells.
enum ReportSample {
  static let ada = Person(name: "Ada L.", login: "ada", role: "incident-commander")
  static let ben = Person(name: "ben", login: "ben", role: "restore-operator")

  private static func step(_ number: String, _ id: String, _ title: String, _ kind: String = "run", _ more: JSON = [:]) -> JSON {
    var json: JSON = [
      "number": .string(number), "id": .string(id), "title": .string(title), "kind": .string(kind), "role": "restore-operator",
    ]
    for member in more.members ?? [] { json[member.key] = member.value }
    return json
  }

  static let plan: JSON = [
    "title": "Full database restore", "section": "§3.1", "drill": false, "estate": ["name": "production", "summary": "two hosts"],
    "objectives": ["rtoSeconds": 14_400, "rpoSeconds": 300],
    "steps": [
      step("1", "approve", "Stop the application and restore the cluster main", "gate"),
      step(
        "2", "maintenance", "Put the application into maintenance mode", "run",
        ["estimateSeconds": 60, "owes": [["id": "lift", "title": "lift maintenance mode"]], "mark": "stops-writes"]),
      step("3", "stop", "Stop PostgreSQL", "run", ["estimateSeconds": 60]),
      step("4", "restore", "Restore the base backup", "run", ["estimateSeconds": 3600, "mark": "restores-production"]),
      step("5", "wait", "Start PostgreSQL and wait until it is promoted", "run", ["estimateSeconds": 1200]),
      step(
        "6", "reach", "Are the files of the bucket complete?", "decision",
        [
          "arms": [
            ["answer": "complete", "steps": [step("6a.1", "reach/complete/say", "Tell the status page", "manual")], "ends": false],
            ["answer": "some are missing", "steps": [step("6b.1", "reach/some/undelete", "Remove the delete markers")], "ends": false],
          ]
        ]),
      step(
        "7", "verify", "Verify by §4.3", "concurrently",
        [
          "mark": "verification",
          "steps": [
            step("7.1", "verify/orders", "Orders of ‹orders-since› are there", "check", ["passes": "answers ≥ 1"]),
            step("7.2", "verify/site", "The site answers", "check", ["passes": "exits with 0"]),
          ],
        ]),
      step("8", "notify", "Tell the customers", "notify"),
      step("9", "lift", "Lift maintenance mode", "run", ["settles": ["lift"]]),
      step("10", "drop", "Settle: drop the scratch database", "run", ["obligation": "drop-scratch"]),
    ],
  ]

  /// Approved, failed once, crashed overnight in a restore, in doubt, decided, two checks side by side, one step left out.
  static func restore() throws -> ReportInput {
    var log = try ReportLog()
    try log.begin(plan, parameters: ["since": "2026-06-15T13:40:00Z", "recover-to": "2026-06-15T13:38:00Z"])
    try log.add(.preconditionObserved(Precondition(id: "program-pgbackrest", verdict: .met, observed: "/usr/bin/pgbackrest")))
    try log.add(.preconditionObserved(Precondition(id: "backup", verdict: .unknown, observed: "exit 56")), after: 2)
    try log.gate("approve", "Stop the application and restore the cluster main", .approved, waits: 540)
    try log.add(.gateConsumed(step: "approve", releasing: "maintenance"))
    try log.add(.obligationOpened(id: "lift", text: "lift maintenance mode", step: "maintenance"))
    try log.step("maintenance", 12)
    try log.step("stop", 45, .failed(.exit(1)))
    try log.add(.note("support asks for an hour", about: WallTime(seconds: 1_781_532_600)), by: "cleo", after: 60)
    try log.step("stop", 20, attempt: 2)
    try log.intend("restore")
    try log.add(.stepStarted(step: "restore", attempt: 1, process: ProcessIdentity(pid: 9, startTime: 1)))
    log.boot = 1_000_000_000
    log.wall = log.wall.adding(nanoseconds: 9 * 3_600_000_000_000)
    try log.session(boot: "boot-2")
    try log.add(
      .inDoubtResolved(
        Resolution(step: "restore", attempt: 1, verdict: .notDone, source: .person, evidence: "no global/pg_control", person: ben)),
      after: 120)
    try log.step("restore", 2400, attempt: 2)
    try log.step("wait", 300)
    try log.add(.outputCaptured(step: "wait", name: "orders-since", value: "2026-06-15"))
    try log.add(.decisionMade(step: "reach", arm: "complete", reason: "the inventory of 13:00 says so", by: ada), after: 90)
    try log.add(
      .manualConfirmed(step: "reach/complete/say", evidence: "posted 23:58", by: Person(name: "cleo", login: "ben", role: "comms-lead")),
      after: 200)
    try log.intend("verify/orders")
    try log.intend("verify/site")
    try log.add(.checkObserved(CheckObservation(step: "verify/orders", value: "1204", criterion: "answers ≥ 1", passed: true)), after: 30)
    try log.end("verify/orders", 0)
    try log.add(.checkObserved(CheckObservation(step: "verify/site", value: "exit 0", criterion: "exits with 0", passed: true)), after: 25)
    try log.end("verify/site", 0)
    try log.add(.stepSkipped(step: "notify", reason: "nobody was affected", by: ada), after: 15)
    try log.step("lift", 8)
    try log.add(.obligationClosed(id: "lift", step: "lift"))
    try log.add(.sealed(.completedWithExceptions), after: 1)
    return try log.input(plan)
  }
}
