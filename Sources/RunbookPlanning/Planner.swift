package import RunbookBase
package import Runbooks

/// Makes a plan from a runbook, an estate and the values that were given: a pure function.
package enum Planner {
  /// Part of the digest: a new meaning of the same plan makes old approvals void.
  package static let rulesVersion = 1

  /// The plan; values that were not given stay open as `‹name›`.
  ///
  /// - Parameters:
  ///   - values: texts by parameter name, as they came from outside.
  ///   - now: nanoseconds since 1970, UTC; a time in the future is refused.
  /// - Throws: `Problem` with code 4 that lists every refused value.
  package static func plan(
    _ runbook: RunbookDescription, on estate: any Estate, values: [String: String], now: Int64
  ) throws(Problem) -> Plan {
    let declarations = ParameterSurvey.parameters(of: runbook)
    let accepted = try accept(values, for: declarations, now: now)
    let parameters = declarations.map { declaration in
      PlannedParameter(
        name: declaration.name, help: declaration.help, rule: declaration.rule, value: accepted[declaration.name],
        isFallback: values[declaration.name] == nil, example: declaration.example())
    }
    let numbering = Numbering(values: accepted, host: estate.operatorHost.name)
    let steps = numbering.plan(runbook.steps)
    let facts = Plan.EstateFacts(
      name: estate.name, summary: estate.summary, host: estate.operatorHost.name, environment: estate.environment,
      allowsAnswerFiles: estate.allowsAnswerFiles, facts: estate.facts, signOff: estate.signOff)
    let preconditions = Preconditions.collect(runbook.preconditions.map(numbering.planned), steps, host: estate.operatorHost.name)
    let index = StepIndex(steps)
    let draft = { (findings: [Finding], digest: String) in
      Plan(
        runbook: runbook.name, title: runbook.title, section: runbook.section, isDrill: runbook.isDrill,
        impactEndsWrites: runbook.impactEndsWrites, estate: facts, objectives: runbook.objectives, differences: runbook.differences,
        parameters: parameters, preconditions: preconditions, steps: steps, index: index, findings: findings, digest: digest)
    }
    let unchecked = draft([], "")
    return draft(Rules.findings(unchecked), unchecked.computedDigest)
  }

  private static func accept(
    _ values: [String: String], for declarations: [ParameterDeclaration], now: Int64
  ) throws(Problem) -> [String: String] {
    var accepted: [String: String] = [:]
    var refusals: [(name: String, problem: Problem)] = []
    for declaration in declarations {
      guard let text = values[declaration.name] ?? declaration.fallback else { continue }
      do {
        accepted[declaration.name] = try declaration.parse(text, now)
      } catch {
        refusals.append((declaration.name, error))
      }
    }
    guard let first = refusals.first else { return accepted }
    if refusals.count == 1 {
      throw Problem(
        .parameterRejected, "--\(first.name): \(first.problem.summary)", details: first.problem.details, hint: first.problem.hint)
    }
    throw Problem(
      .parameterRejected, "\(refusals.count) parameters were refused",
      details: refusals.map { "--\($0.name): \($0.problem.summary)" + ($0.problem.hint.map { "; \($0)" } ?? "") },
      hint: "correct them all and run the command again; nothing was started")
  }
}
