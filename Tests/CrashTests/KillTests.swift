import RunbookJournal
import RunbookSystem
import Testing

/// The same with a real kill -9 from outside, while a slow command runs.
@Suite("Killed from outside", .serialized) struct KillTests {
  /// The processes of a step's first command, as its folder names them.
  private struct Attempt {
    let supervisor: Int32
    let member: Int32
  }

  /// Starts the books, waits for the slow command, and kills the executor.
  private func kill(_ shop: Shop) throws -> Attempt {
    let request = try shop.request(resume: false)
    let child = try Child.spawn(
      SpawnRequest(executable: request.executable, arguments: [request.executable] + request.arguments, environment: request.environment))
    var found: Attempt?
    let isRunning = try eventually {
      guard let run = try shop.run() else { return false }
      guard let text = try? Files.readText(run.outputPath + "/5-total.1.1/exit.pending") else { return false }
      let pids = ["supervisor", "member"].compactMap { role in
        text.split(separator: "\n").first { $0.hasPrefix(role) }?.split(whereSeparator: { " =:".contains($0) }).dropFirst().first
      }.compactMap { Int32($0) }
      if pids.count == 2 { found = Attempt(supervisor: pids[0], member: pids[1]) }
      return found != nil
    }
    child.signal(9)
    #expect(child.wait() == .signaled(9))
    #expect(isRunning)
    return try #require(found)
  }

  private func send(_ signal: Int32, to pid: Int32) throws {
    let start = try #require(Host.processStartTime(pid))
    #expect(Signals.send(signal, to: pid, startTime: start))
  }

  @Test("the second operator is told that the step still runs, a third one that the run is busy; its exit code is adopted")
  func executorOnly() throws {
    let clean = try CleanRun.state(.closeTheBooks)
    try Shop.with(.closeTheBooks, pause: 3) { shop in
      let attempt = try kill(shop)
      #expect(Host.processStartTime(attempt.supervisor) != nil)
      #expect(shop.supervisors().count == 1)
      let outcomes = try Subprocess.runAll([shop.request(resume: true), shop.request(resume: true)]).map { try $0.get() }
      #expect(Set(outcomes.map(\.status)) == [.exited(0), .exited(8)])
      let talk = outcomes.map { String(decoding: $0.errorOutput, as: UTF8.self) }.joined()
      #expect(talk.contains("step 5 is still running from the earlier session; it is not started twice"))
      let state = try #require(try shop.run()?.read().state)
      #expect(state.step("total").attempts == 1)
      #expect(state.step("total").ending?.late == true)
      var observer = Observer(shop)
      try observer.lookAtTheEnd(like: clean)
      #expect(observer.complaints == [])
    }
  }

  @Test("a step that fails while nobody watches has failed when the next one looks")
  func failsUnwatched() throws {
    let clean = try CleanRun.state(.closeTheBooks)
    try Shop.with(.closeTheBooks, pause: 30) { shop in
      let attempt = try kill(shop)
      try send(15, to: attempt.member)
      let outcome = try shop.exec(resume: true)
      #expect(outcome.code == 1)
      #expect(outcome.talk.contains("ended by signal 15"))
      #expect(try shop.lines() == ["one", "two"])
      #expect(try #require(try shop.run()?.read().state).step("total").attempts == 1)
      _ = clean
    }
  }

  @Test("killed with its supervisor, the step is waited for while it lives, then in doubt, and a person is asked")
  func both() throws {
    let clean = try CleanRun.state(.closeTheBooks)
    try Shop.with(.closeTheBooks, pause: 2) { shop in
      let attempt = try kill(shop)
      try send(9, to: attempt.supervisor)
      var recovery = Recovery(shop)
      let outcome = try recovery.exec()
      #expect(outcome.code == 9)
      #expect(outcome.talk.contains("it is not started twice"))
      #expect(outcome.talk.contains("a person must say what happened to step 5"))
      #expect(try shop.lines() == ["one", "two"])
      #expect(try recovery.finish(like: clean) == [])
      #expect(recovery.doubts == 1)
      #expect(try #require(try shop.run()?.read().state).outcome == .completedWithExceptions)
    }
  }
}
