public import RunbookBase

/// How the gates of an estate are signed off: whose keys it believes, and under which rules.
///
/// An estate without one keeps the sign-off by a typed word and name at the operator's terminal, and each gate says so.
public struct SignOff: Hashable, Sendable {
  /// Who keeps the trust files, beside root.
  public enum Keeper: Hashable, Sendable {
    /// Root alone.
    case root
    /// A user by number, who must be another one than the operator.
    case user(UInt32)
    /// Whoever runs: in a lab alone, where one person plays all roles.
    case theOperator

    var text: String {
      switch self {
      case .root: "root"
      case .user(let id): "user \(id)"
      case .theOperator: "the operator"
      }
    }
  }

  /// The folder with `allowed_signers`, `revoked_keys` and `roster.json`.
  public let trust: AbsolutePath
  /// Who may own them.
  public let keeper: Keeper
  /// The rules.
  public let policy: ApprovalPolicy
  /// A folder through which requests and answers travel, where several people reach one; nothing in it is believed without a signature.
  public let exchange: AbsolutePath?

  /// A sign-off from its parts.
  public init(trust: AbsolutePath, keeper: Keeper = .root, policy: ApprovalPolicy = ApprovalPolicy(), exchange: AbsolutePath? = nil) {
    self.trust = trust
    self.keeper = keeper
    self.policy = policy
    self.exchange = exchange
  }

  /// The sign-off for plans: an approval is bound to it.
  public var json: JSON {
    [
      "trust": .string(trust.text), "keeper": .string(keeper.text), "exchange": JSON(exchange?.text), "policy": policy.json,
    ]
  }
}
