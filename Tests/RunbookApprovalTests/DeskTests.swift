import RunbookBase
import RunbookJournal
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookApproval

@Suite("The desk of a waiting run")
struct DeskTests {
  let scene: Scene
  let question: ApprovalRequest.Question
  let head = SHA256.digest("head")

  init() throws {
    scene = try Scene()
    question = try SampleRequest.question()
  }

  private func open(_ desk: ApprovalDesk, _ question: ApprovalRequest.Question? = nil, at moment: ApprovalMoment = Scene.moment(minutes: 0))
    throws -> ApprovalRequest
  {
    try desk.open(question ?? self.question, facts: [], sequence: 41, head: head, at: moment) { $0 == 41 ? head : nil }
  }

  @Test("a request is written once and stands until it is answered, changed, expired, used or from another log")
  func openTwice() throws {
    let desk = try scene.desk()
    let first = try open(desk)
    #expect(try scene.folder.request(question.gate) == first)
    #expect(try open(desk, at: Scene.moment(minutes: 59)) == first)
    let later = try open(desk, at: Scene.moment(minutes: 61))
    #expect(later != first)
    let used = try open(desk, at: Scene.moment(minutes: 62, used: [later.nonce]))
    #expect(used.nonce != later.nonce)
    let changed = try open(desk, try SampleRequest.question(evidence: "b"), at: Scene.moment(minutes: 62))
    #expect(changed.nonce != used.nonce)
    let foreign = try desk.open(changed.question, facts: [], sequence: 50, head: head, at: Scene.moment(minutes: 62)) { _ in nil }
    #expect(foreign.nonce != changed.nonce)
    try Files.writeDurably(Array("junk".utf8), to: scene.folder.requestPath(question.gate))
    #expect(try open(desk, at: Scene.moment(minutes: 62)).nonce != foreign.nonce)
  }

  @Test("an answer is picked up, fits the log, and is judged again right before the start")
  func wholeWay() throws {
    var desk = try scene.desk()
    let request = try open(desk)
    #expect(try desk.collect(request, at: Scene.moment()).standing == .waiting(have: 0, need: 1))
    try scene.folder.write(try scene.sign("ada", as: "ada@example", request, reason: "counted"))
    let intake = try desk.collect(request, at: Scene.moment())
    let answer = try #require(intake.standing.gateAnswer(to: request))
    #expect(answer.decision == .approved)
    #expect(answer.person == Person(name: "Ada L.", login: "ada@example", role: "incident-commander"))
    #expect(answer.reason == "Ada L.: counted")
    let signature = try #require(answer.signature)
    try desk.confirm(signature, of: request, at: Scene.moment(minutes: 5))
  }

  private func whyNot(_ desk: ApprovalDesk, _ signature: String, _ request: ApprovalRequest, at moment: ApprovalMoment = Scene.moment())
    -> String
  {
    do throws(Problem) {
      try desk.confirm(signature, of: request, at: moment)
      return "holds"
    } catch { return ([error.summary] + error.details).joined(separator: "; ") }
  }

  @Test("right before the start: a key revoked since, time over, other commands, a later no, one use")
  func again() throws {
    var desk = try scene.desk()
    let request = try open(desk)
    try scene.folder.write(try scene.sign("ada", as: "ada@example", request))
    let signature = try #require(try desk.collect(request, at: Scene.moment()).standing.gateAnswer(to: request)?.signature)
    #expect(whyNot(desk, signature, request) == "holds")
    #expect(whyNot(desk, signature, request, at: Scene.moment(minutes: 61)).contains("expired at"))
    #expect(whyNot(desk, signature, request, at: Scene.moment(newest: 61)).contains("clock was set back"))
    #expect(whyNot(desk, signature, request, at: Scene.moment(used: [request.nonce])).contains("was used"))
    let now = ApprovalDesk.renewed(request, question: try SampleRequest.question(evidence: "other"))
    #expect(whyNot(desk, signature, now).contains("other commands"))
    let argument = ApprovalDesk.renewed(request, question: try SampleRequest.question(commands: [SampleRequest.commands[0]]))
    #expect(whyNot(desk, signature, argument).contains("another request than this run wrote"))
    #expect(whyNot(desk, "", request).contains("0 of 1 people"))
    try scene.write("revoked_keys", try scene.keys.publicKey("ada") + "\n")
    #expect(whyNot(desk, signature, request).contains("was revoked"))
    try scene.write("revoked_keys", "")
    try scene.folder.write(try scene.sign("cleo", as: "cleo@example", request, .decline, reason: "wait"))
    #expect(whyNot(desk, signature, request).contains("cleo has declined: wait"))
  }

  @Test("yes and no arriving together: the no wins, whatever the files are called")
  func together() throws {
    for order in [["a", "b"], ["b", "a"]] {
      var desk = try scene.desk()
      let request = try open(desk)
      let yes = try scene.sign("ada", as: "ada@example", request)
      let no = try scene.sign("cleo", as: "cleo@example", request, .decline, reason: "wrong tenant")
      let base = "\(scene.path)/approvals/\(ApprovalFolder.fileName(question.gate))"
      try Files.writeDurably(yes.block, to: "\(base).\(order[0]).answer")
      try Files.writeDurably(no.block, to: "\(base).\(order[1]).answer")
      let intake = try desk.collect(request, at: Scene.moment())
      #expect(intake.standing.gateAnswer(to: request)?.decision == .declined)
      #expect(intake.standing.gateAnswer(to: request)?.reason == "wrong tenant")
      #expect(intake.refusals.map(\.refusal) == [.gateClosed])
    }
  }

  @Test("a quorum counts people: two keys of one person are one, two people are two")
  func quorum() throws {
    var desk = try scene.desk(ApprovalPolicy(destroying: .init(quorum: 2)))
    let request = try open(desk)
    try scene.folder.write(try scene.sign("ada", as: "ada@example", request))
    #expect(try desk.collect(request, at: Scene.moment()).standing == .waiting(have: 1, need: 2))
    try scene.folder.write(try scene.sign("ada-second", as: "ada@token", request))
    let second = try desk.collect(request, at: Scene.moment())
    #expect(second.standing == .waiting(have: 1, need: 2))
    #expect(second.refusals.map(\.refusal) == [.alreadyAnswered("ada")])
    try scene.folder.write(try scene.sign("ben-second", as: "ben@token", request))
    #expect(try desk.collect(request, at: Scene.moment()).refusals.map(\.refusal) == [.isOperator("ben")])
    try scene.folder.write(try scene.sign("cleo", as: "cleo@example", request))
    let answer = try #require(try desk.collect(request, at: Scene.moment()).standing.gateAnswer(to: request))
    #expect(answer.person.name == "Ada L., cleo")
    let signature = try #require(answer.signature)
    #expect(whyNot(desk, signature, request) == "holds")
    try scene.write("revoked_keys", try scene.keys.publicKey("cleo") + "\n")
    #expect(whyNot(desk, signature, request).contains("1 of 2 people; the key SHA256:"))
  }

  @Test("late, twice, and nonsense: each is refused once and told once")
  func late() throws {
    var desk = try scene.desk()
    let request = try open(desk)
    let yes = try scene.sign("ada", as: "ada@example", request)
    try scene.folder.write(yes)
    _ = try desk.collect(request, at: Scene.moment())
    try scene.folder.write(yes)
    #expect(try desk.collect(request, at: Scene.moment()).refusals.isEmpty)
    let base = "\(scene.path)/approvals/\(ApprovalFolder.fileName(question.gate))"
    try scene.folder.write(try scene.sign("cleo", as: "cleo@example", request))
    #expect(try desk.collect(request, at: Scene.moment()).refusals.map(\.refusal) == [.gateClosed])
    try Files.writeDurably(Array("ok, go!".utf8), to: base + ".chat.answer")
    try Files.makeFIFO(base + ".fifo.answer")
    _ = try Subprocess.run("/bin/ln", ["-s", "/dev/zero", base + ".link.answer"])
    let intake = try desk.collect(request, at: Scene.moment())
    #expect(intake.refusals.count == 3)
    #expect(intake.refusals.allSatisfy { if case .unreadable = $0.refusal { true } else { false } })
    #expect(try desk.collect(request, at: Scene.moment()).refusals.isEmpty)
  }

  @Test("a key that is added to the trust files while the run waits makes its answer count")
  func trustRepaired() throws {
    let whole = try scene.signers()
    try scene.write("allowed_signers", "cleo@example \(try scene.keys.publicKey("cleo"))\n")
    var desk = try scene.desk()
    let request = try open(desk)
    try scene.folder.write(try scene.sign("ada", as: "ada@example", request))
    #expect(try desk.collect(request, at: Scene.moment()).refusals.map(\.refusal.text).first?.contains("not in allowed_signers") == true)
    #expect(try desk.collect(request, at: Scene.moment()).refusals.isEmpty)
    try scene.write("allowed_signers", whole)
    let intake = try desk.collect(request, at: Scene.moment())
    #expect(intake.refusals.isEmpty)
    #expect(intake.standing.gateAnswer(to: request)?.decision == .approved)
  }

  @Test("an answer to yesterday's request of the same gate is told as such")
  func earlier() throws {
    var desk = try scene.desk()
    let old = try open(desk)
    try scene.folder.write(try scene.sign("ada", as: "ada@example", old))
    let new = try open(desk, at: Scene.moment(minutes: 61))
    #expect(try desk.collect(new, at: Scene.moment(minutes: 62)).refusals.map(\.refusal) == [.otherNonce])
  }

  @Test("a desk does not open on trust files that others can write")
  func trust() throws {
    try Files.setMode(scene.path + "/trust/roster.json", 0o666)
    #expect(throws: Problem.self) { try scene.desk() }
  }

  @Test("two gates never share a file name")
  func names() {
    let gates = ["a", "a.b", "a/b", "a%2eb", "A", "ü", "", String(repeating: "x", count: 300), "../../etc/passwd"]
    let names = gates.map(ApprovalFolder.fileName)
    #expect(Set(names).count == gates.count)
    #expect(names.allSatisfy { !$0.isEmpty && !$0.contains("/") && !$0.contains(".") && $0.utf8.count < 200 })
  }

  @Test("what a log says of approvals: used nonces, operators, heads")
  func history() throws {
    let request = try SampleRequest.make()
    let signed = try scene.sign("ada", as: "ada@example", request)
    let answer = try #require(
      ApprovalTally.Standing.approved([
        .init(approver: .init(person: try scene.trust().roster.people[0], principal: "ada@example", key: "k"), answer: signed)
      ]).gateAnswer(to: request))
    var history = ApprovalHistory()
    let session = Session(login: "ben", host: "db1", bootID: "b", process: ProcessIdentity(pid: 1, startTime: 1))
    history.add(.sessionOpened(session), head: head)
    history.add(.sessionOpened(session), head: head)
    history.add(.gateAnswered(answer), head: SHA256.digest("c"))
    #expect(history.usedNonces.isEmpty)
    #expect(history.signature(gate: question.gate) == answer.signature)
    history.add(.gateConsumed(step: question.gate, releasing: "insert"), head: head)
    #expect(history.usedNonces == [request.nonce])
    #expect(history.operators == [Operator(login: "ben")])
    #expect(history.head(after: 3) == SHA256.digest("c"))
    #expect(history.head(after: 0) == nil)
    #expect(history.head(after: 5) == nil)
  }
}
