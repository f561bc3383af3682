import Glibc
import RunbookSystem
import Testing

@Suite("Terminal and signals") struct TerminalTests {
  @Test("a pseudo-terminal is a terminal with a size, a pipe is not")
  func kinds() throws {
    let (controller, terminal, _) = try Terminal.openPTY(columns: 100, rows: 30)
    #expect(Terminal.isTTY(terminal))
    #expect(Terminal.size(terminal)?.columns == 100 && Terminal.size(terminal)?.rows == 30)
    let pipe = try FileDescriptor.pipe()
    #expect(!Terminal.isTTY(pipe.readEnd))
    #expect(Terminal.size(pipe.readEnd) == nil)
    for descriptor in [controller, terminal, pipe.readEnd, pipe.writeEnd] { try descriptor.close() }
  }

  @Test("what was typed ahead is thrown away")
  func flush() throws {
    let (controller, terminal, _) = try Terminal.openPTY()
    try controller.writeAll("yes\n")
    #expect(try Poller.poll([(terminal, .read)], timeoutMilliseconds: 2000).count == 1)
    Terminal.flushInput(terminal)
    #expect(try Poller.poll([(terminal, .read)], timeoutMilliseconds: 50).isEmpty)
    try controller.writeAll("no\n")
    #expect(try terminal.read(upTo: 10) == Array("no\n".utf8))
    try controller.close()
    try terminal.close()
  }

  @Test("a secret is not shown while it is typed, and the terminal is put back")
  func noEcho() throws {
    let (controller, terminal, _) = try Terminal.openPTY()
    let typed = try Terminal.withoutEcho(terminal) {
      try controller.writeAll("secret\n")
      return try terminal.read(upTo: 100)
    }
    #expect(typed == Array("secret\n".utf8))
    try controller.writeAll("shown\n")
    _ = try terminal.read(upTo: 100)
    // What the terminal echoes may come in pieces.
    var echoed = ""
    while !echoed.contains("shown"), try !Poller.poll([(controller, .read)], timeoutMilliseconds: 5000).isEmpty {
      echoed += String(decoding: try controller.read(upTo: 1000), as: UTF8.self)
    }
    #expect(!echoed.contains("secret") && echoed.contains("shown"))
    try controller.close()
    try terminal.close()
  }

  @Test("Ctrl-C on a child's controlling terminal reaches the child")
  func controllingTerminal() throws {
    let (controller, terminal, path) = try Terminal.openPTY()
    let child = try Child.spawn(
      SpawnRequest(
        executable: "/bin/sh", arguments: ["sh", "-c", "trap 'exit 42' INT; echo ready; while :; do sleep 0.1; done"],
        environment: ["PATH": "/usr/bin:/bin"], newSession: true, terminalPath: path))
    var seen = ""
    while !seen.contains("ready") { seen += String(decoding: try controller.read(upTo: 100), as: UTF8.self) }
    try controller.writeAll([3])
    #expect(child.wait() == .exited(42))
    try controller.close()
    try terminal.close()
  }

  @Test("caught signals arrive on the descriptor in order, ignored ones stay ignored")
  func signals() async {
    await #expect(processExitsWith: .exitCode(0)) {
      Signals.ignore(SIGHUP)
      let descriptor = try Signals.install([SIGTERM, SIGUSR1, SIGHUP])
      var seen: [Int32] = []
      // To the process, not by raise: the threads of a test block signals.
      for number in [SIGTERM, SIGHUP, SIGUSR1] {
        kill(getpid(), number)
        _ = try Poller.poll([(descriptor, .read)], timeoutMilliseconds: number == SIGHUP ? 50 : 5000)
        seen += Signals.drain()
      }
      guard seen == [SIGTERM, SIGUSR1], Signals.drain().isEmpty else { exit(2) }
      guard try Poller.poll([(descriptor, .read)], timeoutMilliseconds: 0).isEmpty else { exit(3) }
      exit(0)
    }
  }

  @Test("a signal goes only to the process that was meant")
  func send() throws {
    let child = try Child.spawn(SpawnRequest(executable: "/bin/sleep", arguments: ["sleep", "30"], environment: [:]))
    let start = try #require(Host.processStartTime(child.pid))
    #expect(!Signals.send(SIGTERM, to: child.pid, startTime: start + 1))
    #expect(!child.hasExited())
    #expect(Signals.send(SIGTERM, to: child.pid, startTime: start))
    #expect(child.wait() == .signaled(SIGTERM))
    #expect(!Signals.send(SIGTERM, to: child.pid, startTime: start))
  }
}
