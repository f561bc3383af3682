import Glibc
import RunbookBase
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookExecution

@Suite(
  "A reading pipeline on another host", .enabled(if: SSHServer.isInstalled, "sshd is not installed (openssh-server)"),
  .timeLimit(.minutes(3)))
struct AwayReadingTests {
  init() { Signals.ignore(SIGPIPE) }

  private func shell(_ script: String, _ server: SSHServer, _ reach: Reach? = nil, input: String? = nil) throws -> ResolvedCommand {
    ResolvedCommand(
      executable: "sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"], input: input.map { Array($0.utf8) },
      workingDirectory: "/", away: server.connection(try reach ?? server.reach()))
  }

  private func run(_ commands: [ResolvedCommand], limit: Duration? = .seconds(30)) -> PipelineRun.Outcome {
    let run = PipelineRun(commands, timeLimit: limit)
    PipelineRun.wait([run], interruption: nil)
    return run.outcome
  }

  @Test("exit statuses are the commands' own: 0, 1 and 255 of a command are no lost connection")
  func statuses() throws {
    let server = try SSHServer()
    for code in [0, 1, 77, 255] as [Int32] {
      let outcome = run([try shell("echo out; echo err >&2; exit \(code)", server)])
      #expect(outcome.statuses == [.exited(code)] && outcome.notStarted == nil)
      #expect(outcome.output == Array("out\n".utf8) && outcome.errorOutput == Array("err\n".utf8))
    }
  }
}
