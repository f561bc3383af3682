package import RunbookBase
package import Runbooks

/// A runbook made for one estate and one set of values: numbered, rendered, checked, with a digest.
package struct Plan: Sendable {
  package let runbook: String
  package let title: String
  package let section: String
  package let isDrill: Bool
  /// Whether nothing can be written from the declared impact on.
  package let impactEndsWrites: Bool
  package let estate: EstateFacts
  package let objectives: Objectives
  package let differences: [String]
  package let parameters: [PlannedParameter]
  package let preconditions: [PlannedPrecondition]
  package let steps: [PlannedStep]
  let index: StepIndex
  package let findings: [Finding]
  /// SHA-256 over everything above but findings and source places; the same on every machine.
  package let digest: String

  /// The estate as the plan needs it.
  package struct EstateFacts: Sendable {
    package let name: String
    package let summary: String
    package let host: String
    package let environment: [String: String]
    package let allowsAnswerFiles: Bool
    package let facts: JSON
    /// Whose signatures release a gate; nil for a word typed at the operator's terminal.
    package let signOff: SignOff?
  }

  /// All steps, parents before children, in the order of the plan.
  package var flattened: [PlannedStep] { index.flattened }

  /// Where in the flat list the first step with an id stands.
  var places: [String: Int] { index.places }

  /// The number of the step that fills an output for another step: the nearest one on every way there.
  package func producer(of output: String, for step: PlannedStep) -> String? {
    let all = index.producers[output] ?? []
    return all.last { StepNumber.isOnTheWay($0, to: step.number, endings: index.endings) } ?? all.first
  }

  /// Parameters that were not given.
  package var missing: [PlannedParameter] { parameters.filter { $0.value == nil } }

  /// Findings that forbid execution.
  package var errors: [Finding] { findings.filter { $0.severity == .error } }

  /// Targets of production and scratch that the plan changes, for the locks, in the order of names.
  package var changedTargets: [PlannedTarget] {
    var seen: Set<String> = []
    return flattened.flatMap { $0.pipelines + $0.policy.undo }.flatMap(\.commands)
      .filter { $0.effect.changesSomething }.compactMap(\.target).filter { seen.insert($0.name).inserted }
      .sorted { $0.name < $1.name }
  }

  /// Other hosts on which this program runs commands, in the order of names.
  package var reachedHosts: [Host] {
    index.away.filter { $0.reach != nil }.sorted {
      ($0.name, $0.reach?.text ?? "") < ($1.name, $1.reach?.text ?? "")
    }
  }

  /// Secrets that the commands and looks need.
  package var secrets: [Secret] {
    var seen: Set<Secret> = []
    var secrets: [Secret] = []
    let looks = preconditions.flatMap { precondition -> [PlannedCommand] in
      if case .probe(let probe) = precondition.look { probe.pipeline.commands } else { [] }
    }
    for command in flattened.flatMap(\.allCommands) + looks {
      for case .secret(let secret) in command.environment.map(\.value) where seen.insert(secret).inserted { secrets.append(secret) }
    }
    return secrets
  }

  /// The expected duration of the longest path; nil without any estimate.
  package var forecast: Duration? { Forecast.longest(steps) }
}

/// A parameter of a plan.
package struct PlannedParameter: Sendable, Hashable {
  package let name: String
  package let help: String
  package let rule: String
  /// The canonical text; nil when none was given.
  package let value: String?
  /// Whether the value is the parameter's own default.
  package let isFallback: Bool
  /// A plausible value, for rehearsals; nil when none is known.
  package let example: String?
}

extension Plan {
  /// The step with an id.
  package func step(withID id: String) -> PlannedStep? {
    guard let place = places[id] else { return nil }
    if flattened[place].id.utf8.elementsEqual(id.utf8) { return flattened[place] }
    // The table takes two spellings of one character for the same; the id that is meant has its own bytes.
    return flattened.first { $0.id.utf8.elementsEqual(id.utf8) }
  }

  /// Numbers of the steps that wait for what a step captures.
  package func consumers(of step: PlannedStep) -> [String] {
    let names = Set(step.policy.captures.map(\.output.name))
    guard !names.isEmpty else { return [] }
    return flattened.filter { !names.isDisjoint(with: $0.neededOutputs) }.map(\.number)
  }

  /// Parameters that the steps, and the settlement of what they leave owing, use and that were not given.
  package func missingParameters(in steps: [PlannedStep]) -> [String] {
    var names: Set<String> = []
    func walk(_ steps: [PlannedStep]) {
      for step in steps {
        names.formUnion(Self.missing(step.allTexts))
        walk(step.children)
        walk(step.policy.obligations.compactMap { self.step(withID: "settle/" + $0.id) })
      }
    }
    walk(steps)
    return parameters.map(\.name).filter(names.contains)
  }

  /// Parameters that were not given and that the run needs whatever is decided; those of single arms can wait.
  package var required: [PlannedParameter] {
    var names: Set<String> = []
    var owed: Set<String> = []
    func walk(_ steps: [PlannedStep]) {
      for step in steps {
        switch step.kind {
        case .decision: names.formUnion(Self.missing([step.title]))
        case .settle(let obligation, _) where !owed.contains(obligation): continue
        case .run, .check, .gate, .manual, .group, .concurrently, .settle:
          names.formUnion(Self.missing(step.allTexts))
          owed.formUnion(step.policy.obligations.map(\.id))
          walk(step.children)
        }
      }
    }
    walk(steps)
    for precondition in preconditions where precondition.isUnconditional {
      names.formUnion(Self.missing([precondition.title]))
      if case .probe(let probe) = precondition.look { names.formUnion(Self.missing(probe.texts)) }
    }
    return missing.filter { names.contains($0.name) }
  }

  private static func missing(_ texts: [PlannedText]) -> [String] {
    texts.flatMap(\.segments).compactMap { if case .missing(let name) = $0 { name } else { nil } }
  }
}
