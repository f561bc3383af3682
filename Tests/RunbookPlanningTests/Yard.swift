import RunbookBase
import Runbooks

@testable import RunbookPlanning

/// A small estate whose every part a test can change.
struct Yard: Estate {
  var name = "yard"
  var summary = "a yard with one shed"
  var operatorHost = Host("gate")
  var environment: [String: String] = [:]
  var contacts: [Role: String] = [.incidentCommander: "the owner"]
  var allowsAnswerFiles = false
  var facts: JSON = ["shed": "green"]
}

/// A runbook from parts.
struct Work: Runbook {
  static let name = "work"
  static let title = "Work in the yard"
  static let section = "§1"
  static let objectives = Objectives(rto: .hours(1), rpo: .minutes(5))
  static let differences = ["nothing is left lying about"]
  var preconditions: [Precondition] = []
  var body: [Step]
}

/// The same as a drill.
struct Drill: Runbook {
  static let name = "drill"
  static let title = "Practise in the yard"
  static let section = "§2"
  static let objectives = Objectives(rto: .hours(1), rpo: .minutes(5))
  static let isDrill = true
  var body: [Step]
}

/// 2026-06-15T14:05:00Z.
let now: Int64 = 1_781_532_300_000_000_000

/// The plan of a body.
func make(
  _ values: [String: String] = [:], on estate: Yard = Yard(), needing preconditions: [Precondition] = [],
  @StepsBuilder _ body: () -> [Step]
) throws -> Plan {
  try Planner.plan(RunbookDescription(Work(preconditions: preconditions, body: body())), on: estate, values: values, now: now)
}

/// The plan of a body that is a drill.
func drill(@StepsBuilder _ body: () -> [Step]) throws -> Plan {
  try Planner.plan(RunbookDescription(Drill(body: body())), on: Yard(), values: [:], now: now)
}

/// A command that looks.
func look(_ word: Text = "shed") -> Command { Command("look", [word], effect: .reads) }

/// A command that changes something that can be set right.
func write(_ word: Text = "shed", on target: Target? = nil) -> Command { Command("write", [word], effect: .writes, on: target) }

/// A command that ends something.
func destroy(_ what: Text = "the shed") -> Command { Command("raze", ["--all"], effect: .destroys(what)) }

let barn = Target("barn", realm: .production)
let sandpit = Target("sandpit", realm: .scratch)

extension Plan {
  /// The findings of one rule as a person reads them: place, summary, hint.
  func told(_ rule: String) -> [String] {
    findings.filter { $0.rule == rule }.map { "\($0.location?.description ?? "nowhere"): \($0.summary) → \($0.hint)" }
  }

  /// The first finding of a rule; empty when there is none.
  func first(_ rule: String) -> String { told(rule).first ?? "" }
}
