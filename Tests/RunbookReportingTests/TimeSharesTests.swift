import RunbookBase
import RunbookJournal
import RunbookReporting
import Testing

@Suite("Time of machines and time of people") struct TimeSharesTests {
  typealias S = ReportSample

  /// What a log says behind a step of 5 s, in which a person takes 20 s and machines 7 s more.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var machine: Int64 = 0
    var people: Int64 = 20
    var halted: Int64 = 0
    let add: @Sendable (inout ReportLog) throws -> Void
  }

  static let cases = [
    Case(testDescription: "a decision answered") {
      try $0.add(.decisionMade(step: "reach", arm: "complete", reason: "seen", by: S.ada), after: 20)
    },
    Case(testDescription: "a decision that fills a value") {
      try $0.add(.outputCaptured(step: "reach", name: "set", value: "x"), after: 20)
      try $0.add(.decisionMade(step: "reach", arm: "complete", reason: "seen", by: S.ada))
    },
    Case(testDescription: "a decision that a rule made", machine: 20, people: 0) {
      try $0.add(.decisionMade(step: "reach", arm: "complete", reason: "by rule: rows is 0", by: .rule), after: 20)
    },
    Case(testDescription: "a decision left") { try $0.add(.paused(.signOff, step: "reach"), after: 20) },
    Case(testDescription: "a decision left by Ctrl-C") { try $0.add(.paused(.operator, step: "reach"), after: 20) },
    Case(testDescription: "a decision left, and answered the next day", people: 25, halted: 86_400) {
      try $0.add(.paused(.signOff, step: "reach"), after: 20)
      try $0.session(after: 86_400)
      try $0.add(.resumedFrom(Resumption(step: "first-unfinished", person: S.ben)))
      try $0.add(.decisionMade(step: "reach", arm: "complete", reason: "seen", by: S.ada), after: 5)
    },
    Case(testDescription: "a manual step confirmed") {
      try $0.add(.manualConfirmed(step: "reach/complete/say", evidence: "posted", by: S.ben), after: 20)
    },
    Case(testDescription: "a manual step whose precondition was looked at first", machine: 7) {
      try $0.add(.preconditionObserved(Precondition(id: "p", verdict: .met, observed: "", step: "reach/complete/say")), after: 7)
      try $0.add(.manualConfirmed(step: "reach/complete/say", evidence: "posted", by: S.ben), after: 20)
    },
    Case(testDescription: "a manual step left") { try $0.add(.paused(.signOff, step: "reach/complete/say"), after: 20) },
    Case(testDescription: "a failure answered: again", machine: 7) {
      try $0.step("stop", 5, .failed(.exit(1)))
      try $0.add(.stepIntended(intent("stop", 2)), after: 20)
      try $0.end("stop", 1, attempt: 2)
    },
    Case(testDescription: "a failure answered: again, behind a look", machine: 10) {
      try $0.step("stop", 5, .failed(.exit(1)))
      try $0.add(.preconditionObserved(Precondition(id: "p", verdict: .met, observed: "", step: "stop")), after: 20)
      try $0.add(.stepIntended(intent("stop", 2)), after: 3)
      try $0.end("stop", 1, attempt: 2)
    },
    Case(testDescription: "a failure answered: again, and the gate before it", machine: 6, people: 30) {
      try $0.step("stop", 5, .failed(.exit(1)))
      try $0.add(request, after: 20)
      try $0.add(answer, after: 10)
    },
    Case(testDescription: "a failure tried again by the plan itself", machine: 27, people: 0) {
      try $0.step("wait", 5, .failed(.exit(1)))
      try $0.add(.stepIntended(intent("wait", 2)), after: 20)
      try $0.end("wait", 1, attempt: 2)
    },
    Case(testDescription: "a failure answered: left out", machine: 6) {
      try $0.step("stop", 5, .failed(.exit(1)))
      try $0.add(.stepSkipped(step: "stop", reason: "no need", by: S.ada), after: 20)
    },
    Case(testDescription: "a failure answered: taken back by commands", machine: 13) {
      try $0.step("stop", 5, .failed(.exit(1)))
      try $0.add(.note("taking back stop: /bin/true", about: nil), after: 20)
      try $0.add(.stepUndone(step: "stop", reason: "wrong", by: S.ada), after: 7)
      try $0.add(.paused(.failedStep, step: "stop"))
    },
    Case(testDescription: "a failure left", machine: 6) {
      try $0.step("stop", 5, .failed(.exit(1)))
      try $0.add(.paused(.failedStep, step: "stop"), after: 20)
    },
    Case(testDescription: "a failure left, asked about again in another session and left again", machine: 6, people: 30, halted: 100) {
      try $0.step("stop", 5, .failed(.exit(1)))
      try $0.add(.paused(.failedStep, step: "stop"), after: 20)
      try $0.session(after: 100)
      try $0.add(.resumedFrom(Resumption(step: "first-unfinished", person: S.ben)))
      try $0.add(.paused(.failedStep, step: "stop"), after: 10)
    },
    Case(testDescription: "a failure beside a step that still runs", machine: 24) {
      try $0.intend("verify/orders")
      try $0.intend("verify/site")
      try $0.end("verify/orders", 5, .failed(.exit(1)))
      try $0.end("verify/site", 17)
      try $0.add(.paused(.failedStep, step: "verify/orders"), after: 20)
    },
    Case(testDescription: "a precondition that does not hold", machine: 20, people: 0) {
      try $0.add(.preconditionObserved(Precondition(id: "p", verdict: .notMet, observed: "", step: "stop")), after: 20)
      try $0.add(.paused(.failedStep, step: "stop"))
    },
    Case(testDescription: "a doubt answered", machine: 1, halted: 50) {
      try $0.intend("restore")
      try $0.session(after: 50)
      try $0.add(
        .inDoubtResolved(Resolution(step: "restore", attempt: 1, verdict: .notDone, source: .person, evidence: "", person: S.ben)),
        after: 20)
    },
    Case(testDescription: "a doubt that the step's own look settled", machine: 21, people: 0, halted: 50) {
      try $0.intend("restore")
      try $0.session(after: 50)
      try $0.add(
        .inDoubtResolved(Resolution(step: "restore", attempt: 1, verdict: .notDone, source: .probe, evidence: "")), after: 20)
    },
    Case(testDescription: "a doubt left", machine: 1, halted: 50) {
      try $0.intend("restore")
      try $0.session(after: 50)
      try $0.add(.paused(.inDoubt, step: "restore"), after: 20)
    },
    Case(testDescription: "a gate that waits for a signature from elsewhere, with remarks and a refused answer meanwhile") {
      try $0.add(request)
      try $0.add(.note("on the phone", about: nil, by: S.ben), after: 12)
      try $0.add(.answerRefused(AnswerRefusal(step: "approve", reason: "the request expired")), after: 3)
      try $0.add(answer, after: 5)
    },
    Case(testDescription: "a gate left") {
      try $0.add(request)
      try $0.add(.paused(.signOff, step: "approve"), after: 20)
    },
    Case(testDescription: "a gate asked anew because its role was handed over") {
      try $0.add(request)
      try $0.add(handover, after: 12)
      try $0.add(request)
      try $0.add(answer, after: 8)
    },
    Case(testDescription: "a decision, and a role handed over meanwhile") {
      try $0.add(handover, after: 12)
      try $0.add(.decisionMade(step: "reach", arm: "complete", reason: "seen", by: S.ada), after: 8)
    },
    Case(testDescription: "a handover while a command runs", machine: 21, people: 0) {
      try $0.intend("restore")
      try $0.add(handover, after: 12)
      try $0.end("restore", 8)
    },
    Case(testDescription: "the last message given") {
      try $0.add(impact)
      try $0.add(.messagePosted(StatusMessage(at: WallTime(seconds: 0), stage: .resolved, text: "over", person: S.ben)), after: 20)
      try $0.add(.sealed(.completed))
    },
    Case(testDescription: "the last message left") {
      try $0.add(impact)
      try $0.add(.sealed(.completed), after: 20)
    },
    Case(testDescription: "the last message left by Ctrl-C") {
      try $0.add(impact)
      try $0.add(.paused(.operator, step: nil), after: 20)
    },
    Case(testDescription: "an end at which nothing is asked", machine: 7, people: 0) { try $0.add(.sealed(.completed), after: 7) },
    Case(testDescription: "a command that Ctrl-C ended", machine: 21, people: 0) {
      try $0.add(impact)
      try $0.step("restore", 20)
      try $0.add(.paused(.operator, step: nil))
    },
  ]

  @Test("a wait belongs to what ended it, answered or left", arguments: cases)
  func wait(given: Case) throws {
    var log = try ReportLog()
    try log.begin(Self.plan)
    try log.step("maintenance", 4)
    try given.add(&log)
    let shares = RunReport(try log.input(Self.plan)).shares
    let second: Int64 = 1_000_000_000
    #expect(shares.machine == (5 + given.machine) * second)
    #expect(shares.people == given.people * second)
    #expect(shares.halted == given.halted * second)
  }

  @Test("without marks the time to recover ends with the last step that works, not with the last message or the last question")
  func recovery() throws {
    var log = try ReportLog()
    try log.begin(Self.plan)
    try log.add(Self.impact)
    try log.step("maintenance", 4)
    try log.step("wait", 9)
    try log.add(.decisionMade(step: "reach", arm: "complete", reason: "seen", by: S.ada), after: 30)
    try log.step("notify", 3)
    try log.add(.messagePosted(StatusMessage(at: WallTime(seconds: 0), stage: .resolved, text: "over", person: S.ben)), after: 60)
    try log.add(.sealed(.completed))
    let rto = RunReport(try log.input(Self.plan)).objectives.rto
    #expect(rto.actual == 15_000_000_000)
    #expect(rto.basis == "from the declared impact (--since) to the end of step 5, the last that worked")
  }

  /// The sample's plan without marks, one step of which the plan tries three times by itself.
  static let plan: JSON = {
    var plan = S.plan
    plan["steps"] = .array(
      (S.plan["steps"]?.arrayValue ?? []).map { step in
        var step = step
        step["mark"] = step["kind"] == "notify" ? "notify" : .null
        step["settles"] = []
        if step["id"] == "wait" { step["attempts"] = 3 }
        return step
      })
    return plan
  }()

  static let evidence = SHA256.digest("approve")
  static let request = Event.gateRequested(
    GateRequest(step: "approve", role: "incident-commander", statement: "Restore", evidence: evidence, word: "restore"))
  static let answer = Event.gateAnswered(
    GateAnswer(step: "approve", decision: .approved, person: S.ada, reason: nil, evidence: evidence))
  static let handover = Event.roleHandedOver(
    Handover(role: "incident-commander", from: "Ben", to: S.ada, rosterID: "ada", brief: ["it waits"]))
  static let impact = Event.impactDeclared(at: WallTime(seconds: 1_781_532_300), by: S.ben)
  static func intent(_ step: String, _ attempt: Int) -> Intent {
    Intent(step: step, attempt: attempt, nonce: "n", commands: [["/bin/true"]], host: "ops1", effect: "writes", fingerprint: "f")
  }
}
