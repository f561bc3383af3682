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
      for number in Sweep.numbers(calls, every: 5) {
        for action in ["die", "dieafter"] {
          for executor in Sweep.isFull ? Self.executors : [Self.executors[cases.count % 3]] {
            cases.append((executor, "\(action)@\(number)"))
          }
        }
      }
      let complaints = await Workers.complaints(cases, name: { "\($0)" }) { fault in
        try Shop.with(.carryOver) { shop in
          var recovery = Recovery(shop)
          _ = try recovery.exec(fault: fault.executor, supervisorFault: fault.supervisor)
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
