import RunbookJournal
import RunbookSystem
import Testing

#if DEBUG
  @Suite("Every operation of the executor", .serialized) struct OperationTests {
    /// Ends that a broken file operation may lead to: failed, refused, in doubt, not readable, not recorded; never a crash.
    private static let ends: Set<Int32> = [0, 1, 2, 5, 9, 10, 11, 12]

    @Test("whatever call of the executor fails or kills it, once, the run comes to the same end")
    func everyCall() async throws {
      let clean = try CleanRun.state(.carryOver)
      let calls = try Sweep.count { number in try Shop.with(.carryOver) { try $0.exec(fault: "die@\(number)").isKilled } }
      #expect(calls > 200)
      var cases: [String] = []
      for (index, action) in ["die", "dieafter", "enospc", "eio", "short"].enumerated() {
        // Each action takes other calls of the sweep, so that together they see many.
        cases += Sweep.numbers(calls, every: 40).map { "\(action)@\(min(calls, $0 + (Sweep.isFull ? 0 : index * 8)))" }
      }
      let complaints = await Workers.complaints(cases, name: { $0 }) { fault in
        try Shop.with(.carryOver) { shop in
          var recovery = Recovery(shop)
          let outcome = try recovery.exec(fault: fault)
          var complaints: [String] = []
          if !outcome.isKilled && !Self.ends.contains(outcome.code) { complaints.append("\(outcome.status): \(outcome.talk)") }
          complaints += try recovery.finish(like: clean)
          return complaints
        }
      }
      #expect(complaints == [])
    }

    @Test(
      "the calls that matter most are tried one by one",
      arguments: ["spawn", "rename", "mkdir", "fsync", "ftruncate", "pidfd_open"]
        + (Sweep.isFull ? ["fdatasync", "flock", "fallocate", "pipe"] : []))
    func named(operation: String) async throws {
      let clean = try CleanRun.state(.carryOver)
      let calls = try Sweep.count { number in try Shop.with(.carryOver) { try $0.exec(fault: "die@\(number):\(operation)").isKilled } }
      let cases = Sweep.numbers(calls, every: 9).flatMap { number in ["die", "dieafter", "eio"].map { "\($0)@\(number):\(operation)" } }
      let complaints = await Workers.complaints(cases, name: { $0 }) { fault in
        try Shop.with(.carryOver) { shop in
          var recovery = Recovery(shop)
          let outcome = try recovery.exec(fault: fault)
          guard outcome.isKilled || Self.ends.contains(outcome.code) else { return ["\(outcome.status): \(outcome.talk)"] }
          return try recovery.finish(like: clean)
        }
      }
      #expect(complaints == [])
    }

    @Test(
      "a log that cannot be written stops the run with 11, keeps what has happened, and lets it go on later",
      arguments: ["enospc", "eio"], ["journal-append", "journal-sync"])
    func logUnwritable(action: String, operation: String) async throws {
      let clean = try CleanRun.state(.closeTheBooks)
      let numbers = Sweep.numbers(clean.recordCount - 1, every: 10)
      let complaints = await Workers.complaints(numbers, name: { "\(action)@\($0):\(operation)+" }) { number in
        try Shop.with(.closeTheBooks) { shop in
          var recovery = Recovery(shop)
          let outcome = try recovery.exec(fault: "\(action)@\(number):\(operation)+")
          let complaints = outcome.code == 11 ? [] : ["\(outcome.status): \(outcome.talk)"]
          return try complaints + recovery.finish(like: clean)
        }
      }
      #expect(complaints == [])
    }

    @Test("a disk that is full once costs the ballast and no record: what runs is recorded, nothing new is started")
    func fullOnce() async throws {
      let clean = try CleanRun.state(.closeTheBooks)
      let numbers = Sweep.numbers(clean.recordCount - 1, every: 8)
      let complaints = await Workers.complaints(numbers, name: { "enospc@\($0)" }) { number in
        try Shop.with(.closeTheBooks) { shop in
          var recovery = Recovery(shop)
          let outcome = try recovery.exec(fault: "enospc@\(number):journal-append")
          var complaints: [String] = []
          if ![0, 11].contains(outcome.code) { complaints.append("\(outcome.status): \(outcome.talk)") }
          // Of two steps side by side the first may be intended when the second is refused; nothing of it has run.
          let state = try shop.run()?.read().state
          let open = state?.steps.filter { if case .running = $0.value.status { true } else { false } } ?? [:]
          if !open.isEmpty { complaints.append("no outcome for \(open.keys)") }
          return try complaints + recovery.finish(like: clean)
        }
      }
      #expect(complaints == [])
    }
  }
#endif
