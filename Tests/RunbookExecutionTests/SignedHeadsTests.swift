import RunbookApproval
import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookSystem
import Runbooks
import Testing

@Suite("Heads of the log that signed answers witness") struct SignedHeadsTests {
  /// A run that was released by a signed answer, and what verify would take from its log.
  private func released(_ body: (SignedScene, [SHA256.Digest]) throws -> Void) throws {
    let scene = try SignedScene()
    scene.atGate { try $0.send(try $0.signed("ada")) }
    #expect(try scene.go() == .success)
    var heads: [SHA256.Digest] = []
    _ = try scene.run.writer.folder.read { heads.append($0.hash) }
    try body(scene, heads)
  }

  private func look(_ scene: SignedScene, _ events: [Event]) throws -> SignedHeads {
    let trust = try ApprovalDesk.TrustLocation(scene.rules, user: Host.userID()).load()
    let verifier = ApprovalVerifier(policy: scene.rules.policy, keygen: try SSHKeygen())
    return SignedHeads(scene.run.writer.folder, events, trust: trust, verifier: verifier)
  }

  @Test("the head that was signed is one of the log, and who signed it is told")
  func holds() throws {
    try released { scene, heads in
      let found = try look(scene, scene.events)
      #expect(found.contradictions == [] && found.witnesses.map(\.principal) == ["ada@example"] && found.witnesses.map(\.gate) == ["go"])
      #expect(Journal.contradictions(of: heads, found.witnesses.map(\.anchor), from: "signed") == [])
    }
  }

  @Test("a chain that was computed anew from before the gate does not have that head")
  func recomputed() throws {
    try released { scene, heads in
      let anchor = try #require(try look(scene, scene.events).witnesses.first).anchor
      let place = try #require(anchor.record)
      var others = heads
      for index in (place - 2)..<others.count { others[index] = SHA256.digest("computed anew \(index)") }
      let found = Journal.contradictions(of: others, [anchor], from: "signed")
      #expect(found.map(\.record) == [place])
    }
  }

  @Test("a signature for another request, and one by a key that the estate does not believe, witness nothing")
  func foreign() throws {
    try released { scene, _ in
      var other: String?
      try released { elsewhere, _ in other = elsewhere.state.gates["go"]?.answer?.signature }
      let events = scene.events.map { event in
        guard case .gateAnswered(var answer) = event else { return event }
        answer.signature = other
        return Event.gateAnswered(answer)
      }
      let swapped = try look(scene, events)
      #expect(swapped.witnesses.isEmpty && swapped.contradictions.map { $0.contains("signed another request") } == [true])
      try scene.revoke("ada")
      let revoked = try look(scene, scene.events)
      #expect(revoked.witnesses.isEmpty && revoked.contradictions.map { $0.contains("does not hold") } == [true])
    }
  }

  @Test("a request that was changed after it was sent is not taken for the one that was signed")
  func changed() throws {
    try released { scene, _ in
      let events = scene.events.map { event in
        guard case .gateRequested(var request) = event else { return event }
        request.signing = SHA256.digest("another request")
        return Event.gateRequested(request)
      }
      let found = try look(scene, events)
      #expect(found.witnesses.isEmpty && !found.contradictions.isEmpty)
    }
  }
}
