import RunbookBase
import RunbookCLI
import RunbookSystem
import Runbooks
import Testing

/// A procedure with one step on another host, whose program is not on this one.
private struct Harvest: Runbook {
  static let name = "harvest"
  static let title = "Bring the harvest in"
  static let section = "§0"
  static let objectives = Objectives(rto: .minutes(5), rpo: .minutes(5))
  let farm: Farm

  var body: [Step] {
    Step("Thresh", id: "thresh") { Command("flail", [], effect: .reads) }
      .precondition("the barn is dry", Probe(Command("barn-look", [], effect: .reads)), remedy: "wait for the sun")
      .on(farm.barn)
  }
}

private struct Farm: Estate {
  let folder: String
  let barn: Runbooks.Host
  let name = "farm"
  let summary = "a farm"
  let operatorHost = Runbooks.Host.here
  var environment: [String: String] { ["PATH": folder + "/bin"] }
  let contacts: [Role: String] = [.incidentCommander: "Ada", .restoreOperator: "Ben", .commsLead: "Cleo"]
  let allowsAnswerFiles = true
  let facts: JSON = ["farm": true]

  init(_ folder: String) throws {
    self.folder = folder
    let file = { (name: String) throws(Problem) in try AbsolutePath(parsing: "\(folder)/\(name)") }
    barn = Runbooks.Host("barn", over: try Reach(parsing: "ops@barn", knownHosts: file("known_hosts"), identity: file("key")))
  }
}

@Suite("doctor and other hosts") struct DoctorHostTests {
  /// What lies on the farm: modes of the files that lead to the barn, nil for none, and the programs.
  private struct Ground {
    var keys: UInt32? = 0o644
    var login: UInt32? = 0o600
    var programs: [String] = ["flail", "barn-look"]
  }

  /// Runs this program on a farm whose `ssh` gives the script to a shell here; returns the code and whether the barn was called.
  private func run(_ ground: Ground, _ words: [String]) throws -> (code: Int32, isCalled: Bool) {
    let folder = try Files.temporaryDirectory(prefix: "runbook-doctor-hosts")
    defer { try? Files.removeTree(folder) }
    try Files.makeDirectory(folder + "/bin")
    let ssh = "case \"$*\" in -V) echo OpenSSH_9.9 >&2; exit 0;; esac; : > \(folder)/called; PATH=/usr/bin:/bin exec /bin/sh -s"
    for (name, script) in [("ssh", ssh)] + ground.programs.map({ ($0, "exit 0") }) {
      try Files.writeDurably(Array("#!/bin/sh\n\(script)\n".utf8), to: "\(folder)/bin/\(name)", mode: 0o755)
      try Files.setMode("\(folder)/bin/\(name)", 0o755)
    }
    for (name, mode) in [("known_hosts", ground.keys), ("key", ground.login)] {
      guard let mode else { continue }
      try Files.writeDurably(Array("barn\n".utf8), to: "\(folder)/\(name)", mode: mode)
      try Files.setMode("\(folder)/\(name)", mode)
    }
    let farm = try Farm(folder)
    let registry = Registry([RunbookEntry { (_: Farm) in Harvest(farm: farm) }], estates: [EstateEntry(farm)])
    let code = Program.run(registry, words + (words[0] == "plan" ? [] : ["--state", folder + "/state"]))
    return (code, Files.exists(folder + "/called"))
  }

  private func doctor(_ ground: Ground, _ more: [String] = []) throws -> (code: Int32, isCalled: Bool) {
    let excepted = ["clock-synchronised", "locale"].flatMap { ["--except", $0] }
    return try run(ground, ["doctor", "--json"] + excepted + more)
  }

  @Test("a program that is needed on another host alone is not missed here")
  func programs() throws {
    let answer = try doctor(Ground(programs: []))
    #expect(answer.code == 0)
    #expect(!answer.isCalled, "without --probe nobody is asked")
  }

  @Test(
    "the files that lead to another host are there, and nobody else can write them",
    arguments: [
      ("host-key-barn", 0o666, 0o600), ("host-key-barn", nil, 0o600), ("host-login-barn", 0o644, nil), ("host-login-barn", 0o644, 0o640),
    ] as [(String, UInt32?, UInt32?)])
  func files(point: String, keys: UInt32?, login: UInt32?) throws {
    let ground = Ground(keys: keys, login: login)
    #expect(try doctor(ground).code == ExitCode.preconditionNotMet.rawValue)
    // It is this point and no other.
    #expect(try doctor(ground, ["--except", point]).code == 0)
  }

  @Test("--probe asks there for programs and preconditions, and never where the host's key cannot be trusted")
  func probes() throws {
    let good = try doctor(Ground(), ["--probe"])
    #expect(good.code == 0)
    #expect(good.isCalled)
    #expect(try doctor(Ground(programs: ["barn-look"]), ["--probe"]).code == ExitCode.preconditionNotMet.rawValue)
    #expect(try doctor(Ground(programs: ["barn-look"]), ["--probe", "--except", "look-program-flail-on-barn"]).code == 0)
    let doubtful = try doctor(Ground(keys: 0o666), ["--probe", "--except", "host-key-barn"])
    #expect(doubtful.code == ExitCode.preconditionNotMet.rawValue)
    #expect(!doubtful.isCalled)
  }

  @Test("a plan and a run are refused before the first connection while others can write the file of host keys: 12")
  func refusal() throws {
    for words in [["plan", "harvest"], ["exec", "harvest"]] {
      let answer = try run(Ground(keys: 0o664), words)
      #expect(answer.code == ExitCode.safetyRefusal.rawValue)
      #expect(!answer.isCalled)
    }
    let plan = try run(Ground(keys: 0o600), ["plan", "harvest"])
    #expect(plan.code == 0)
    #expect(plan.isCalled)
  }
}
