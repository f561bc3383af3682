import RunbookBase
import RunbookCLI
import RunbookSystem
import Runbooks
import Testing

/// A procedure whose programs lie in a folder of the test's.
private struct Bake: Runbook {
  static let name = "bake"
  static let title = "Bake bread"
  static let section = "§0"
  static let objectives = Objectives(rto: .minutes(5), rpo: .minutes(5))
  let bakery: Bakery

  var preconditions: [Precondition] {
    Precondition("there is flour", Probe(Command("oven", ["flour"], effect: .reads)), remedy: "buy some")
  }

  var body: [Step] {
    Step("Bake", id: "bake") { Command("oven", [], effect: .reads) }
    Decision("Is it done?", id: "done") {
      When("yes")
      When("no") { Step("Ask", id: "ask") { Command("second-oven", [], effect: .reads) } }
    }
  }
}

private struct Bakery: Estate {
  let folder: String
  let name = "bakery"
  let summary = "a bakery"
  let operatorHost = Runbooks.Host.here
  var environment: [String: String] { ["PATH": folder] }
  let contacts: [Role: String] = [.incidentCommander: "Ada", .restoreOperator: "Ben", .commsLead: "Cleo"]
  let allowsAnswerFiles = true
  let facts: JSON = ["bakery": true]
}

@Suite("doctor and the programs of the plans") struct DoctorProgramTests {
  /// Runs doctor in a bakery whose oven is this script, and returns its exit code.
  private func doctor(oven: String, mode: UInt32 = 0o755, second: Bool = true, _ more: [String] = []) throws -> Int32 {
    let folder = try Files.temporaryDirectory(prefix: "runbook-doctor")
    defer { try? Files.removeTree(folder) }
    for name in second ? ["oven", "second-oven"] : ["oven"] {
      try Files.writeDurably(Array("#!/bin/sh\n\(oven)\n".utf8), to: "\(folder)/\(name)", mode: 0o755)
      try Files.setMode("\(folder)/\(name)", mode)
    }
    let bakery = Bakery(folder: folder)
    let registry = Registry([RunbookEntry { (_: Bakery) in Bake(bakery: bakery) }], estates: [EstateEntry(bakery)])
    let excepted = ["clock-synchronised", "locale"].flatMap { ["--except", $0] }
    return Program.run(registry, ["doctor", "--state", folder + "/state", "--json"] + excepted + more)
  }

  @Test("every program is there: 0; one is missing, cannot be executed or can be written by others: 5")
  func programs() throws {
    #expect(try doctor(oven: "exit 0") == 0)
    #expect(try doctor(oven: "exit 0", second: false) == ExitCode.preconditionNotMet.rawValue, "an arm's program counts too")
    #expect(try doctor(oven: "exit 0", mode: 0o644) == ExitCode.preconditionNotMet.rawValue)
    #expect(try doctor(oven: "exit 0", mode: 0o777) == ExitCode.preconditionNotMet.rawValue)
  }

  @Test("--probe makes the looks of the plans, which are not made without it")
  func probes() throws {
    #expect(try doctor(oven: "exit 1") == 0)
    #expect(try doctor(oven: "exit 1", ["--probe"]) == ExitCode.preconditionNotMet.rawValue)
    #expect(try doctor(oven: "exit 1", ["--probe", "--except", "look-there-is-flour"]) == 0)
    #expect(try doctor(oven: "exit 0", ["--probe"]) == 0)
  }
}
