import RunbookBase
import RunbookExecution
import RunbookPlanning
import Runbooks
import Testing

@Suite("Failures that are injected into a rehearsal") struct InjectionTests {
  private static let rows = Output<Count>("rows")
  private static let kept = Output<Count>("kept")

  private func plan() throws -> Plan {
    let look = Command("true", [], effect: .reads)
    return try Walk {
      Step("Count", id: "count") { look }.capture(Self.rows, .json("rows")).capture(Self.kept, .json("kept"))
      Gate("Go?", id: "go")
      Group("Part", id: "part") { writing("write").precondition("there is room", Probe(look), remedy: "make room") }
      Group("Other", id: "other") { writing("write") }
      Check("One", id: "one", look, .equals("1"))
      Check("Fine", id: "fine", look, .succeeds)
      Step("Twice", id: "twice") {
        Command("true", [], effect: .writes)
        Command("true", [], effect: .writes)
      }
    }.plan
  }

  @Test(
    "a step is named by number, id, or the last part of it",
    arguments: [
      ("1=exit=3", "count", Injection.Kind.exit(3)), ("part/write=timeout", "part/write", .timeout),
      ("one=check=a=b", "one", .check("a=b")),
      ("count=output.kept=0", "count", .output(name: "kept", value: "0")), ("twice@1=killed", "twice", .killed),
      ("part/write=precondition", "part/write", .precondition), ("there-is-room=precondition", "there-is-room", .precondition),
      ("one=signal=9", "one", .signal(9)), ("4.1=not-started", "other/write", .notStarted), ("twice=in-doubt", "twice", .inDoubt),
    ])
  func read(text: String, subject: String, kind: Injection.Kind) throws {
    let injection = try #require(try Injection.parse([text], plan()).first)
    #expect(injection.subject == subject && injection.kind == kind)
    #expect(injection.part == (text.hasPrefix("twice@1") ? 1 : nil))
  }

  @Test(
    "what cannot happen is refused with 2 and what to write",
    arguments: [
      ("coutn=exit=1", "did you mean --inject count=…?"), ("count=exti=1", "did you mean exit=N?"),
      ("count", "write --inject STEP=FAILURE"),
      ("count=", "write --inject STEP=FAILURE"), ("count=exit", "did you mean exit=N?"), ("count=exit=0", "N is 1 to 255"),
      ("count=exit=x", "N is 1 to 255"), ("count=signal=65", "N is 1 to 64"), ("count=killed=9", "did you mean killed?"),
      ("write=exit=1", "name one by number or id"), ("go=exit=1", "people are asked in a rehearsal as well; answer “no” yourself"),
      ("count=output=1", "write output.rows=1"), ("count=output.row=1", "did you mean output.rows=1?"), ("one=output=1", "inject exit=1"),
      ("fine=check=1", "inject exit=1"), ("other/write=check=1", "inject exit=1, or output=VALUE if it captures something"),
      ("twice@3=killed", "it has 2, from 1"), ("twice@x=killed", "it has 2, from 1"), ("one=identity", "inject another failure"),
      ("one=precondition", "those of the run: runbook plan lists them under its preconditions, with their ids in --json"),
    ])
  func refused(text: String, hint: String) throws {
    let plan = try plan()
    let problem = try #require(throws: Problem.self) { try Injection.parse([text], plan) }
    #expect(problem.code == .usage && problem.hint == hint, "\(problem)")
  }

  @Test("all mistakes are told at once")
  func several() throws {
    let plan = try plan()
    let problem = try #require(throws: Problem.self) { try Injection.parse(["coutn=exit=1", "one=exit=1", "go=killed"], plan) }
    #expect(problem.code == .usage && problem.details.count == 2)
  }
}
