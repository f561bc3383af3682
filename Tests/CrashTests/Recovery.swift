import RunbookBase
import RunbookJournal
import RunbookSystem

/// Brings a disturbed run to its end, as patient people would: resume, look, answer, resume.
struct Recovery {
  let shop: Shop
  var observer: Observer
  /// How often the program asked what became of a step.
  private(set) var doubts = 0
  /// How often a person chose to try a failed step again.
  private(set) var retries = 0
  /// The step that a person finished by hand.
  private var byHand: String?

  init(_ shop: Shop) {
    self.shop = shop
    observer = Observer(shop)
  }

  /// One start of the program, watched; the program is resumed when there is a run.
  mutating func exec(answers: [String] = Answers.usual, fault: String? = nil, supervisorFault: String? = nil) throws -> Shop.Outcome {
    let resume = try shop.run() != nil
    let outcome = try shop.exec(resume: resume, answers: answers, fault: fault, supervisorFault: supervisorFault)
    try observer.look(after: outcome)
    return outcome
  }

  /// Whether nothing is left to do.
  func isSealed() throws -> Bool {
    guard let run = try shop.run() else { return false }
    return try run.read().isSealed
  }

  /// Resumes until the run is sealed; what a person must say comes from a look at the ledger.
  mutating func finish(like clean: RunState, rounds: Int = 8) throws -> [String] {
    var extra: [String] = []
    var story: [String] = []
    for _ in 0..<rounds where try !isSealed() {
      let outcome = try exec(answers: Answers.usual + extra)
      story.append("\(outcome.status)")
      extra = []
      switch outcome.code {
      // The only approval in the file was given to the first of two questions.
      case 0, 6: continue
      case 9: extra = [try settleDoubt(outcome.talk)]
      case 1: extra = [try settleFailure(outcome.talk)]
      default: throw Complaint("resume ended with \(outcome.status): \(outcome.talk)")
      }
    }
    if try isSealed() {
      try observer.lookAtTheEnd(like: clean, byHand: byHand)
    } else {
      observer.complain("not over after \(story)")
    }
    return observer.complaints
  }

  /// What a person says of the command in doubt who looks at the ledger and not at the program.
  private mutating func settleDoubt(_ talk: String) throws -> String {
    guard case .paused(.inDoubt, let step?)? = try shop.run()?.read().state.status else { throw Complaint("exit 9 without a doubt") }
    doubts += 1
    let lines = try shop.lines()
    let isSecond = talk.contains("command 2")
    let isDone =
      switch step {
      case "total": isSecond && lines.contains("total")
      case "carry": lines.contains(isSecond ? "checked" : "carried")
      case "settle/remove-the-lock": !Files.exists(shop.lock)
      default: throw Complaint("\(step) is in doubt, though it says how to find out")
      }
    return Answers.answer(step, isDone ? "done" : "not-done")
  }

  /// A person tries a failed step again, unless a half of it is there already: then the other half is done by hand.
  private mutating func settleFailure(_ talk: String) throws -> String {
    guard case .paused(.failedStep, let step?)? = try shop.run()?.read().state.status else {
      throw Complaint("exit 1, but not at a failed step: \(talk)")
    }
    retries += 1
    guard step == "carry", try shop.lines().contains("carried") else { return Answers.answer(step, "retry") }
    byHand = step
    if try !shop.lines().contains("checked") {
      try Files.writeDurably(Files.read(shop.ledger) + Array("checked\n".utf8), to: shop.ledger)
    }
    return Answers.answer(step, "done")
  }
}

/// A run that nobody disturbs.
enum CleanRun {
  static func state(_ procedure: Shop.Procedure) throws -> RunState {
    try Shop.with(procedure) { shop in
      let outcome = try shop.exec()
      guard outcome.code == 0, let run = try shop.run() else {
        throw Complaint("the clean run ended with \(outcome.status): \(outcome.talk)")
      }
      guard try shop.lines() == procedure.lines else { throw Complaint("the clean run wrote \(try shop.lines())") }
      return try run.read().state
    }
  }
}
