import Glibc
import RunbookSystem
import Testing

@Suite("Supervisor and sudden death") struct SupervisorDeathTests {
  private func job(_ folder: String, _ script: String) -> SupervisorJob {
    SupervisorJob(
      directory: folder + "/attempt", run: "r1", step: "s", attempt: 1, nonce: "n1",
      pipeline: [SupervisorJob.Command(executable: "/bin/sh", arguments: ["sh", "-c", script])])
  }

  private func launch(_ job: SupervisorJob, environment: [String: String] = [:]) throws -> Child {
    try Supervisor.launch(
      selfExecutable: Host.executablePath(), job: job, environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 })
  }

  private func state(_ job: SupervisorJob) throws -> Supervisor.State { try Supervisor.state(of: job.directory, nonce: "n1") }

  private func isFinished(_ job: SupervisorJob) throws -> ExitRecord? {
    if case .finished(let record) = try state(job) { record } else { nil }
  }

  @Test("when the launching process is killed, the command goes on and the exit record appears")
  func launcherDies() async throws {
    try await withScratch { folder in
      await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
        let job = SupervisorJob(
          directory: folder + "/attempt", run: "r1", step: "s", attempt: 1, nonce: "n1",
          pipeline: [
            SupervisorJob.Command(
              executable: "/bin/sh", arguments: ["sh", "-c", "while [ ! -e \(folder)/go ]; do sleep 0.05; done; echo on; exit 7"])
          ])
        _ = try Supervisor.launch(selfExecutable: Host.executablePath(), job: job, environment: ["PATH": "/usr/bin:/bin"])
        kill(getpid(), SIGKILL)
      }
      let job = job(folder, "")
      #expect(try state(job) == .running)
      try Files.writeDurably([], to: folder + "/go")
      #expect(eventually { try isFinished(job) != nil })
      #expect(try isFinished(job)?.members == [.ended(.exited(7))])
      #expect(try Files.readText(job.directory + "/output.log") == "on\n")
    }
  }

  @Test("when the supervisor is killed too, the state is running while the command lives, then unknown")
  func supervisorDies() throws {
    try withScratch { folder in
      let job = job(folder, "touch \(folder)/ready; while [ ! -e \(folder)/go ]; do sleep 0.05; done; touch \(folder)/done")
      let child = try launch(job)
      #expect(eventually { Files.exists(folder + "/ready") })
      child.signal(SIGKILL)
      #expect(child.wait() == .signaled(SIGKILL))
      #expect(try state(job) == .running)
      try Files.writeDurably([], to: folder + "/go")
      #expect(eventually { try state(job) == .unknown })
      #expect(Files.exists(folder + "/done"))
    }
  }

  @Test("a command whose supervisor is dead can still be stopped, and only by its true identity")
  func stopOrphan() throws {
    try withScratch { folder in
      let job = job(folder, "touch \(folder)/ready; exec sleep 60")
      let child = try launch(job)
      #expect(
        eventually { Files.exists(folder + "/ready") && (try? Files.readText(job.directory + "/exit.pending"))?.contains("member") == true }
      )
      child.signal(SIGKILL)
      child.wait()
      #expect(try state(job) == .running)
      #expect(Supervisor.stop(job.directory))
      #expect(eventually { try state(job) == .unknown })
    }
  }

  #if DEBUG
    @Test("a supervisor that dies at any call leaves a state that is never wrong", arguments: ["die", "dieafter"])
    func dieAtEveryCall(action: String) throws {
      // Until a run is not hit any more; each call of the supervisor is a place to die.
      var (call, reached, states) = (0, false, Set<String>())
      while !reached && call < 400 {
        call += call < 60 ? 1 : 7
        try withScratch { folder in
          let job = job(folder, "echo ran; touch \(folder)/ran")
          let status = try launch(job, environment: ["RUNBOOK_SUPERVISOR_FAULT": "\(action)@\(call)"]).wait()
          reached = status.isSuccess
          var last = try state(job)
          #expect(
            eventually {
              last = try state(job); return last != .running
            })
          switch last {
          case .finished(let record): #expect(record.isSuccess && Files.exists(folder + "/ran"))
          case .notStarted: #expect(!Files.exists(folder + "/ran"), "call \(call)")
          case .unknown: break
          case .running: Issue.record("still running")
          }
          states.insert("\(last)".split(separator: "(").first.map(String.init) ?? "")
        }
      }
      #expect(reached)
      #expect(states == ["notStarted", "unknown", "finished"])
    }

    @Test("a full disk loses output, never the outcome")
    func fullDisk() throws {
      try withScratch { folder in
        let job = job(folder, "echo lost; exit 5")
        #expect(try launch(job, environment: ["RUNBOOK_SUPERVISOR_FAULT": "enospc@1:output+"]).wait().isSuccess)
        let record = try isFinished(job)
        #expect(record?.members == [.ended(.exited(5))])
        #expect(record?.storageProblem == "output: ENOSPC: No space left on device")
        #expect(record?.outputDropped == 5)
      }
    }
  #endif
}
