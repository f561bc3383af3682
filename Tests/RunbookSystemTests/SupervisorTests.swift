import Glibc
import RunbookSystem
import Testing

@Suite("Supervisor") struct SupervisorTests {
  private func job(_ folder: String, _ scripts: String..., input: SupervisorJob.Input = .none) -> SupervisorJob {
    SupervisorJob(
      directory: folder + "/attempt", run: "r1", step: "restore-cluster", attempt: 1, nonce: "n1",
      pipeline: scripts.map { SupervisorJob.Command(executable: "/bin/sh", arguments: ["sh", "-c", $0]) }, input: input)
  }

  private func launch(_ job: SupervisorJob, environment: [String: String] = [:], live: FileDescriptor? = nil) throws -> Child {
    let base = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    return try Supervisor.launch(selfExecutable: Host.executablePath(), job: job, environment: base, liveOutput: live)
  }

  /// Runs the job to its end; the record must be there.
  private func run(_ job: SupervisorJob, environment: [String: String] = [:]) throws -> ExitRecord {
    let status = try launch(job, environment: environment).wait()
    let complaints = (try? Files.readText(job.directory + "/supervisor.log")) ?? ""
    #expect(status.isSuccess, "\(complaints)")
    guard case .finished(let record) = try Supervisor.state(of: job.directory, nonce: job.nonce) else {
      throw SystemError("no record: \(complaints)", errno: .ENOENT)
    }
    return record
  }

  private func log(_ job: SupervisorJob) throws -> String { try Files.readText(job.directory + "/output.log") }

  @Test("the exit record tells every member's status, and the output is stored")
  func record() throws {
    try withScratch { folder in
      let job = job(folder, "echo one; echo warn >&2; exit 3", "cat; exit 0", "tr a-z A-Z; kill -9 $$")
      let record = try run(job)
      #expect(record.members == [.ended(.exited(3)), .ended(.exited(0)), .ended(.signaled(9))])
      #expect(!record.isSuccess && !record.timedOut && !record.terminated && !record.abandoned)
      #expect((record.run, record.step, record.attempt, record.nonce) == ("r1", "restore-cluster", 1, "n1"))
      #expect(record.bootID == Clock.bootID())
      #expect(record.started.boot <= record.ended.boot && record.started.wall > 0)
      #expect(try Files.read(job.directory + "/stdout") == Array("ONE\n".utf8))
      #expect(Set(try log(job).split(separator: "\n")) == ["ONE", "warn"])
      #expect((record.outputBytes, record.captureBytes, record.outputDropped, record.captureDropped) == (9, 4, 0, 0))
      #expect(try Files.list(job.directory) == ["alive", "exit", "job", "output.log", "stdout"])
      for name in try Files.list(job.directory) { #expect(try Files.stat(job.directory + "/" + name).mode & 0o077 == 0) }
    }
  }

  @Test("a record of another attempt is refused")
  func nonce() throws {
    try withScratch { folder in
      let job = job(folder, "true")
      #expect(try run(job).isSuccess)
      #expect(try Supervisor.state(of: job.directory, nonce: "n2") == .unknown)
      let bytes = try Files.read(job.directory + "/exit")
      for length in 0..<bytes.count {
        try Files.writeDurably(Array(bytes[..<length]), to: job.directory + "/exit")
        #expect(try Supervisor.state(of: job.directory, nonce: "n1") == .unknown, "cut to \(length) bytes")
        if length > 200 { break }
      }
    }
  }

  @Test("an attempt's folder is used once")
  func once() throws {
    try withScratch { folder in
      let job = job(folder, "true")
      #expect(try Supervisor.state(of: job.directory, nonce: "n1") == .notStarted)
      _ = try run(job)
      #expect(throws: SystemError("create", path: job.directory + "/alive", errno: .EEXIST)) { try launch(job) }
      // Even by hand it does not run twice.
      let again = try Subprocess.run(Host.executablePath(), [Supervisor.verb, job.directory], environment: [:])
      #expect(again.status == .exited(1))
      #expect(String(decoding: again.errorOutput, as: UTF8.self).contains("supervise a finished attempt"))
    }
  }

  @Test("nothing is started when one member cannot be")
  func missingMember() throws {
    try withScratch { folder in
      var job = job(folder, "touch \(folder)/harm", "cat")
      job.pipeline[1].executable = "/nowhere/at-all"
      let status = try launch(job).wait()
      #expect(status == .exited(1))
      #expect(try Supervisor.state(of: job.directory, nonce: "n1") == .notStarted)
      #expect(try Files.readText(job.directory + "/supervisor.log").contains("find executable /nowhere/at-all: ENOENT"))
      #expect(!Files.exists(folder + "/harm"))
    }
  }

  @Test("input: nothing, a file, a secret; and the lock sits on 0 or 3")
  func inputs() throws {
    try withScratch { folder in
      let show = "wc -c; readlink /proc/self/fd/0; readlink /proc/self/fd/3"
      try Files.writeDurably([1, 2, 3], to: folder + "/data")
      let cases: [(SupervisorJob.Input, String, lock: Int)] = [
        (.none, "0\n", 1), (.file(folder + "/data"), "3\n", 2), (.secret("S"), "6\n", 2),
      ]
      for (index, (input, count, lock)) in cases.enumerated() {
        try Files.makeDirectory(folder + "/\(index)")
        let job = job(folder + "/\(index)", show, input: input)
        _ = try run(job, environment: ["S": "secret"])
        let lines = try log(job).split(separator: "\n")
        #expect(lines[0] + "\n" == count)
        #expect(lines[lock].hasSuffix("/attempt/alive"), "\(lines)")
      }
    }
  }

  @Test("a command sees its own secrets under its own names and no others, and none is written down")
  func secrets() throws {
    try withScratch { folder in
      var job = job(
        folder, "echo \"a ${#PGPASSWORD} ${#SECRET_1} ${#SECRET_2}\" >&2; printf '%s\\n' \"$PLAIN\" >&2",
        "cat; echo \"b ${#PGPASSWORD} ${#SECRET_1} $PLAIN\"")
      job.pipeline[0].secrets = ["PGPASSWORD": "SECRET_1"]
      job.pipeline[0].environment = ["PLAIN": "x\ny=z \\n"]
      job.pipeline[1].secrets = ["PGPASSWORD": "SECRET_2"]
      let record = try run(job, environment: ["SECRET_1": "hunter2hunter2", "SECRET_2": "swordfish"])
      #expect(record.isSuccess)
      #expect(Set(try log(job).split(separator: "\n")) == ["a 14 0 0", "x", "y=z \\n", "b 9 0 "])
      for name in try Files.list(job.directory) {
        let text = String(decoding: try Files.read(job.directory + "/" + name), as: UTF8.self)
        #expect(!text.contains("hunter2") && !text.contains("swordfish"), "\(name)")
      }
    }
  }

  @Test("a secret that a command prints reaches neither the log nor the capture nor the screen")
  func redaction() throws {
    try withScratch { folder in
      var job = job(folder, "echo \"got $PGPASSWORD\"; printf swor; sleep 0.2; printf dfish")
      job.pipeline[0].secrets = ["PGPASSWORD": "SECRET_1"]
      let pipe = try FileDescriptor.pipe()
      let child = try launch(job, environment: ["SECRET_1": "swordfish"], live: pipe.writeEnd)
      try pipe.writeEnd.close()
      #expect(child.wait().isSuccess)
      let expected = "got <secret SECRET_1>\n<secret SECRET_1>"
      #expect(try log(job) == expected)
      #expect(try Files.readText(job.directory + "/stdout") == expected)
      #expect(String(decoding: try pipe.readEnd.read(upTo: 1000), as: UTF8.self) == expected)
      try pipe.readEnd.close()
    }
  }

  @Test("the time limit ends all members, also one that ignores SIGTERM")
  func timeLimit() throws {
    try withScratch { folder in
      var job = job(folder, "trap '' TERM; echo ready; while :; do sleep 0.1; done", "cat")
      job.timeLimitSeconds = 0.3
      job.graceSeconds = 0.3
      let record = try run(job)
      #expect(record.timedOut && !record.isSuccess)
      #expect(record.members == [.ended(.signaled(SIGKILL)), .ended(.signaled(SIGTERM))])
      #expect(try log(job) == "ready\n")
    }
  }

  @Test("SIGTERM to the supervisor is passed on, and the record is still written")
  func forward() throws {
    try withScratch { folder in
      let job = job(folder, "trap 'echo bye; exit 9' TERM; echo ready; while :; do sleep 0.1; done")
      let child = try launch(job)
      #expect(eventually { (try? log(job))?.contains("ready") == true })
      #expect(try Supervisor.state(of: job.directory, nonce: "n1") == .running)
      #expect(Supervisor.stop(job.directory))
      #expect(child.wait().isSuccess)
      guard case .finished(let record) = try Supervisor.state(of: job.directory, nonce: "n1") else { throw SystemError("x", errno: .EIO) }
      #expect(record.members == [.ended(.exited(9))])
      #expect(record.terminated)
      #expect(try log(job).contains("bye\n"))
      #expect(!Supervisor.stop(job.directory), "nobody is left to ask")
    }
  }

  @Test("the output is made safe, cut at its cap with its end kept, and counted")
  func output() throws {
    try withScratch { folder in
      var job = job(folder, "printf 'a\\033[2Jb\\377\\n'; seq 1 100000; printf last")
      job.outputLimit = 4000
      job.captureLimit = 100
      let record = try run(job)
      let text = try log(job)
      #expect(text.hasPrefix("a\\u{1b}[2Jb\\x{ff}\n1\n2\n"))
      #expect(text.hasSuffix("99999\n100000\nlast"))
      #expect(text.contains("bytes left out"))
      #expect(try Files.read(job.directory + "/stdout").count == 100)
      #expect(record.captureBytes == 588_895 + 12 && record.captureDropped == record.captureBytes - 100)
      #expect(record.outputDropped == 588_895 + 22 - 4000)
    }
  }

  @Test("a descendant that keeps the output open delays nothing, and the record says so")
  func abandoned() throws {
    try withScratch { folder in
      let job = job(folder, "sleep 30 & echo $!")
      let start = Clock.boottime()
      let record = try run(job)
      #expect(record.abandoned && record.isSuccess)
      #expect(Clock.boottime() - start < 5_000_000_000)
      if let pid = Int32(try log(job).split(separator: "\n").first ?? "") { kill(pid, SIGKILL) }
    }
  }

  @Test("live output is shown, and a reader who leaves or sleeps does no harm")
  func live() throws {
    try withScratch { folder in
      for (index, behaviour) in ["reads", "leaves", "sleeps"].enumerated() {
        let pipe = try FileDescriptor.pipe()
        try Files.makeDirectory(folder + "/\(index)")
        let job = job(folder + "/\(index)", behaviour == "reads" ? "echo shown" : "seq 1 200000")
        let child = try launch(job, live: pipe.writeEnd)
        try pipe.writeEnd.close()
        if behaviour == "reads" { #expect(try pipe.readEnd.read(upTo: 100) == Array("shown\n".utf8)) }
        if behaviour == "leaves" { try pipe.readEnd.close() }
        #expect(child.wait().isSuccess)
        #expect(try log(job).hasSuffix(behaviour == "reads" ? "shown\n" : "200000\n"))
        if behaviour != "leaves" { try pipe.readEnd.close() }
      }
    }
  }
}
