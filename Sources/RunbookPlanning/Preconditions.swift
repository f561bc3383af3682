import Runbooks

/// Gathers what must hold before a run: written ones, and those that the commands imply.
enum Preconditions {
  /// The preconditions of the runbook and of its steps once each, and every program that the plan uses.
  ///
  /// What only one arm of a decision needs is marked: it must not keep the other arms from running.
  /// What a step on another host needs is looked at there; where nothing leads there it is not among them, because a look from here
  /// says nothing about another machine.
  static func collect(_ own: [PlannedPrecondition], _ steps: [PlannedStep], host: String) -> [PlannedPrecondition] {
    var collector = Collector(host: host)
    collector.take(own, isUnconditional: true)
    collector.walk(steps, isUnconditional: true)
    return collector.programs + collector.written
  }

  private struct Collector {
    let host: String
    var written: [PlannedPrecondition] = []
    private var names: [Program: Bool] = [:]
    /// Where in `written` those with an id stand.
    private var places: [String: [Int]] = [:]

    init(host: String) {
      self.host = host
    }

    mutating func walk(_ steps: [PlannedStep], isUnconditional: Bool) {
      for step in steps {
        if step.isReached {
          for program in step.programs { use(program, at: step.away, isUnconditional) }
          if step.away != nil, !step.programs.isEmpty { use("ssh", at: nil, isUnconditional) }
          take(step.policy.preconditions, isUnconditional: isUnconditional && step.away == nil)
        }
        if case .decision(let arms, _) = step.kind {
          for arm in arms { walk(arm.steps, isUnconditional: false) }
        } else {
          walk(step.children, isUnconditional: isUnconditional)
        }
      }
    }

    mutating func take(_ preconditions: [PlannedPrecondition], isUnconditional: Bool) {
      for precondition in preconditions {
        guard case .probe(let probe) = precondition.look else { continue }
        for program in probe.pipeline.commands.flatMap(\.programs) { use(program, at: precondition.away, isUnconditional) }
        // One that waits for an output can be looked at only when its step is reached.
        guard probe.texts.allSatisfy(\.outputs.isEmpty) else { continue }
        // Another one under the same id stays beside it, and a rule says so.
        let isSame = { (place: Int) in written[place].title == precondition.title && written[place].look == precondition.look }
        if let place = places[precondition.id, default: []].first(where: isSame) {
          written[place].isUnconditional = written[place].isUnconditional || isUnconditional
        } else {
          places[precondition.id, default: []].append(written.count)
          written.append(precondition)
          written[written.count - 1].isUnconditional = isUnconditional
        }
      }
    }

    private mutating func use(_ name: String, at away: Host?, _ isUnconditional: Bool) {
      if name != "runbook" {
        names[Program(name: name, away: away), default: false] = names[Program(name: name, away: away), default: false] || isUnconditional
      }
    }

    /// A program on one of the hosts.
    private struct Program: Hashable {
      let name: String
      let away: Host?

      var place: String { away.map { " on " + $0.name } ?? "" }
    }

    /// “The program psql is installed”, for every program of the plan.
    var programs: [PlannedPrecondition] {
      names.sorted { ($0.key.place, $0.key.name) < ($1.key.place, $1.key.name) }.map { program, isUnconditional in
        let (name, place) = (program.name, program.place)
        return PlannedPrecondition(
          id: "program-" + StepID.slug(name + place), title: PlannedText(segments: [.literal("the program \(name) is installed\(place)")]),
          remedy: PlannedText(segments: [.literal("install \(name)\(place) and see that it is in the PATH of the estate")]),
          look: .executable(name), location: nil, isUnconditional: isUnconditional && program.away == nil, away: program.away)
      }
    }
  }
}
