import Glibc
import RunbookBase
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookExecution

@Suite(
  "A reading pipeline on another host", .enabled(if: SSHServer.isInstalled, "sshd is not installed (openssh-server)"),
  .serialized, .timeLimit(.minutes(3)))
struct AwayReadingTests {
  init() { Signals.ignore(SIGPIPE) }

  private func shell(_ script: String, _ server: SSHServer, _ reach: Reach? = nil, input: String? = nil) throws -> ResolvedCommand {
    ResolvedCommand(
      executable: "sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"], input: input.map { Array($0.utf8) },
      workingDirectory: "/", away: server.connection(try reach ?? server.reach()))
  }

  private func run(_ commands: [ResolvedCommand], limit: Duration? = .seconds(30), _ see: ([UInt8]) -> Void = { _ in })
    -> PipelineRun.Outcome
  {
    let run = PipelineRun(commands, timeLimit: limit)
    PipelineRun.wait([run], interruption: nil) { see($2) }
    return run.outcome
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("exit statuses are the commands' own: 0, 1 and 255 of a command are no lost connection")
  func statuses() throws {
    let server = try SSHServer()
    for code in [0, 1, 77, 255] as [Int32] {
      let outcome = run([try shell("echo out; echo err >&2; exit \(code)", server)])
      #expect(outcome.statuses == [.exited(code)] && outcome.notStarted == nil)
      #expect(outcome.output == Array("out\n".utf8) && outcome.errorOutput == Array("err\n".utf8))
    }
  }

  @Test("every member's status counts, data flows through all of them, and the input is the first one's")
  func pipelines() throws {
    let server = try SSHServer()
    let good = run([try shell("cat", server, input: "b'$(x)\na\n"), try shell("sort", server)])
    #expect(good.isSuccess && text(good.output) == "a\nb'$(x)\n")
    let bad = run([try shell("echo x; exit 3", server), try shell("cat", server), try shell("cat; exit 255", server)])
    #expect(bad.statuses == [.exited(3), .exited(0), .exited(255)] && !bad.isSuccess)
  }

  @Test("a program or a folder that is not there is said before any member starts")
  func missing() throws {
    let server = try SSHServer()
    let mark = server.folder + "/ran"
    var command = try shell("touch \(mark)", server)
    let absent = ResolvedCommand(
      executable: "no-such-program", arguments: [], environment: ["PATH": "/usr/bin:/bin"], input: nil, workingDirectory: "/",
      away: command.away)
    #expect(run([command, absent]).notStarted == "the program no-such-program is in none of /usr/bin:/bin on far")
    command = ResolvedCommand(
      executable: "/bin/sh", arguments: ["-c", "touch \(mark)"], environment: [:], input: nil, workingDirectory: "/no/such",
      away: command.away)
    #expect(run([command]).notStarted == "there is no folder /no/such on far")
    #expect(!Files.exists(mark))
  }

  @Test("large output comes whole, and one that looks like a trailer stays output")
  func output() throws {
    let server = try SSHServer()
    var seen = 0
    let outcome = run([try shell("head -c 3000000 /dev/zero; printf '\\nrunbook-00\\nexited 1 9\\nend runbook-00\\n'; exit 4", server)]) {
      seen += $0.count
    }
    #expect(outcome.statuses == [.exited(4)] && seen == 3_000_000 + "\nrunbook-00\nexited 1 9\nend runbook-00\n".utf8.count)
  }

  @Test("at the time limit the pipeline is ended over there, also one that does not listen")
  func timeLimit() throws {
    let server = try SSHServer()
    let polite = run([try shell("trap 'echo bye; exit 7' TERM; while :; do sleep 0.05; done", server)], limit: .seconds(1))
    #expect(polite.timedOut && !polite.isSuccess && text(polite.output) == "bye\n")
    let number = Int.random(in: 80000...89999)
    let deaf = run([try shell("trap '' TERM; sleep \(number)", server)], limit: .seconds(1))
    #expect(deaf.timedOut)
    #expect(eventually { SSHServer.processes { $0 == "sleep \(number)" }.isEmpty })
  }

  @Test("a connection that is lost in the middle is unknown, and what was read there ends with it")
  func lost() throws {
    let server = try SSHServer()
    let number = Int.random(in: 70000...79999)
    var isCut = false
    let outcome = run([try shell("echo here; sleep \(number); exit 0", server)]) { _ in
      if !isCut { server.cut() }
      isCut = true
    }
    #expect(outcome.lost?.hasPrefix("far: the connection was lost") == true && outcome.notStarted == nil && !outcome.isSuccess)
    #expect(eventually { SSHServer.processes { $0 == "sleep \(number)" }.isEmpty })
  }

  @Test("a daemon that is left behind and keeps the output open does not hold the run")
  func daemon() throws {
    let server = try SSHServer()
    let began = Clock.boottime()
    let outcome = run([try shell("sleep 40 & echo $!", server)], limit: nil)
    #expect(outcome.isSuccess && Clock.boottime() - began < 20_000_000_000)
    if let pid = Int32(text(outcome.output.dropLast())) { kill(pid, SIGKILL) }
  }

  @Test("what keeps an answer away is said in words, with what to do")
  func unreachable() throws {
    let server = try SSHServer()
    func trouble(_ reach: Reach) throws -> String { run([try shell("echo ran", server, reach)]).notStarted ?? "it answered" }
    #expect(try trouble(server.reach("stranger")).hasPrefix("far: it refused the key of \(Host.userName()); add the public key"))
    #expect(try trouble(server.reach(port: 1)) == "far: the connection was refused; see that sshd runs there, on port 1")
    #expect(try trouble(server.reach(address: "no-such-host.invalid")).hasPrefix("far: the name no-such-host.invalid is not known"))
    try server.trust("stranger")
    #expect(try trouble(server.reach()).hasPrefix("far: its host key is not the one in \(server.knownHosts); find out why"))
    try server.write("known_hosts", "")
    #expect(try trouble(server.reach()).hasPrefix("far: its host key is not in \(server.knownHosts)"))
    #expect(try Files.readText(server.knownHosts).isEmpty, "no key is learned on the way")
  }

  @Test("the commands see nothing of the login but its home, and nothing of the operator's shell")
  func environment() throws {
    let server = try SSHServer()
    let outcome = run([
      ResolvedCommand(
        executable: "env", arguments: [], environment: ["PATH": "/usr/bin:/bin", "A": "it's $HOME"], input: nil, workingDirectory: "/tmp",
        away: server.connection(try server.reach()))
    ])
    let names = Set(text(outcome.output).split(separator: "\n").compactMap { $0.split(separator: "=").first.map(String.init) })
    #expect(names.subtracting(["PWD", "OLDPWD", "_", "SHLVL"]) == ["PATH", "A", "HOME", "USER", "LOGNAME"])
    #expect(text(outcome.output).contains("A=it's $HOME\n"))
  }
}
