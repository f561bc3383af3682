import RunbookBase
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookExecution

@Suite("From a planned command to a process") struct ResolutionTests {
  private let rows = Output<Count>("rows")

  private func resolve(
    _ command: Command, outputs: [String: String] = [:], secrets: [String: String] = [:], values: [String: String] = [:]
  ) throws -> ResolvedCommand {
    let walk = try Walk(values: values) { Step("a", id: "a") { command } }
    let pipeline = try #require(walk.plan.steps.first?.pipelines.first)
    let environment = BaseEnvironment.make(walk.plan.estate, operatorsShell: ["HOME": "/home/ben"])
    return try #require(
      try CommandResolution(environment: environment, ownExecutable: "/opt/own", secrets: secrets).resolve(pipeline, outputs: outputs).first
    )
  }

  private func problem(_ body: () throws -> ResolvedCommand) -> Problem? {
    do {
      _ = try body()
      return nil
    } catch { return error as? Problem }
  }

  @Test("a hole is filled with the output, as one word whatever is in it")
  func holes() throws {
    let command = Command("true", ["--rows=\(rows)", "b c"], effect: .reads).reading("\(rows)\n")
    let resolved = try resolve(command, outputs: ["rows": "1; rm -rf /"])
    #expect(resolved.arguments == ["--rows=1; rm -rf /", "b c"])
    #expect(resolved.input == Array("1; rm -rf /\n".utf8))
    #expect(resolved.workingDirectory == "/")
  }

  @Test("a hole that is not known is refused by its name, and so is a missing parameter")
  func unknown() throws {
    let output = problem { try resolve(Command("true", ["\(rows)"], effect: .reads)) }
    #expect(output?.code == .stepFailed && output?.summary == "a value is not known yet: ‹rows›")
    let file = Parameter<AbsolutePath>("file", "a file")
    let parameter = problem { try resolve(Command("true", ["-f", "\(file)"], effect: .reads)) }
    #expect(parameter?.summary == "a value is not known yet: ‹file›")
  }

  @Test("a secret comes by environment, and without it nothing is started; the problem names its variable")
  func secrets() throws {
    let secret = Secret("database password", variable: "DB_PASSWORD")
    let command = Command("true", [], effect: .reads).environment("PGPASSWORD", secret)
    let resolved = try resolve(command, secrets: ["database password": "s3cret"])
    #expect(resolved.environment["PGPASSWORD"] == "s3cret")
    #expect(!resolved.argv.contains { $0.contains("s3cret") })
    let missing = problem { try resolve(command) }
    #expect(missing?.summary == "the secret database password was not given" && missing?.hint?.contains("DB_PASSWORD") == true)
  }

  @Test("a program is an absolute path before anything is recorded; one that is nowhere is refused with the places")
  func programs() throws {
    #expect(try resolve(Command("true", [], effect: .reads)).executable.hasSuffix("/true"))
    #expect(try resolve(Command("/bin/true", [], effect: .reads)).executable == "/bin/true")
    #expect(try resolve(Command("runbook", ["rows"], effect: .reads)).argv == ["/opt/own", "rows"])
    for name in ["no-such-program", "/no/such/program", "../bin/true"] {
      let missing = problem { try resolve(Command(name, [], effect: .reads)) }
      #expect(missing?.summary == "the program \(name) is in none of \(BaseEnvironment.path)")
    }
  }

  @Test("a command's own PATH decides where its program is looked for")
  func ownPath() throws {
    try withScratch { folder in
      try Files.writeDurably(Array("#!/bin/sh\n".utf8), to: folder + "/true", mode: 0o755)
      let resolved = try resolve(Command("true", [], effect: .reads).environment(["PATH": folder]))
      #expect(resolved.executable == folder + "/true" && resolved.environment["PATH"] == folder)
    }
  }

  @Test("nothing of the operator's shell that changes programs is passed on")
  func environment() throws {
    let hostile = [
      "LD_PRELOAD": "x", "LD_LIBRARY_PATH": "x", "BASH_ENV": "x", "ENV": "x", "PGOPTIONS": "x", "PGSERVICE": "x", "PGHOST": "x",
      "PATH": "x",
      "IFS": "x", "PYTHONSTARTUP": "x", "PERL5OPT": "x", "LC_ALL": "de_DE", "TZ": "Asia/Tokyo", "AWS_ENDPOINT_URL": "x", "http_proxy": "x",
      "RUNBOOK_FAULT": "x", "PGPASSWORD": "x",
    ]
    let wanted = ["HOME": "/home/ben", "USER": "ben", "PGPASSFILE": "/home/ben/.pgpass", "SSH_AUTH_SOCK": "/run/agent"]
    let walk = try Walk(environment: ["PGHOST": "/run/postgresql"]) { reading("a") }
    let made = BaseEnvironment.make(walk.plan.estate, operatorsShell: hostile.merging(wanted) { $1 })
    #expect(
      made == [
        "PATH": BaseEnvironment.path, "LC_ALL": "C.UTF-8", "TZ": "UTC", "PGTZ": "UTC", "PGCONNECT_TIMEOUT": "10",
        "PGHOST": "/run/postgresql",
        "HOME": "/home/ben", "USER": "ben", "PGPASSFILE": "/home/ben/.pgpass", "SSH_AUTH_SOCK": "/run/agent",
      ])
  }

  @Test(
    "a capture takes the whole, a line from either end, or a member",
    arguments: [
      (.whole, " 5\n\n", "5"), (.whole, "a\nb\n", "a\nb"), (.line(1), "a\nb\nc\n", "a"), (.line(-1), "a\nb\nc\n", "c"),
      (.line(-1), "a\nb\nc", "c"), (.line(3), "a\nb\nc\n", "c"), (.line(4), "a\nb\nc\n", nil), (.line(-4), "a\nb\nc\n", nil),
      (.line(1), "", nil), (.line(2), "a\n\nc\n", ""), (.line(1), "a\r\nb\n", "a\r"), (.json("n"), "{\"n\":7}", "7"),
      (.json("n"), "not json", nil), (.json("m"), "{\"n\":7}", nil),
    ] as [(CaptureSource, String, String?)])
  func capture(source: CaptureSource, output: String, value: String?) {
    #expect(source.value(in: output) == value)
  }
}
