import RunbookBase
import RunbookJournal

/// Records of one run, and the state that they add up to.
enum Story {
  static let digest = SHA256.digest("plan")
  static let ada = Person(name: "Ada", login: "ada", role: "incident-commander")
  static let ben = Person(name: "ben", login: "ben")
  static let process = ProcessIdentity(pid: 4711, startTime: 1)
  static let run = RunID("20260615T140500Z-tenant-delete-7f3a91").unsafelyUnwrapped
  static let session = Session(login: "ben", host: "db1", bootID: "boot-1", process: process)

  static let genesis = Genesis(
    run: run, nonce: "00112233445566778899aabbccddeeff", runbook: "tenant-delete", plan: digest, engine: "1.0", host: "db1",
    bootID: "boot-1",
    uid: 1000, login: "ben", estate: "production", mode: .real)

  static let intent = Event.stepIntended(
    Intent(
      step: "restore", attempt: 2, nonce: "n", commands: [["/usr/bin/pg_restore", "-d", "scratch"], ["/bin/true"]], host: "db1",
      effect: "destroys", fingerprint: "f00d"))

  static let request = Event.gateRequested(
    GateRequest(step: "gate", role: "incident-commander", statement: "Insert 12 rows", evidence: digest, word: "insert"))

  static let signedRequest = Event.gateRequested(
    GateRequest(
      step: "gate", role: "incident-commander", statement: "Insert 12 rows", evidence: digest, word: "insert", signing: digest, block: "b"))

  static let handover = Event.roleHandedOver(
    Handover(role: "incident-commander", from: "Ben", to: ada, rosterID: "ada", brief: ["gate waits"]))

  static func answer(_ decision: GateAnswer.Decision, _ reason: String? = nil) -> Event {
    .gateAnswered(GateAnswer(step: "gate", decision: decision, person: ada, reason: reason, evidence: digest))
  }

  static func ended(_ outcome: StepOutcome, late: Bool = false) -> Event {
    .stepEnded(Ending(step: "restore", attempt: 1, outcome: outcome, duration: 1_500_000_000, late: late))
  }

  static func observed(passed: Bool) -> Event {
    .checkObserved(CheckObservation(step: "count", value: "12", criterion: "answers ≥ 1", passed: passed))
  }

  static func record(_ seq: Int, epoch: Int = 1, _ event: Event) -> Record {
    Record(at: .init(wall: WallTime(nanoseconds: 1_781_532_300_250_000_000), boot: 5), by: "ben", epoch: epoch, seq: seq, event: event)
  }

  /// The state after genesis, a session, the accepted plan and these events.
  static func state(_ events: [Event] = []) throws -> RunState {
    var state = RunState()
    var epoch = 0
    for (index, event) in ([.genesis(genesis), .sessionOpened(session), .planAccepted(digest: digest)] + events).enumerated() {
      if case .sessionOpened = event { epoch += 1 }
      state = try state.applying(record(index + 1, epoch: epoch, event))
    }
    return state
  }
}
