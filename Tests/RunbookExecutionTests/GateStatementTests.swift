import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import Runbooks
import Testing

@Suite("What an approval is bound to") struct GateStatementTests {
  private let before = Output<Count>("before")
  private let after = Output<Count>("after")
  private let file = Parameter<AbsolutePath>("file", "The file")

  private func walk(
    file: String = "/a", title: Text = "Go?", input: Text = "x\n", variable: String = "1", argument: Text = "--fast",
    directory: Text = "/srv/one"
  ) throws -> Walk {
    let target = Target("db", realm: .production, identity: Command("cat", ["/id"], effect: .reads))
    let walk = try Walk(values: ["file": file]) {
      reading("look").capture(before)
      Gate(title, id: "go")
      Step("Wipe", id: "wipe") {
        Command("tee", ["\(self.file)", argument, "\(before)", "\(after)"], effect: .destroys("\(self.file)"), on: target)
          .reading(input).environment("MODE", "\(variable)").in(directory)
      }
      reading("again").capture(after)
    }
    try walk.tell([
      .preconditionObserved(RunbookJournal.Precondition(id: TargetIdentity.id("db"), verdict: .met, observed: "system 1")),
      .preconditionObserved(RunbookJournal.Precondition(id: "program-tee", verdict: .met, observed: "/usr/bin/tee")),
    ])
    try walk.tell(done("look") + [.outputCaptured(step: "look", name: "before", value: "5")])
    return walk
  }

  private func evidence(_ walk: Walk) throws -> String {
    let gate = try #require(walk.plan.step(withID: "go"))
    return GateStatement(gate, plan: walk.plan, coverage: GateCoverage(walk.plan), state: walk.log.state).evidence.hex
  }

  @Test("the same plan and the same log give the same evidence and the same word")
  func same() throws {
    #expect(try evidence(walk()) == evidence(walk()))
  }

  @Test("one byte of an argument, of an input, of a variable, of the statement or of a parameter changes it")
  func changes() throws {
    let base = try evidence(walk())
    let others = [
      try walk(file: "/b"), try walk(title: "Go!"), try walk(input: "y\n"), try walk(variable: "2"), try walk(argument: "--fasu"),
      try walk(directory: "/srv/two"),
    ]
    let all = try others.map(evidence)
    for other in all { #expect(other != base) }
    #expect(Set(all).count == all.count)
  }

  @Test("another value of an output that is known at the gate changes it, in an argument or an input")
  func knownOutput() throws {
    let base = try evidence(walk())
    let other = try walk()
    try other.tell([.outputCaptured(step: "look", name: "before", value: "6")])
    #expect(try evidence(other) != base)
    let quiet = try Walk {
      reading("look").capture(before)
      Gate("Go?", id: "go")
      Step("Wipe", id: "wipe") { Command("tee", [], effect: .destroys("it")).reading("\(before)") }
    }
    try quiet.tell(done("look") + [.outputCaptured(step: "look", name: "before", value: "5")])
    let five = try evidence(quiet)
    try quiet.tell([.outputCaptured(step: "look", name: "before", value: "6")])
    #expect(try evidence(quiet) != five, "what a command reads is approved like its arguments")
  }

  @Test("another identity or verdict changes it; what is captured later and how a precondition was worded do not")
  func observed() throws {
    let base = try evidence(walk())
    let identity = try walk()
    try identity.tell([
      .preconditionObserved(RunbookJournal.Precondition(id: TargetIdentity.id("db"), verdict: .met, observed: "system 2"))
    ])
    #expect(try evidence(identity) != base)
    let verdict = try walk()
    try verdict.tell([.preconditionObserved(RunbookJournal.Precondition(id: "program-tee", verdict: .unknown, observed: "?"))])
    #expect(try evidence(verdict) != base)
    let later = try walk()
    try later.tell([.outputCaptured(step: "again", name: "after", value: "9")])
    try later.tell([.preconditionObserved(RunbookJournal.Precondition(id: "program-tee", verdict: .met, observed: "/bin/tee"))])
    #expect(try evidence(later) == base)
  }

  @Test("it shows what is released, with what is not known yet as a hole")
  func shown() throws {
    let walk = try walk()
    let gate = try #require(walk.plan.step(withID: "go"))
    let statement = GateStatement(gate, plan: walk.plan, coverage: GateCoverage(walk.plan), state: walk.log.state)
    let release = try #require(statement.releases.first)
    #expect(release.effect == "destroys" && release.destroys == ["/a"])
    #expect(release.commands.map(\.argv) == [["tee", "/a", "--fast", "5", "‹after›"]])
    #expect(release.commands.map(\.input) == ["x\n"] && release.commands.map(\.environment) == [["MODE": "1"]])
    #expect(release.commands.map(\.directory) == ["/srv/one"])
    #expect(statement.identities.map(\.observed) == ["system 1"])
    #expect(statement.word.wholeMatch(of: /approve-[0-9a-f]{4}/) != nil)
  }

  @Test("the word of one asking is no other's, though the same is shown")
  func word() throws {
    let walk = try walk()
    let gate = try #require(walk.plan.step(withID: "go"))
    func asked() -> GateStatement { GateStatement(gate, plan: walk.plan, coverage: GateCoverage(walk.plan), state: walk.log.state) }
    let first = asked()
    try walk.tell([
      .gateRequested(
        GateRequest(step: "go", role: "incident-commander", statement: first.title, evidence: first.evidence, word: first.word))
    ])
    #expect(asked().evidence == first.evidence)
    #expect(asked().word != first.word)
  }

  @Test("a gate releases what comes after it up to the next gate on the same path")
  func coverage() throws {
    let walk = try Walk {
      writing("free")
      Gate("One?", id: "one")
      destroying("a")
      Decision("Which?", id: "which") {
        When("left") {
          Gate("Left?", id: "own")
          destroying("l")
        }
        When("right") { destroying("r") }
      }
      Group("Inner", id: "inner") {
        destroying("b")
        Gate("Two?", id: "two")
        destroying("c")
      }
      Concurrently("Both", id: "both") {
        reading("d")
        reading("e")
      }
    }
    let coverage = GateCoverage(walk.plan)
    let table = [
      "a": "one", "which/left/l": "which/left/own", "which/right/r": "one", "inner/b": "one", "inner/c": "inner/two", "both/d": "inner/two",
      "both/e": "inner/two",
    ]
    #expect(coverage.gates == table, "“free” stands before every gate")
    #expect(coverage.released["one"]?.map(\.id) == ["a", "which/right/r", "inner/b"])
  }
}
