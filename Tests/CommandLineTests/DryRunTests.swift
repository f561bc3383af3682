import Glibc
import RunbookBase
import RunbookSystem
import Testing

@Suite("Dry runs") struct DryRunTests {
  static let strace = ExecutableSearch.resolve("strace", path: "/usr/local/bin:/usr/bin:/bin")

  /// Calls that start something, change something or talk to somebody; `execve` is counted by itself.
  private static let forbidden = [
    "clone(", "clone3(", "fork(", "vfork(", "socket(", "connect(", "sendto(", "unlink(", "unlinkat(", "rename(", "renameat(",
    "renameat2(", "mkdir(", "mkdirat(", "rmdir(", "creat(", "link(", "linkat(", "symlink(", "symlinkat(", "truncate(", "ftruncate(",
    "chmod(", "fchmod(", "chown(", "fchown(", "mknod(", "kill(", "tgkill(",
  ]

  private static let plans: [(program: String, words: [String])] = [
    (Programs.cornerShop, ["plan", "close-the-books", "--dry-run"]),
    (Programs.cornerShop, ["plan", "close-the-books", "--dry-run", "--json", "--ledger", "/var/ledger"]),
    (Programs.runbook, ["plan", "region-outage", "--dry-run"]), (Programs.runbook, ["plan", "tenant-delete", "--dry-run"]),
    (Programs.runbook, ["show", "point-in-time"]), (Programs.runbook, ["list"]),
    (Programs.cornerShop, ["exec", "close-the-books", "--dry-run", "--ledger", "/var/ledger"]),
  ]

  @Test(
    "plan --dry-run and its like start no process, open nothing for writing, and reach no network",
    .enabled(if: strace != nil, "strace is not installed"), arguments: plans)
  func traced(program: String, words: [String]) throws {
    try Bench.with { bench in
      let trace = bench.folder + "/trace"
      let said = try Said.by(
        try #require(Self.strace), ["-f", "-o", trace, program] + words, environment: ["RUNBOOK_STATE": bench.state, "HOME": bench.folder])
      #expect(said.code == 0, "\(said.talk)")
      let calls = try Files.readText(trace).split(separator: "\n").map { line in
        String(line.drop { $0.isNumber || $0 == " " })
      }
      #expect(calls.count > 20 && calls.contains { $0.hasPrefix("write(1, ") || $0.hasPrefix("write(2, ") }, "the trace is one")
      #expect(calls.count { $0.hasPrefix("execve") } == 1)
      for call in calls {
        #expect(!Self.forbidden.contains { call.hasPrefix($0) }, "\(call)")
        if call.hasPrefix("open") {
          let opensForWriting = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"].contains { call.contains($0) }
          #expect(!opensForWriting || call.contains("/dev/null"), "\(call)")
        }
        if call.hasPrefix("write(") || call.hasPrefix("pwrite") || call.hasPrefix("writev") {
          #expect(call.hasPrefix("write(1, ") || call.hasPrefix("write(2, "), "\(call)")
        }
      }
      #expect(!Files.exists(bench.state))
    }
  }

  @Test("exec --dry-run tells every command, asks nobody, writes nothing, and counts for nothing")
  func exec() throws {
    try Bench.with { bench in
      let said = try bench.run(bench.exec(["--dry-run"]))
      #expect(said.code == 0)
      for line in [
        "would run: cat \(bench.ledger) | wc -l", "would run: tee -a \(bench.ledger)", "gate 4 would ask the Incident Commander",
        "decision 3 would ask", "would run: rm -f \(bench.ledger).lock", "it proves nothing and counts for nothing",
      ] {
        #expect(said.talk.contains(line), "\(line) is not in:\n\(said.talk)")
      }
      #expect(!said.talk.contains("failed") && !said.talk.contains("completed"))
      try bench.expectUntouched()
      #expect(!Files.exists(bench.state))
      #expect(try bench.run(bench.resume()).code == ExitCode.usage.rawValue, "a dry run is nothing to go on with")
    }
  }

  @Test("exec --dry-run shows each gate once, also where a step has preconditions of its own")
  func onceEach() throws {
    try Bench.with { bench in
      let said = try Said.by(
        Programs.runbook,
        [
          "exec", "tenant-delete", "--dry-run", "--tenant", "8e24e64a-3956-5d28-92ae-bd4724404c43", "--dump", "/srv/live.dump",
          "--deleted-at", "2026-06-15T14:05:00Z",
        ], environment: ["RUNBOOK_STATE": bench.state])
      #expect(said.code == 0 && said.talk.contains("gate 7 would ask"))
      #expect(!said.talk.contains("asked again"))
    }
  }

  @Test("exec --dry-run in a terminal asks nothing either")
  func terminal() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec(["--dry-run"]))
      #expect(try sitting.end() == 0)
      #expect(!sitting.text.contains("type approve-"))
      try bench.expectUntouched()
    }
  }

  @Test("exec --dry-run needs the parameters, and works for a ledger that is not there and programs that are not installed")
  func parameters() throws {
    try Bench.with { bench in
      #expect(try bench.run(["exec", "close-the-books", "--dry-run"]).code == ExitCode.usage.rawValue)
      let said = try Said.by(
        Programs.cornerShop, ["exec", "close-the-books", "--dry-run", "--ledger", "/nonexistent/ledger"],
        environment: ["PATH": "/nonexistent"])
      #expect(said.code == 0, "\(said.talk)")
    }
  }

  @Test("plan --out saves the plan whose digest it shows, and nothing else")
  func out() throws {
    try Bench.with { bench in
      let file = bench.folder + "/plan.json"
      let said = try bench.run(["plan", "close-the-books", "--dry-run", "--ledger", bench.ledger, "--out", file])
      #expect(said.code == 0)
      let plan = try JSON.parse(Files.read(file))
      let digest = try #require(plan["digest"]?.stringValue)
      #expect(said.output.contains("digest \(digest)"))
      #expect(try Files.list(bench.folder).sorted() == ["ledger", "plan.json"])
      let refused = try bench.run(["plan", "close-the-books", "--dry-run", "--out", bench.folder + "/no/such/place"])
      #expect(refused.code == ExitCode.usage.rawValue && refused.talk.contains("the plan cannot be saved"))
    }
  }
}
