import RunbookBase
import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("The object of plan --json") struct PlanJSONTests {
  private func keys(_ json: JSON?) -> [String] { (json?.members ?? []).map(\.key).sorted() }

  private func plan() throws -> Plan {
    let rows = Output<Count>("rows")
    let tenant: Text = "\(Parameter<Count>("tenant", "Which tenant"))"
    return try make(needing: [Precondition("it is there", Probe(look(tenant)), remedy: "make it")]) {
      Step("Count \(tenant)", id: "count") {
        look(tenant).piped(to: look("--count"))
        write(on: barn).environment("P", Secret("password", variable: "PW")).environment("Q", tenant).reading("x").in("/tmp").differing(
          "safer")
      }
      .capture(rows, .json("a.b"))
      .owes("pay", settledBy: look())
      Check("Check", id: "check", look(), .atLeast("\(rows)"))
      Gate("Insert \(rows)", id: "gate")
      Manual("Call", id: "manual", by: .commsLead)
      Decision("Which?", id: "decision") {
        When("a") { Step("In", id: "in") { look() }.marked(.notify) }.endsTheRun
        When("b")
      }
      .chosen("b", when: rows, is: 0).step
      Group("Group", id: "group") { Step("Compare", id: "compare") { look() }.marked(.reconcile) }
      Step("Raze", id: "raze") { destroy("row \(rows)") }
    }
  }

  @Test("it has every member of the contract, and those alone")
  func members() throws {
    let json = try plan().json
    #expect(
      keys(json) == [
        "differences", "digest", "drill", "elsewhere", "estate", "findings", "missing", "objectives", "parameters", "preconditions",
        "rules", "runbook",
        "section", "steps", "title",
      ])
    #expect(json["runbook"] == "work")
    #expect(json["title"] == "Work in the yard")
    #expect(json["section"] == "§1")
    #expect(json["drill"] == false)
    #expect(json["rules"] == 1)
    #expect(json["missing"] == ["tenant"])
    #expect(json["differences"] == ["nothing is left lying about"])
    #expect(json["objectives"] == ["rtoSeconds": 3600, "rpoSeconds": 300])
    #expect(
      json["estate"] == [
        "name": "yard", "summary": "a yard with one shed", "host": "gate", "environment": .object([]), "answerFiles": false,
        "facts": ["shed": "green"],
      ])
    #expect(json["parameters"] == [["name": "tenant", "help": "Which tenant", "rule": .string(Count.rule), "value": nil]])
    #expect(json["findings"] == [])
  }

  @Test("a precondition tells its look, its program or what it runs")
  func preconditions() throws {
    let json = try plan().json["preconditions"]
    #expect(json?.arrayValue?.compactMap { $0["id"]?.stringValue } == ["program-look", "program-raze", "program-write", "it-is-there"])
    #expect(
      json?[0] == [
        "id": "program-look", "title": "the program look is installed",
        "remedy": "install look and see that it is in the PATH of the estate",
        "executable": "look",
      ])
    #expect(
      json?[3] == [
        "id": "it-is-there", "title": "it is there", "remedy": "make it",
        "probe": ["commands": [["argv": ["look", "‹tenant›"], "effect": "reads"]], "passes": "exits with 0"],
      ])
  }

  @Test("every step has number, id, title, kind, effect, host, role and trust")
  func steps() throws {
    let steps = try #require(try plan().json["steps"]?.arrayValue)
    let table = steps.map { step in
      ["number", "id", "kind", "effect", "host", "role", "trust"].map { step[$0]?.stringValue ?? "?" }.joined(separator: " | ")
    }
    #expect(
      table == [
        "1 | count | run | writes | gate | restore-operator | computed",
        "2 | check | check | reads | gate | restore-operator | depends on step 1 (‹rows›)",
        "3 | gate | gate | reads | gate | incident-commander | human", "4 | manual | manual | reads | gate | comms-lead | human",
        "5 | decision | decision | reads | gate | incident-commander | human",
        "6 | group | group | reads | gate | restore-operator | computed",
        "7 | raze | run | destroys | gate | restore-operator | depends on step 1 (‹rows›)",
        "8 | settle/pay | run | reads | gate | restore-operator | computed",
      ])
    #expect(steps[0]["title"] == "Count ‹tenant›")
    #expect(
      steps.map { keys($0).filter { !["number", "id", "title", "kind", "effect", "host", "role", "trust"].contains($0) } } == [
        ["captures", "commands", "owes"], ["commands", "passes"], ["gate"], [], ["arms", "rule"], ["steps"], ["commands"],
        ["commands", "inDoubt", "obligation", "settles"],
      ])
  }

  @Test("commands are arguments as an array, holes as ‹name›, secrets by name alone; a pipeline stands together")
  func commands() throws {
    let commands = try #require(try plan().json["steps"]?[0]?["commands"])
    #expect(
      commands == [
        ["pipeline": [["argv": ["look", "‹tenant›"], "effect": "reads"], ["argv": ["look", "--count"], "effect": "reads"]]],
        [
          "argv": ["write", "shed"], "effect": "writes", "target": ["name": "barn", "realm": "production"], "input": "x",
          "directory": "/tmp",
          "environment": ["P": "<secret:password>", "Q": "‹tenant›"], "difference": "safer",
        ],
      ])
    #expect(
      try plan().json["steps"]?[6]?["commands"] == [["argv": ["raze", "--all"], "effect": "destroys", "destroys": "row ‹rows›"]])
  }

  @Test("gates, checks, decisions, groups, captures, debts and settlements tell what is theirs")
  func kinds() throws {
    let steps = try #require(try plan().json["steps"])
    #expect(steps[0]?["captures"] == [["output": "rows", "from": "json a.b"]])
    #expect(steps[0]?["owes"] == [["id": "pay", "title": "pay"]])
    #expect(steps[1]?["passes"] == "answers ≥ ‹rows›")
    #expect(steps[2]?["gate"] == ["role": "incident-commander", "statement": "Insert ‹rows›"])
    #expect(steps[4]?["arms"]?.arrayValue?.map { $0["answer"]?.stringValue } == ["a", "b"])
    #expect(steps[4]?["arms"]?.arrayValue?.map { $0["ends"]?.boolValue } == [true, false])
    #expect(steps[4]?["arms"]?[0]?["steps"]?[0]?["number"] == "5a.1")
    #expect(steps[4]?["arms"]?[0]?["steps"]?[0]?["kind"] == "notify")
    #expect(steps[4]?["arms"]?[1]?["steps"] == [])
    #expect(steps[4]?["rule"] == ["output": "rows", "value": "0", "arm": "b"])
    #expect(steps[5]?["steps"]?[0]?["id"] == "group/compare")
    #expect(steps[5]?["steps"]?[0]?["kind"] == "reconcile")
    #expect(steps[7]?["obligation"] == "pay")
    #expect(steps[7]?["settles"] == ["pay"])
    #expect(steps[7]?["inDoubt"] == "idempotent")
  }

  @Test("how a step is treated is told member by member")
  func policy() throws {
    let plan = try make {
      Step("Work") { write() }
        .precondition("it is there", Probe(look()), remedy: "make it")
        .verify(Probe(look(), .all([.succeeds, .json("a", .equals("1")), .contains("x"), .printsSomething]), within: .seconds(5)))
        .settles("an older debt")
        .undo { look("back") }
        .timeout(.seconds(30))
        .retry(attempts: 3, pause: .seconds(2))
        .estimate(.minutes(5))
        .inDoubt(Probe(look("done?")))
        .marked(.stopsWrites)
        .differs("from the paper")
    }
    let step = try #require(plan.json["steps"]?[0])
    #expect(step["preconditions"] == ["it-is-there"])
    #expect(
      step["verify"] == [
        [
          "commands": [["argv": ["look", "shed"], "effect": "reads"]],
          "passes": "exits with 0 and answers = 1 for a and answers with “x” in it and prints something", "withinSeconds": 5,
        ]
      ])
    #expect(step["settles"] == ["an-older-debt"])
    #expect(step["undo"] == [["argv": ["look", "back"], "effect": "reads"]])
    #expect(step["timeoutSeconds"] == 30)
    #expect(step["attempts"] == 3)
    #expect(step["pauseSeconds"] == 2)
    #expect(step["estimateSeconds"] == 300)
    #expect(step["inDoubt"] == ["commands": [["argv": ["look", "done?"], "effect": "reads"]], "passes": "exits with 0"])
    #expect(step["mark"] == "stops-writes")
    #expect(step["difference"] == "from the paper")
  }

  @Test("a finding tells rule, severity, summary, hint and place; a condition of one arm is marked")
  func findings() throws {
    let line = #line + 4
    let plan = try make {
      Decision("Which?") {
        When("a") {
          Step("Raze") { destroy() }.precondition("it is there", Probe(look()), remedy: "make it")
        }
        When("b")
      }
      Step("Long") { look() }.estimate(.hours(2))
    }
    let findings = try #require(plan.json["findings"])
    #expect(findings[0]?["rule"] == "gate-before-destroy")
    #expect(findings[0]?["severity"] == "error")
    #expect(findings[0]?["location"] == .string("PlanJSONTests.swift:\(line)"))
    #expect(findings[0]?["summary"]?.stringValue?.contains("(on the path 1 “a”)") == true)
    #expect(findings[0]?["hint"]?.stringValue?.isEmpty == false)
    #expect(findings[1]?["rule"] == "forecast")
    #expect(findings[1]?["severity"] == "warning")
    #expect(findings[1]?["location"] == .null)
    #expect(
      plan.json["preconditions"]?.arrayValue?.map { $0["onlyForOneArm"]?.boolValue } == [nil, true, true])
  }
}
