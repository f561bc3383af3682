import Glibc
import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks
import Testing

/// Signals belong to a whole process, so each of these has one of its own.
@Suite("Ctrl-C inside a run", .timeLimit(.minutes(2))) struct InterruptionTests {
  @Test("between attempts of a step that is tried again it pauses at once")
  func waiting() async {
    await #expect(processExitsWith: .exitCode(ExitCode.interrupted.rawValue)) {
      let walk = try Walk { reading("a").retry(attempts: 3, pause: .seconds(3600)) }
      let performer = ScriptedPerformer()
      performer.failures["a"] = [.exit(1)]
      performer.onStart = { _ in kill(getpid(), SIGINT) }
      let code = try walk.run(ScriptedConsole(), performer, Interruption(catching: true) { _ in })
      guard walk.log.state.status == .paused(.operator, step: nil) else { exit(20) }
      guard walk.next == "failed a: exit status 1", performer.performed == ["a 1"] else { exit(21) }
      exit(code.rawValue)
    }
  }

  @Test("once lets a reading pipeline finish, twice ends its group")
  func pipelines() async {
    await #expect(processExitsWith: .exitCode(0)) {
      var told: [String] = []
      let interruption = Interruption(catching: true) { told.append($0) }
      let resolution = CommandResolution(environment: ["PATH": "/usr/bin:/bin"], ownExecutable: "/own")
      let walk = try Walk { reading("a", "sh", ["-c", "echo ready; sleep 1; echo end"]) }
      let slow = try Walk { reading("a", "sh", ["-c", "echo ready; sleep 86353; echo end"]) }
      let once = PipelineRun(try resolution.resolve(walk.plan.steps[0].pipelines[0], outputs: [:]), timeLimit: nil)
      PipelineRun.wait([once], interruption: interruption) { if $2.starts(with: "ready".utf8) { kill(getpid(), SIGINT) } }
      guard once.outcome.isSuccess, once.outcome.output == Array("ready\nend\n".utf8) else { exit(20) }
      guard interruption.wish == .pauseAfterStep, told.count == 1 else { exit(21) }
      let twice = PipelineRun(try resolution.resolve(slow.plan.steps[0].pipelines[0], outputs: [:]), timeLimit: nil)
      PipelineRun.wait([twice], interruption: interruption) { if $2.starts(with: "ready".utf8) { kill(getpid(), SIGTERM) } }
      guard twice.outcome.ended, !twice.outcome.isSuccess, twice.outcome.output == Array("ready\n".utf8) else { exit(22) }
      guard interruption.wish == .endStep, told.count == 2 else { exit(23) }
      exit(0)
    }
  }

  @Test("a lost terminal changes nothing")
  func hangUp() async {
    await #expect(processExitsWith: .exitCode(0)) {
      let interruption = Interruption(catching: true) { _ in exit(20) }
      kill(getpid(), SIGHUP)
      for _ in 0..<50 {
        interruption.look()
        Clock.sleep(milliseconds: 2)
      }
      exit(interruption.wish == .none ? 0 : 21)
    }
  }
}
