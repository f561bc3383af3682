package import RunbookBase
package import RunbookJournal
package import RunbookPlanning
import Runbooks

/// What a gate shows, as a value whose digest the approval is bound to (reliability B.3).
///
/// It is made from the plan and the log alone, so it can be made again right before a released step starts:
/// an approval fits nothing but what was shown.
package struct GateStatement {
  package let gate: PlannedStep
  /// The sentence that is approved.
  package private(set) var title: String
  /// The id under which it is asked: the gate's, or `review/` and the gate's.
  package private(set) var subject: String
  /// The steps that are released, with their commands as far as they were known.
  package let releases: [Release]
  /// Identities of the targets, as they were observed.
  package let identities: [(target: String, observed: String)]
  /// Preconditions by verdict.
  package let preconditions: [RunbookJournal.Precondition]
  /// The runs beside which this one works on the same targets.
  package let besides: [Beside]
  /// SHA-256 over all of it and the plan's digest.
  package private(set) var evidence: SHA256.Digest
  /// The log as it stood before the question: no other run and no other asking has this one.
  private let asking: String

  /// One released step.
  package struct Release {
    package let id: String
    package let number: String
    package let title: String
    package let effect: String
    package let host: String
    package let commands: [Command]
    package let destroys: [String]
  }

  /// One released command, as far as it is known: what it is given is part of what is approved.
  package struct Command: Hashable, Sendable {
    package let argv: [String]
    /// The directory in which it starts, for whoever reads it: what is approved holds it by the plan's digest.
    package let directory: String?
    /// What it reads on standard input.
    package let input: String?
    /// Its own variables; a secret by its name alone.
    package let environment: [String: String]
    package let destroys: String?

    init(_ command: PlannedCommand, _ outputs: [String: String]) {
      argv = command.argv(outputs)
      directory = command.workingDirectory?.shown(outputs)
      input = command.input?.shown(outputs)
      if case .destroys(let what) = command.effect { destroys = what.shown(outputs) } else { destroys = nil }
      var variables: [String: String] = [:]
      for variable in command.environment {
        switch variable.value {
        case .text(let text): variables[variable.name] = text.shown(outputs)
        case .secret(let secret): variables[variable.name] = "secret " + secret.name
        }
      }
      environment = variables
    }

    var json: JSON {
      [
        "argv": JSON(argv), "input": JSON(input),
        "environment": .object(environment.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
      ]
    }
  }

  package init(_ gate: PlannedStep, plan: Plan, coverage: GateCoverage, state: RunState) {
    self.gate = gate
    subject = gate.id
    asking = "\(state.head.hex)\0\(state.recordCount)"
    let known = coverage.known(before: gate.id)
    let outputs = state.outputs.filter { known.contains($0.key) }.mapValues(\.value)
    title = gate.title.shown(outputs)
    let steps = coverage.released[gate.id] ?? []
    releases = steps.map { step in
      let commands = step.pipelines.flatMap(\.commands)
      return Release(
        id: step.id, number: step.number, title: step.title.shown(outputs), effect: step.effect.word, host: step.host,
        commands: commands.map { Command($0, outputs) },
        destroys: commands.compactMap { if case .destroys(let what) = $0.effect { what.shown(outputs) } else { nil } })
    }
    let targets = Set(steps.flatMap(\.pipelines).flatMap(\.commands).filter { $0.effect.changesSomething }.compactMap(\.target?.name))
    identities = targets.sorted().compactMap { name in
      state.preconditions[TargetIdentity.id(name)].map { (name, $0.observed) }
    }
    // What only another arm needs says nothing about what is approved here.
    let needed = Set(plan.preconditions.filter(\.isUnconditional).map(\.id))
    preconditions = state.preconditions.values.filter {
      needed.contains($0.id) || ($0.step != nil && $0.verdict != .met)
    }.sorted { $0.id < $1.id }
    besides = state.besides.values.sorted { $0.run < $1.run }
    var hash = SHA256()
    // What was approved in a rehearsal fits no real run.
    hash.update(Array((state.genesis?.mode == .rehearsal ? "runbook-rehearsed-gate\0" : "runbook-gate\0").utf8))
    hash.update(Self.json(plan, gate.id, title, releases, identities, preconditions, besides).canonicalBytes)
    evidence = hash.finalize()
  }

  /// The question whether it was right that the gate was released without a sign-off; a yes to one is never a yes to the other.
  func reviewing(_ words: String) -> GateStatement {
    var review = self
    review.subject = ApprovalPolicy.review + gate.id
    review.title = "Review what was done without a sign-off: \(words)"
    review.evidence = SHA256.digest("runbook-review\0\(evidence.hex)\0\(words)")
    return review
  }

  /// The word to type: bound to what is shown and to this asking, so it cannot be known before.
  package var word: String { "approve-" + String(SHA256.digest("runbook-word\0\(evidence.hex)\0\(asking)").hex.prefix(4)) }

  private static func json(
    _ plan: Plan, _ gate: String, _ title: String, _ releases: [Release], _ identities: [(target: String, observed: String)],
    _ preconditions: [RunbookJournal.Precondition], _ besides: [Beside]
  ) -> JSON {
    var shown: JSON = [
      "plan": .string(plan.digest), "gate": .string(gate), "title": .string(title),
      "releases": .array(
        releases.map {
          [
            "number": .string($0.number), "title": .string($0.title), "host": .string($0.host),
            "commands": .array($0.commands.map(\.json)), "destroys": JSON($0.destroys),
          ]
        }),
      "identities": .array(identities.map { ["target": .string($0.target), "observed": .string($0.observed)] }),
      "preconditions": .array(preconditions.map { ["id": .string($0.id), "verdict": .string($0.verdict.rawValue)] }),
    ]
    if !besides.isEmpty { shown["besides"] = JSON(besides.map(\.run.text)) }
    return shown
  }
}

/// How the observed identity of a target is kept in the log.
package enum TargetIdentity {
  package static let prefix = "identity:"
  package static func id(_ target: String) -> String { prefix + target }
}
