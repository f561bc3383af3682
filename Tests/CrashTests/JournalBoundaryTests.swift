import RunbookJournal
import RunbookSystem
import Testing

#if DEBUG
  @Suite("Killed at every record", .serialized) struct JournalBoundaryTests {
    @Test("killed before or after any record, the run resumes to the same end and runs nothing twice")
    func everyBoundary() async throws {
      let clean = try CleanRun.state(.closeTheBooks)
      // The first record is not appended: it comes with the folder.
      let boundaries = clean.recordCount - 1
      let cases = (1...boundaries).flatMap { ["die@\($0):journal-append", "dieafter@\($0):journal-append"] }
      let complaints = await Workers.complaints(cases, name: { $0 }) { fault in
        try Shop.with(.closeTheBooks) { shop in
          var recovery = Recovery(shop)
          guard try recovery.exec(fault: fault).isKilled else { return ["it was not killed"] }
          return try recovery.finish(like: clean) + (recovery.doubts + recovery.retries == 0 ? [] : ["a person had to help"])
        }
      }
      #expect(complaints == [])
      #expect(boundaries > 30)
    }

    @Test("killed while a person ends the run, it stays declined or aborted, is sealed, and starts nothing any more")
    func ended() async throws {
      let cases: [Ending] = try [Ending(.declined, answers: ["approve": "no"]), Ending(.aborted, answers: ["once": "abort"])].flatMap {
        try $0.boundaries()
      }
      let complaints = await Workers.complaints(cases, name: { $0.fault }) { try $0.complaints() }
      #expect(complaints == [])
      #expect(cases.count > 12)
    }

    @Test("the resume may be killed, too, at any of its first records, twice in a row")
    func crashDuringRecovery() async throws {
      let clean = try CleanRun.state(.closeTheBooks)
      let first = Sweep.numbers(clean.recordCount - 1, every: 10)
      let cases = first.flatMap { first in (1...4).map { [first, $0, max(1, ($0 + first) % 4)] } }
      let complaints = await Workers.complaints(cases, name: { "killed at \($0)" }) { deaths in
        try Shop.with(.closeTheBooks) { shop in
          var recovery = Recovery(shop)
          for death in deaths where try !recovery.isSealed() {
            // A death that comes after the end of the run is none.
            let outcome = try recovery.exec(fault: "die@\(death):journal-append")
            guard outcome.isKilled || outcome.code == 0 else { return ["\(outcome.status): \(outcome.talk)"] }
          }
          return try recovery.finish(like: clean) + (recovery.doubts + recovery.retries == 0 ? [] : ["a person had to help"])
        }
      }
      #expect(complaints == [])
    }

    @Test("a record that was written in part is cut and kept aside, wherever the executor dies")
    func tornEverywhere() async throws {
      let clean = try CleanRun.state(.closeTheBooks)
      let complaints = await Workers.complaints(Sweep.numbers(clean.recordCount - 1, every: 6), name: { "torn at \($0)" }) { number in
        try Shop.with(.closeTheBooks) { shop in
          var recovery = Recovery(shop)
          // The write that goes on after a short one is a call of its own.
          let fault = "short@\(number):journal-append,die@\(number + 1):journal-append"
          guard try recovery.exec(fault: fault).isKilled else { return ["it was not killed"] }
          guard let run = try shop.run(), try run.read().tail != .clean else { return ["the log is not torn"] }
          let complaints = try recovery.finish(like: clean)
          return try run.read().state.recoveredTails.count == 1 ? complaints : complaints + ["no record tells of the cut"]
        }
      }
      #expect(complaints == [])
    }
  }

  /// A run that a person ends, killed somewhere near that end.
  private struct Ending {
    let outcome: RunOutcome
    let answers: [String]
    var fault = ""

    init(_ outcome: RunOutcome, answers: [String: String]) {
      self.outcome = outcome
      self.answers = answers.map { Answers.answer($0.key, $0.value) } + Answers.usual
    }

    /// The same, killed before and after each of the last records.
    func boundaries() throws -> [Ending] {
      let records = try inShop { shop, _ in
        _ = try shop.exec(answers: answers)
        return try shop.run()?.read().state.recordCount ?? 0
      }
      return (max(1, records - 5)...(records - 1)).flatMap { number in
        ["die", "dieafter"].map { action in
          var copy = self
          copy.fault = "\(action)@\(number):journal-append"
          return copy
        }
      }
    }

    /// A line that stands there already makes the check of the total fail.
    private func inShop<Result>(_ body: (Shop, Int) throws -> Result) throws -> Result {
      try Shop.with(.closeTheBooks) { shop in
        if outcome == .aborted { try Files.writeDurably(Array("total\n".utf8), to: shop.ledger) }
        return try body(shop, outcome == .aborted ? 2 : 0)
      }
    }

    func complaints() throws -> [String] {
      try inShop { shop, totals in
        guard try shop.exec(answers: answers, fault: fault).isKilled, let run = try shop.run() else { return ["it was not killed"] }
        var ends: [Int32] = []
        for _ in 0..<4 where try !run.read().isSealed { ends.append(try shop.exec(resume: true, answers: answers).code) }
        let state = try run.read().state
        var complaints = try shop.lines().filter { $0 == "total" }.count == totals ? [] : ["the ledger is \(try shop.lines())"]
        if state.outcome != outcome { complaints.append("it is \(state.status) after \(ends)") }
        // The lock is still owed in both.
        if !ends.allSatisfy({ $0 == (outcome == .declined ? 7 : 15) }) { complaints.append("the resumes ended with \(ends)") }
        if state.openObligations.count != 1 { complaints.append("owed: \(state.openObligations)") }
        return complaints
      }
    }
  }
#endif
