import Glibc
import RunbookSystem
import Testing

@Suite("Spawn") struct SpawnTests {
  private let environment = ["PATH": "/usr/bin:/bin"]

  @Test("a child inherits its three standard descriptors and nothing else")
  func noLeak() throws {
    // Descriptors without close-on-exec, as a careless library would leave them.
    let careless = (0..<5).map { _ in dup(0) }
    defer { careless.forEach { _ = close($0) } }
    let outcome = try Subprocess.run("/bin/ls", ["/proc/self/fd"], environment: environment)
    // 3 is the directory that ls itself has open.
    #expect(String(decoding: outcome.output, as: UTF8.self) == "0\n1\n2\n3\n")
  }

  @Test("inherited descriptors get the numbers asked for, whatever their own numbers were")
  func inherited() throws {
    let (one, two, output) = (try FileDescriptor.pipe(), try FileDescriptor.pipe(), try FileDescriptor.pipe())
    try one.writeEnd.writeAll("one")
    try two.writeEnd.writeAll("two")
    try one.writeEnd.close()
    try two.writeEnd.close()
    // The targets are the other's sources: a careless order of dup2 would lose one.
    let low = try one.readEnd.duplicate(minimum: 3)
    let high = try two.readEnd.duplicate(minimum: 3)
    var request = SpawnRequest(
      executable: "/bin/sh",
      arguments: ["sh", "-c", "cat /proc/self/fd/\(low.rawValue) /proc/self/fd/\(high.rawValue); ls /proc/self/fd | wc -l"],
      environment: environment, standardOutput: output.writeEnd, inherited: [(high, low.rawValue), (low, high.rawValue)])
    let child = try Child.spawn(request)
    try output.writeEnd.close()
    #expect(child.wait().isSuccess)
    #expect(String(decoding: try output.readEnd.read(upTo: 100), as: UTF8.self) == "twoone6\n")
    request.inherited = [(low, 2)]
    #expect(throws: SystemError.self) { try Child.spawn(request) }
    for descriptor in [low, high, one.readEnd, two.readEnd, output.readEnd] { try descriptor.close() }
  }

  @Test("a child has its own group, or its own session")
  func groups() throws {
    for newSession in [false, true] {
      let pipe = try FileDescriptor.pipe()
      let child = try Child.spawn(
        SpawnRequest(
          executable: "/bin/sh", arguments: ["sh", "-c", "cut -d' ' -f5,6 /proc/$$/stat"], environment: environment,
          standardOutput: pipe.writeEnd, newSession: newSession))
      try pipe.writeEnd.close()
      child.wait()
      let fields = String(decoding: try pipe.readEnd.read(upTo: 100), as: UTF8.self).split(whereSeparator: \.isWhitespace)
      try pipe.readEnd.close()
      #expect(fields.first == "\(child.pid)")
      #expect((fields.last == "\(child.pid)") == newSession)
    }
  }

  @Test("a child starts with no signal blocked or ignored, whatever we do")
  func signals() throws {
    var mask = sigset_t()
    var old = sigset_t()
    sigfillset(&mask)
    pthread_sigmask(SIG_BLOCK, &mask, &old)
    defer { pthread_sigmask(SIG_SETMASK, &old, nil) }
    Signals.ignore(SIGPIPE)
    let outcome = try Subprocess.run("/bin/grep", ["-E", "^Sig(Blk|Ign)", "/proc/self/status"], environment: environment)
    // 32 and 33 are glibc's own signals; its posix_spawn leaves them ignored.
    #expect(String(decoding: outcome.output, as: UTF8.self) == "SigBlk:\t0000000000000000\nSigIgn:\t0000000180000000\n")
  }

  @Test("a bad working directory and a bad executable are told apart")
  func badPaths() throws {
    func error(_ executable: String, directory: String?) -> SystemError? {
      do {
        let child = try Child.spawn(
          SpawnRequest(executable: executable, arguments: ["x"], environment: [:], workingDirectory: directory))
        child.wait()
        return nil
      } catch { return error }
    }
    #expect(error("/bin/true", directory: "/nowhere/at-all") == SystemError("open", path: "/nowhere/at-all", errno: .ENOENT))
    #expect(error("/bin/true", directory: "/etc/passwd") == SystemError("open", path: "/etc/passwd", errno: .ENOTDIR))
    #expect(error("/nowhere/at-all", directory: "/") == SystemError("spawn", path: "/nowhere/at-all", errno: .ENOENT))
    #expect(error("/etc/passwd", directory: nil) == SystemError("spawn", path: "/etc/passwd", errno: .EACCES))
  }

  @Test("a NUL byte or a relative executable is refused, never cut short")
  func refusals() {
    let requests = [
      SpawnRequest(executable: "/bin/echo", arguments: ["echo", "a\0b"], environment: [:]),
      SpawnRequest(executable: "/bin/echo\0x", arguments: ["echo"], environment: [:]),
      SpawnRequest(executable: "/bin/echo", arguments: ["echo"], environment: ["A": "b\0c"]),
      SpawnRequest(executable: "/bin/echo", arguments: ["echo"], environment: ["A=B": "c"]),
      SpawnRequest(executable: "/bin/echo", arguments: ["echo"], environment: ["": "c"]),
      SpawnRequest(executable: "echo", arguments: ["echo"], environment: [:]),
      SpawnRequest(executable: "/bin/echo", arguments: [], environment: [:]),
      SpawnRequest(executable: "/bin/echo", arguments: ["echo"], environment: [:], workingDirectory: "/tmp\0/x"),
    ]
    for request in requests {
      #expect { try Child.spawn(request) } throws: { ($0 as? SystemError)?.errno == .EINVAL }
    }
  }

  @Test("a reaped child answers the same status again and can no longer be signalled")
  func reaped() throws {
    let child = try Child.spawn(SpawnRequest(executable: "/bin/sh", arguments: ["sh", "-c", "exit 5"], environment: environment))
    let copy = child
    #expect(child.wait() == .exited(5))
    #expect(copy.wait() == .exited(5))
    #expect(copy.hasExited())
    copy.signal(SIGKILL)
    copy.signalGroup(SIGKILL)
  }

  @Test("death is seen without reaping")
  func exitDescriptor() throws {
    let child = try Child.spawn(SpawnRequest(executable: "/bin/sleep", arguments: ["sleep", "30"], environment: environment))
    #expect(!child.hasExited())
    child.signalGroup(SIGTERM)
    #expect(try Poller.poll([(child.exitDescriptor, .read)], timeoutMilliseconds: 5000).count == 1)
    #expect(child.hasExited())
    #expect(Host.processStartTime(child.pid) != nil, "still a zombie, so the number is not free")
    #expect(child.wait() == .signaled(SIGTERM))
  }
}
