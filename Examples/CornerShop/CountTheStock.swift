import Runbooks

/// Many small steps that only read: what the engine itself costs.
struct CountTheStock: Runbook {
  static let name = "count-the-stock"
  static let title = "Count the stock, shelf by shelf"
  static let section = "§2"
  static let objectives = Objectives(rto: .hours(8), rpo: .hours(24))

  let shop: Shop
  let shelves: Int

  init(_ shop: Shop, shelves: Int = 1000) {
    self.shop = shop
    self.shelves = shelves
  }

  var body: [Step] {
    for shelf in 1...shelves {
      Step("Count shelf \(String(shelf))", id: "shelf-\(shelf)") { Command("/bin/true", [], effect: .reads) }
    }
  }
}
