import Runbooks

/// Many small steps that write: what the supervisor and the durable records cost.
struct StampTheLabels: Runbook {
  static let name = "stamp-the-labels"
  static let title = "Stamp the labels, one by one"
  static let section = "§3"
  static let objectives = Objectives(rto: .hours(1), rpo: .hours(24))

  let shop: Shop
  let labels: Int

  init(_ shop: Shop, labels: Int = 50) {
    self.shop = shop
    self.labels = labels
  }

  var body: [Step] {
    for label in 1...labels {
      Step("Stamp label \(String(label))", id: "label-\(label)") { Command("/bin/true", [], effect: .writes) }.idempotent
    }
  }
}
