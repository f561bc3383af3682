import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import Runbooks
import Testing

@Suite("Where a run goes on") struct ResumePointTests {
  private func walk() throws -> Walk {
    try Walk {
      reading("a")
      Decision("Which?", id: "which") {
        When("left") {
          reading("l")
          reading("m")
        }
        When("right") { reading("r") }
      }
      Group("Inner", id: "inner") {
        reading("b")
        Gate("Go?", id: "go")
      }
      destroying("c")
      reading("z")
    }
  }

  @Test(
    "the steps that are left out are the unfinished ones before it on the path taken",
    arguments: [
      ("a", [], false), ("which", ["a"], false), ("inner/b", ["a", "which"], false), ("c", ["a", "which", "inner/b", "inner/go"], true),
      ("z", ["a", "which", "inner/b", "inner/go", "c"], true), ("inner", ["a", "which"], false), ("1", [], false),
      ("3.1", ["a", "which"], false), ("5", ["a", "which", "inner/b", "inner/go", "c"], true),
    ] as [(String, [String], Bool)])
  func skipped(name: String, left: [String], needsCommander: Bool) throws {
    let walk = try walk()
    let point = try #require(try ResumePoint.find(name, in: walk.plan, walk.log.state))
    #expect(point.skipped.map(\.id) == left)
    #expect(point.needsCommander == needsCommander)
  }

  @Test("inside the arm that was taken it counts from there; finished steps are not left out")
  func inArm() throws {
    let walk = try walk()
    try walk.tell(done("a") + [.decides("which", "left")])
    #expect(try ResumePoint.find("which/left/m", in: walk.plan, walk.log.state)?.skipped.map(\.id) == ["which/left/l"])
    try walk.tell(done("which/left/l"))
    #expect(try ResumePoint.find("which/left/m", in: walk.plan, walk.log.state)?.skipped.isEmpty == true)
  }

  @Test("a group that has begun is gone on with at its first unfinished step")
  func inGroup() throws {
    let walk = try walk()
    try walk.tell(done("a") + [.decides("which", "right")] + done("which/right/r") + done("inner/b"))
    let point = try ResumePoint.find("inner", in: walk.plan, walk.log.state)
    #expect(point?.step.id == "inner/go" && point?.skipped.isEmpty == true)
  }

  @Test("a step without an outcome is not left out: 9, and what to type first")
  func pastDoubt() throws {
    let walk = try Walk {
      writing("a")
      writing("b")
    }
    try walk.tell([.intends("a")])
    let problem = #expect(throws: Problem.self) { try ResumePoint.find("b", in: walk.plan, walk.log.state) }
    #expect(problem?.code == .inDoubt && problem?.summary == "step 1 was started and its outcome is unknown: it cannot be left out")
    #expect(problem?.hint?.contains("--resume alone") == true)
    #expect(try ResumePoint.find("a", in: walk.plan, walk.log.state)?.step.id == "a", "going on at it settles it")
  }

  @Test("no name is no point: the run goes on at the first unfinished step")
  func alone() throws {
    let walk = try walk()
    #expect(try ResumePoint.find(nil, in: walk.plan, walk.log.state) == nil)
  }

  @Test(
    "what cannot be gone on at is refused with words",
    arguments: [
      ("nothing", "the plan has no step"), ("which/right/r", "lies in an arm of a decision that was not taken"),
      ("a", "step 1 is over already; the first unfinished step is"), ("", "the plan has no step"), ("A", "the plan has no step"),
      ("а", "the plan has no step"), ("01", "the plan has no step"),
    ])
  func refused(name: String, words: String) throws {
    let walk = try walk()
    try walk.tell(done("a") + [.decides("which", "left")])
    let problem = #expect(throws: Problem.self) { try ResumePoint.find(name, in: walk.plan, walk.log.state) }
    #expect(problem?.code == .usage && problem?.summary.contains(words) == true && problem?.hint != nil)
  }

  @Test("when all is over, that is said")
  func over() throws {
    let walk = try Walk { reading("a") }
    try walk.tell(done("a"))
    let problem = #expect(throws: Problem.self) { try ResumePoint.find("a", in: walk.plan, walk.log.state) }
    #expect(problem?.summary == "step 1 is over already; no step is left")
  }
}
