import RunbookBase
import RunbookCLI
import RunbookJournal
import RunbookSystem
import Runbooks
import Testing

/// A procedure that another version of the program compiles otherwise.
private struct Shelf: Runbook {
  static let name = "shelf"
  static let title = "Look at a shelf"
  static let section = "§0"
  static let objectives = Objectives(rto: .minutes(5), rpo: .minutes(5))
  let version: Int

  var body: [Step] {
    Step("Count", id: "count") { Command("true", version == 2 ? ["--all"] : [], effect: .reads) }
    Manual("Look at it", id: "look")
    if version == 3 { Step("Count again", id: "again") { Command("true", [], effect: .reads) } }
    if version != 4 { Step("Leave", id: "leave") { Command("true", [], effect: .reads) } }
  }
}

private struct ShelfEstate: Estate {
  var version: Int
  var name: String { "attic" }
  var summary: String { "an attic" }
  var operatorHost: Runbooks.Host { .here }
  var environment: [String: String] { version == 5 ? ["LANG": "C"] : [:] }
  var contacts: [Role: String] { [:] }
  var allowsAnswerFiles: Bool { true }
  var facts: JSON { ["attic": .bool(version == 6)] }
}

@Suite("Going on with a run that another version began") struct ResumeDivergenceTests {
  private static func registry(_ version: Int) -> Registry {
    Registry([RunbookEntry { (_: ShelfEstate) in Shelf(version: version) }], estates: [EstateEntry(ShelfEstate(version: version))])
  }

  /// The command line; an empty answer file, so that nobody is asked whatever terminal the tests have.
  private static func words(_ folder: String, _ more: [String] = []) -> [String] {
    ["exec", "shelf", "--state", folder + "/state", "--answers", folder + "/answers"] + more
  }

  private func began(in folder: String) async throws {
    try Files.writeDurably([], to: folder + "/answers")
    await #expect(processExitsWith: .exitCode(6)) { [folder = folder as String] in
      RunbookSystem.Host.exit(Program.run(Self.registry(1), Self.words(folder)))
    }
  }

  @Test("the same program goes on")
  func same() async throws {
    try await withFolder { folder in
      try await began(in: folder)
      await #expect(processExitsWith: .exitCode(6)) { [folder = folder as String] in
        RunbookSystem.Host.exit(Program.run(Self.registry(1), Self.words(folder, ["--resume"])))
      }
    }
  }

  @Test(
    "another plan is refused with 13 and the difference; nothing is written",
    arguments: [
      (2, "changed: 1 count: commands"), (3, "added: 3 again"), (4, "removed: 3 leave"), (5, "changed: estate"), (6, "changed: estate"),
    ])
  func diverges(version: Int, difference: String) async throws {
    try await withFolder { folder in
      try await began(in: folder)
      let state = try StateDirectory.existing(folder + "/state")
      let run = try state.folder(#require(try state.runs().last))
      let before = try run.logBytes()
      let result = await #expect(processExitsWith: .exitCode(13), observing: [\.standardErrorContent]) {
        [folder = folder as String, version = version as Int] in
        RunbookSystem.Host.exit(Program.run(Self.registry(version), Self.words(folder, ["--resume"])))
      }
      let talk = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(talk.contains("the compiled plan is not the one that run \(run.id) was begun with"))
      #expect(talk.contains(difference), "\(difference) is not in:\n\(talk)")
      #expect(talk.contains("→ resume with the program that began it; or end the run and start a new one: "))
      #expect(talk.contains(" exec shelf --abort --run \(run.id.short) --state \(folder)/state --reason "))
      #expect(try run.logBytes() == before)
    }
  }

  @Test("a run whose plan is another one by now can be ended: --abort compiles nothing")
  func ended() async throws {
    try await withFolder { folder in
      try await began(in: folder)
      await #expect(processExitsWith: .exitCode(1)) { [folder = folder as String] in
        let words = ["exec", "shelf", "--state", folder + "/state", "--abort", "--reason", "the plan has changed"]
        RunbookSystem.Host.exit(Program.run(Self.registry(2), words))
      }
      let state = try StateDirectory.existing(folder + "/state")
      #expect(try state.folder(#require(try state.runs().last)).read().state.outcome == .aborted)
    }
  }

  private func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = try Files.temporaryDirectory(prefix: "runbook-cli-test")
    defer { try? Files.removeTree(folder) }
    try await body(folder)
  }
}
