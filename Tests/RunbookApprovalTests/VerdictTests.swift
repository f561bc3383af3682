import RunbookBase
import RunbookJournal
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookApproval

@Suite("What an answer is worth")
struct VerdictTests {
  let scene: Scene
  let request: ApprovalRequest

  init() throws {
    scene = try Scene()
    request = try SampleRequest.make()
  }

  @Test("a signed yes of a person with the role counts, with ed25519, a second key and a reason")
  func good() throws {
    for (key, principal) in [("ada", "ada@example"), ("ada-second", "ada@token"), ("cleo", "cleo@example")] {
      let verdict = try scene.verdict(try scene.sign(key, as: principal, request, reason: "rows “seen”\nlooks right"), request)
      guard case .approved(let approver) = verdict else {
        Issue.record("\(verdict)")
        continue
      }
      #expect(approver.principal == principal)
      #expect(approver.key.hasPrefix("SHA256:"))
    }
  }

  @Test("an ecdsa key signs too")
  func ecdsa() throws {
    let verdict = try scene.verdict(try scene.sign("dora", as: "dora@example", request, .decline, reason: "stop"), request)
    #expect(verdict.personID == "dora")
  }

  @Test(
    "a key that may not sign is refused, and the reason is the true one",
    arguments: [
      ("stranger", "ada@example", "not in allowed_signers"), ("stranger", "nobody@example", "nobody in the roster"),
      ("cleo", "ada@example", "is one of cleo@example, not of ada@example"),
      ("ada", "ada@laptop", "is one of ada@example, not of ada@laptop"), ("expired", "eve@old", "has expired"),
      ("future", "eve@new", "is not valid yet"), ("git-only", "eve@git", "may not sign for “approval@runbook”"),
      ("dora", "dora@example", "dora may not act as incident-commander"), ("ben", "ben@example", "ben is the operator"),
      ("ben-second", "ben@token", "ben is the operator"),
    ])
  func keys(key: String, principal: String, reason: String) throws {
    let refusal = try scene.verdict(try scene.sign(key, as: principal, request), request).refusal
    #expect(refusal?.text.contains(reason) == true, "\(refusal?.text ?? "approved")")
  }

  @Test("a key that is listed under another name than its comment: the remedy names the option and the name")
  func listedOtherwise() throws {
    let refusal = try scene.verdict(try scene.sign("ada", as: "ada@laptop", request), request).refusal
    #expect(refusal?.remedy == "sign again as the estate’s keys name you: add --as ada@example")
    let stranger = try scene.verdict(try scene.sign("stranger", as: "nobody@example", request), request).refusal
    #expect(stranger?.remedy?.contains("--as NAME") == true)
  }

  @Test("a revoked key is refused and named, from a plain list and from a KRL, and was good before")
  func revoked() throws {
    let answer = try scene.sign("ada", as: "ada@example", request)
    #expect(try scene.verdict(answer, request).personID == "ada")
    try scene.write("revoked_keys", try scene.keys.publicKey("ada") + "\n")
    guard case .revokedKey = try scene.verdict(answer, request).refusal else {
      Issue.record("not revoked")
      return
    }
    try Files.remove(scene.path + "/trust/revoked_keys")
    let made = try Subprocess.run(
      "/usr/bin/ssh-keygen", ["-q", "-k", "-f", scene.path + "/trust/revoked_keys", scene.keys.path("ada") + ".pub"])
    try #require(made.status.isSuccess)
    try Files.setMode(scene.path + "/trust/revoked_keys", 0o644)
    guard case .revokedKey = try scene.verdict(answer, request).refusal else {
      Issue.record("not revoked")
      return
    }
    #expect(try scene.verdict(try scene.sign("cleo", as: "cleo@example", request), request).personID == "cleo")
  }

  @Test("a signature that was made for another purpose is refused")
  func namespace() throws {
    let answer = try ApprovalAnswer(.approve, to: request, as: "ada@example", at: Scene.now)
    let made = try Subprocess.run(
      "/usr/bin/ssh-keygen", ["-q", "-Y", "sign", "-n", "git", "-f", scene.keys.path("ada")], input: answer.bytes)
    let signed = try SignedAnswer(answer, signature: made.output)
    #expect(try scene.verdict(signed, request).refusal == .otherNamespace("git"))
  }

  @Test("an answer fits one question alone: run, gate, plan, evidence, nonce and every byte of the rest")
  func binding() throws {
    let other = SampleRequest.commands.map {
      ApprovedCommand(
        number: $0.number, step: $0.step, title: $0.title, host: $0.host, effect: $0.effect,
        argv: $0.argv.map { $0 == "tenant=42" ? "tenant=43" : $0 }, destroys: $0.destroys)
    }
    let cases: [(ApprovalRequest, ApprovalRefusal)] = [
      (
        try SampleRequest.make(try SampleRequest.question(run: "20260615T140500Z-tenant-delete-000000")),
        .otherRun(request.question.run.text)
      ),
      (try SampleRequest.make(try SampleRequest.question(gate: "drop")), .otherGate("reach/approve")),
      (try SampleRequest.make(try SampleRequest.question(plan: "b")), .otherPlan),
      (try SampleRequest.make(try SampleRequest.question(evidence: "b")), .otherEvidence),
      (try SampleRequest.make(nonce: "ffffffffffffffffffffffffffffffff"), .otherNonce),
      (try SampleRequest.make(try SampleRequest.question(commands: other)), .otherRequest),
      (try SampleRequest.make(try SampleRequest.question(operator: Operator(login: "cleo"))), .otherRequest),
      (try SampleRequest.make(lifetime: 3600), .otherRequest),
    ]
    let answer = try scene.sign("ada", as: "ada@example", request)
    for (asked, refusal) in cases { #expect(try scene.verdict(answer, asked).refusal == refusal) }
  }

  @Test("a changed byte in the answer breaks the signature")
  func changedByte() throws {
    let signed = try scene.sign("ada", as: "ada@example", request, reason: "rows seen")
    let forged = try ApprovalAnswer(.approve, to: request, as: "ada@example", reason: "rows seem", at: Scene.now)
    let verdict = try scene.verdict(try SignedAnswer(forged, signature: signed.signature.armoured), request)
    #expect(verdict.refusal == .changedByte)
    let no = try scene.sign("ada", as: "ada@example", request, .decline)
    let flipped = try ApprovalAnswer(.approve, to: request, as: "ada@example", reason: "too risky", at: Scene.now)
    #expect(try scene.verdict(try SignedAnswer(flipped, signature: no.signature.armoured), request).refusal == .changedByte)
  }

  @Test("time: before, after, after with the clock set back, by the boot clock alone, and longer than the policy allows")
  func time() throws {
    let answer = try scene.sign("ada", as: "ada@example", request)
    func refusal(_ moment: ApprovalMoment, _ policy: ApprovalPolicy = ApprovalPolicy()) throws -> ApprovalRefusal? {
      try scene.verdict(answer, request, policy: policy, at: moment).refusal
    }
    let end = request.notAfter.text()
    #expect(try refusal(Scene.moment(minutes: 30)) == nil)
    #expect(try refusal(Scene.moment(minutes: 31)) == .expired(at: end))
    #expect(try refusal(Scene.moment(minutes: 1, newest: 31)) == .clockSetBack(expired: end))
    #expect(try refusal(Scene.moment(minutes: -1)) == .notYetValid(from: request.notBefore.text()))
    let boot = ApprovalMoment(now: Scene.now, newestInLog: nil, sinceRequest: 1_801_000_000_000)
    #expect(try refusal(boot) == .clockSetBack(expired: end))
    #expect(try refusal(Scene.moment(), ApprovalPolicy(ordinary: .init(lifetime: 60), destroying: .init(lifetime: 60))) == .lifetimeTooLong)
    #expect(ApprovalPolicy.Rule(lifetime: 90_000).lifetime == 3600)
  }

  @Test("a key expires by the newest time of the log too")
  func keyTime() throws {
    try scene.write(
      "allowed_signers", try scene.signers().replacing("20990101Z", with: "20260615143000Z"))
    #expect(try scene.verdict(try scene.sign("cleo", as: "cleo@example", request), request).personID == "cleo")
    let late = try SampleRequest.make(from: WallTime(seconds: Scene.now.seconds + 1800))
    let answer = try scene.sign("cleo", as: "cleo@example", late)
    let refusal = try scene.verdict(answer, late, at: Scene.moment(minutes: 1, newest: 31)).refusal
    guard case .expiredKey = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
  }

  @Test("an approval that released a step is good for nothing more")
  func used() throws {
    let answer = try scene.sign("ada", as: "ada@example", request)
    #expect(try scene.verdict(answer, request, at: Scene.moment(used: [request.nonce])).refusal == .alreadyUsed)
  }

  @Test("a yes in another role than the gate asks for is refused, a no is heard from everybody in the roster and at any time")
  func roles() throws {
    let scribe = try scene.sign("ada", as: "ada@example", request, role: "scribe")
    #expect(try scene.verdict(scribe, request).refusal == .otherRole(given: "scribe", asked: "incident-commander"))
    let no = try scene.sign("ben", as: "ben@example", request, .decline, role: "restore-operator", reason: "wrong tenant")
    guard case .declined(let who, "wrong tenant") = try scene.verdict(no, request, at: Scene.moment(minutes: 600)) else {
      Issue.record("the operator's own no was not heard")
      return
    }
    #expect(who.person.id == "ben")
    let stranger = try scene.sign("stranger", as: "ada@example", request, .decline)
    guard case .unknownKey = try scene.verdict(stranger, request).refusal else {
      Issue.record("a stranger closed the gate")
      return
    }
  }

  @Test("ssh-keygen that cannot be asked is never a yes")
  func noKeygen() throws {
    let answer = try scene.sign("ada", as: "ada@example", request)
    let broken = try SSHKeygen(path: "/usr/bin/false")
    let verdict = ApprovalVerifier(policy: ApprovalPolicy(), keygen: broken).verify(
      answer, to: request, trust: try scene.trust(), at: Scene.moment())
    guard case .refused(.unverifiable) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(throws: Problem.self) { try SSHKeygen(path: "/nowhere/ssh-keygen") }
  }
}
