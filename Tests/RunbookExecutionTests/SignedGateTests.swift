import RunbookApproval
import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookSystem
import Runbooks
import Testing

@Suite("A gate that signed answers release") struct SignedGateTests {
  @Test("an answer that arrives while the run waits releases the step at once, and the log holds request and signature")
  func wholeWay() throws {
    let scene = try SignedScene()
    scene.atGate { try $0.send(try $0.signed("ada")) }
    #expect(try scene.go() == .success)
    #expect(scene.performer.performed == ["look 1", "wipe 1"])
    let gate = try #require(scene.state.gates["go"])
    #expect(gate.answer?.person == Person(name: "ada", login: "ada@example", role: "incident-commander"))
    #expect(gate.consumedBy == "wipe" && scene.state.outcome == .completed && scene.refusals.isEmpty)
    let request = try #require(gate.request.block.map { try ApprovalRequest(text: Array($0.utf8)) })
    #expect(request.digest == gate.request.signing)
    #expect(request.question.commands.map(\.argv) == [["true", "--all"]] && request.question.destroys)
    #expect(try SignedAnswer.all(in: try #require(gate.answer?.signature)).map(\.answer.principal) == ["ada@example"])
  }

  @Test("nobody there: the run pauses with 6; the answer that came meanwhile is picked up by --resume without a terminal")
  func resumed() throws {
    let scene = try SignedScene()
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    let request = try scene.request()
    try scene.send(try scene.signed("ada"))
    try scene.resume()
    #expect(try scene.go() == .success)
    #expect(scene.console.asked == ["gate go"], "the answer was there, so nobody was asked again")
    #expect(try scene.request() == request && scene.performer.performed == ["look 1", "wipe 1"])
  }

  @Test("an answer is also taken out of the folder that several people share, and the request lies there")
  func exchange() throws {
    let scene = try SignedScene()
    scene.atGate { scene in
      let names = try Files.list(scene.folder + "/exchange")
      #expect(names == ["\(scene.run.id.text).go.request"])
      let request = try ApprovalRequest(text: try Files.read("\(scene.folder)/exchange/\(names[0])"))
      let answer = try scene.signed("cleo", to: request)
      try Files.writeDurably(answer.block, to: "\(scene.folder)/exchange/\(ApprovalFolder.sharedName(answer))")
    }
    #expect(try scene.go() == .success)
    #expect(scene.state.gates["go"]?.answer?.person.name == "cleo")
  }

  @Test("a yes and a no that arrive together: the no ends the run as declined, and nothing is started")
  func together() throws {
    let scene = try SignedScene()
    scene.atGate { scene in
      try scene.send(try scene.signed("ada"))
      try scene.send(try scene.signed("cleo", .decline))
    }
    #expect(try scene.go() == .signOffRefused)
    scene.expectNothingStarted()
    #expect(scene.state.outcome == .declined && scene.state.gates["go"]?.answer?.reason == "not today")
    #expect(scene.refusals.count == 1 && scene.refusals[0].contains("after the gate was closed"))
  }

  @Test("a no that arrives between the yes and the start ends the run, and nothing is started")
  func lateNo() throws {
    let scene = try SignedScene()
    scene.atGate { try $0.send(try $0.signed("ada")) }
    scene.performer.onStart = { [unowned scene] _ in
      do { try scene.send(try scene.signed("cleo", .decline)) } catch { Issue.record(error) }
    }
    #expect(try scene.go() == .signOffRefused)
    scene.expectNothingStarted()
    #expect(scene.refusals.first?.contains("cleo has declined: not today") == true)
    #expect(scene.state.outcome == .declined)
  }

  @Test("an answer that comes after the start is recorded as late and changes nothing")
  func late() throws {
    let scene = try SignedScene()
    scene.atGate { try $0.send(try $0.signed("ada")) }
    scene.performer.onStart = { [unowned scene] work in
      guard work.step == "wipe" else { return }
      do { try scene.send(try scene.signed("cleo")) } catch { Issue.record(error) }
    }
    #expect(try scene.go() == .success)
    #expect(scene.refusals == ["the answer came after the gate was closed"])
  }

  @Test("an approval releases once: for attempt 2 of a destroying step the same answer counts for nothing")
  func singleUse() throws {
    let scene = try SignedScene()
    scene.atGate { try $0.send(try $0.signed("ada")) }
    scene.performer.failures["wipe"] = [.exit(1)]
    scene.console.failures = [.retry]
    #expect(try scene.go() == .awaitingSignOff)
    #expect(scene.performer.performed == ["look 1", "wipe 1"])
    #expect(scene.refusals == ["the answer belongs to an earlier request of this gate"])
  }

  @Test("the same answer twice is one yes: two people must say it, and the second copy is refused")
  func twice() throws {
    let scene = try SignedScene(.init(quorum: 2))
    scene.atGate { scene in
      let answer = try scene.signed("ada")
      try scene.send(answer)
      try Files.writeDurably(answer.block, to: "\(scene.approvals.path)/go.again.answer")
    }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.console.told.contains("1 of 2 people have approved"))
    #expect(scene.refusals.count == 1 && scene.refusals[0].contains("has answered already"))
    try scene.resume()
    try scene.send(try scene.signed("cleo"))
    #expect(try scene.go() == .success)
    #expect(["ada, cleo", "cleo, ada"].contains(scene.state.gates["go"]?.answer?.person.name))
  }

  @Test("a key that is revoked between approval and start: refused, recorded, asked again, nothing is started")
  func revoked() throws {
    let scene = try SignedScene()
    scene.atGate { try $0.send(try $0.signed("ada")) }
    scene.performer.onStart = { [unowned scene] _ in try? scene.revoke("ada") }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.refusals.contains { $0.contains("was revoked") })
    try scene.resume()
    scene.performer.onStart = { _ in }
    try scene.send(try scene.signed("cleo"))
    #expect(try scene.go() == .success)
  }

  @Test("a clock that is set back revives no expired request: refused, and asked anew")
  func clockSetBack() throws {
    let scene = try SignedScene(.init(lifetime: 2))
    scene.atGate { scene in
      let answer = try scene.signed("ada")
      Clock.sleep(milliseconds: 2300)
      scene.clockMoved = -3_600_000_000_000
      try scene.send(answer)
    }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.refusals.first?.contains("clock was set back") == true)
    #expect(scene.console.told.contains("the request expired; another one is written"))
  }

  @Test("an answer to an expired request counts for nothing, and another request is written")
  func expired() throws {
    let scene = try SignedScene(.init(lifetime: 60))
    scene.atGate { scene in
      let answer = try scene.signed("ada")
      scene.clockMoved = 120_000_000_000
      try scene.send(answer)
    }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.refusals.first?.contains("the request expired at") == true)
  }

  @Test("a yes that expires before the step starts releases nothing")
  func expiredBeforeStart() throws {
    let scene = try SignedScene(.init(lifetime: 60))
    scene.atGate { try $0.send(try $0.signed("ada")) }
    scene.performer.onStart = { [unowned scene] _ in scene.clockMoved = 120_000_000_000 }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.refusals.first?.contains("expired at") == true)
  }

  @Test("a changed byte in an argument of the request that was signed: refused")
  func changedArgument() throws {
    let scene = try SignedScene()
    scene.atGate { scene in
      let request = try scene.request()
      let question = request.question
      let changed = ApprovalRequest(
        .init(
          run: question.run, gate: question.gate, number: question.number, title: question.title, role: question.role,
          estate: question.estate, plan: question.plan, evidence: question.evidence, policy: question.policy,
          commands: question.commands.map {
            ApprovedCommand(
              number: $0.number, step: $0.step, title: $0.title, host: $0.host, effect: $0.effect, argv: ["true", "--alk"],
              destroys: $0.destroys)
          }, targets: question.targets, operator: question.operator), facts: request.facts, sequence: request.sequence, head: request.head,
        from: request.notBefore, lifetime: 3600, nonce: request.nonce)
      try scene.send(try scene.signed("ada", to: changed))
    }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.refusals.first?.contains("another request than this run wrote") == true)
  }

  @Test("a request that names another head of the log than this run's: refused")
  func otherHead() throws {
    let scene = try SignedScene()
    scene.atGate { scene in
      let request = try scene.request()
      let other = ApprovalRequest(
        request.question, facts: request.facts, sequence: request.sequence, head: SHA256.digest("another log"), from: request.notBefore,
        lifetime: 3600, nonce: request.nonce)
      try scene.send(try scene.signed("ada", to: other))
    }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.refusals.first?.contains("another request than this run wrote") == true)
  }

  @Test("the request shows what a command reads and its own variables; a variable whose name speaks of a secret is not shown")
  func secrets() throws {
    let scene = try SignedScene {
      Gate("Wipe it?", id: "go")
      Step("wipe", id: "wipe") {
        Command("true", [], effect: .destroys("all")).reading("delete from orders;\n").environment([
          "API_TOKEN": "hunter2", "COLOUR": "red",
        ])
        .environment("PGPASSWORD", Secret("password", variable: "PGPASSWORD")).in("/srv/two")
      }
    }
    #expect(try scene.go() == .awaitingSignOff)
    let text = try scene.request().lines().joined(separator: "\n")
    for words in ["< delete from orders;", "COLOUR=red", "API_TOKEN='<secret>'", "runs true in /srv/two"] {
      #expect(text.contains(words), "\(words): \(text)")
    }
    #expect(!text.contains("hunter2"))
    #expect(try !Files.readText(scene.run.writer.folder.logPath).contains("hunter2"))
  }

  @Test("what changes between approval and start is asked again, and the earlier answer does not fit it")
  func changedSince() throws {
    let scene = try SignedScene()
    scene.atGate { try $0.send(try $0.signed("ada")) }
    scene.performer.onStart = { [unowned scene] _ in
      try? scene.session.append(
        .preconditionObserved(RunbookJournal.Precondition(id: "wipe-needs", verdict: .unknown, observed: "?", step: "wipe")))
    }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.refusals.first?.contains("than the gate shows now") == true)
  }

  @Test("a changed byte in the answer, a stranger's key, another person's key: each refused with its reason")
  func foreign() throws {
    let scene = try SignedScene()
    scene.atGate { scene in
      let now = WallTime(nanoseconds: Clock.wall())
      let answer = try ApprovalAnswer(.approve, to: try scene.request(), as: "ada@example", at: now)
      let made = try Subprocess.run(
        "/usr/bin/ssh-keygen", ["-Y", "sign", "-n", SSHKeygen.namespace, "-f", scene.keys.folder + "/ada"], input: answer.bytes)
      let other = try ApprovalAnswer(.approve, to: try scene.request(), as: "ada@example", reason: "changed afterwards", at: now)
      try scene.send(try SignedAnswer(other, signature: made.output))
      try scene.send(try scene.signed("ada", key: "stranger"))
      try scene.send(try scene.signed("cleo", key: "ada"))
    }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.refusals.count == 3)
    for words in ["a byte was changed", "is not in allowed_signers", "the key is one of ada@example, not of cleo@example"] {
      #expect(scene.refusals.contains { $0.contains(words) }, "\(words) is not in \(scene.refusals)")
    }
  }

  @Test("a signature for another namespace, such as git's, is no approval")
  func otherNamespace() throws {
    let scene = try SignedScene()
    scene.atGate { scene in
      let answer = try ApprovalAnswer(.approve, to: try scene.request(), as: "ada@example", at: WallTime(nanoseconds: Clock.wall()))
      let made = try Subprocess.run(
        "/usr/bin/ssh-keygen", ["-Y", "sign", "-n", "git", "-f", scene.keys.folder + "/ada"], input: answer.bytes)
      try scene.send(try SignedAnswer(answer, signature: made.output))
    }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.refusals.first?.contains("was made for “git”") == true)
  }

  @Test("answers to another plan, another run: refused")
  func otherPlan() throws {
    let scene = try SignedScene()
    let other = try SignedScene {
      Gate("Wipe it?", id: "go")
      destroying("wipe", ["--everything"])
    }
    #expect(try other.go() == .awaitingSignOff)
    scene.atGate { scene in
      let request = try other.request()
      let question = request.question
      // As if the other plan had been run under this run's name.
      let forged = ApprovalRequest(
        .init(
          run: scene.run.id, gate: "go", number: question.number, title: question.title, role: question.role, estate: question.estate,
          plan: question.plan, evidence: question.evidence, policy: question.policy, commands: question.commands,
          targets: question.targets, operator: question.operator), facts: [], sequence: request.sequence, head: request.head,
        from: request.notBefore, lifetime: 3600, nonce: request.nonce)
      try scene.send(try scene.signed("ada", to: forged))
      let foreign = try scene.signed("ada", to: request)
      try Files.writeDurably(foreign.block, to: "\(scene.approvals.path)/go.foreign.answer")
    }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.refusals.contains("the answer was given to another plan"))
    #expect(scene.refusals.contains { $0.hasPrefix("the answer is one to the run") })
  }

  @Test("the operator's own key approves nothing, and a typed name neither where the gate wants keys")
  func operatorsOwn() throws {
    let scene = try SignedScene()
    scene.atGate { try $0.send(try $0.signed("ben")) }
    #expect(try scene.go() == .awaitingSignOff)
    #expect(scene.refusals.first?.contains("nobody approves their own work") == true)
    try scene.resume()
    scene.console.gates = [{ _ in .approve(Walk.ada) }]
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.refusals.last?.contains("released by signatures alone") == true)
  }

  @Test("where a typed yes counts, it is one of somebody in the roster with the role, never the operator's; never one of two")
  func typed() throws {
    let scene = try SignedScene(.init(acceptsTyped: true))
    let person = { (name: String) in Person(name: name, login: "ben", role: "incident-commander") }
    scene.console.gates = ["ben", "BEN@example", "zoe"].map { name in { _ in .approve(person(name)) } }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.refusals.count == 3)
    try scene.resume()
    scene.console.gates = [{ _ in .approve(person("Ada")) }]
    #expect(try scene.go() == .success)
    let two = try SignedScene(.init(quorum: 2, acceptsTyped: true))
    two.console.gates = [{ _ in .approve(person("Ada")) }]
    #expect(try two.go() == .awaitingSignOff)
    two.expectNothingStarted()
  }

  @Test("a typed no always counts, whoever says it")
  func typedNo() throws {
    let scene = try SignedScene()
    scene.console.gates = [{ _ in .decline(Person(name: "ben", login: "ben"), reason: "wrong host") }]
    #expect(try scene.go() == .signOffRefused)
    scene.expectNothingStarted()
    #expect(scene.state.outcome == .declined)
  }

  @Test("trust files that others could have written, or with a pattern for a principal: 12, before and during the wait, and at the start")
  func trustFiles() throws {
    let breaks: [(SignedScene) throws -> Void] = [
      { try Files.setMode($0.folder + "/trust/allowed_signers", 0o666) },
      { try Files.setMode($0.folder + "/trust", 0o777) },
      { try $0.write("allowed_signers", "* \(try $0.keys.publicKey("stranger"))\n") },
      { try Files.remove($0.folder + "/trust/revoked_keys") },
    ]
    for (index, spoil) in breaks.enumerated() {
      let before = try SignedScene()
      try spoil(before)
      #expect(throws: Problem.self, "\(index)") { try before.signOff() }
      let during = try SignedScene()
      during.atGate { scene in
        try scene.send(try scene.signed("ada"))
        try spoil(scene)
      }
      #expect(try during.go() == .safetyRefusal, "\(index)")
      during.expectNothingStarted()
      let after = try SignedScene()
      after.atGate { try $0.send(try $0.signed("ada")) }
      after.performer.onStart = { [unowned after] _ in try? spoil(after) }
      #expect(try after.go() == .safetyRefusal, "\(index)")
      after.expectNothingStarted()
    }
  }

  @Test("trust files of another owner than the estate names are not believed")
  func owner() throws {
    let scene = try SignedScene(keeper: Host.userID() == 0 ? .user(4242) : .root)
    if Host.userID() == 0 {
      // Root may always own them; a third user may not.
      try #require(chownTrust(scene, to: 4243))
    }
    #expect(throws: Problem.self) { try scene.signOff() }
    do { _ = try scene.signOff() } catch let problem as Problem { #expect(problem.code == .safetyRefusal) }
  }

  private func chownTrust(_ scene: SignedScene, to user: Int) -> Bool {
    (try? Subprocess.run("/bin/chown", ["\(user)", scene.folder + "/trust/allowed_signers"]).status.isSuccess) == true
  }
}
