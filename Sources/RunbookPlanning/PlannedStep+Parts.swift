import Runbooks

extension PlannedStep.Kind {
  /// The nested steps, arms included.
  var children: [PlannedStep] {
    switch self {
    case .group(let steps), .concurrently(let steps): steps
    case .decision(let arms, _): arms.flatMap(\.steps)
    case .run, .check, .gate, .manual, .settle: []
    }
  }

  /// The pipelines that the step runs itself.
  var pipelines: [PlannedPipeline] {
    switch self {
    case .run(let pipelines), .settle(_, let pipelines): pipelines
    case .check(let probe): [probe.pipeline]
    case .gate, .manual, .decision, .group, .concurrently: []
    }
  }
}

extension PlannedStep {
  /// What a step is made of, for whoever has to go through all of it.
  struct Parts {
    let kind: Kind
    let policy: Policy
    let children: [PlannedStep]
    let pipelines: [PlannedPipeline]
    /// Looks at the world: before the step, after it, and when its outcome is unknown.
    let looks: [PlannedProbe]

    init(_ kind: Kind, _ policy: Policy) {
      self.kind = kind
      self.policy = policy
      children = kind.children
      pipelines = kind.pipelines
      var looks = policy.verifications
      for case .probe(let probe) in policy.preconditions.map(\.look) { looks.append(probe) }
      if case .probe(let probe) = policy.doubt { looks.append(probe) }
      self.looks = looks + looks.flatMap(\.hopes)
    }

    /// Everything that may ever be started: commands, looks, what takes it back, and what tells its targets apart.
    var commands: [PlannedCommand] {
      let commands = (pipelines + looks.map(\.pipeline) + policy.undo).flatMap(\.commands)
      return commands + commands.flatMap { $0.target?.identity ?? [] }
    }

    /// Those that are only to look.
    func lookingCommands(among commands: [PlannedCommand]) -> [PlannedCommand] {
      var looking = looks.flatMap(\.pipeline.commands)
      if case .check(let probe) = kind { looking += probe.pipeline.commands }
      return looking + commands.flatMap { $0.target?.identity ?? [] }
    }

    /// The texts of title, commands and looks, and of what is left owing.
    func texts(_ title: PlannedText) -> [PlannedText] {
      var texts = [title] + pipelines.flatMap(\.texts)
      if case .check(let probe) = kind { texts += probe.criterion.texts }
      texts += looks.flatMap(\.texts)
      texts += policy.preconditions.flatMap { [$0.title, $0.remedy] }
      return texts + policy.obligations.map(\.title)
    }
  }
}

extension Array where Element: Hashable {
  /// Each element once, where it stood first.
  func uniqued() -> [Element] {
    if count < 2 { return self }
    if count < 9 {
      var few: [Element] = []
      for element in self where !few.contains(element) { few.append(element) }
      return few
    }
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
