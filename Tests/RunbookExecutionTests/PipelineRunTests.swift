import Glibc
import RunbookSystem
import Testing

@testable import RunbookExecution

@Suite("A reading pipeline") struct PipelineRunTests {
  /// As the program does it: a reader that goes away is an error of the write, not the end of us.
  init() { Signals.ignore(SIGPIPE) }

  private func shell(_ script: String, input: String? = nil) -> ResolvedCommand {
    ResolvedCommand(
      executable: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"], input: input.map { Array($0.utf8) },
      workingDirectory: "/")
  }

  private func run(
    _ commands: [ResolvedCommand], timeLimit: Duration? = .seconds(60), onOutput: ([UInt8]) -> Void = { _ in }
  ) -> PipelineRun.Outcome {
    let run = PipelineRun(commands, timeLimit: timeLimit)
    PipelineRun.wait([run], interruption: nil) { onOutput($2) }
    return run.outcome
  }

  /// The most memory that this process has had, in KiB.
  private func peak() throws -> Int {
    let line = try Files.readText("/proc/self/status", limit: 65_536).split(separator: "\n").first { $0.hasPrefix("VmHWM") }
    return try #require(line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) })
  }

  @Test("a secret is taken out of both outputs, also across pieces and in base64, before anybody sees or keeps it")
  func secrets() {
    var command = shell("printf 'a:correct-horse'; sleep 0.1; printf -- '-battery:b' ; printf 'correct-horse-battery' | base64 >&2")
    command.secrets = ["database-password": "correct-horse-battery"]
    var seen: [UInt8] = []
    let outcome = run([command]) { seen += $0 }
    for bytes in [seen, outcome.output, outcome.errorOutput] {
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains("horse") && !text.contains("Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5"), "\(text)")
    }
    #expect(String(decoding: outcome.output, as: UTF8.self).hasPrefix("a:") && outcome.output.suffix(2) == Array(":b".utf8)[...])
  }

  @Test(
    "every member's status counts, not the last one's alone",
    arguments: [
      (["true", "cat", "cat"], [0, 0, 0]), (["exit 3", "cat", "cat"], [3, 0, 0]), (["echo x", "cat; exit 4", "cat"], [0, 4, 0]),
      (["echo x", "cat", "cat; exit 5"], [0, 0, 5]), (["kill -9 $$", "cat", "cat"], [137, 0, 0]),
      (["exit 1", "exit 2", "exit 3"], [1, 2, 3]),
    ])
  func statuses(scripts: [String], codes: [Int32]) {
    let outcome = run(scripts.map { shell($0) })
    #expect(outcome.statuses.map(\.shellCode) == codes)
    #expect(outcome.isSuccess == codes.allSatisfy { $0 == 0 })
  }

  @Test("data flows through all members, and the two outputs are kept apart")
  func flows() {
    let outcome = run([shell("cat; echo oops >&2", input: "b\na\n"), shell("sort"), shell("tr a-z A-Z")])
    #expect(outcome.output == Array("A\nB\n".utf8) && outcome.errorOutput == Array("oops\n".utf8) && outcome.isSuccess)
  }

  @Test("an input larger than a pipe is fed while output is taken; one that nobody reads does not hold the run")
  func largeInput() {
    let input = String(repeating: "0123456789\n", count: 100_000)
    let counted = run([shell("cat", input: input), shell("wc -c")])
    #expect(counted.isSuccess && String(decoding: counted.output, as: UTF8.self).contains("1100000"))
    #expect(run([shell("exit 0", input: input)]).statuses.map(\.shellCode) == [0])
  }

  @Test("a program that cannot be started is said, and the members that were started do not stay")
  func notStarted() {
    let missing = ResolvedCommand(executable: "/no/such/program", arguments: [], environment: [:], input: nil, workingDirectory: "/")
    let outcome = run([shell("sleep 86352"), missing])
    #expect(outcome.notStarted?.contains("/no/such/program") == true && !outcome.isSuccess)
    #expect(outcome.statuses == [.signaled(SIGKILL)])
  }

  @Test("at the time limit the group gets TERM, and KILL when it does not listen")
  func timeLimit() {
    let polite = run([shell("trap 'echo bye; exit 7' TERM; while :; do sleep 0.05; done")], timeLimit: .seconds(1))
    #expect(polite.timedOut && !polite.isSuccess && polite.output == Array("bye\n".utf8) && polite.statuses == [.exited(7)])
    let deaf = run([shell("trap '' TERM; echo here; while :; do sleep 0.05; done")], timeLimit: .seconds(1))
    #expect(deaf.timedOut && deaf.statuses == [.signaled(SIGKILL)] && deaf.output == Array("here\n".utf8))
  }

  @Test("a grandchild that holds the pipe does not hold the run")
  func grandchild() {
    let began = Clock.boottime()
    let outcome = run([shell("sleep 300 & echo $!")])
    #expect(outcome.isSuccess)
    #expect(Clock.boottime() - began < 60_000_000_000)
    if let pid = Int32(String(decoding: outcome.output.dropLast(), as: UTF8.self)) { kill(pid, SIGKILL) }
  }

  @Test("100 MB and one endless line of random bytes are seen in full and kept in part", arguments: ["/dev/zero", "/dev/urandom"])
  func bounded(source: String) throws {
    let before = try peak()
    var seen = 0
    let outcome = run([shell("head -c 100000000 \(source)")]) { seen += $0.count }
    #expect(outcome.isSuccess && seen == 100_000_000)
    #expect(outcome.output.count == 1 << 20 && outcome.dropped == 100_000_000 - (1 << 20))
    #expect(try peak() - before < 200_000, "KiB; other tests run beside this one, so this only tells a leak of all of it")
  }

  @Test("several run side by side, each with its own outcome")
  func sideBySide() {
    let runs = [PipelineRun([shell("echo a")], timeLimit: .seconds(60)), PipelineRun([shell("echo b; exit 2")], timeLimit: .seconds(60))]
    var pieces: [Int: [UInt8]] = [:]
    PipelineRun.wait(runs, interruption: nil) { pieces[$0, default: []] += $2 }
    #expect(runs.map { $0.outcome.statuses } == [[.exited(0)], [.exited(2)]])
    #expect(pieces == [0: Array("a\n".utf8), 1: Array("b\n".utf8)])
  }

  @Test("a child has default signals, an own group, and none of our descriptors")
  func child() throws {
    let leak = try FileDescriptor.open("/dev/null", .readOnly)
    defer { leak.closeQuietly() }
    // `ls` itself opens the fourth.
    let outcome = run([shell("exec ls /proc/self/fd")])
    #expect(String(decoding: outcome.output, as: UTF8.self) == "0\n1\n2\n3\n")
    let signals = run([shell("exec grep SigIgn /proc/self/status")])
    let ignored = try #require(
      String(decoding: signals.output, as: UTF8.self).split(separator: "\t").last.flatMap { UInt64($0.dropLast(), radix: 16) })
    // Signals 32 and 33 are the C library's own; nobody can set them.
    #expect(ignored & 0x7FFF_FFFF == 0)
  }
}
