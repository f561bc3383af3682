import Glibc
import RunbookSystem
import Testing

@Suite("Bounds") struct BoundsTests {
  private func residentKilobytes() -> Int {
    let status = (try? Files.readText("/proc/self/status")) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
    return line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
  }

  @Test("a hundred megabytes of output cost a few of memory")
  func memory() throws {
    let before = residentKilobytes()
    var (seen, peak) = (0, 0)
    let outcome = try Subprocess.run(
      "/usr/bin/head", ["-c", "100000000", "/dev/zero"], outputLimit: 1 << 20, timeLimitSeconds: 60,
      onOutput: { bytes in
        seen += bytes.count
        if seen % (1 << 22) < 1 << 16 { peak = max(peak, residentKilobytes()) }
      })
    #expect(outcome.status.isSuccess)
    #expect(seen == 100_000_000)
    #expect(outcome.output.count == 1 << 20)
    #expect(outcome.outputDropped == 100_000_000 - 1 << 20)
    // Other tests run in this process, so the bound is loose; whole output would be 98,000.
    #expect(peak - before < 40_000)
  }

  @Test("endless output is cut by the time limit")
  func endless() throws {
    let outcome = try Subprocess.run("/usr/bin/yes", [], outputLimit: 4096, timeLimitSeconds: 0.5)
    #expect(outcome.timedOut && outcome.truncated)
    #expect(outcome.output.count == 4096)
    #expect(outcome.output.starts(with: Array("y\ny\n".utf8)))
  }

  @Test("endless output of a grandchild after the program's death ends too")
  func endlessGrandchild() throws {
    let start = Clock.boottime()
    let outcome = try Subprocess.run(
      "/bin/sh", ["-c", "yes & echo $! >&2; exit 0"], environment: ["PATH": "/usr/bin:/bin"], outputLimit: 64)
    #expect(outcome.status.isSuccess && outcome.abandoned)
    #expect(Clock.boottime() - start < 5_000_000_000)
    // It dies of SIGPIPE once we have closed our end.
    let pid = Int32(String(decoding: outcome.errorOutput, as: UTF8.self).split(separator: "\n").first ?? "") ?? 0
    #expect(eventually { Host.processStartTime(pid) == nil })
  }

  @Test("two hundred runs leave no descriptor open")
  func descriptors() async {
    await #expect(processExitsWith: .success) {
      func open() throws -> Int { try Files.list("/proc/self/fd").count }
      _ = try Subprocess.run("/bin/true")
      let before = try open()
      for index in 0..<200 {
        _ = try Subprocess.run("/bin/true", input: index % 2 == 0 ? [1, 2, 3] : nil)
        _ = try? Subprocess.run("/nowhere/at-all", input: [1])
        _ = try? Subprocess.run("/bin/true", workingDirectory: "/nowhere")
      }
      #expect(try open() == before)
      if try open() != before { exit(9) }
    }
  }
}
