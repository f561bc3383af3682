import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookApproval

@Suite("What the signed answers of a log witness") struct SignedHeadsTests {
  /// A run that was released by signed answers, and the records of its log.
  func released(
    _ rule: ApprovalPolicy.Rule = .init(), _ names: [String] = ["ada"], _ body: (SignedScene, [Record]) throws -> Void
  ) throws {
    let scene = try SignedScene(rule)
    scene.atGate { scene in
      for name in names { try scene.send(try scene.signed(name)) }
    }
    #expect(try scene.go() == .success)
    try body(scene, try scene.records)
  }

  /// What is found in records whose chain was computed anew from the first to the last.
  func look(_ scene: SignedScene, _ records: [Record], policy: RecordedPolicy? = nil) throws -> (SignedHeads, [SHA256.Digest]) {
    var gates = GateRecords()
    var heads: [SHA256.Digest] = []
    _ = try Journal.read(Recomputed.log(records), run: scene.run.id) { stored in
      gates.add(stored.record)
      heads.append(stored.hash)
    }
    let judge = SignatureJudge(.init(scene.rules, user: Host.userID()))
    let found = SignedHeads(scene.run.writer.folder, gates, policy: policy ?? .keys(scene.rules.policy), judge: judge)
    return (found, heads)
  }

  func anchors(_ found: (SignedHeads, [SHA256.Digest])) -> [Contradiction] {
    Journal.contradictions(of: found.1, found.0.witnesses.map(\.anchor), from: "signed")
  }

  /// The record with an answer of the gate, changed.
  func answer(_ records: [Record], _ change: (inout GateAnswer) -> Void) -> [Record] {
    records.map { record in
      guard case .gateAnswered(var answer) = record.event else { return record }
      change(&answer)
      var record = record
      record.event = .gateAnswered(answer)
      return record
    }
  }

  private func request(_ records: [Record], _ change: (inout GateRequest) -> Void) -> [Record] {
    records.map { record in
      guard case .gateRequested(var request) = record.event else { return record }
      change(&request)
      var record = record
      record.event = .gateRequested(request)
      return record
    }
  }

  /// Something before the gate, told otherwise.
  private func historyChanged(_ records: [Record]) -> [Record] {
    var records = records
    records[2].by = "somebody else"
    return records
  }

  @Test("the head that was signed is one of the log, who signed it is told, and nothing is found")
  func holds() throws {
    try released { scene, records in
      let found = try look(scene, records)
      #expect(found.0.findings == [] && found.0.witnesses.map(\.principal) == ["ada@example"] && found.0.witnesses.map(\.gate) == ["go"])
      #expect(found.0.witnesses.map(\.isVouched) == [true] && anchors(found) == [])
    }
    try released(.init(quorum: 2), ["ada", "cleo"]) { scene, records in
      let found = try look(scene, records)
      #expect(found.0.findings == [] && found.0.witnesses.count == 2 && anchors(found) == [])
    }
  }

  @Test("a chain that was computed anew from before the gate does not have the head that was signed")
  func recomputed() throws {
    try released { scene, records in
      let found = try look(scene, historyChanged(records))
      #expect(anchors(found).map(\.record) == [found.0.witnesses.first?.anchor.record])
    }
  }

  @Test("a signed no that was turned into a yes, with a release forged after it, is found by its record")
  func noIntoYes() throws {
    let scene = try SignedScene()
    scene.atGate { try $0.send(try $0.signed("ada", .decline)) }
    #expect(try scene.go() == .signOffRefused)
    #expect(try look(scene, try scene.records).0.findings == [])
    var records = answer(try scene.records) { answer in
      answer.decision = .approved
      answer.reason = nil
    }
    let place = try #require(records.firstIndex { if case .gateAnswered = $0.event { true } else { false } })
    records.removeSubrange((place + 1)...)
    var release = records[place]
    release.seq += 1
    release.event = .gateConsumed(step: "go", releasing: "wipe")
    records.append(release)
    let found = try look(scene, records)
    #expect(found.0.findings.map(\.record) == [place + 1] && anchors(found) == [])
    #expect(found.0.findings.map(\.text) == ["ada@example signed a no at gate go, and record \(place + 1) says approved"])
  }

  /// A change of the recorded answer that its signature does not say, and what is said about it.
  struct Forgery: CustomTestStringConvertible {
    let testDescription: String
    let words: String
    let change: @Sendable (inout GateAnswer) -> Void
  }

  static let forgeries = [
    Forgery(testDescription: "another person", words: "was signed by ada@example, and record") {
      $0.person = Person(name: "cleo", login: "cleo@example", role: "incident-commander")
    },
    Forgery(testDescription: "another person's name alone", words: "who is ada, and record") { $0.person.name = "cleo" },
    Forgery(testDescription: "another role", words: "asked for the incident-commander") { $0.person.role = "scribe" },
    Forgery(testDescription: "a yes turned into a no", words: "signed a yes at gate go") {
      $0.decision = .declined
      $0.reason = "not today"
    },
    Forgery(testDescription: "a reason that nobody signed", words: "another reason for the yes") { $0.reason = "it was only a test" },
    Forgery(testDescription: "a glass that nobody broke", words: "says that the glass was broken") {
      $0.isBreakGlass = true
      $0.reason = "in a hurry"
    },
  ]

  @Test("what a record says of an answer, and its signature does not, is found by the record", arguments: forgeries)
  func forged(forgery: Forgery) throws {
    try released { scene, records in
      // A no would end the run, so the log is cut there.
      let place = try #require(records.firstIndex { if case .gateAnswered = $0.event { true } else { false } })
      let found = try look(scene, Array(answer(records, forgery.change)[...place]))
      #expect(found.0.findings.map(\.record) == [place + 1] && found.0.findings.map(\.kind) == [.signOff])
      #expect(found.0.findings.allSatisfy { $0.text.contains(forgery.words) }, "\(found.0.findings)")
    }
  }

  @Test("of two signatures that a gate needs, one that was cut out is missed")
  func quorum() throws {
    try released(.init(quorum: 2), ["ada", "cleo"]) { scene, records in
      let cut = answer(records) { answer in
        guard let block = answer.signature.flatMap({ try? SignedAnswer.all(in: $0).first?.block }) else { return }
        answer.signature = String(decoding: block, as: UTF8.self)
      }
      let alone = answer(cut) { answer in
        guard let one = answer.signature.flatMap({ try? SignedAnswer.all(in: $0).first?.answer.principal }) else { return }
        answer.person = Person(name: String(one.prefix { $0 != "@" }), login: one, role: "incident-commander")
      }
      #expect(try look(scene, cut).0.findings.map(\.text).contains { $0.contains("was signed by") })
      let found = try look(scene, alone).0.findings
      #expect(found.count == 1 && found[0].text.contains("needs the yes of 2 people, and record"), "\(found)")
    }
  }

  @Test("a signature that was removed, with the history before the gate written anew: the yes without one is found by its record")
  func stripped() throws {
    try released { scene, records in
      let found = try look(scene, answer(historyChanged(records)) { $0.signature = nil }).0
      #expect(found.witnesses.isEmpty && found.findings.count == 1 && found.findings[0].text.contains("the yes has no signature"))
      let broken = answer(historyChanged(records)) { answer in
        answer.signature = nil
        answer.isBreakGlass = true
        answer.reason = "in a hurry, and nobody there"
      }
      // One exception more than its seal says: the log is cut at the answer.
      let place = try #require(broken.firstIndex { if case .gateAnswered = $0.event { true } else { false } })
      let words = try look(scene, Array(broken[...place])).0.findings.map(\.text)
      #expect(words.contains { $0.contains("which the plan's rules do not allow") })
      let gone = request(answer(records) { $0.signature = nil }) { request in
        request.signing = nil
        request.block = nil
      }
      #expect(try look(scene, gone).0.findings.map(\.text).contains { $0.contains("was not sent out to be signed") })
      // Where nobody knows the rules, nobody can say that they took a typed yes.
      #expect(try look(scene, answer(records) { $0.signature = nil }, policy: .unknown).0.findings.count == 1)
    }
  }

  @Test("a typed yes where the rules take one, and a glass that was really broken, are no contradictions")
  func unsigned() throws {
    let typed = try SignedScene(.init(acceptsTyped: true))
    typed.console.gates.append { _ in .approve(Person(name: "ada", login: "ben", role: "incident-commander")) }
    #expect(try typed.go() == .success)
    #expect(try look(typed, try typed.records).0.findings == [])
    let glass = try SignedScene(.init(allowsBreakGlass: true))
    glass.console.gates.append { _ in .breakGlass(reason: "the shop opens at six", whyNotWait: "nobody answers the phone") }
    _ = try glass.go()
    #expect(try look(glass, try glass.records).0.findings == [])
  }

  @Test("the operator's own signature under the run's request is no approval, whatever the record calls them")
  func own() throws {
    try released { scene, records in
      let signature = String(decoding: try scene.signed("ben").block, as: UTF8.self)
      let found = try look(
        scene,
        answer(records) { answer in
          answer.signature = signature
          answer.person = Person(name: "Benjamin", login: "ben@example", role: "incident-commander")
        })
      #expect(found.0.findings.map(\.text).contains { $0.contains("nobody approves their own work") }, "\(found.0.findings)")
    }
  }

  @Test("a question that was recorded otherwise than it was signed, and one whose digest is another one, are found")
  func changed() throws {
    try released { scene, records in
      let found = try look(scene, request(records) { $0.statement = "Look at it?" }).0.findings
      #expect(found.map(\.text).contains { $0.contains("signed the statement “Wipe it?”") }, "\(found)")
      let other = try look(scene, request(records) { $0.signing = SHA256.digest("another request") }).0
      #expect(other.witnesses.isEmpty && other.findings.map(\.kind) == [.signature, .signature])
    }
  }

  @Test("a signature for another request, and one over other words, do not fit")
  func foreign() throws {
    try released { scene, records in
      var other: String?
      try released { elsewhere, _ in other = elsewhere.state.gates["go"]?.answer?.signature }
      let swapped = try look(scene, answer(records) { $0.signature = other }).0
      #expect(swapped.witnesses.isEmpty && swapped.findings.map(\.kind) == [.signature])
      #expect(swapped.findings[0].text.contains("signed another request"))
      // A no with the signature of the yes.
      let yes = try #require(scene.state.gates["go"]?.answer?.signature.flatMap { try? SignedAnswer.all(in: $0).first })
      let no = try ApprovalAnswer(
        .decline, to: try scene.request(), as: "ada@example", reason: "not today", at: WallTime(nanoseconds: Clock.wall()))
      let forged = String(decoding: try SignedAnswer(no, signature: yes.signature.armoured).block, as: UTF8.self)
      let misfit = try look(scene, answer(records) { $0.signature = forged }).0
      #expect(misfit.witnesses.isEmpty && misfit.findings.map(\.kind) == [.signature])
      #expect(misfit.findings[0].text.contains("does not fit: "))
    }
  }

  /// What becomes of a key after a run that it released.
  struct Rotation: CustomTestStringConvertible {
    let testDescription: String
    let isVouched: Bool
    let change: @Sendable (SignedScene) throws -> Void
  }

  static let rotations = [
    Rotation(testDescription: "revoked", isVouched: false) { try $0.revoke("ada") },
    Rotation(testDescription: "removed from allowed_signers", isVouched: false) { scene in
      try scene.write("allowed_signers", try scene.signers().split(separator: "\n").dropFirst().joined(separator: "\n") + "\n")
    },
    Rotation(testDescription: "no trust files at all", isVouched: false) { try Files.remove("\($0.folder)/trust/allowed_signers") },
    Rotation(testDescription: "retired with valid-before", isVouched: true) { scene in
      let end = WallTime(nanoseconds: Clock.wall() + 3_600_000_000_000).text(.seconds).filter { $0.isNumber }
      try scene.write(
        "allowed_signers", "ada@example namespaces=\"approval@runbook\",valid-before=\"\(end)Z\" \(try scene.keys.publicKey("ada"))\n")
    },
    Rotation(testDescription: "its owner left the roster", isVouched: true) { try $0.write("roster.json", "{\"people\": []}") },
    Rotation(testDescription: "its owner has retired and has no role any more", isVouched: true) { scene in
      try scene.write("roster.json", SignedScene.roster.replacing("[\"incident-commander\"]", with: "[]"))
    },
  ]

  @Test(
    "an old genuine run stays genuine when its key goes: unknown whose it was, at worst, and never a contradiction", arguments: rotations)
  func rotated(rotation: Rotation) throws {
    try released { scene, records in
      try rotation.change(scene)
      let found = try look(scene, records)
      #expect(found.0.findings.map(\.kind) == (rotation.isVouched ? [] : [.trust]), "\(found.0.findings)")
      #expect(found.0.witnesses.map(\.isVouched) == [rotation.isVouched] && anchors(found) == [])
      // What was changed is found all the same.
      #expect(anchors(try look(scene, historyChanged(records))).count == 1)
      #expect(try look(scene, answer(records) { $0.person.login = "cleo@example" }).0.findings.contains { $0.kind == .signOff })
    }
  }

  @Test("the rules are read back from the recorded plan as they were, or not at all")
  func policy() throws {
    let rules = ApprovalPolicy(
      ordinary: .init(quorum: 2), destroying: .init(lifetime: 60, allowsBreakGlass: true), gates: ["go": .init(acceptsTyped: true)],
      holders: ["incident-commander": ["ada", "cleo"]], operatorMayApprove: true)
    #expect(ApprovalPolicy(recorded: rules.json) == rules)
    var other = rules.json
    other["quorum"] = 1
    #expect(ApprovalPolicy(recorded: other) == nil && ApprovalPolicy(recorded: .null) == nil)
    #expect(RecordedPolicy(plan: nil) == .unknown && RecordedPolicy(plan: ["steps": []]) == .typed)
    #expect(RecordedPolicy(plan: ["signOff": ["policy": rules.json]]) == .keys(rules))
  }
}
