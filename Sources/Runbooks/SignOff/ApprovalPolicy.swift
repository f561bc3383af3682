public import RunbookBase

/// The rules of an estate about who may release what; part of what is signed, by its digest.
public struct ApprovalPolicy: Hashable, Sendable {
  /// The rule of one gate.
  public struct Rule: Hashable, Sendable {
    /// How many different people must say yes, 1 to 9.
    public let quorum: Int
    /// How long a request is valid, in seconds, 1 to 3600.
    public let lifetime: Int
    /// Whether the operator may release it alone in an emergency, loudly.
    public let allowsBreakGlass: Bool
    /// Whether one person may also say yes by typing the word and their name at the operator's terminal: a claim, not a proof.
    public let acceptsTyped: Bool

    /// A rule; numbers out of range are brought into it, towards the stricter side, and a quorum is never typed at one terminal.
    public init(quorum: Int = 1, lifetime: Int = 3600, allowsBreakGlass: Bool = false, acceptsTyped: Bool = false) {
      self.quorum = min(max(1, quorum), 9)
      self.lifetime = min(max(1, lifetime), ApprovalPolicy.longestLifetime)
      self.allowsBreakGlass = allowsBreakGlass
      self.acceptsTyped = acceptsTyped && quorum <= 1
    }

    /// The rule for plans.
    public var json: JSON {
      [
        "quorum": .int(Int64(quorum)), "lifetime": .int(Int64(lifetime)), "break-glass": .bool(allowsBreakGlass),
        "typed": .bool(acceptsTyped),
      ]
    }
  }

  /// No request is valid for longer than this many seconds (reliability B.3).
  public static let longestLifetime = 3600

  /// The rule of gates that release nothing irreversible.
  public let ordinary: Rule
  /// The rule of gates that release something that destroys.
  public let destroying: Rule
  /// Rules of single gates, by id.
  public let gates: [String: Rule]
  /// Who may hold a role, by roster id; a role that is not named here is held by whom the roster gives it.
  public let holders: [String: Set<String>]
  /// Whether the operator may answer their own gate; only where one person plays all roles, as in a lab.
  public let operatorMayApprove: Bool

  /// A policy from its parts.
  public init(
    ordinary: Rule = Rule(), destroying: Rule = Rule(), gates: [String: Rule] = [:], holders: [String: Set<String>] = [:],
    operatorMayApprove: Bool = false
  ) {
    self.ordinary = ordinary
    self.destroying = destroying
    self.gates = gates
    self.holders = holders
    self.operatorMayApprove = operatorMayApprove
  }

  /// The rule of a gate, or of the review of one whose glass was broken: that one person can give.
  public func rule(gate: String, destroys: Bool) -> Rule {
    if let rule = gates[gate] { return rule }
    let rule = destroys ? destroying : ordinary
    return gate.hasPrefix(Self.review) ? Rule(lifetime: rule.lifetime, acceptsTyped: rule.acceptsTyped) : rule
  }

  /// What the id of a review begins with; the gate's follows.
  public static let review = "review/"

  /// The rules for plans.
  public var json: JSON {
    var json: JSON = ["ordinary": ordinary.json, "destroying": destroying.json, "operator-may-approve": .bool(operatorMayApprove)]
    json["gates"] = .object(gates.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) })
    json["holders"] = .object(holders.sorted { $0.key < $1.key }.map { .init($0.key, JSON($0.value.sorted())) })
    return json
  }

  /// SHA-256 of the rules.
  public var digest: SHA256.Digest { SHA256.digest(Array("runbook-approval-policy\0".utf8) + json.canonicalBytes) }
}
