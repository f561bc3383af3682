public import RunbookBase

/// The typed description of one environment: the places that a runbook's commands act on.
///
/// A team conforms its own struct, with its databases, clusters and buckets as properties.
public protocol Estate: Sendable {
  /// The name given to `--estate`.
  var name: String { get }
  /// One line that is always shown, such as `Print-Flow-360, production`.
  var summary: String { get }
  /// Where the commands of a step run unless it says otherwise.
  var operatorHost: Host { get }
  /// Variables that every command of this estate sees, beside the fixed allow-list; never secrets.
  var environment: [String: String] { get }
  /// Who may be asked, by role; kept offline too (seed §6.2).
  var contacts: [Role: String] { get }
  /// Whether an answer file may play the Incident Commander: in a lab alone.
  var allowsAnswerFiles: Bool { get }
  /// The ways to tell those outside how things stand; none by default.
  var channels: [StatusChannel] { get }
  /// Where every record of a run is copied to; nowhere by default.
  var recordCopy: CopyPlace? { get }
  /// Everything about the estate that an approval must be bound to.
  var facts: JSON { get }
  /// Whose signatures release a gate; nil where a word typed at the operator's terminal does.
  var signOff: SignOff? { get }
}

extension Estate {
  /// No keys: gates are signed off at the operator's terminal.
  public var signOff: SignOff? { nil }
}

extension Estate {
  /// An estate without channels: messages are posted by hand.
  public var channels: [StatusChannel] { [] }
  /// An estate whose records are kept in one place.
  public var recordCopy: CopyPlace? { nil }
}

/// A machine on which commands run.
public struct Host: Hashable, Sendable {
  /// The name shown in plans.
  public let name: String
  /// How commands get there; without it a person does by hand what runs there.
  public let reach: Reach?

  /// A host, and how it is reached unless it is the one on which `runbook` was started.
  public init(_ name: String, over reach: Reach? = nil) {
    self.name = name
    self.reach = reach
  }

  /// The machine on which `runbook` was started.
  public static let here = Host("localhost")
}
