import RunbookBase
import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("The digest that is fed step by step") struct StreamedDigestTests {
  private struct Nowhere: Estate {
    var name: String { "nowhere" }
    var summary: String { "no machine at all" }
    var operatorHost: Host { .here }
    var environment: [String: String] { ["steps": "[]"] }
    var contacts: [Role: String] { [:] }
    var allowsAnswerFiles: Bool { false }
    var facts: JSON { ["steps": [], "title": "“other”"] }
  }

  private struct Sweeping: Runbook {
    static let name = "sweeping"
    static let title = "Sweep the \"floor\""
    static let section = "§0"
    static let objectives = Objectives(rto: .hours(1), rpo: .hours(1))
    // Left out of a plan where it is false.
    static let impactEndsWrites = true
    let rooms: Int

    var body: [Step] {
      for room in 1...rooms {
        Group("Room \(String(room))", id: "room-\(room)") {
          Step("Sweep it", id: "sweep") { Command("touch", ["/tmp/\(String(room))"], effect: .writes) }
          Manual("Look at it", id: "look")
        }
      }
    }
  }

  private func plan(rooms: Int) throws -> Plan {
    try Planner.plan(RunbookDescription(Sweeping(rooms: rooms)), on: Nowhere(), values: [:], now: 0)
  }

  @Test("is the hash of the plan's whole content, though it is fed step by step", arguments: [1, 2, 11])
  func isTheHashOfTheContent(rooms: Int) throws {
    let plan = try plan(rooms: rooms)
    #expect(plan.digest == SHA256.digest(Array("runbook-plan\0".utf8) + plan.content.canonicalBytes).hex)
    #expect(try plan.digest != self.plan(rooms: rooms + 1).digest)
  }

  @Test("the flat list holds every step once, parents first")
  func flattened() throws {
    let ids = try plan(rooms: 2).flattened.map(\.id)
    #expect(ids == ["room-1", "room-1/sweep", "room-1/look", "room-2", "room-2/sweep", "room-2/look"])
  }
}
