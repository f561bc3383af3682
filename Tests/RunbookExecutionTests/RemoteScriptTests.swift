import RunbookBase
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookExecution

/// The scripts by themselves, read by the shells that hosts have; no connection.
@Suite("The scripts for another host", .timeLimit(.minutes(2))) struct RemoteScriptTests {
  /// Those that are installed here; `lab install test` brings all three.
  static let shells = ["dash", "bash", "busybox"].filter { !place($0).isEmpty }

  /// Reads a script as a host does whose `/bin/sh` is that shell; nil where the shell is not installed.
  private func answer(_ script: String, _ shell: String, home: String) throws -> RemoteReply? {
    let path = home + "/bin"
    if !Files.exists(path) {
      try Files.makeDirectory(path)
      let programs = shell == "busybox" ? ["sh"] + Self.applets : ["sh"]
      for program in programs { _ = try Subprocess.run("/bin/ln", ["-s", Self.place(shell), "\(path)/\(program)"]) }
    }
    // The scripts name /bin/sh; here that is the shell under test.
    let text = script.split(separator: "/bin/sh", omittingEmptySubsequences: false).joined(separator: "\(path)/sh")
    let outcome = try Subprocess.run(
      path + "/sh", ["-s"], environment: ["PATH": path + ":/usr/bin:/bin", "HOME": home], input: Array(text.utf8), timeLimitSeconds: 30)
    #expect(outcome.errorOutput.isEmpty, "\(String(decoding: outcome.errorOutput, as: UTF8.self))")
    return RemoteReply(outcome.output, mark: "m")
  }

  private static let applets = [
    "setsid", "env", "cat", "head", "tail", "wc", "tr", "sed", "mkdir", "rmdir", "mv", "ln", "readlink", "sync", "date", "sleep", "rm",
  ]

  private static func place(_ shell: String) -> String {
    ["/bin/\(shell)", "/usr/bin/\(shell)"].first { Files.exists($0) } ?? ""
  }

  private func command(_ arguments: [String], _ program: String = "printf", input: String? = nil) -> ResolvedCommand {
    ResolvedCommand(
      executable: program, arguments: arguments, environment: ["PATH": "/usr/bin:/bin", "A": "it's\n$(x) `y` \\ \"z\""],
      input: input.map { Array($0.utf8) }, workingDirectory: "/")
  }

  /// Starts it and looks until it has ended.
  private func run(_ commands: [ResolvedCommand], _ shell: String, limit: Int? = 20, home: String) throws -> RemoteReply {
    let place = RemotePlace(folder: nil, run: "run", name: "1-step.1.aa")
    var reply = try #require(
      try answer(RemoteScript.start(RemotePipeline(commands: commands), place, limit: limit, mark: "m"), shell, home: home))
    while [.state(.running), .state(.begun)].contains(reply.answer) {
      reply = try #require(try answer(RemoteScript.look(place, from: .start, patience: 2, mark: "m"), shell, home: home))
    }
    return reply
  }

  @Test("words arrive byte for byte, whatever a shell would make of them", arguments: shells)
  func words(shell: String) throws {
    try withScratch { (home: String) throws in
      let words = [
        "", " ", "it's", "a  b", "$(touch \(home)/bad)", "`touch \(home)/bad`", ";touch \(home)/bad", "&& false", "*", "~", "\\", "\\n",
        "\"",
        "''", "new\nline", "\ttab", "-n", "--", "!!", "#", "\u{1}\u{7F}", "äöü €", "\u{81}\u{82}\u{88}\u{FF}", "<>|&", "${HOME}", "%s",
      ]
      let reply = try run([command(["<%s>"] + words)], shell, home: home)
      #expect(reply.answer == .state(.exited) && reply.record?.statuses == [1: 0])
      #expect(String(decoding: reply.output, as: UTF8.self) == words.map { "<\($0)>" }.joined())
      #expect(!Files.exists(home + "/bad"))
    }
  }

  @Test("the environment and the input arrive too, and every member's status", arguments: shells)
  func pipeline(shell: String) throws {
    try withScratch { (home: String) throws in
      let input = "one 'two' $(three)\n\\four"
      let reply = try run(
        [
          command(["-c", "cat; printf '%s' \"$A\"; exit 3"], "sh", input: input), command([], "cat"),
          command(["-c", "cat; echo oops >&2; kill -9 $$"], "sh"),
        ], shell, home: home)
      #expect(reply.record?.statuses == [1: 3, 2: 0, 3: 137])
      #expect(String(decoding: reply.output, as: UTF8.self) == input + "it's\n$(x) `y` \\ \"z\"")
      #expect(String(decoding: reply.error, as: UTF8.self).hasPrefix("oops\n"), "a shell may tell of the signal itself")
    }
  }

  @Test("a place starts once: sent again, the same script only tells", arguments: shells)
  func once(shell: String) throws {
    try withScratch { (home: String) throws in
      let work = [command(["-c", "echo x >>'\(home)/ledger'; sleep 1"], "sh")]
      let place = RemotePlace(folder: nil, run: "run", name: "1-step.1.aa")
      let script = RemoteScript.start(RemotePipeline(commands: work), place, limit: nil, mark: "m")
      #expect(try answer(script, shell, home: home)?.answer == .state(.running))
      #expect(try answer(script, shell, home: home)?.answer == .state(.running))
      _ = try run(work, shell, home: home)
      #expect(try answer(script, shell, home: home)?.answer == .state(.exited))
      #expect(try Files.readText(home + "/ledger") == "x\n")
    }
  }

  @Test("settled before it was started, it never starts", arguments: shells)
  func settled(shell: String) throws {
    try withScratch { (home: String) throws in
      let place = RemotePlace(folder: nil, run: "run", name: "1-step.1.aa")
      #expect(try answer(RemoteScript.settle(place, mark: "m"), shell, home: home)?.answer == .state(.absent))
      let script = RemoteScript.start(
        RemotePipeline(commands: [command(["-c", "echo x >>'\(home)/ledger'"], "sh")]), place, limit: nil, mark: "m")
      #expect(try answer(script, shell, home: home)?.answer == .state(.absent))
      #expect(try answer(RemoteScript.settle(place, mark: "m"), shell, home: home)?.answer == .state(.absent), "for good")
      #expect(!Files.exists(home + "/ledger"))
    }
  }

  @Test("TERM reaches the command, KILL what does not listen, and both leave a record", arguments: shells)
  func ends(shell: String) throws {
    try withScratch { (home: String) throws in
      let polite = try run(
        [command(["-c", "trap 'echo bye; exit 7' TERM; while :; do sleep 0.05; done"], "sh")], shell, limit: 1, home: home)
      #expect(polite.record?.timedOut == true && polite.record?.statuses == [1: 7])
      #expect(String(decoding: polite.output, as: UTF8.self) == "bye\n")
    }
    try withScratch { (home: String) throws in
      let deaf = try run([command(["-c", "trap '' TERM; sleep 86351"], "sh")], shell, limit: 1, home: home)
      #expect(deaf.record?.timedOut == true && deaf.record?.shell == 137)
      #expect(deaf.record?.members([command([])], on: "far") == [.ended(.exited(137))])
    }
  }

  @Test("told to stop, it ends and says so", arguments: shells)
  func stops(shell: String) throws {
    try withScratch { (home: String) throws in
      let place = RemotePlace(folder: nil, run: "run", name: "1-step.1.aa")
      let work = [command(["86350"], "sleep")]
      let script = RemoteScript.start(RemotePipeline(commands: work), place, limit: nil, mark: "m")
      #expect(try answer(script, shell, home: home)?.answer == .state(.running))
      #expect(eventually { Files.exists(home + "/.runbook/run/1-step.1.aa/group") })
      _ = try answer(RemoteScript.stop(place, force: false, mark: "m"), shell, home: home)
      let reply = try run(work, shell, home: home)
      #expect(reply.record?.ended == true && reply.record?.statuses == [1: 143])
    }
  }

  @Test("a runner that died is told from one that lives on in its commands, and from one that ended", arguments: shells)
  func died(shell: String) throws {
    try withScratch { (home: String) throws in
      let place = RemotePlace(folder: nil, run: "run", name: "1-step.1.aa")
      let script = RemoteScript.start(
        RemotePipeline(commands: [command(["-c", "sleep 2; echo late >>'\(home)/ledger'"], "sh")]), place, limit: nil, mark: "m")
      let reply = try #require(try answer(script, shell, home: home))
      #expect(eventually { Files.exists(home + "/.runbook/run/1-step.1.aa/group") })
      let runner = try #require(reply.process)
      #expect(Signals.send(9, to: runner.pid, startTime: UInt64(runner.startTime)))
      #expect(try answer(RemoteScript.settle(place, mark: "m"), shell, home: home)?.answer == .state(.running), "its command lives")
      #expect(eventually { Files.exists(home + "/ledger") })
      #expect(try eventually { try answer(RemoteScript.settle(place, mark: "m"), shell, home: home)?.answer == .state(.dead) })
    }
  }

  @Test("a script that a lost connection cuts short does nothing, wherever it is cut", arguments: shells)
  func cut(shell: String) throws {
    try withScratch { (home: String) throws in
      let place = RemotePlace(folder: home + "/far", run: "run", name: "1-step.1.aa")
      let script = RemoteScript.start(
        RemotePipeline(commands: [command(["-c", "echo x >>'\(home)/ledger'"], "sh")]), place, limit: 5, mark: "m")
      let bytes = Array(script.utf8)
      for length in stride(from: 0, to: bytes.count - 1, by: max(1, bytes.count / 40)) {
        _ = try Subprocess.run(
          Self.place(shell), [shell == "busybox" ? "sh" : "-s"], environment: ["PATH": "/usr/bin:/bin", "HOME": home],
          input: Array(bytes[..<length]))
      }
      #expect(!Files.exists(home + "/far") && !Files.exists(home + "/ledger"))
    }
  }

  @Test("what a shell cannot hold is refused, and a secret is not told in the refusal")
  func refused() {
    var complaints: [String] = []
    for command in [
      command(["a\0b"]), command([], "-x"), command([], input: "a\0"),
      ResolvedCommand(executable: "a", arguments: [], environment: ["A": "hidden\0value"], input: nil, workingDirectory: "/"),
      ResolvedCommand(executable: "a", arguments: [], environment: ["A B": "x"], input: nil, workingDirectory: "/"),
    ] {
      do throws(Problem) { try RemoteShell.check(command, on: "far") } catch { complaints.append(error.summary) }
    }
    #expect(complaints.count == 5 && complaints.allSatisfy { $0.hasSuffix("cannot be carried to far") && !$0.contains("hidden") })
  }
}
