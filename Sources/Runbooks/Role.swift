/// A role of seed §6.1; authority follows the role, not the person.
public enum Role: String, Sendable, CaseIterable, CustomStringConvertible {
  /// Declares, decides, signs off and ends the incident.
  case incidentCommander = "incident-commander"
  /// Executes the restore steps.
  case restoreOperator = "restore-operator"
  /// Owns the status page and customer updates.
  case commsLead = "comms-lead"
  /// Keeps the record.
  case scribe

  /// The role as people say it.
  public var description: String {
    switch self {
    case .incidentCommander: "Incident Commander"
    case .restoreOperator: "Restore Operator"
    case .commsLead: "Comms Lead"
    case .scribe: "Scribe"
    }
  }
}
