package import RunbookBase
import Runbooks

extension Plan {
  /// The object of `plan --json` (DESIGN section 7), with `outputs` filled where they are known.
  package var json: JSON {
    var object = content
    object["digest"] = .string(digest)
    object["findings"] = .array(findings.map(\.json))
    object["missing"] = JSON(missing.map(\.name))
    return object
  }

  /// What the digest covers: everything that an approval must be bound to; no source places, no findings.
  var content: JSON {
    var object = facts
    object["steps"] = .array(steps.map { $0.json(fidelity: fidelity(of: $0), in: self) })
    return object
  }

  /// The content without the steps.
  private var facts: JSON {
    var facts: JSON = [
      "rules": JSON(Planner.rulesVersion), "runbook": .string(runbook), "title": .string(title), "section": .string(section),
      "drill": .bool(isDrill),
      "estate": [
        "name": .string(estate.name), "summary": .string(estate.summary), "host": .string(estate.host),
        "environment": .object(
          estate.environment.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string(Self.shown($0.key, $0.value))) }),
        "answerFiles": .bool(estate.allowsAnswerFiles), "facts": estate.facts,
      ],
      "objectives": ["rtoSeconds": JSON(objectives.rto.wholeSeconds), "rpoSeconds": JSON(objectives.rpo.wholeSeconds)],
      "differences": JSON(differences),
      "parameters": .array(
        parameters.map { ["name": .string($0.name), "help": .string($0.help), "rule": .string($0.rule), "value": JSON($0.value)] }),
      "preconditions": .array(preconditions.map(\.json)),
      "elsewhere": .array(flattened.filter { !$0.isReached }.flatMap(\.policy.preconditions).map(\.json)),
    ]
    if impactEndsWrites { facts["impactEndsWrites"] = true }
    if let signOff = estate.signOff { facts["signOff"] = signOff.json }
    let hosts = reachedHosts
    if !hosts.isEmpty { facts["hosts"] = .array(hosts.map(\.json)) }
    return facts
  }

  /// A variable's value for files and screens; one whose name speaks of a secret is not shown.
  package static func shown(_ name: String, _ value: String) -> String {
    let words = name.uppercased().utf8.split(separator: 0x5F).map { String(Substring($0)) }
    let isSecret = words.contains { ["SECRET", "PASSWORD", "PASS", "TOKEN", "KEY", "PGPASSWORD"].contains($0) }
    return isSecret ? "<secret>" : value
  }

  var computedDigest: String {
    var hash = SHA256()
    hash.update(Array("runbook-plan\0".utf8))
    hashContent(into: &hash)
    return hash.finalize().hex
  }

  /// Feeds the canonical bytes of `content`, step by step: the object of a long plan is larger than the plan.
  private func hashContent(into hash: inout SHA256) {
    // In the order of keys the steps stand between everything else and the title.
    guard case .object(let members) = facts else { return }
    hash.update(Array(JSON.object(members.filter { $0.key != "title" }).canonicalBytes.dropLast()))
    hash.update(",\"steps\":[")
    var bytes: [UInt8] = []
    for (index, step) in steps.enumerated() {
      if index > 0 { hash.update(",") }
      bytes.removeAll(keepingCapacity: true)
      step.json(fidelity: fidelity(of: step), in: self).appendCanonical(to: &bytes)
      hash.update(bytes)
    }
    hash.update("],\"title\":")
    hash.update(JSON.string(title).canonicalBytes)
    hash.update("}")
  }
}

extension PlannedPrecondition {
  var json: JSON {
    var object: JSON = ["id": .string(id), "title": .string(title.shown()), "remedy": .string(remedy.shown())]
    if let away { object["host"] = .string(away.name) } else if !isUnconditional { object["onlyForOneArm"] = true }
    if isSafety { object["safety"] = true }
    switch look {
    case .probe(let probe): object["probe"] = probe.json
    case .executable(let name): object["executable"] = .string(name)
    }
    return object
  }
}

extension PlannedProbe {
  var json: JSON {
    var object: JSON = ["commands": .array(pipeline.commands.map(\.json)), "passes": .string(criterion.words())]
    if let patience { object["withinSeconds"] = JSON(patience.wholeSeconds) }
    if !hopes.isEmpty { object["asLongAs"] = .array(hopes.map(\.json)) }
    return object
  }
}

extension PlannedCommand {
  package var json: JSON {
    var object: JSON = ["argv": JSON(argv()), "effect": .string(effect.word)]
    if case .destroys(let what) = effect { object["destroys"] = .string(what.shown()) }
    if let target {
      var place: JSON = ["name": .string(target.name), "realm": .string(target.realm.rawValue)]
      if let identity = target.identity.first { place["identity"] = identity.json }
      object["target"] = place
    }
    if let input { object["input"] = .string(input.shown()) }
    if let workingDirectory { object["directory"] = .string(workingDirectory.shown()) }
    if !environment.isEmpty {
      object["environment"] = .object(
        environment.map {
          switch $0.value {
          case .text(let text): JSON.Member($0.name, .string(text.shown()))
          case .secret(let secret): JSON.Member($0.name, .string("<secret:\(secret.name)>"))
          }
        })
    }
    if let difference { object["difference"] = .string(difference) }
    return object
  }
}

extension Host {
  /// How an approval is bound to the machine that it is given for.
  fileprivate var json: JSON {
    var object: JSON = ["name": .string(name)]
    guard let reach else { return object }
    object["ssh"] = .string(reach.text)
    object["knownHosts"] = .string(reach.knownHosts.text)
    if let identity = reach.identity { object["identity"] = .string(identity.text) }
    if let folder = reach.folder { object["folder"] = .string(folder.text) }
    return object
  }
}
