import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("The shape of a plan: ids, arms, side by side, looks, checks, drills, forecast") struct ShapeRuleTests {
  @Test("two steps with one id are named together")
  func sameID() throws {
    let line = #line + 3
    let plan = try make {
      Step("Look around") { look() }
      Step("Look  around!") { look() }
      Group("Inside") { Step("Look around") { look() } }
    }
    #expect(
      plan.told("unique-ids") == [
        "ShapeRuleTests.swift:\(line): steps 1 and 2 have the same id “look-around” → "
          + "give one of them another title, or an id of its own: id: \"…\""
      ])
    let own = try distinct()
    #expect(own.findings.isEmpty)
  }

  private func distinct() throws -> Plan {
    try make {
      Step("Look around") { look() }
      Step("Look around", id: "again") { look() }
      Group("Inside") { Step("Look around") { look() } }
    }
  }

  @Test("a title without an ASCII word gives no id, and an id must be plain", arguments: ["", "été", "two words", "UPPER", "a//b", "a\nb"])
  func badIDs(id: String) throws {
    let plan = try make { Step("Look", id: id) { look() } }
    #expect(plan.told("unique-ids").count == 1)
    #expect(plan.first("unique-ids").contains("id"))
  }

  @Test("two preconditions or debts that begin with the same words do not swallow each other")
  func sameWords() throws {
    let plan = try make {
      Step("Look") { look() }
        .precondition("the repository holds a backup of the database named a", Probe(look("a")), remedy: "make it")
        .precondition("the repository holds a backup of the database named b", Probe(look("b")), remedy: "make it")
    }
    #expect(plan.told("unique-ids").count == 1)
    #expect(plan.first("unique-ids").contains("the-repository-holds-a-backup-of-the"))
    let same = try make {
      Step("Look") { look() }.precondition("it is there", Probe(look("a")), remedy: "make it")
      Step("Look again") { look() }.precondition("it is \("there")", Probe(look("a")), remedy: "make it")
    }
    #expect(same.findings.isEmpty)
    #expect(same.preconditions.filter { $0.id == "it-is-there" }.count == 1)
  }

  @Test("a plan, a group or a step in which a loop left nothing is a finding")
  func nothingToDo() throws {
    let none: [String] = []
    let plans = [
      try make { for _ in none { Gate("Never") } },
      try make { Group("Nothing") { for _ in none { Gate("Never") } } },
      try make { Concurrently("Nothing") { for _ in none { Gate("Never") } } },
      try make { Step("Nothing") { for _ in none { look() } } },
    ]
    #expect(
      plans.map { $0.findings.map(\.summary) } == [
        ["the plan has no step"], ["group 1 “Nothing” has no step"], ["concurrently 1 “Nothing” has no step"],
        ["step 1 “Nothing” runs no command"],
      ])
    #expect(
      try make {
        Decision("Which?") {
          When("a"); When("b")
        }
      }.findings.isEmpty, "an arm may be empty")
  }

  @Test("a decision with the same answer twice, or a rule for an answer that is none, is a finding")
  func arms() throws {
    let rows = Output<Count>("rows")
    let line = #line + 3
    let plan = try make {
      Step("Count") { look() }.capture(rows)
      Decision("Which?") {
        When("one")
        When("one")
        When("two")
      }.chosen("three", when: rows, is: 0).step
    }
    #expect(
      plan.told("decision-arms") == [
        "ShapeRuleTests.swift:\(line): decision 2 has the same answer twice → give each When another answer",
        "ShapeRuleTests.swift:\(line): decision 2 is chosen as “three”, which is none of its answers → write one of: one, one, two",
      ])
    let good = try make {
      Step("Count") { look() }.capture(rows)
      Decision("Which?") {
        When("one")
        When("two")
      }.chosen("two", when: rows, is: 0).step
    }
    #expect(good.findings.isEmpty)
  }

  @Test("nobody answers two questions at once: commands and checks alone run side by side")
  func sideBySide() throws {
    let plan = try make {
      Concurrently("All at once") {
        Step("Look") { look() }
        Check("Check", look(), .succeeds)
        Gate("Go")
        Manual("Call")
        Decision("Which?") {
          When("a")
          When("b")
        }
        Group("More") { Step("Inner") { look() } }
      }
    }
    #expect(
      plan.findings.map(\.summary) == [
        "step 1.3 is a gate among steps that run side by side", "step 1.4 is a manual among steps that run side by side",
        "step 1.5 is a decision among steps that run side by side", "step 1.6 is a group among steps that run side by side",
      ])
    #expect(
      plan.findings.allSatisfy { $0.rule == "side-by-side" && $0.hint == "put it before or after Concurrently" && $0.location != nil })
  }

  @Test("every look only reads: checks, verifications, in-doubt probes, preconditions, settlements' probes, identities")
  func looks() throws {
    let bad = Probe(write("x"))
    let target = Target("barn", realm: .production, identity: write("who"))
    let plans = [
      try make { Check("Check", write(), .equals("1")) },
      try make { Step("Step") { look() }.verify(bad) },
      try make { Step("Step") { look() }.inDoubt(bad) },
      try make { Step("Step") { look() }.precondition("it holds", bad, remedy: "none") },
      try make(needing: [Precondition("it holds", bad, remedy: "none")]) { Step("Step") { look() } },
      try make { Step("Step") { look() }.owes("it", settledBy: write(), when: bad) },
      try make { Step("Step") { write(on: target) } },
      try make {
        Decision("Which?") {
          When("a") { Check("Check", destroy(), .succeeds) }; When("b")
        }
      },
    ]
    #expect(plans.map { $0.told("looks-only-read").count } == Array(repeating: 1, count: plans.count))
    #expect(
      plans[0].first("looks-only-read").hasSuffix("step 1 looks with a command that writes: write → use a command whose effect is .reads")
    )
    #expect(plans[4].first("looks-only-read").contains("the precondition “it holds” looks with a command that writes: write"))
    #expect(plans[4].first("looks-only-read").hasPrefix("ShapeRuleTests.swift:"))
    let good = try make(needing: [Precondition("it holds", Probe(look()), remedy: "none")]) {
      Step("Step") { write(on: Target("barn", realm: .production, identity: look("who"))) }.verify(Probe(look())).inDoubt(Probe(look()))
    }
    #expect(good.findings.isEmpty)
  }

  @Test(
    "a check on an aggregate needs a criterion on its value",
    arguments: ["SELECT count(*) FROM t", "select MAX(id) from t", "SET CONSTRAINTS ALL IMMEDIATE"])
  func checks(sql: String) throws {
    let query = Command("psql", ["--file=-"], effect: .reads).reading(Text(sql))
    let line = #line + 1
    let bad = try make { Check("Rows are there", query, .succeeds) }
    #expect(
      bad.told("checks-can-fail") == [
        "ShapeRuleTests.swift:\(line): check 1 “Rows are there” passes whatever the query answers → "
          + "give it a criterion on the value, such as .atLeast(\"1\")"
      ])
    #expect(try make { Check("Rows are there", query, .atLeast("1")) }.findings.isEmpty)
    #expect(try make { Step("Load") { write() }.verify(query, .succeeds) }.told("checks-can-fail").count == 1, "a verification, too")
    #expect(try make { Check("It answers", look(), .succeeds) }.findings.isEmpty, "an exit status can fail by itself")
  }

  @Test("a query behind -c is looked at like one on standard input")
  func checksInArguments() throws {
    for criterion in [Criterion.succeeds, .atLeast("0"), .printsSomething] {
      let query = Command("psql", ["-c", "select COUNT(*) from t"], effect: .reads)
      #expect(try make { Check("Rows are there", query, criterion) }.told("checks-can-fail").count == 1)
    }
  }

  @Test("a count that need not be above 0 proves nothing")
  func counts() throws {
    let query = Command("psql", ["--file=-"], effect: .reads).reading("SELECT count(*) FROM t")
    for criterion in [Criterion.atLeast("0"), .printsSomething] {
      #expect(try make { Check("Rows are there", query, criterion) }.told("checks-can-fail").count == 1)
    }
    for criterion in [Criterion.equals("0"), .atMost("0"), .atLeast("\(Parameter<Count>("n", "At least"))")] {
      #expect(try make { Check("Rows are there", query, criterion) }.told("checks-can-fail") == [])
    }
  }

  @Test("a drill writes to nothing in production")
  func drills() throws {
    let line = #line + 2
    let bad = try drill {
      Step("Write") { write(on: barn) }
    }
    #expect(
      bad.told("drill-in-scratch") == [
        "ShapeRuleTests.swift:\(line): step 1 of a drill writes barn, which is production → bind the step to a Scratch database, cluster or bucket"
      ])
    #expect(try drill { Step("Write") { write() }.undo { write(on: barn) } }.told("drill-in-scratch").count == 1, "taking back, too")
    #expect(try drill { Step("Write") { write(on: sandpit) } }.findings.isEmpty)
    #expect(try drill { Step("Look") { Command("look", [], effect: .reads, on: barn) } }.findings.isEmpty)
    #expect(try make { Step("Write") { write(on: barn) } }.findings.isEmpty, "only a drill is held to it")
  }

  static let isolated = Precondition("not production's", Probe(look()), remedy: "move it", isSafety: true)
  static let whole: [Text] = ["--pg1-path=/scratch", "--archive-mode=off", "--tablespace-map-all=/scratch/t"]

  @Test(
    "a drill's pgBackRest restore can touch nothing but a directory of its own; each thing that is left out is said",
    arguments: [
      ("--pg1-path=/scratch", "step 2 of a drill names no data directory of its own → add --pg1-path=…"),
      ("--archive-mode=off", "step 2 of a drill would archive into production's repository → add --archive-mode=off"),
      ("--tablespace-map-all=/scratch/t", "step 2 of a drill would restore tablespaces over production's own → add --tablespace-map-all=…"),
    ])
  func drillRestores(left: String, told: String) throws {
    for program in ["pgbackrest", "/usr/bin/pgbackrest"] {
      let plan = try restore(program, Self.whole.filter { $0.template != left })
      #expect(plan.findings.map { "\($0.summary) → \($0.hint)" } == [told])
    }
    #expect(try restore("pgbackrest", Self.whole).findings.isEmpty)
  }

  @Test("options in two words, and behind the verb, count as well")
  func drillRestoreSpelledOtherwise() throws {
    let flags: [Text] = ["--pg1-path", "/scratch", "--archive-mode", "off", "--tablespace-map-all", "/scratch/t"]
    let behind = try drill {
      Gate("Go")
      Step("Restore") { Command("pgbackrest", ["restore"] + flags, effect: .writes, on: sandpit) }.precondition(Self.isolated)
    }
    #expect(behind.findings.isEmpty)
    let bare = try drill {
      Gate("Go")
      Step("Restore") { Command("pgbackrest", ["restore", "--archive-mode", "on"], effect: .writes, on: sandpit) }
        .precondition(Self.isolated)
    }
    #expect(bare.findings.count == 3)
  }

  @Test(
    "a recovery to a point names its backup set, however the call is spelled",
    arguments: [
      ["pgbackrest", "--stanza=s", "--type=time", "--target=t", "restore"], ["/usr/bin/pgbackrest", "--type", "xid", "restore"],
      ["sudo", "-n", "pgbackrest", "restore", "--type=lsn"],
    ])
  func recoveries(words: [String]) throws {
    let recover = { (more: [Text]) in
      try make {
        Gate("Go")
        Step("Recover") { Command(words[0], words.dropFirst().map { Text($0) } + more, effect: .writes, on: sandpit) }
      }
    }
    #expect(try recover([]).told("recovery-names-backup").count == 1)
    for named in [["--set=x"], ["--set", "x"]] as [[Text]] { #expect(try recover(named).told("recovery-names-backup").isEmpty) }
  }

  @Test("a parameter and an output cannot share a name: a hole is filled by it")
  func oneNameForTwo() throws {
    let (rows, given) = (Output<Count>("rows"), Parameter<Count>("rows", "At least"))
    let plan = try make {
      Step("Count", id: "count") { look() }.capture(rows)
      Step("Look", id: "look") { Command("look", ["\(rows)", "\(given)"], effect: .reads) }
    }
    #expect(plan.first("unique-ids").contains("a parameter and an output of step 1 are both called “rows”"))
  }

  @Test("a drill's restore deletes nothing, and a look at where its paths lead stands before it")
  func drillRestoresSafely() throws {
    #expect(
      try restore("pgbackrest", Self.whole + ["--delta"]).findings.map(\.summary) == [
        "step 2 of a drill deletes what its data directory holds"
      ])
    #expect(
      try restore("pgbackrest", Self.whole, needing: Precondition("it is there", Probe(look()), remedy: "make it")).findings.map(\.hint)
        == [
          "add a precondition with isSafety: true, such as ground.isIsolated(…)"
        ])
  }

  private func restore(_ program: String, _ flags: [Text], needing precondition: Precondition = isolated) throws -> Plan {
    try drill {
      Gate("Go")
      Step("Restore") { Command("sudo", ["-n", Text(program), "--stanza=s"] + flags + ["restore"], effect: .writes, on: sandpit) }
        .precondition(precondition)
    }
  }

  @Test("a longest path beyond the RTO is a warning, not an error")
  func forecast() throws {
    let slow = try make {
      Step("One") { look() }.estimate(.minutes(40))
      Step("Two") { look() }.estimate(.minutes(25))
    }
    #expect(
      slow.told("forecast") == [
        "nowhere: the longest path is estimated at 65 min, the RTO is 60 min → "
          + "shorten the path, or tell the Incident Commander before the run starts"
      ])
    #expect(slow.findings.map(\.severity) == [.warning])
    #expect(slow.errors.isEmpty)
    #expect(try make { Step("One") { look() }.estimate(.minutes(60)) }.findings.isEmpty)
  }

  @Test("the forecast follows the longest path: arms by the longest, side by side by the longest, an arm that ends by itself")
  func longest() throws {
    func part(_ id: String, _ minutes: Int) -> Step { Step("Work", id: id) { look() }.estimate(.minutes(minutes)) }
    #expect(try make { Step("Unknown") { look() } }.forecast == nil)
    #expect(
      try make {
        Group("G") {
          part("a", 1); part("b", 2)
        }
      }.forecast == .minutes(3))
    #expect(
      try make {
        Concurrently("C") {
          part("a", 1); part("b", 2)
        }
      }.forecast == .minutes(2))
    #expect(
      try make {
        part("a", 1)
        Decision("D") {
          When("x") { part("b", 10) }; When("y") { part("c", 3) }
        }
        part("d", 5)
      }.forecast == .minutes(16))
    #expect(
      try make {
        part("a", 1)
        Decision("D") {
          When("x") { part("b", 10) }.endsTheRun; When("y") { part("c", 3) }
        }
        part("d", 5)
      }.forecast == .minutes(11), "what follows the decision is for the other arm")
    #expect(
      try make {
        Group("G") {
          Decision("D") {
            When("x") { part("b", 10) }.endsTheRun; When("y")
          }
        }
        part("d", 15)
      }.forecast == .minutes(15))
  }
}
