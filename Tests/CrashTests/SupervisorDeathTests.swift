import RunbookJournal
import RunbookSystem
import Testing

#if DEBUG
  @Suite("Killed with its supervisor", .serialized) struct SupervisorDeathTests {
    /// Two ways for the executor to go on while its supervisor dies: it lives, or it dies at the record of the start.
    private static let executors: [String?] = [nil, "die@8:journal-append", "dieafter@8:journal-append"]

    @Test("a supervisor that dies at any call leaves a step that is asked about or finished, never one that runs twice")
    func everyCall() async throws {
      let clean = try CleanRun.state(.carryOver)
      let calls = try Sweep.count { number in
        try Shop.with(.carryOver) { try $0.exec(supervisorFault: "die@\(number)").code != 0 }
      }
      #expect(calls > 30)
      var cases: [(executor: String?, supervisor: String)] = []
      for number in Sweep.numbers(calls, every: 9) {
        for action in ["die", "dieafter"] {
          for executor in Sweep.isFull ? Self.executors : [Self.executors[cases.count % 3]] {
            cases.append((executor, "\(action)@\(number)"))
          }
        }
      }
      let complaints = await Workers.complaints(cases, name: { "\($0)" }) { fault in
        try Shop.with(.carryOver) { shop in
          var recovery = Recovery(shop)
          let outcome = try recovery.exec(fault: fault.executor, supervisorFault: fault.supervisor)
          // A number of the last calls may not be reached: how often a supervisor polls is not fixed.
          guard outcome.isKilled || [0, 1, 9].contains(outcome.code) else { return ["\(outcome.status): \(outcome.talk)"] }
          return try recovery.finish(like: clean)
        }
      }
      #expect(complaints == [])
    }

    @Test("in a step of several commands, a person speaks of the one in doubt: those before it never run again, those behind it run")
    func secondCommand() async throws {
      let clean = try CleanRun.state(.carryOver)
      let starts = try Sweep.count { number in try Shop.with(.carryOver) { try $0.exec(fault: "die@\(number):spawn").isKilled } }
      let cases = Sweep.numbers(starts, every: 2).flatMap { number in ["die", "dieafter"].map { "\($0)@\(number):spawn" } }
      let complaints = await Workers.complaints(cases, name: { $0 }) { fault in
        try Shop.with(.carryOver) { shop in
          var recovery = Recovery(shop)
          _ = try recovery.exec(fault: fault)
          // Whatever runs now has no supervisor that outlives its command.
          _ = try recovery.exec(supervisorFault: "die@1:exit-record")
          return try recovery.finish(like: clean)
        }
      }
      #expect(complaints == [])
    }

    @Test("an idempotent step whose supervisor dies every time is not tried for ever")
    func endlessDeath() throws {
      try Shop.with(.closeTheBooks) { shop in
        let outcome = try shop.exec(supervisorFault: "die@1:exit-record")
        #expect(outcome.code == 9, "\(outcome.talk)")
        let state = try #require(try shop.run()?.read().state)
        #expect(state.step("lock").attempts == 3)
      }
    }
  }
#endif
