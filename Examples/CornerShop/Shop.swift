import RunbookBase
import Runbooks

/// The estate of a corner shop: one machine, one ledger file that the operator names.
struct Shop: Estate {
  let name: String
  /// Whose signatures release a gate; the shop with keys alone has one.
  var signOff: SignOff?
  var summary: String { "a corner shop with one ledger" }
  var operatorHost: Host { .here }
  var environment: [String: String] { [:] }
  var contacts: [Role: String] { [.incidentCommander: "the owner, upstairs", .restoreOperator: "whoever bakes tonight"] }
  /// The window tells the neighbours; the drill shop has nothing but a bell, and that is broken.
  var channels: [StatusChannel] {
    guard name == "shop" else { return [StatusChannel("the bell", Command("false", [], effect: .writes))] }
    return [StatusChannel("the shop window", Command("tee", ["/dev/null"], effect: .writes).reading("\(StatusChannel.text)\n"))]
  }
  /// Only the drill shop lets a file play the owner.
  var allowsAnswerFiles: Bool { name == "drill-shop" }
  var facts: JSON { ["shop": .string(name)] }
}

extension Shop {
  /// The shop whose gates are signed with SSH keys, described by a file.
  ///
  ///     {"trust": "/etc/corner-shop/trust", "keeper": "root", "quorum": 2, "exchange": "/srv/sign-off"}
  static func withKeys(_ file: JSON) throws(Problem) -> Shop {
    let folder = { (key: String) throws(Problem) -> AbsolutePath? in
      guard let text = file[key]?.stringValue else { return nil }
      return try AbsolutePath(parsing: text)
    }
    guard let trust = try folder("trust") else { throw Problem(.usage, "the shop's file names no trust folder", hint: "add \"trust\"") }
    let number = { (key: String) in file[key]?.intValue.map { Int(clamping: $0) } }
    let rule = ApprovalPolicy.Rule(
      quorum: number("quorum") ?? 1, lifetime: number("lifetime") ?? 3600, allowsBreakGlass: file["breakGlass"] == true,
      acceptsTyped: file["typed"] == true)
    return Shop(
      name: "key-shop",
      signOff: SignOff(
        trust: trust, keeper: file["keeper"] == "root" ? .root : .theOperator, policy: ApprovalPolicy(ordinary: rule, destroying: rule),
        exchange: try folder("exchange")))
  }
}
