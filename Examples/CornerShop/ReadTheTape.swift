import Runbooks

/// Reads out a tape of any length, once by a step that only reads and once by one that writes: what output costs.
struct ReadTheTape: Runbook {
  static let name = "read-the-tape"
  static let title = "Read the till's tape"
  static let section = "§4"
  static let objectives = Objectives(rto: .hours(8), rpo: .hours(24))

  let shop: Shop
  let tape = Parameter<AbsolutePath>("tape", "The tape")
  let bytes = Parameter<Count>("bytes", "How much of it to read", default: 1000)

  init(_ shop: Shop) {
    self.shop = shop
  }

  var body: [Step] {
    Step("Read the tape", id: "read") { Command("head", ["-c", "\(bytes)", "\(tape)"], effect: .reads) }
    Step("Read it once more, under a supervisor", id: "supervised") { Command("head", ["-c", "\(bytes)", "\(tape)"], effect: .writes) }
      .idempotent
  }
}
