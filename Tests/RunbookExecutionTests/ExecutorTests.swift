import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks
import Testing

@Suite("The executor") struct ExecutorTests {
  private let level = Output<Count>("level")
  private let console = ScriptedConsole()
  private let performer = ScriptedPerformer()

  @Test("an intent is in the log before a step is started, and an outcome before it is told")
  func order() throws {
    let walk = try Walk {
      reading("a")
      writing("b")
    }
    performer.onStart = { work in
      #expect(walk.log.state.step(work.step).status == .intended(attempt: 1))
      #expect(!self.console.told.contains("\(work.step) ok"))
    }
    #expect(try walk.run(console, performer) == .success)
    #expect(performer.performed == ["a 1", "b 1"])
    #expect(walk.log.state.outcome == .completed)
  }

  @Test("a time limit is the whole step's: a later command has what the earlier ones left, a second at least")
  func timeLimit() throws {
    let walk = try Walk {
      Step("a", id: "a") { for _ in 1...4 { Command("true", [], effect: .writes) } }.timeout(.seconds(3))
    }
    let performer = ScriptedPerformer()
    var limits: [Int] = []
    performer.onStart = {
      limits.append($0.timeLimit?.wholeSeconds ?? 0)
      // The first command takes longer than a second, the third more than all that is left.
      Clock.sleep(milliseconds: $0.part == 1 ? 1100 : $0.part == 3 ? 2000 : 0)
    }
    _ = try walk.run(ScriptedConsole(), performer)
    #expect(limits == [3, 1, 1, 1])
  }

  @Test("the pipelines of a step run in order, and none after a failed one")
  func parts() throws {
    let walk = try Walk {
      Step("a", id: "a") {
        Command("true", ["1"], effect: .writes)
        Command("true", ["2"], effect: .writes)
        Command("true", ["3"], effect: .writes)
      }
    }
    performer.failures["a"] = [nil, .exit(4)]
    #expect(try walk.run(console, performer) == .stepFailed)
    #expect(performer.performed == ["a 1", "a 1 part 2"])
    #expect(walk.log.state.step("a").status == .failed(.exit(4), attempt: 1))
    #expect(walk.log.state.status == .paused(.failedStep, step: "a"))
  }

  @Test("a step with retries is run again by itself, and then a person is asked")
  func retries() throws {
    let walk = try Walk { reading("a").retry(attempts: 3, pause: .zero) }
    performer.failures["a"] = [.exit(1), .exit(1), nil]
    #expect(try walk.run(console, performer) == .success)
    #expect(performer.performed == ["a 1", "a 2", "a 3"] && console.asked.isEmpty)
    let other = try Walk { reading("a").retry(attempts: 2, pause: .zero) }
    let people = ScriptedConsole()
    let failing = ScriptedPerformer()
    failing.failures["a"] = [.exit(1), .exit(2), .exit(3), nil]
    people.failures = [.retry, .retry]
    #expect(try other.run(people, failing) == .success)
    #expect(people.asked == ["failure a", "failure a"] && failing.performed.count == 4)
  }

  @Test("captures are taken from a step's output; one that does not fit its type fails the step")
  func captures() throws {
    for (output, code) in [("12\n", ExitCode.success), ("twelve\n", .stepFailed), ("", .stepFailed), ("-1\n", .stepFailed)] {
      let walk = try Walk {
        reading("a").capture(level)
        reading("b", "true", ["\(level)"])
      }
      let performer = ScriptedPerformer()
      performer.outputs["a"] = output
      #expect(try walk.run(ScriptedConsole(), performer) == code)
      #expect(walk.log.state.outputs["level"]?.value == (code == .success ? "12" : nil))
      #expect(performer.performed.contains("b 1") == (code == .success))
    }
  }

  @Test("what depends on a skipped step's output is not run with a hole: it fails before anything is started")
  func holes() throws {
    let walk = try Walk {
      reading("a").capture(level)
      writing("b", "true", ["\(level)"])
    }
    performer.failures["a"] = [.exit(1)]
    console.failures = [.skip]
    #expect(try walk.run(console, performer) == .stepFailed)
    #expect(performer.performed == ["a 1"])
    #expect(walk.log.state.step("b").status == .failed(.notStarted("a value is not known yet: ‹level›"), attempt: 1))
    #expect(console.consequences[.skip]?.contains("nothing later") == true, "of b, which was asked about last")
  }

  @Test("a check passes by its criterion, and its value is in the log either way", arguments: [("1\n", true), ("2\n", false), ("", false)])
  func check(output: String, passes: Bool) throws {
    let walk = try Walk { Check("One?", id: "one", Command("true", [], effect: .reads), .equals("1")) }
    performer.outputs["one"] = output
    #expect(try walk.run(console, performer) == (passes ? .success : .stepFailed))
    #expect(walk.log.state.step("one").checkFailed != passes)
  }

  @Test("exit 0 is no verdict: a step is done when its look says so")
  func verification() throws {
    let walk = try Walk { writing("a").verify(Command("false", [], effect: .reads), .succeeds) }
    #expect(try walk.run(console, performer) == .stepFailed)
    guard case .failed(.check(let words), _) = walk.log.state.step("a").status else { return #expect(Bool(false), "not a failed check") }
    #expect(words.contains("the commands ended well, but afterwards: exit 1, wanted: exits with 0"))
  }

  @Test("a precondition of a step is probed again right before it; unmet it pauses with 5 and the remedy, and nothing starts")
  func precondition() throws {
    try withScratch { folder in
      let walk = try Walk {
        writing("a")
        writing("b").precondition("the file is there", Probe(Command("test", ["-f", "\(folder)/f"], effect: .reads)), remedy: "make it")
      }
      #expect(try walk.run(console, performer) == .preconditionNotMet)
      #expect(performer.performed == ["a 1"])
      #expect(console.told.contains("→ make it"))
      #expect(walk.log.state.step("b").status == .notStarted)
      try Files.writeDurably([], to: folder + "/f")
      try walk.reopen()
      #expect(try walk.run(console, performer) == .success)
      #expect(performer.performed == ["a 1", "b 1"])
    }
  }

  @Test("a target that is not what it was when the run began is not touched: 12", arguments: ["gate", "gone", "same"])
  func identity(change: String) throws {
    try withScratch { folder in
      let file = folder + "/id"
      try Files.writeDurably(Array("system 1\n".utf8), to: file)
      let target = Target("db", realm: .production, identity: Command("cat", ["\(file)"], effect: .reads))
      let walk = try Walk {
        Gate("Go?", id: "go")
        destroying("wipe", on: target)
      }
      try walk.log.append(
        .preconditionObserved(RunbookJournal.Precondition(id: TargetIdentity.id("db"), verdict: .met, observed: "system 1")))
      console.gates = [
        { _ in
          if change == "gate" { try? Files.writeDurably(Array("system 2\n".utf8), to: file) }
          if change == "gone" { try? Files.remove(file) }
          return .approve(Walk.ada)
        }
      ]
      let code = try walk.run(console, performer)
      #expect(code == (change == "same" ? .success : .safetyRefusal))
      #expect(performer.performed.isEmpty == (change != "same"))
      if change == "gate" { #expect(console.told.contains { $0.contains("“system 2” instead of “system 1”") }) }
      if change != "same" { #expect(walk.log.state.gates["go"]?.consumedBy == nil, "the approval is not used up by a refusal") }
    }
  }

  @Test("a dry run starts nothing, looks at nothing, and passes every step")
  func dry() throws {
    let walk = try Walk {
      reading("a", "no-such-program").capture(level)
      Gate("Go at \(level)?", id: "go")
      destroying("b", ["\(level)"]).owes("mend it", settledBy: Command("no-such-program", [], effect: .writes))
      Check("One?", id: "one", Command("no-such-program", [], effect: .reads), .equals("1"))
    }
    console.gates = [ScriptedConsole.yes]
    #expect(try walk.run(console, DryPerformer()) == .success)
    #expect(console.told.contains("  would run: true ‹level›") && console.told.contains("  would run: no-such-program"))
    #expect(console.asked == ["gate go"])
  }
}
