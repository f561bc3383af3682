import RunbookBase
import Runbooks

/// The estate of a corner shop: one machine, one ledger file that the operator names.
struct Shop: Estate {
  let name: String
  var summary: String { "a corner shop with one ledger" }
  var operatorHost: Host { .here }
  var environment: [String: String] { [:] }
  var contacts: [Role: String] { [.incidentCommander: "the owner"] }
  /// Only the drill shop lets a file play the owner.
  var allowsAnswerFiles: Bool { name == "drill-shop" }
  var facts: JSON { ["shop": .string(name)] }
}
