import RunbookBase
import RunbookSystem

@testable import RunbookJournal

/// Values that the tests share.
enum Sample {
  static let digest = SHA256.digest("plan")
  static let other = SHA256.digest("something else")
  static let ada = Person(name: "Ada", login: "ada", role: "incident-commander")
  static let ben = Person(name: "Ben", login: "ben")
  static let process = ProcessIdentity(pid: 4711, startTime: 123_456)

  static func runID(_ short: String = "7f3a91") -> RunID {
    RunID("20260615T140500Z-tenant-delete-\(short)") ?? fallback
  }
  private static let fallback = RunID("20000101T000000Z-x-000000").unsafelyUnwrapped

  static func genesis(_ run: RunID = runID()) -> Genesis {
    Genesis(
      run: run, nonce: "00112233445566778899aabbccddeeff", runbook: "tenant-delete", plan: digest, engine: "1.0", host: "db1",
      bootID: "boot-1", uid: 1000, login: "ben", estate: "production", mode: .real,
      parameters: ["tenant": "42", "dump": "s3://backups/ü\u{202E}.dump"], previousSeal: other)
  }

  static func session(boot: String = "boot-1") -> Session { Session(login: "ben", host: "db1", bootID: boot, process: process) }

  static func intent(_ step: String, _ attempt: Int = 1) -> Event {
    .stepIntended(
      Intent(
        step: step, attempt: attempt, nonce: "n\(attempt)", commands: [["/usr/bin/pg_restore", "-d", "scratch"], ["/bin/true"]],
        host: "db1",
        effect: "destroys database scratch", fingerprint: "f00d"))
  }

  static func started(_ step: String, _ attempt: Int = 1) -> Event { .stepStarted(step: step, attempt: attempt, process: process) }

  static func ended(_ step: String, _ attempt: Int = 1, _ outcome: StepOutcome = .succeeded, late: Bool = false) -> Event {
    .stepEnded(
      Ending(
        step: step, attempt: attempt, outcome: outcome, output: OutputFile(file: "output/04.log", bytes: 12, digest: digest),
        duration: 1_500_000_000, late: late))
  }

  static func gate(_ step: String, evidence: SHA256.Digest = digest) -> Event {
    .gateRequested(
      GateRequest(step: step, role: "incident-commander", statement: "Re-insert 12 rows\ninto live_db", evidence: evidence, word: "restore")
    )
  }

  static func answer(_ step: String, _ decision: GateAnswer.Decision = .approved, evidence: SHA256.Digest = digest) -> Event {
    .gateAnswered(
      GateAnswer(
        step: step, decision: decision, person: ada, reason: decision == .declined ? "too risky" : nil, evidence: evidence, signature: nil))
  }

  static func resolved(_ step: String, _ verdict: Resolution.Verdict, attempt: Int = 1, by person: Person? = nil, command: Int? = nil)
    -> Event
  {
    .inDoubtResolved(
      Resolution(
        step: step, attempt: attempt, verdict: verdict, source: person == nil ? .probe : .person, evidence: "PG_VERSION exists",
        person: person, command: command))
  }

  static let handover = Event.roleHandedOver(
    Handover(role: "incident-commander", from: "Ben", to: ada, rosterID: "ada", brief: ["begun 14:05", "gate waits"]))

  /// A gate that its operator released alone.
  static func glass(reason: String?) -> GateAnswer {
    var answer = GateAnswer(step: "gate", decision: .approved, person: ben, reason: reason, evidence: digest)
    answer.isBreakGlass = true
    return answer
  }

  static let brokenGlass = Event.gateAnswered(glass(reason: "BREAK-GLASS: fire"))

  /// A legal run behind its genesis, with every event of a finished run in it.
  static let run: [Event] = [
    .sessionOpened(session()), .planAccepted(digest: digest),
    .preconditionObserved(Precondition(id: "dump-exists", verdict: .met, observed: "12 MiB", remedy: "§2.1 Step A", step: "restore")),
    intent("create"), started("create"), ended("create"), .obligationOpened(id: "drop-scratch", text: "drop scratch", step: "create"),
    intent("restore"), started("restore"), ended("restore", 1, .failed(.exit(1))), .paused(.failedStep, step: "restore"),
    intent("restore", 2), started("restore", 2), ended("restore", 2), .outputCaptured(step: "count", name: "rows", value: "12"),
    intent("count"), .checkObserved(CheckObservation(step: "count", value: "12", criterion: "> 0", passed: true)), ended("count"),
    gate("gate"), .paused(.signOff, step: "gate"), answer("gate"), .gateConsumed(step: "gate", releasing: "insert"),
    intent("insert"), started("insert"), .sessionOpened(session()), .paused(.inDoubt, step: "insert"),
    resolved("insert", .unknown), resolved("insert", .done, by: ada), .clockJump(wall: 7_200_000_000_000, boot: 5_000_000),
    .decisionMade(step: "reach", arm: "one tenant", reason: "audit trail", by: ada),
    .manualConfirmed(step: "call", evidence: "12:03", by: ben),
    .stepSkipped(step: "notify", reason: "nobody is up", by: ada), .stepMarkedDone(step: "link", evidence: "done by hand", by: ben),
    .stepUndone(step: "link", reason: "wrong tenant", by: ben), .note("comms told", about: WallTime(seconds: 1_781_532_300)),
    .resumedFrom(Resumption(step: "close", skipped: ["link"], reason: "not needed", person: ada)),
    .obligationClosed(id: "drop-scratch", step: "drop"), .obligationOpened(id: "backup", text: "full backup", step: "insert"),
    .obligationWaived(id: "backup", reason: "runs at 4", by: ada), .sealed(.completedWithExceptions),
  ]

  /// Work beside another run.
  static let besideAnother = Event.goesBeside(
    Beside(run: runID("0b51de"), targets: ["postgres:live_db"], reason: "it was given up", person: ada))

  /// One of each kind, for the round trip.
  static let everyEvent: [Event] =
    run + [
      .genesis(genesis()), .degraded(reason: "ENOSPC"), .recovered(droppedBytes: 7, digest: digest), .aborted(reason: "enough", by: ada),
      .declined(step: "gate"), answer("gate", .declined), ended("a", 1, .failed(.signal(9))), ended("a", 1, .failed(.check("0 rows"))),
      ended("a", 1, .failed(.timedOut(30))), ended("a", 1, .failed(.notStarted("ENOENT"))), ended("a", 1, .failed(.declined), late: true),
      .obligationClosed(id: "x", step: nil), .paused(.operator, step: nil), .note("", about: nil),
      .impactDeclared(at: WallTime(seconds: 1_781_532_000), by: ada),
      .messagePosted(
        StatusMessage(
          at: WallTime(seconds: 1_781_532_300), stage: .investigating, text: "We are on it",
          deliveries: [.init(channel: "page"), .init(channel: "mail", failure: "503")], step: "first-status", person: ben)),
      .messagePosted(StatusMessage(at: WallTime(seconds: 1_781_532_300), stage: .resolved, text: "Over", person: ben)),
      .preconditionObserved(Precondition(id: "x", verdict: .unknown, observed: "")), besideAnother,
      .goesBeside(Beside(run: runID("0b51de"), isOver: true, targets: [], reason: "it went well", person: ben)),
      .answerRefused(AnswerRefusal(step: "gate", reason: "the key was revoked", answer: digest)),
      .answerRefused(AnswerRefusal(step: "gate", reason: "typed")), handover, brokenGlass,
      .gateRequested(
        GateRequest(
          step: "gate", role: "incident-commander", statement: "go", evidence: digest, word: "w", signing: other, block: "-----BEGIN…\n")),
      .sessionOpened(Session(login: "root", host: "db1", bootID: "b", process: process, person: ben, rosterID: "ben")),
      .note("told", about: WallTime(seconds: 1_781_532_300), by: Person(name: "Cleo", login: "root", role: "scribe")),
      .decisionMade(step: "how-far", arm: "one tenant", reason: "by rule: rows is 0", by: .rule),
      .unknown(type: "role-change", fields: ["to": "ada", "old": ["x": [1, nil]]]),
    ]

  static func instant(_ number: Int) -> Record.Instant {
    Record.Instant(wall: WallTime(seconds: 1_781_532_300 + Int64(number)), boot: 1_000_000_000 * Int64(number))
  }
}

/// Builds the bytes of a log in memory, the way the writer does.
struct LogBuilder {
  private(set) var bytes: [UInt8] = []
  private(set) var state = RunState()
  /// The offset behind each record.
  private(set) var ends: [Int] = []

  init(_ events: [Event] = []) throws {
    try append(.genesis(Sample.genesis()))
    for event in events { try append(event) }
  }

  mutating func append(_ event: Event) throws {
    var epoch = state.epoch
    if case .sessionOpened = event { epoch += 1 }
    let record = Record(at: Sample.instant(state.recordCount), by: "ben", epoch: epoch, seq: state.recordCount + 1, event: event)
    var head = state.head
    if case .genesis(let genesis) = event { head = Frame.start(run: genesis.run, nonce: genesis.nonce) }
    let (line, hash) = Frame.line(record.payload, after: head)
    try state.apply(record, hash: hash)
    add(line)
  }

  /// Adds a payload with a right hash, whatever it says.
  mutating func append(payload: [UInt8]) { add(Frame.line(payload, after: state.head).bytes) }

  private mutating func add(_ line: [UInt8]) {
    bytes += line
    ends.append(bytes.count)
  }
}

/// A folder that goes away with the test.
final class Scratch {
  let path: String
  init() throws { path = try Files.temporaryDirectory(prefix: "runbook-journal-tests") }
  deinit { try? Files.removeTree(path) }
  func state() throws -> StateDirectory { try StateDirectory.open(path + "/state") }
}

struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
