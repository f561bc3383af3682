import Runbooks

/// Closes the day in a ledger: every kind of step in one small procedure.
struct CloseTheBooks: Runbook {
  static let name = "close-the-books"
  static let title = "Close the day's books"
  static let section = "§1"
  static let objectives = Objectives(rto: .minutes(30), rpo: .minutes(5))

  let shop: Shop
  let ledger = Parameter<AbsolutePath>("ledger", "The ledger file")
  let pause = Parameter<Count>("pause", "Seconds that writing the total takes", default: 0)
  let lines = Output<Count>("lines")

  init(_ shop: Shop) {
    self.shop = shop
  }

  var target: Target {
    Target("ledger:\(shop.name)", realm: .production, identity: Command("stat", ["--format=inode %i", "/"], effect: .reads))
  }

  var preconditions: [Precondition] {
    Precondition("the ledger is there", Probe(Command("test", ["-f", "\(ledger)"], effect: .reads)), remedy: "create it: touch \(ledger)")
  }

  var body: [Step] {
    Step("Count the entries", id: "count") {
      Command("cat", ["\(ledger)"], effect: .reads).piped(to: Command("wc", ["-l"], effect: .reads))
    }
    .capture(lines)

    Step("Lock the ledger", id: "lock") { Command("touch", ["\(ledger).lock"], effect: .writes, on: target) }
      .owes("remove the lock", settledBy: Command("rm", ["-f", "\(ledger).lock"], effect: .writes, on: target))
      .idempotent

    Decision("How did the day go, with \(lines) entries?", id: "day") {
      When("as usual")
      When("badly") { Manual("Look into the till and write down what is in it", id: "till") }
    }

    Gate("Write the total below \(lines) entries of \(ledger)", id: "approve")

    Step("Write the total", id: "total") {
      Command("sleep", ["\(pause)"], effect: .writes, on: target)
      Command("tee", ["-a", "\(ledger)"], effect: .destroys("the open end of \(ledger)"), on: target).reading("total\n")
    }

    Concurrently("Check the books", id: "checks") {
      Check("The total stands once", id: "once", Command("grep", ["-c", "^total$", "\(ledger)"], effect: .reads), .equals("1"))
      Check("The ledger can be read", id: "readable", Command("test", ["-r", "\(ledger)"], effect: .reads), .succeeds)
    }

    Step("Sign the books", id: "sign") {
      Command("tee", ["-a", "\(ledger)"], effect: .writes, on: target).reading("signed\n")
    }
    .inDoubt(Probe(Command("grep", ["-c", "^signed$", "\(ledger)"], effect: .reads), .equals("1")))
  }
}
