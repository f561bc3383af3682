import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks
import Testing

@Suite("Values that are given by hand") struct GivenValueTests {
  private static let rows = Output<Count>("rows")

  /// A step that writes and captures, and one that uses what it captured.
  private func walk(looks: Bool = false) throws -> Walk {
    try Walk(mode: .real) {
      let write = Step("Write", id: "write") { Command("/bin/tee", ["/x"], effect: .writes) }.capture(Self.rows)
      looks ? write.inDoubt(Probe(Command("/bin/true", [], effect: .reads))) : write
      Step("Use", id: "use") { Command("/bin/echo", ["\(Self.rows)"], effect: .reads) }
    }
  }

  private func value(_ walk: Walk) -> String? { walk.log.state.outputs["rows"]?.value }

  @Test("a failed step that captures: “done” gives the value, and the run goes on with it")
  func failed() throws {
    let walk = try walk()
    let (console, performer) = (ScriptedConsole(), ScriptedPerformer())
    performer.failures = ["write": [.exit(1)]]
    console.failures = [.done]
    console.values = ["rows": " 12\n"]
    #expect(try walk.run(console, performer) == .success)
    #expect(console.wanted == ["rows"])
    #expect(value(walk) == "12", "as canonical text")
    #expect(performer.performed.last == "use 1")
    #expect(console.consequences[.done] == "counts it as done by hand; asks for ‹rows›, used by steps 2")
  }

  @Test("a value that breaks the rule is not taken, whoever let it through; what uses it fails and is told")
  func refused() throws {
    let walk = try walk()
    let (console, performer) = (ScriptedConsole(), ScriptedPerformer())
    performer.failures = ["write": [.exit(1)]]
    console.failures = [.done]
    console.values = ["rows": "many"]
    #expect(try walk.run(console, performer) == .stepFailed)
    #expect(value(walk) == nil)
    #expect(console.told.contains { $0.hasPrefix("use failed") && $0.contains("‹rows›") })
  }

  @Test("a step in doubt that captures: “done” gives the value; its own look alone is not enough", arguments: [false, true])
  func inDoubt(looks: Bool) throws {
    let walk = try walk(looks: looks)
    try walk.tell([
      .stepIntended(
        Intent(
          step: "write", attempt: 1, nonce: "nonce", commands: [["/bin/tee", "/x"]], host: "localhost", effect: "writes", fingerprint: "f"))
    ])
    try walk.reopen()
    let (console, performer) = (ScriptedConsole(), ScriptedPerformer())
    performer.known = ["1-write.1": .unknown]
    #expect(try walk.run(console, performer) == .inDoubt)
    #expect(console.asked == ["doubt write"] && console.wanted == ["rows"])
    try walk.reopen()
    console.doubts = [.done(Evidence(text: "I saw it", person: Walk.ada, values: ["rows": "7"]))]
    #expect(try walk.run(console, performer) == .success)
    #expect(value(walk) == "7")
  }
}
