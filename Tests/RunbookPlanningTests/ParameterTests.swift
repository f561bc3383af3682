import RunbookBase
import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("Parameters are found from their use, and parsed at the edge") struct ParameterTests {
  static func hole(_ name: String) -> Text { "\(Parameter<Count>(name, "The \(name)"))" }
  private func hole(_ name: String) -> Text { Self.hole(name) }

  static let places: [(String, Step)] = [
    ("title", Step("Use \(hole("x"))", id: "use") { look() }), ("argument", Step("Use") { look(hole("x")) }),
    ("variable", Step("Use") { look().environment("X", hole("x")) }), ("input", Step("Use") { look().reading(hole("x")) }),
    ("directory", Step("Use") { look().in("/" + hole("x")) }), ("pipeline", Step("Use") { look().piped(to: look(hole("x"))) }),
    ("what is destroyed", Step("Use") { destroy(hole("x")) }), ("check", Check("Use", look(hole("x")), .succeeds).step),
    ("criterion", Check("Use", look(), .json("a", .atLeast(hole("x")))).step),
    ("verification", Step("Use") { look() }.verify(look(), .equals(hole("x")))),
    ("precondition", Step("Use") { look() }.precondition("x", Probe(look(hole("x"))), remedy: "none")),
    ("precondition's title", Step("Use") { look() }.precondition("x " + hole("x"), Probe(look()), remedy: "none")),
    ("undo", Step("Use") { look() }.undo { look(hole("x")) }), ("in doubt", Step("Use") { look() }.inDoubt(Probe(look(hole("x"))))),
    ("debt", Step("Use") { look() }.owes("pay " + hole("x"), settledBy: look())),
    ("settlement", Step("Use") { look() }.owes("pay", settledBy: look(hole("x")))),
    ("settlement's probe", Step("Use") { look() }.owes("pay", settledBy: look(), when: Probe(look(hole("x"))))),
    ("group", Group("Use") { Step("In") { look(hole("x")) } }.step),
    ("side by side", Concurrently("Use") { Step("In") { look(hole("x")) } }.step),
  ]

  @Test("a hole anywhere in a step is a parameter that the run needs", arguments: places.indices)
  func found(index: Int) throws {
    let (place, step) = Self.places[index]
    let plan = try make {
      Gate("Go")
      step
    }
    #expect(plan.parameters.map(\.name) == ["x"], "in the \(place)")
    #expect(plan.required.map(\.name) == ["x"], "in the \(place)")
    let filled = try make(["x": "7"]) { step }
    #expect(filled.missing.isEmpty)
    #expect(filled.flattened.allSatisfy { !$0.allTexts.contains { $0.segments.contains(.missing("x")) } })
  }

  @Test("they come in the order of their first use, once each, with help, rule and default")
  func order() throws {
    let plan = try make(needing: [Precondition("there", Probe(look(hole("first"))), remedy: "none")]) {
      Step("Use \(hole("second"))") { look(hole("third") + hole("first")) }
      Gate("Go with \(Parameter<Count>("jobs", "How many", default: 4))")
    }
    #expect(plan.parameters.map(\.name) == ["first", "second", "third", "jobs"])
    #expect(
      plan.parameters[0] == PlannedParameter(name: "first", help: "The first", rule: Count.rule, value: nil, isFallback: true, example: "3")
    )
    #expect(
      plan.parameters[3] == PlannedParameter(name: "jobs", help: "How many", rule: Count.rule, value: "4", isFallback: true, example: "3"))
    #expect(plan.missing.map(\.name) == ["first", "second", "third"])
    #expect(try make(["jobs": "08"]) { Gate("Go with \(Parameter<Count>("jobs", "How many", default: 4))") }.parameters[0].value == "8")
  }

  @Test("what one arm alone needs is asked for when the arm is chosen, not before")
  func arms() throws {
    let plan = try make {
      Decision("Which, for \(hole("always"))?") {
        When("a") {
          Step("A") { look(hole("a")) }
            .precondition("there", Probe(look(hole("before-a"))), remedy: "none")
            .owes("pay", settledBy: look(hole("pay")))
        }
        When("b") { Step("B") { look(hole("b")) } }
      }
      Step("After") { look(hole("after")) }
    }
    #expect(plan.required.map(\.name) == ["always", "after"])
    guard case .decision(let arms, _) = plan.steps[0].kind else { return #expect(Bool(false), "no decision") }
    #expect(plan.missingParameters(in: arms[0].steps) == ["a", "before-a", "pay"])
    #expect(plan.missingParameters(in: arms[1].steps) == ["b"])
    #expect(plan.preconditions.first { $0.id == "there" }?.isUnconditional == false)
  }

  @Test("one refused value is a sentence; several are told all at once, and nothing is planned")
  func refusals() throws {
    let body = [Step("Use") { look(hole("x") + hole("y")) }]
    #expect(throws: Problem(.parameterRejected, "--x: “ten” is not a whole number", hint: "it must be \(Count.rule)")) {
      try make(["x": "ten"]) { body }
    }
    #expect(
      throws: Problem(
        .parameterRejected, "2 parameters were refused",
        details: [
          "--x: “ten” is not a whole number; it must be \(Count.rule)", "--y: “” is empty; it must be \(Count.rule)",
        ], hint: "correct them all and run the command again; nothing was started")
    ) { try make(["x": "ten", "y": ""]) { body } }
  }

  @Test("a moment in the future is refused by the plan's own clock")
  func future() throws {
    let since = Parameter<Timestamp>("since", "When it began")
    let body = [Gate("Since \(since)").step]
    #expect(try make(["since": "2026-06-15T14:05:00Z"]) { body }.steps[0].title.shown() == "Since 2026-06-15T14:05:00Z")
    #expect(throws: Problem.self) { try make(["since": "2026-06-15T14:05:01Z"]) { body } }
  }

  @Test("canonical text fills every hole")
  func canonical() throws {
    let plan = try make(["x": "0042"]) { Step("Use \(hole("x"))") { look("--n=" + hole("x")).reading(hole("x")) } }
    #expect(plan.steps[0].title.shown() == "Use 42")
    #expect(plan.steps[0].pipelines[0].commands[0].argv() == ["look", "--n=42"])
    #expect(plan.steps[0].pipelines[0].commands[0].input?.shown() == "42")
  }
}
