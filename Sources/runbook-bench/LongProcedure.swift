import RunbookBase
import Runbooks

/// A procedure of any length in which every kind of step occurs: ten steps a block.
struct LongProcedure: Runbook {
  static let name = "long-procedure"
  static let title = "A procedure of many steps"
  static let section = "§0"
  static let objectives = Objectives(rto: .hours(10000), rpo: .hours(1))

  let steps: Int
  let file = Parameter<AbsolutePath>("file", "The file that every step works on")

  var body: [Step] {
    for block in 1...(steps / 10) { LongProcedure.block(block, file) }
  }

  /// Ten steps: a group, what it holds, and a decision with two arms.
  @StepsBuilder private static func block(_ number: Int, _ file: Parameter<AbsolutePath>) -> [Step] {
    let count = Output<Count>("count-\(number)")
    let name = String(number)
    Group("Block \(name)", id: "block-\(number)") {
      Step("Count the lines", id: "count") { Command("wc", ["-l", "\(file)"], effect: .reads) }.capture(count).estimate(.seconds(5))
      Check("There are lines", id: "lines", Command("grep", ["-c", "", "\(file)"], effect: .reads), .atLeast("1"))
      Step("Lock the file", id: "lock") { Command("touch", ["\(file).lock"], effect: .writes) }
        .precondition("block \(name) can be read", Probe(Command("test", ["-r", "\(file).\(name)"], effect: .reads)), remedy: "make it")
        .idempotent
      Gate("Cut \(count) lines of \(file)", id: "approve")
      Step("Cut the file", id: "cut") { Command("truncate", ["--size=0", "\(file)"], effect: .destroys("\(file)")) }.timeout(.seconds(60))
    }
    Manual("Tell the owner of \(file) that \(count) lines are gone", id: "tell-\(number)")
    Decision("How did block \(name) go?", id: "how-\(number)") {
      When("well") {
        Step("Note it", id: "note") { Command("tee", ["-a", "\(file).notes"], effect: .writes).reading("well\n") }
      }
      When("badly")
    }
    Step("Unlock the file", id: "unlock-\(number)") { Command("rm", ["-f", "\(file).lock"], effect: .writes) }
  }
}

/// Where the long procedure is planned.
struct Nowhere: Estate {
  var name: String { "bench" }
  var summary: String { "nowhere" }
  var operatorHost: Host { .here }
  var environment: [String: String] { [:] }
  var contacts: [Role: String] { [:] }
  var allowsAnswerFiles: Bool { false }
  var facts: JSON { .null }
}
