package import Runbooks

/// A numbered step of a plan; it never changes, so a plan and all who go through it share one.
package final class PlannedStep: Sendable {
  /// Where it stands: `4`, `4.2`, `4b.1` in the second arm of decision 4.
  package let number: String
  /// The stable id, path-like: `tenant-restore/compare`.
  package let id: String
  package let title: PlannedText
  package let kind: Kind
  package let role: Role
  package let host: String
  /// The host itself when it is another one than that on which the program was started.
  package let away: Host?
  package let policy: Policy
  package let location: SourceLocation

  // Found once, while the step is at hand: every rule asks for them, and going through the commands again costs most of a long plan.
  /// The gravest effect of its own commands.
  package let ownEffect: PlannedEffect
  /// The gravest effect of its own commands and of everything nested in it.
  package let effect: PlannedEffect
  /// Outputs of other steps that it waits for; what takes it back may use its own.
  package let neededOutputs: [String]
  /// Programs that it may ever start, once each.
  let programs: [String]
  /// Looks and identities that do more than look.
  let looksThatChange: [PlannedCommand]

  init(
    number: String, id: String, title: PlannedText, kind: Kind, role: Role, host: String, away: Host?, policy: Policy,
    location: SourceLocation
  ) {
    self.number = number
    self.id = id
    self.title = title
    self.kind = kind
    self.role = role
    self.host = host
    self.away = away
    self.policy = policy
    self.location = location
    let parts = Parts(kind, policy)
    ownEffect = parts.pipelines.map(\.effect).reduce(.reads, PlannedEffect.graver)
    effect = parts.children.map(\.effect).reduce(ownEffect, PlannedEffect.graver)
    neededOutputs = Self.neededOutputs(parts.texts(title), kind, policy)
    let commands = parts.commands
    programs = commands.flatMap(\.programs).uniqued()
    looksThatChange = parts.lookingCommands(among: commands).filter(\.effect.changesSomething)
  }

  /// The step with preconditions before its own.
  func needing(_ preconditions: [PlannedPrecondition]) -> PlannedStep {
    var policy = policy
    policy.preconditions.insert(contentsOf: preconditions, at: 0)
    return PlannedStep(
      number: number, id: id, title: title, kind: kind, role: role, host: host, away: away, policy: policy, location: location)
  }

  /// What it does.
  package enum Kind: Sendable {
    case run([PlannedPipeline])
    case check(PlannedProbe)
    case gate
    case manual
    case decision([Arm], rule: Decision.Rule?)
    case group([PlannedStep])
    case concurrently([PlannedStep])
    /// Settles an obligation that an earlier step left, if it is open.
    case settle(obligation: String, [PlannedPipeline])
  }

  /// One arm of a decision.
  package struct Arm: Sendable {
    package let answer: String
    package let steps: [PlannedStep]
    /// Whether the run ends after the arm, but for what is still owed.
    package let ends: Bool
  }

  /// How the executor treats it.
  package struct Policy: Sendable {
    package var preconditions: [PlannedPrecondition] = []
    package var verifications: [PlannedProbe] = []
    package var captures: [Capture] = []
    package var obligations: [PlannedObligation] = []
    package var settles: [String] = []
    package var undo: [PlannedPipeline] = []
    package var timeout: Duration?
    package var retry: Step.Retry?
    package var estimate: Duration?
    package var doubt: Doubt = .askAPerson
    package var mark: Step.Mark?
    package var difference: String?
    /// What its last command prints in a rehearsal; no part of the digest, because it changes nothing in the world.
    package var rehearsed: PlannedText?
  }

  /// What to do when the outcome is unknown.
  package enum Doubt: Sendable, Hashable {
    case askAPerson
    case idempotent
    case probe(PlannedProbe)
  }

  /// Whether this program can run commands where the step runs.
  package var isReached: Bool { away == nil || away?.reach != nil }

  /// The nested steps, arms included.
  package var children: [PlannedStep] { kind.children }

  /// The pipelines that it runs itself.
  package var pipelines: [PlannedPipeline] { kind.pipelines }

  /// The word of the JSON contract (DESIGN section 7).
  package var kindWord: String {
    switch (kind, policy.mark) {
    case (.run, .reconcile): "reconcile"
    case (.run, .notify): "notify"
    case (.run, _), (.settle, _): "run"
    case (.check, _): "check"
    case (.gate, _): "gate"
    case (.manual, _): "manual"
    case (.decision, _): "decision"
    case (.group, _): "group"
    case (.concurrently, _): "concurrently"
    }
  }

  /// Whether it only tells people something: such a step never stops a run.
  package var isMessage: Bool {
    if case .run = kind { policy.mark == .notify } else { false }
  }

  /// Everything that it may ever start: commands, looks, what takes it back, and what tells its targets apart.
  var allCommands: [PlannedCommand] { Parts(kind, policy).commands }

  /// Every text of it, what takes it back included.
  package var allTexts: [PlannedText] { Parts(kind, policy).texts(title) + policy.undo.flatMap(\.texts) }

  private static func neededOutputs(_ texts: [PlannedText], _ kind: Kind, _ policy: Policy) -> [String] {
    var names = texts.flatMap(\.outputs)
    if case .decision(_, let rule?) = kind { names.append(rule.output.name) }
    let own = policy.captures.map(\.output.name)
    names += policy.undo.flatMap(\.texts).flatMap(\.outputs).filter { !own.contains($0) }
    return names.uniqued()
  }
}

/// Something owed by a step of a plan.
package struct PlannedObligation: Sendable, Hashable {
  package let id: String
  package let title: PlannedText
  /// Whether the planner adds its settlement as a last step.
  package let settlesItself: Bool
}
