import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookApproval

/// What became of the approvals: once, in time, for these commands.
extension SignedHeadsTests {
  @Test("whoever signed and has other roles today is named with a sentence of their own, and it is no contradiction")
  func otherRole() throws {
    try released { scene, records in
      try scene.write(
        "roster.json",
        SignedScene.roster.replacing("\"ada\", \"roles\": [\"incident-commander\"]", with: "\"ada\", \"roles\": [\"scribe\"]"))
      let found = try look(scene, records).0
      #expect(found.findings.map(\.kind) == [.role] && found.witnesses.map(\.isVouched) == [true])
      #expect(found.findings.allSatisfy { $0.text.contains("the roster of today gives ada other roles") }, "\(found.findings)")
    }
  }

  @Test("a real log with a failed attempt, another session and a second approval has nothing in it that cannot be")
  func twice() throws {
    let scene = try SignedScene()
    scene.performer.failures["wipe"] = [.exit(1)]
    scene.console.failures = [.retry, .retry]
    scene.atGate { try $0.send(try $0.signed("ada")) }
    #expect(try scene.go() == .awaitingSignOff)
    try scene.resume()
    scene.atGate { try $0.send(try $0.signed("cleo")) }
    #expect(try scene.go() == .success)
    let records = try scene.records
    #expect(records.filter { if case .gateConsumed = $0.event { true } else { false } }.count == 2)
    #expect(try look(scene, records).0.findings == [])
  }

  @Test("an answered request that is sent out again after the run stood still releases once, and nothing is found")
  func sentAgain() throws {
    let scene = try SignedScene()
    scene.atGate { _ in }
    _ = try scene.go()
    try scene.send(try scene.signed("ada"))
    try scene.resume()
    #expect(try scene.go() == .success)
    let records = try scene.records
    #expect(records.filter { if case .gateRequested = $0.event { true } else { false } }.count == 2)
    #expect(try look(scene, records).0.findings == [])
  }

  @Test("records of an approval that were copied behind a failed attempt: the second release is found")
  func replayed() throws {
    let scene = try SignedScene()
    scene.performer.failures["wipe"] = [.exit(1)]
    scene.atGate { try $0.send(try $0.signed("ada")) }
    _ = try scene.go()
    var records = try scene.records
    let copies = records.filter { record in
      switch record.event {
      case .gateRequested, .gateAnswered, .gateConsumed: true
      default: false
      }
    }
    let place = try #require(records.lastIndex { if case .stepEnded = $0.event { true } else { false } })
    records.removeSubrange((place + 1)...)
    for var record in copies.prefix(3) {
      record.seq = records.count + 1
      record.at = records[place].at
      records.append(record)
    }
    let found = try look(scene, records).0.findings
    #expect(found.map(\.record) == [records.count] && found.allSatisfy { $0.text.contains("one releases once") }, "\(found)")
  }

  /// A time that was moved with everything behind it, and what is found.
  struct Moved: CustomTestStringConvertible {
    let testDescription: String
    let from: String
    let kind: SignOffFinding.Kind
  }

  @Test(
    "an approval that was used after its time is found; where a sleeping machine does the same, it is told as unknown",
    arguments: [
      Moved(testDescription: "answered and used", from: "gate-answered", kind: .signOff),
      Moved(testDescription: "used", from: "gate-consumed", kind: .time),
    ])
  func late(moved: Moved) throws {
    try released { scene, records in
      let place = try #require(records.firstIndex { $0.event.type == moved.from })
      let late = records.enumerated().map { index, record in
        guard index >= place else { return record }
        var record = record
        record.at = Record.Instant(wall: record.at.wall.adding(nanoseconds: 18_000_000_000_000), boot: record.at.boot + 18_000_000_000_000)
        return record
      }
      let found = try look(scene, late).0.findings
      #expect(found.map(\.kind) == [moved.kind] && found.allSatisfy { $0.text.contains("valid until") }, "\(found)")
    }
  }

  @Test("commands that were started and are not those that were signed are found by their record")
  func otherCommands() throws {
    try released { scene, records in
      let place = try #require(records.firstIndex { if case .stepIntended(let intent) = $0.event { intent.step == "wipe" } else { false } })
      var forged = records
      guard case .stepIntended(var intent) = forged[place].event else { return }
      intent.commands[0].append("--and-more")
      forged[place].event = .stepIntended(intent)
      let found = try look(scene, forged).0.findings
      #expect(found.map(\.record) == [place + 1] && found.allSatisfy { $0.text.contains("other commands than those that were signed") })
    }
  }

  @Test("a log that calls itself a rehearsal and holds a signature is none, and its signatures are looked at all the same")
  func renamed() throws {
    try released { scene, records in
      var forged = answer(records) { $0.person.login = "cleo@example" }
      guard case .genesis(var genesis) = forged[0].event else { return }
      genesis.mode = .rehearsal
      forged[0].event = .genesis(genesis)
      let found = try look(scene, forged)
      #expect(found.0.findings.contains { $0.text.contains("nobody signs in a rehearsal") }, "\(found.0.findings)")
      #expect(found.0.findings.contains { $0.text.contains("was signed by ada@example") } && anchors(found).count == 1)
    }
  }
}
