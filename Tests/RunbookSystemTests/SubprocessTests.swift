import Glibc
import RunbookSystem
import Testing

@Suite("Subprocess") struct SubprocessTests {
  private func shell(_ script: String, input: [UInt8]? = nil, limit: Int = 1 << 20, seconds: Double? = 20, grace: Double = 2) throws
    -> Subprocess.Outcome
  {
    try Subprocess.run(
      "/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"], input: input, outputLimit: limit, timeLimitSeconds: seconds,
      graceSeconds: grace)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test(
    "the exit status is a value",
    arguments: [
      ("exit 0", TerminationStatus.exited(0)), ("exit 7", .exited(7)), ("exit 255", .exited(255)), ("kill -9 $$", .signaled(9)),
      ("kill -PIPE $$", .signaled(13)),
    ])
  func status(script: String, expected: TerminationStatus) throws {
    #expect(try shell(script).status == expected)
  }

  @Test("both outputs are kept apart and whole")
  func outputs() throws {
    let outcome = try shell("echo out; echo err >&2")
    #expect(text(outcome.output) == "out\n")
    #expect(text(outcome.errorOutput) == "err\n")
    #expect(!outcome.truncated && !outcome.timedOut && !outcome.abandoned)
  }

  @Test("both pipes and the input full at once do not hang")
  func fullPipes() throws {
    let input = [UInt8](repeating: 0x61, count: 4 << 20)
    let outcome = try shell("head -c 3000000 /dev/zero >&2; cat; head -c 3000000 /dev/zero >&2", input: input, limit: 8 << 20)
    #expect(outcome.output == input)
    #expect(outcome.errorOutput.count == 6_000_000)
  }

  @Test("a program that does not read its input is no error")
  func unreadInput() throws {
    let outcome = try shell("exit 3", input: [UInt8](repeating: 0x61, count: 4 << 20))
    #expect(outcome.status == .exited(3))
  }

  @Test("random bytes come through unchanged")
  func randomBytes() throws {
    let bytes = Entropy.bytes(300_000)
    #expect(try shell("cat", input: bytes).output == bytes)
  }

  @Test("a long output keeps its head and its tail, and the rest is counted")
  func headAndTail() throws {
    let outcome = try shell("seq 1 100000", limit: 1000)
    #expect(outcome.output.count == 1000)
    #expect(text(outcome.output).hasPrefix("1\n2\n3\n"))
    #expect(text(outcome.output).hasSuffix("99999\n100000\n"))
    #expect(outcome.truncated)
    #expect(outcome.outputDropped == 588_895 - 1000)
  }

  @Test("the time limit ends a program, and one that ignores SIGTERM too")
  func timeLimit() throws {
    let polite = try shell("sleep 60", seconds: 0.2)
    #expect(polite.timedOut && polite.status == .signaled(SIGTERM))
    let start = Clock.boottime()
    let stubborn = try shell("trap '' TERM; echo ready; while :; do sleep 1; done", seconds: 0.3, grace: 0.3)
    #expect(stubborn.timedOut && stubborn.status == .signaled(SIGKILL))
    #expect(text(stubborn.output) == "ready\n")
    #expect(Clock.boottime() - start < 5_000_000_000)
  }

  @Test("a grandchild that holds the pipe does not keep us waiting")
  func grandchild() throws {
    let start = Clock.boottime()
    let outcome = try shell("sleep 30 & echo $!; echo done; exit 4", seconds: 20)
    #expect(Clock.boottime() - start < 5_000_000_000)
    #expect(outcome.status == .exited(4))
    #expect(outcome.abandoned)
    #expect(text(outcome.output).hasSuffix("done\n"))
    if let pid = Int32(text(outcome.output).split(separator: "\n").first ?? "") { kill(pid, SIGKILL) }
  }

  @Test("a name is looked up on the PATH that the program will get")
  func lookup() throws {
    #expect(try Subprocess.run("true", environment: ["PATH": "/usr/bin:/bin"]).status.isSuccess)
    #expect(throws: SystemError("find executable", path: "true", errno: .ENOENT)) { try Subprocess.run("true") }
  }

  @Test("several programs run side by side and answer in order")
  func sideBySide() throws {
    let start = Clock.boottime()
    let environment = ["PATH": "/usr/bin:/bin"]
    var requests = (0..<4).map { Subprocess("/bin/sh", ["-c", "sleep 0.5; echo \($0); exit \($0)"], environment: environment) }
    requests.insert(Subprocess("/nowhere/at-all"), at: 2)
    let results = Subprocess.runAll(requests)
    #expect(Clock.boottime() - start < 1_900_000_000)
    let statuses = results.map { try? $0.get().status }
    #expect(statuses == [.exited(0), .exited(1), nil, .exited(2), .exited(3)])
  }
}
