public import RunbookBase
public import Runbooks

extension ApprovalPolicy {
  /// The rules that a recorded plan holds (`signOff.policy`); nil for anything but the whole of them.
  public init?(recorded json: JSON) {
    func rule(_ json: JSON?) -> Rule? {
      guard let quorum = json?["quorum"]?.intValue, let lifetime = json?["lifetime"]?.intValue,
        let breakGlass = json?["break-glass"]?.boolValue, let typed = json?["typed"]?.boolValue
      else { return nil }
      return Rule(quorum: Int(clamping: quorum), lifetime: Int(clamping: lifetime), allowsBreakGlass: breakGlass, acceptsTyped: typed)
    }
    guard let ordinary = rule(json["ordinary"]), let destroying = rule(json["destroying"]), let gates = json["gates"]?.members,
      let holders = json["holders"]?.members, let operatorMayApprove = json["operator-may-approve"]?.boolValue
    else { return nil }
    var rules: [String: Rule] = [:]
    for gate in gates { rules[gate.key] = rule(gate.value) }
    var people: [String: Set<String>] = [:]
    for role in holders { people[role.key] = Set((role.value.arrayValue ?? []).compactMap(\.stringValue)) }
    self.init(ordinary: ordinary, destroying: destroying, gates: rules, holders: people, operatorMayApprove: operatorMayApprove)
    // Whatever was lost or brought into range on the way shows here.
    guard self.json.canonicalBytes == json.canonicalBytes else { return nil }
  }
}

/// How the gates of a run were released, by the plan that the run recorded.
public enum RecordedPolicy: Hashable, Sendable {
  /// By signed answers, under these rules.
  case keys(ApprovalPolicy)
  /// By a word and a name at the operator's terminal.
  case typed
  /// The plan cannot be read, or is not the one that the run accepted.
  case unknown

  /// What a recorded plan says; nil for a plan that is not the one that the run accepted.
  public init(plan: JSON?) {
    guard let plan else {
      self = .unknown
      return
    }
    guard let signOff = plan["signOff"] else {
      self = .typed
      return
    }
    self = signOff["policy"].flatMap { ApprovalPolicy(recorded: $0) }.map(RecordedPolicy.keys) ?? .unknown
  }
}
