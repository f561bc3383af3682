import RunbookBase
import RunbookJournal

/// Something that verification found, or found to be in order.
struct Finding: Hashable {
  /// What was looked at.
  enum Rule: String, Hashable {
    /// The chain itself.
    case chain
    /// A fingerprint that was given.
    case anchor
    /// The signatures at gates, and the heads under them.
    case signature
    /// What records say of the answers that were signed.
    case signOff = "sign-off"
    /// Whether the trust files vouch for the keys.
    case trust
    /// Whether today's roster gives the people who signed their roles.
    case role
    /// The times of the records.
    case time
    /// What the log says that it is a log of.
    case mode
    /// The commands that were started.
    case command
    /// What the runs around this one say of its log.
    case link
    /// The second copy.
    case copy
    /// `plan.json`.
    case plan
    /// The files with the output of steps.
    case output

    /// As the report's proof calls it.
    var subject: String {
      switch self {
      case .chain: "Chain"
      case .anchor: "Fingerprint"
      case .signature: "Signatures"
      case .signOff: "Sign-off"
      case .trust: "Keys"
      case .role: "Roles"
      case .time: "Times"
      case .mode: "Kind of run"
      case .command: "Commands"
      case .link: "Other runs"
      case .copy: "Second copy"
      case .plan: "Plan"
      case .output: "Output of the steps"
      }
    }
  }

  /// The first record that cannot be as it was; nil when it cannot be told.
  var record: Int?
  var rule: Rule
  var text: String
  /// Unknown is a third answer: a key that nobody vouches for proves nothing, for or against.
  let isContradiction: Bool

  init(_ rule: Rule, record: Int? = nil, isProven: Bool = true, _ text: String) {
    self.record = record
    self.rule = rule
    self.text = text
    isContradiction = isProven && rule != .trust && rule != .role
  }

  init(_ rule: Rule, _ contradiction: Contradiction) { self.init(rule, record: contradiction.record, contradiction.words) }

  var json: JSON { ["record": record.map { JSON($0) } ?? .null, "rule": .string(rule.rawValue), "text": .string(text)] }
}
