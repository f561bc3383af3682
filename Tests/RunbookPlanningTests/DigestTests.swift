import RunbookBase
import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("The digest binds an approval to everything that was shown") struct DigestTests {
  /// A small plan with a part of every kind, each of which a variation changes.
  struct Parts: Sendable {
    var estate = Yard()
    var values = ["x": "1"]
    var word: Text = "shed"
    var effect = Effect.writes
    var target = Target("barn", realm: .production, identity: Command("who", ["-a"], effect: .reads))
    var environment: [String: String] = ["A": "1"]
    var input: Text = "in"
    var directory: Text = "/d"
    var note = "a note"
    var title: Text = "Work"
    var statement: Text = "Go"
    var gateRole = Role.incidentCommander
    var criterion = Criterion.equals("1")
    var patience: Duration? = .seconds(1)
    var remedy: Text = "make it"
    var source = CaptureSource.whole
    var debt: Text = "pay"
    var settlement: Text = "settle"
    var undo: Text = "back"
    var timeout: Duration = .seconds(10)
    var attempts = 2
    var pause: Duration = .seconds(1)
    var estimate: Duration = .seconds(60)
    var doubt: Text = "doubt"
    var host = Host("shed")
    var mark = Step.Mark.notify
    var difference = "differs"
    var answer = "yes"
    var ends = false
    var rule: Count = 0
    var order = false

    func plan() throws -> Plan {
      let rows = Output<Count>("rows")
      let work = Step(title, id: "work") {
        Command("work", [word, "\(Parameter<Count>("x", "The x"))"], effect: effect, on: target).environment(environment).reading(input)
          .in(directory).differing(note)
      }
      .precondition("it is there", Probe(look("there"), criterion, within: patience), remedy: remedy)
      .verify(Probe(look("verify"), criterion, within: patience))
      .capture(rows, source)
      .owes(debt, settledBy: look(settlement))
      .undo { look(undo) }
      .timeout(timeout)
      .retry(attempts: attempts, pause: pause)
      .estimate(estimate)
      .inDoubt(Probe(look(doubt)))
      .on(host)
      .marked(mark)
      .differs(difference)
      let arm = When(answer) { Manual("Call", id: "call") }
      let decision = Decision("Which?", id: "which") {
        ends ? arm.endsTheRun : arm
        When("no")
      }
      .chosen("no", when: rows, is: rule)
      let gate = Gate(statement, id: "go", by: gateRole)
      return try make(values, on: estate) {
        if order { decision.step } else { gate }
        work
        if order { gate } else { decision.step }
      }
    }
  }

  struct Variation: Sendable, CustomTestStringConvertible {
    let name: String
    let change: @Sendable (inout Parts) -> Void
    init(_ name: String, _ change: @escaping @Sendable (inout Parts) -> Void) { (self.name, self.change) = (name, change) }
    var testDescription: String { name }
  }

  static let variations = [
    Variation("an argument's byte") { $0.word = "shef" }, Variation("a parameter") { $0.values = ["x": "2"] },
    Variation("a parameter left out") { $0.values = [:] }, Variation("an effect") { $0.effect = .reads },
    Variation("what is destroyed") { $0.effect = .destroys("x") }, Variation("what else is destroyed") { $0.effect = .destroys("y") },
    Variation("a target's name") { $0.target = Target("barm", realm: .production, identity: Command("who", ["-a"], effect: .reads)) },
    Variation("a target's realm") { $0.target = Target("barn", realm: .scratch, identity: Command("who", ["-a"], effect: .reads)) },
    Variation("a target's identity") { $0.target = Target("barn", realm: .production, identity: Command("who", ["-b"], effect: .reads)) },
    Variation("a target without identity") { $0.target = Target("barn", realm: .production) },
    Variation("a variable") { $0.environment = ["A": "2"] }, Variation("a variable's name") { $0.environment = ["B": "1"] },
    Variation("the input") { $0.input = "im" }, Variation("the directory") { $0.directory = "/e" },
    Variation("a command's note") { $0.note = "b" },
    Variation("a title") { $0.title = "Play" }, Variation("a gate's statement") { $0.statement = "Stop" },
    Variation("a gate's role") { $0.gateRole = .scribe }, Variation("a criterion") { $0.criterion = .equals("2") },
    Variation("a criterion's kind") { $0.criterion = .differs(from: "1") }, Variation("patience") { $0.patience = .seconds(2) },
    Variation("no patience") { $0.patience = nil }, Variation("a remedy") { $0.remedy = "buy it" },
    Variation("a capture") { $0.source = .line(1) }, Variation("a debt") { $0.debt = "pay more" },
    Variation("a settlement") { $0.settlement = "forget" }, Variation("an undo") { $0.undo = "forth" },
    Variation("a time limit") { $0.timeout = .seconds(11) }, Variation("attempts") { $0.attempts = 3 },
    Variation("the pause between attempts") { $0.pause = .seconds(2) }, Variation("an estimate") { $0.estimate = .seconds(61) },
    Variation("an in-doubt probe") { $0.doubt = "certain" }, Variation("a host") { $0.host = Host("barn") },
    Variation("a mark") { $0.mark = .reconcile }, Variation("a difference") { $0.difference = "is the same" },
    Variation("an answer") { $0.answer = "yea" }, Variation("an arm that ends the run") { $0.ends = true },
    Variation("a decision's rule") { $0.rule = 1 }, Variation("the order of steps") { $0.order = true },
    Variation("the estate's name") { $0.estate.name = "yards" }, Variation("the estate's summary") { $0.estate.summary = "x" },
    Variation("the estate's host") { $0.estate.operatorHost = Host("x") },
    Variation("the estate's variables") { $0.estate.environment = ["HOME": "/"] },
    Variation("who may play the Incident Commander") { $0.estate.allowsAnswerFiles = true },
    Variation("the estate's facts") { $0.estate.facts = ["shed": "blue"] },
  ]

  @Test("one changed thing is another digest", arguments: variations)
  func changes(variation: Variation) throws {
    let before = try Parts().plan()
    var parts = Parts()
    variation.change(&parts)
    let after = try parts.plan()
    #expect(before.digest != after.digest)
    #expect(!PlanDifference.lines(from: before.json, to: after.json).isEmpty, "and the difference can be told")
  }

  @Test("no two of these changes are the same plan")
  func distinct() throws {
    let digests = try Self.variations.map { variation in
      var parts = Parts()
      variation.change(&parts)
      return try parts.plan().digest
    }
    #expect(Set(digests).count == Self.variations.count)
  }

  @Test("a canonical value is the same plan however it was typed")
  func spelling() throws {
    var parts = Parts()
    parts.values = ["x": "01"]
    #expect(try parts.plan().digest == Parts().plan().digest)
  }

  @Test("lines that move in the source leave the digest alone, and so do findings")
  func places() throws {
    let here = try make { Step("Raze") { destroy() } }
    let there = try make {

      Step("Raze") { destroy() }
    }
    #expect(here.digest == there.digest)
    #expect(here.steps[0].location != there.steps[0].location)
    #expect(here.findings != there.findings)
    #expect(PlanDifference.lines(from: here.json, to: there.json) == [])
  }

  @Test("the digest is the same in every process, on every machine, until the rules' version changes")
  func golden() throws {
    let plan = try make(["x": "7"]) {
      Gate("Raze the shed")
      Step("Raze") { Command("raze", ["\(Parameter<Count>("x", "The x"))"], effect: .destroys("the shed"), on: barn) }
    }
    #expect(plan.digest == "633206f3ade0480491bc4845d7f0d52ba394ee06ae64053a799c973046750e3b")
    #expect(plan.digest.utf8.count == 64)
    #expect(Planner.rulesVersion == 1)
    #expect(plan.json["digest"]?.stringValue == plan.digest)
  }

  @Test("a difference is told by step and member, a missing and an added step by number and id")
  func differences() throws {
    let before = try make {
      Step("One") { look() }
      Group("Two") { Step("Inner") { look() } }
      Step("Three") { look() }
    }
    let after = try make {
      Step("One") { look("other") }.estimate(.seconds(1))
      Group("Two") { Step("Inner") { look("other") } }
      Step("Four") { look() }
    }
    #expect(
      PlanDifference.lines(from: before.json, to: after.json) == [
        "added: 3 four", "changed: 1 one: commands, estimateSeconds", "changed: 2 two: what is nested in it",
        "changed: 2.1 two/inner: commands",
        "removed: 3 three",
      ])
  }
}
