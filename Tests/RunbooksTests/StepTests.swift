import Testing

@testable import Runbooks

@Suite("Steps, their ids and how they are treated") struct StepTests {
  @Test(
    "an id is made of the first eight ASCII words of the title",
    arguments: [
      ("Restore the dump", "restore-the-dump"), ("  Restore  the\tdump! ", "restore-the-dump"), ("Don't stop", "dont-stop"),
      ("§5.2 Tenant delete", "5-2-tenant-delete"), ("live_db → scratch", "live-db-scratch"),
      ("one two three four five six seven eight nine", "one-two-three-four-five-six-seven-eight"), ("Größe", "gr-e"), ("", ""), ("…", ""),
      ("日本", ""), ("A/B", "a-b"), ("50% of 10", "50-of-10"),
    ])
  func slugs(title: String, id: String) {
    #expect(StepID.slug(title) == id)
  }

  @Test("holes are no part of an id, and an id of one's own wins")
  func ids() {
    let tenant = Parameter<TenantID>("tenant", "Which")
    let rows = Output<Count>("rows")
    #expect(Step("Count \(rows) rows of \(tenant) now") { look() }.id == "count-rows-of-now")
    #expect(Gate("Insert \(rows) rows").step.id == "insert-rows")
    #expect(Step("Count", id: "mine") { look() }.id == "mine")
    #expect(Precondition("\(tenant) is there", Probe(look()), remedy: "x").id == "is-there")
  }

  @Test("every modifier keeps what the others said")
  func modifiers() {
    let rows = Output<Count>("rows")
    let step = Step("Work") { look() }
      .precondition("it is there", Probe(look()), remedy: "make it")
      .verify(Probe(look("probe")))
      .verify(look("look"), .equals("1"), within: .minutes(1))
      .capture(rows, .json("a.b"))
      .owes("clean up", settledBy: look("clean"), when: Probe(look("clean?")))
      .owes("tell everybody")
      .settles("an older debt")
      .undo { look("back") }
      .timeout(.seconds(30))
      .retry(attempts: 3, pause: .seconds(2))
      .estimate(.minutes(5))
      .idempotent
      .on(Host("db1"))
      .marked(.fullBackup)
      .differs("from the paper")
    let policy = step.policy
    #expect(policy.preconditions.map(\.id) == ["it-is-there"])
    #expect(policy.verifications.map(\.criterion) == [.succeeds, .equals("1")])
    #expect(policy.verifications.map(\.patience) == [nil, .seconds(60)])
    #expect(policy.captures.map(\.output.name) == ["rows"])
    #expect(policy.captures.map(\.source) == [.json("a.b")])
    #expect(policy.obligations.map(\.id) == ["clean-up", "tell-everybody"])
    #expect(policy.obligations.map(\.settlement.count) == [1, 0])
    #expect(policy.settles == ["an-older-debt"])
    #expect(policy.undo.map { $0.commands.map { $0.arguments[0].template } } == [["back"]])
    #expect(policy.timeout == .seconds(30))
    #expect(policy.retry == Step.Retry(attempts: 3, pause: .seconds(2)))
    #expect(policy.estimate == .seconds(300))
    #expect(policy.doubt == .idempotent)
    #expect(policy.host?.name == "db1")
    #expect(policy.mark == .fullBackup)
    #expect(policy.difference == "from the paper")
    #expect(step.title.template == "Work")
    let probe = Probe(look("done?"))
    #expect(step.inDoubt(probe).policy.doubt == .probe(probe), "the last word on doubt counts")
  }

  @Test("a step by itself is of the operator, asks a person when in doubt, and has no limit")
  func defaults() {
    let step = Step("Work") { look() }
    #expect(step.role == .restoreOperator)
    #expect(step.policy.doubt == .askAPerson)
    #expect(step.policy.timeout == nil)
    #expect(step.policy.retry == nil)
    #expect(step.policy.host == nil)
    #expect(Gate("Go").step.role == .incidentCommander)
    #expect(Gate("Go", by: .commsLead).step.role == .commsLead)
    #expect(Manual("Do").step.role == .restoreOperator)
  }

  @Test("a decision can be made by rule, and what it answers can be captured")
  func decisions() {
    let conflicts = Output<Count>("conflicts")
    let answer = Output<Count>("answer")
    let step = Decision("Which?", by: .commsLead) {
      When("keep")
      When("restore")
    }
    .chosen("keep", when: conflicts, is: 0)
    .capture(answer)
    guard case .decision(let choice) = step.kind else { return #expect(Bool(false), "not a decision") }
    #expect(choice.rule == Decision.Rule(output: conflicts.declaration, value: "0", arm: "keep"))
    #expect(step.policy.captures.map(\.output.name) == ["answer"])
    #expect(step.role == .commsLead)
  }

  @Test("effects are ordered: reads, writes, destroys")
  func effects() {
    let effects: [Effect] = [.reads, .writes, .destroys("x")]
    for (i, a) in effects.enumerated() {
      for (j, b) in effects.enumerated() { #expect(Effect.graver(a, b).word == effects[max(i, j)].word) }
    }
    #expect(effects.map(\.changesSomething) == [false, true, true])
    let pipeline = look().piped(to: Command("tee", ["/x"], effect: .destroys("x"))).piped(to: look())
    #expect(pipeline.effect == .destroys("x"))
  }
}
