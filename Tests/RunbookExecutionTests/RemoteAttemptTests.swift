import RunbookBase
import RunbookJournal
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookExecution

/// A stand-in for ssh reads the scripts with this host's shell, or behaves as the connection of the moment does.
private struct Wire {
  let home: String

  init(_ home: String) throws {
    self.home = home
    try Files.makeDirectory(home + "/far")
    try Files.writeDurably(
      Array(
        """
        #!/bin/sh
        export HOME='\(home)/far'
        case "$(cat '\(home)/mode' 2>/dev/null)" in
        refused) echo 'ssh: connect to host far.example port 22: Connection refused' >&2; exit 255;;
        mute) /bin/sh -s >/dev/null; exit 255;;
        bare) export PATH=/nonexistent;;
        esac
        exec /bin/sh -s

        """.utf8), to: home + "/ssh", mode: 0o700)
  }

  func mode(_ word: String) throws { try Files.writeDurably(Array(word.utf8), to: home + "/mode") }

  func connection() throws -> Connection {
    Connection(
      host: "far", reach: try Reach(parsing: "ops@far.example"), program: home + "/ssh", environment: ["PATH": "/usr/bin:/bin"])
  }

  func work(_ script: String, secrets: [String: String] = [:]) throws -> Work {
    let command = ResolvedCommand(
      executable: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"], input: nil, workingDirectory: "/",
      secrets: secrets, away: try connection())
    return Work(
      run: "run", step: "step", attempt: 1, nonce: "nonce", part: 1, commands: [command], secretVariables: [], timeLimit: nil,
      isSupervised: true, outputIsData: false, directory: home + "/output/1-step.1")
  }

  /// The attempt's folder over there.
  func place() throws -> String {
    let folder = home + "/far/.runbook/run"
    return folder + "/" + (try #require(try Files.list(folder).first))
  }

  func performer() -> LivePerformer { LivePerformer(ownExecutable: "/own", outputFolder: home + "/output", interruption: nil) }
}

@Suite("What is known of a pipeline on another host", .timeLimit(.minutes(2))) struct RemoteAttemptTests {
  private func scratch(_ body: (Wire) throws -> Void) throws {
    try withScratch { (home: String) throws in try body(Wire(home)) }
  }

  private func words(_ state: AttemptState) -> String {
    switch state {
    case .finished(let performance, _): "finished \(performance.failure?.words ?? "well")"
    case .running: "running"
    case .unknown: "unknown"
    case .notStarted: "not started"
    case .unreachable(let words): "unreachable \(words)"
    case .unsettled(let words): "unsettled \(words)"
    }
  }

  @Test("a host that has told of it and lost its folder is doubt, however often it is asked")
  func forgotten() throws {
    try scratch { wire in
      let work = try wire.work("sleep 3")
      let attempt = try RemoteAttempt(new: work, wire.connection())
      attempt.start(nil)
      try Files.removeTree(wire.place())
      for _ in 1...2 {
        #expect(words(wire.performer().state(of: work)) == "unsettled far knows nothing of it any more; it may still be running")
      }
    }
  }

  @Test("only a file that is not there says that nothing was sent")
  func damaged() throws {
    try scratch { wire in
      let work = try wire.work("true")
      let sent = work.directory + "/sent"
      #expect(words(wire.performer().state(of: work)) == "not started")
      try Files.makeDirectory(work.directory, parents: true)
      #expect(words(wire.performer().state(of: work)) == "not started")
      for (text, told) in [
        ("", "is damaged"), ("{\"run\":", "is damaged"), (#"{"name":"a","nonce":"b","run":"c"}"#, "is of another attempt"),
      ] {
        try Files.writeDurably(Array(text.utf8), to: sent)
        let state = words(wire.performer().state(of: work))
        #expect(state.hasPrefix("unsettled where it is kept there") && state.hasSuffix(told), "\(state)")
      }
      try Files.remove(sent)
      try Files.makeDirectory(sent)
      #expect(words(wire.performer().state(of: work)).hasPrefix("unsettled where it is kept there cannot be read"))
    }
  }

  @Test("a refused connection before anything was sent ends it at once, with what to do")
  func refused() throws {
    try scratch { wire in
      try wire.mode("refused")
      let work = try wire.work("true")
      let attempt = try RemoteAttempt(new: work, wire.connection())
      attempt.start(nil)
      var told: [String] = []
      guard case .notStarted(let words) = attempt.wait(nil, show: { _ in }, tell: { told.append($0) }) else {
        Issue.record("it is known that nothing was started")
        return
      }
      #expect(words == "far: the connection was refused; see that sshd runs there, on port 22" && told.isEmpty)
    }
  }

  @Test("a start whose answer was lost is doubt, also when the host refuses the next one")
  func lostAnswer() throws {
    try scratch { wire in
      try wire.mode("mute")
      let work = try wire.work("echo x >>'\(wire.home)/ledger'")
      let attempt = try RemoteAttempt(new: work, wire.connection())
      attempt.start(nil)
      try wire.mode("bare")
      var told: [String] = []
      guard case .unreachable(let words) = attempt.wait(nil, show: { _ in }, tell: { told.append($0) }) else {
        Issue.record("it may have started")
        return
      }
      #expect(words == "far: it has no setsid (package util-linux)")
      #expect(told.first == "far: the connection was lost; whether it has started is not known, and far is asked again")
      try wire.mode("")
      #expect(self.words(wire.performer().state(of: work)) == "finished well")
      #expect(try Files.readText(wire.home + "/ledger") == "x\n")
    }
  }

  @Test("a record that a full disk has emptied is unknown, and no failure")
  func emptyRecord() throws {
    try scratch { wire in
      let work = try wire.work("true")
      let attempt = try RemoteAttempt(new: work, wire.connection())
      attempt.start(nil)
      let exit = try wire.place() + "/exit"
      #expect(eventually { Files.exists(exit) })
      #expect(try Files.readText(exit).contains("exited 1 0\nshell 0\n"))
      try Files.writeDurably(Array("runbook-exit 1\nbegan 1\nover 2\nend\n".utf8), to: exit)
      #expect(words(wire.performer().state(of: work)) == "unknown")
      #expect(!Files.exists(work.directory + "/exit"))
    }
  }

  /// Whether this user may mount a small disk; in most containers nobody may.
  private static let canMount =
    ((try? withScratch { (folder: String) throws in
      let isMounted = try mount(folder)
      if isMounted { _ = try Subprocess.run("/bin/umount", [folder]) }
      return isMounted
    }) ?? false)

  private static func mount(_ folder: String) throws -> Bool {
    try Subprocess.run("/bin/mount", ["-t", "tmpfs", "-o", "size=128k", "tmpfs", folder]).status.isSuccess
  }

  @Test("a step that fills the disk over there is recorded all the same", .enabled(if: canMount, "needs the right to mount a tmpfs"))
  func fullDisk() throws {
    try scratch { wire in
      let far = wire.home + "/far"
      try #require(try Self.mount(far))
      defer { _ = try? Subprocess.run("/bin/umount", ["-l", far]) }
      let work = try wire.work("cat /dev/zero >'\(far)/fill'; echo said; exit 3")
      let attempt = try RemoteAttempt(new: work, wire.connection())
      attempt.start(nil)
      _ = attempt.wait(nil, show: { _ in }, tell: { _ in })
      #expect(try Files.freeSpace(far).bytes == 0)
      #expect(words(wire.performer().state(of: work)) == "finished exit status 3")
    }
  }

  @Test("the other host forgets what was printed only when it is kept here, and a later session has it forget")
  func forgets() throws {
    try scratch { wire in
      let work = try wire.work("echo said")
      let attempt = try RemoteAttempt(new: work, wire.connection())
      attempt.start(nil)
      let place = try wire.place()
      #expect(eventually { Files.exists(place + "/exit") })
      // No file can be written there.
      try Files.makeDirectory(work.directory + "/output.log")
      let state = words(wire.performer().state(of: work))
      #expect(state.hasPrefix("unsettled it has ended there, and its outcome cannot be kept here"), "\(state)")
      #expect(try Files.readText(place + "/stdout") == "said\n")
      try Files.removeTree(work.directory + "/output.log")
      #expect(words(wire.performer().state(of: work)) == "finished well")
      #expect(try Files.readText(work.directory + "/output.log") == "said\n" && !Files.exists(place + "/stdout"))
      // As after a session that died in between.
      try Files.remove(work.directory + "/cleaned")
      try Files.writeDurably([], to: place + "/stdout")
      #expect(words(wire.performer().state(of: work)) == "finished well" && !Files.exists(place + "/stdout"))
    }
  }

  @Test("of long output the beginning and the end come, with what is left out counted and no half of a secret")
  func longOutput() throws {
    try scratch { wire in
      let secret = "correct-horse-battery"
      for secrets in [[:], ["password": secret]] {
        let work = try wire.work("true", secrets: secrets)
        try? Files.removeTree(work.directory)
        try Files.makeDirectory(work.directory, parents: true)
        // The jump to the end lands in the middle of the secret.
        let end = Array("battery\n\(String(repeating: "z", count: RemoteOutput.tailLimit - 12))end\n".utf8)
        let whole = Array("first\n".utf8) + Array(repeating: UInt8(ascii: "m"), count: 1 << 20) + Array("correct-horse-".utf8) + end
        var (output, shown) = (RemoteOutput(work, limit: 1000), [UInt8]())
        var size = 1000
        var rounds = 0
        while !output.isWhole(RemoteOffsets(output: whole.count, error: 0)), rounds < 20 {
          rounds += 1
          let piece = Array(whole[output.offsets.output..<size].prefix(RemoteOffsets.piece))
          let isOver = size == whole.count
          var bytes = Array("\nm\nstate \(isOver ? "exited" : "running")\nrecord end\nsizes \(size) 0\ndata \(piece.count) 0\n".utf8)
          bytes += piece + Array("\nend m\n".utf8)
          output.append(try #require(RemoteReply(bytes, mark: "m")), { shown += $0 })
          size = min(whole.count, size + 600_000)
        }
        try output.finish { shown += $0 }
        let text = try Files.readText(work.directory + "/output.log")
        #expect(text.hasPrefix("first\nmmm") && text.hasSuffix("zzzend\n") && text.contains("bytes left out"))
        #expect(text == String(decoding: shown, as: UTF8.self))
        #expect(secrets.isEmpty == text.contains("battery"))
        let kept = text.utf8.filter { $0 == UInt8(ascii: "m") }.count
        #expect(kept == 994, "nothing of the middle")
        #expect(output.dropped == whole.count - 1000 - end.count + Redaction(secrets).reach)
        #expect(output.captureDropped == output.dropped)
      }
    }
  }

  @Test(
    "only ssh's own last word tells of the connection",
    arguments: [
      ("ssh: connect to host far.example port 22: Connection refused\r\n", "the connection was refused", true),
      ("ops@far.example: Permission denied (publickey).\r\n", "it refused the key of ops", true),
      ("No ED25519 host key is known for x and y.\r\nHost key verification failed.\r\n", "its host key is not in", true),
      (
        "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r\nHost key verification failed.\r\n", "its host key is not the one",
        true
      ),
      ("ssh: connect to host far.example port 22: Connection timed out\r\n", "it does not answer", false),
      ("cat: /x: Permission denied\n", "the connection was lost: cat: /x: Permission denied", false),
      ("psql: connection to server failed: Connection refused\n", "the connection was lost", false),
      ("ssh: connect to host other port 22: Connection refused\n", "the connection was lost", false),
      (
        "ssh: connect to host far.example port 22: Connection refused\nclient_loop: send disconnect: Broken pipe\r\n",
        "the connection was lost: client_loop: send disconnect: Broken pipe", false
      ),
      ("", "the connection was lost", false),
    ])
  func trouble(said: String, words: String, isBefore: Bool) throws {
    let connection = Connection(host: "far", reach: try Reach(parsing: "ops@far.example"), program: "ssh", environment: [:])
    let trouble = ConnectionTrouble(Array(said.utf8), connection)
    #expect(trouble.words.hasPrefix(words) && trouble.isBefore == isBefore)
  }

  @Test("a record without the end of a member says nothing of it")
  func members() {
    let command = ResolvedCommand(executable: "a", arguments: [], environment: [:], input: nil, workingDirectory: nil)
    func members(_ lines: [String], _ count: Int) -> Int? {
      lines.reduce(RemoteRecord()) { RemoteRecord(adding: $1, to: $0) }.members(
        [ResolvedCommand](repeating: command, count: count), on: "far")?.count
    }
    #expect(members(["exited 1 0", "shell 0"], 1) == 1)
    #expect(members(["shell 137"], 2) == 2, "killed together with its shell")
    #expect(members([], 1) == nil)
    #expect(members(["shell 0"], 1) == nil)
    #expect(members(["exited 1 0", "exited 2"], 2) == nil, "a line that was cut")
  }
}
