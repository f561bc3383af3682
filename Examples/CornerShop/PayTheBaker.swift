import Runbooks

/// Pays the baker: the code of the till is a secret, so it reaches the command by its environment alone.
struct PayTheBaker: Runbook {
  static let name = "pay-the-baker"
  static let title = "Pay the baker"
  static let section = "§5"
  static let objectives = Objectives(rto: .minutes(10), rpo: .minutes(5))

  let shop: Shop
  let code = Secret("till-code", variable: "TILL_CODE")

  init(_ shop: Shop) {
    self.shop = shop
  }

  var body: [Step] {
    Step("Open the till", id: "open") {
      Command("printenv", ["RUNBOOK_IDEMPOTENCY_KEY"], effect: .reads).environment("TILL_CODE", code)
    }
    Manual("Give the baker what is owed", id: "pay")
  }
}
