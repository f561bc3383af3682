import RunbookApproval
import RunbookBase
import RunbookExecution
import RunbookJournal
import Runbooks
import Testing

@Suite("Breaking the glass, and handing a role over") struct BreakGlassTests {
  private static func glass(_ gate: GateQuestion) -> GateReply? {
    .breakGlass(reason: "customers see nothing", whyNotWait: "nobody answers the phone")
  }

  @Test("it releases the gate, loudly; the run cannot end before somebody with the role has reviewed it, and ends with an exception")
  func review() throws {
    let scene = try SignedScene(.init(allowsBreakGlass: true))
    scene.console.gates = [Self.glass]
    #expect(try scene.go() == .openObligations)
    #expect(scene.performer.performed == ["look 1", "wipe 1"])
    let answer = try #require(scene.state.gates["go"]?.answer)
    #expect(answer.isBreakGlass && answer.person.name == "ben" && answer.person.role == "restore-operator" && answer.signature == nil)
    let words = "customers see nothing; could not wait because nobody answers the phone"
    #expect(answer.reason == "BREAK-GLASS by ben (\(answer.person.login)): \(words)")
    #expect(scene.state.exceptions == 1 && scene.state.outcome == nil)
    #expect(scene.state.openObligations.map(\.text) == ["review the break-glass of ben: customers see nothing"])
    #expect(scene.console.told.contains { $0.hasPrefix("BREAK-GLASS by ben") })
    // The operator's own review settles nothing.
    try scene.resume()
    try scene.send(try scene.signed("ben", to: try scene.request("review/go")))
    #expect(try scene.go() == .openObligations)
    #expect(scene.refusals.last?.contains("nobody approves their own work") == true)
    try scene.resume()
    try scene.send(try scene.signed("cleo", to: try scene.request("review/go")))
    #expect(try scene.go() == .success)
    #expect(scene.state.outcome == .completedWithExceptions && scene.performer.performed.count == 2)
  }

  @Test("where two people must release a gate, one of them can still review how it was released")
  func reviewOfTwo() throws {
    let scene = try SignedScene(.init(quorum: 2, allowsBreakGlass: true))
    scene.console.gates = [Self.glass]
    #expect(try scene.go() == .openObligations)
    try scene.resume()
    try scene.send(try scene.signed("cleo", to: try scene.request("review/go")))
    #expect(try scene.go() == .success)
    #expect(scene.state.outcome == .completedWithExceptions)
  }

  @Test("a yes to the gate is no yes to the review of how it was released, and a no keeps it owed")
  func reviewIsAnother() throws {
    let scene = try SignedScene(.init(allowsBreakGlass: true))
    scene.console.gates = [Self.glass]
    let gateYes: SignedAnswer
    do {
      #expect(try scene.go() == .openObligations)
      gateYes = try scene.signed("ada", to: try scene.request("go"))
    }
    try scene.resume()
    try scene.approvals.write(gateYes)
    #expect(try scene.go() == .openObligations)
    #expect(scene.refusals.contains("the answer came after the gate was closed"))
    try scene.resume()
    try scene.send(try scene.signed("ada", .decline, to: try scene.request("review/go")))
    #expect(try scene.go() == .openObligations)
    #expect(scene.state.openObligations.count == 1 && scene.state.outcome == nil)
  }

  @Test("where the policy forbids it, or without two reasons, nothing is released")
  func forbidden() throws {
    let strict = try SignedScene()
    strict.console.gates = [Self.glass]
    #expect(try strict.go() == .awaitingSignOff)
    strict.expectNothingStarted()
    #expect(strict.refusals.first?.contains("policy forbids it") == true)
    let hasty = try SignedScene(.init(allowsBreakGlass: true))
    hasty.console.gates = [
      { _ in .breakGlass(reason: "now", whyNotWait: "now") },
      { _ in .breakGlass(reason: "customers see nothing", whyNotWait: "customers see nothing") },
    ]
    #expect(try hasty.go() == .awaitingSignOff)
    hasty.expectNothingStarted()
    #expect(hasty.refusals.count == 2 && hasty.state.openObligations.isEmpty)
  }

  private func handover(_ name: String, from: String? = nil, role: Role = .incidentCommander) -> Handover {
    Handover(
      role: role.rawValue, from: from, to: Person(name: name, login: name, role: role.rawValue), rosterID: name, brief: ["the gate waits"])
  }

  @Test("a handover while the run waits is recorded at once, and only the new Incident Commander's answer counts")
  func whileWaiting() throws {
    let scene = try SignedScene()
    scene.atGate { scene in
      let early = try scene.signed("ada")
      try HandoverSpool(scene.run.writer.folder).add(self.handover("cleo", from: "ada"))
      try scene.send(early)
    }
    scene.atGate { scene in
      #expect(try scene.request().question.holder == "cleo")
      try scene.send(try scene.signed("ada"))
    }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.events.contains { if case .roleHandedOver(let one) = $0 { one == handover("cleo", from: "ada") } else { false } })
    #expect(scene.console.told.contains("a role was handed over; the gate is asked anew"))
    #expect(scene.refusals.contains("the incident-commander is cleo now, not ada: the role was handed over"))
    try scene.resume()
    try scene.send(try scene.signed("cleo"))
    #expect(try scene.go() == .success)
    #expect(scene.state.holders["incident-commander"]?.to.name == "cleo")
  }

  @Test("a handover while the run is paused voids an answer of the one who handed over; and it may come back")
  func whilePaused() throws {
    let scene = try SignedScene()
    #expect(try scene.go() == .awaitingSignOff)
    try scene.send(try scene.signed("ada"))
    try HandoverSpool(scene.run.writer.folder).add(handover("cleo", from: "ada"))
    try scene.resume()
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    try HandoverSpool(scene.run.writer.folder).add(handover("ada", from: "cleo"))
    try scene.resume()
    scene.atGate { try $0.send(try $0.signed("ada")) }
    #expect(try scene.go() == .success)
  }

  @Test("with two people to say yes, whoever handed the role over is none of them")
  func quorum() throws {
    let scene = try SignedScene(.init(quorum: 2))
    try HandoverSpool(scene.run.writer.folder).add(handover("cleo", from: "ada"))
    scene.atGate { scene in
      try scene.send(try scene.signed("ada"))
      try scene.send(try scene.signed("cleo"))
    }
    #expect(try scene.go() == .awaitingSignOff)
    #expect(scene.refusals == ["the incident-commander is cleo now, not ada: the role was handed over"])
    #expect(scene.console.told.contains("1 of 2 people have approved"))
  }

  @Test("whoever the run's work was handed to approves nothing of it, nor does whoever began it")
  func newOperator() throws {
    let scene = try SignedScene()
    scene.atGate { scene in
      try HandoverSpool(scene.run.writer.folder).add(self.handover("ada", from: "ben", role: .restoreOperator))
    }
    scene.atGate { scene in
      try scene.send(try scene.signed("ada"))
      try scene.send(try scene.signed("ben"))
    }
    #expect(try scene.go() == .awaitingSignOff)
    scene.expectNothingStarted()
    #expect(scene.refusals.filter { $0.contains("nobody approves their own work") }.count == 2)
    #expect(try scene.request().question.operator.person == "ada")
  }
}
