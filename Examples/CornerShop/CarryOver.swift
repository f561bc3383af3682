import Runbooks

/// Carries the balance over: one step of several commands, of which a crash may find any one.
struct CarryOver: Runbook {
  static let name = "carry-over"
  static let title = "Carry the balance over"
  static let section = "§3"
  static let objectives = Objectives(rto: .minutes(5), rpo: .minutes(5))

  let shop: Shop
  let ledger = Parameter<AbsolutePath>("ledger", "The ledger file")
  let pause = Parameter<Count>("pause", "Seconds that reading it again takes", default: 0)

  init(_ shop: Shop) {
    self.shop = shop
  }

  var target: Target {
    Target("ledger:\(shop.name)", realm: .production, identity: Command("stat", ["--format=inode %i", "/"], effect: .reads))
  }

  var body: [Step] {
    Step("Carry the balance over and check it", id: "carry") {
      Command("tee", ["-a", "\(ledger)"], effect: .writes, on: target).reading("carried\n")
      Command("tee", ["-a", "\(ledger)"], effect: .writes, on: target).reading("checked\n")
      Command("sleep", ["\(pause)"], effect: .reads)
      Command("cat", ["\(ledger)"], effect: .reads)
    }
  }
}
