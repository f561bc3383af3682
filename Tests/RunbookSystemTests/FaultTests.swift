#if DEBUG
  import Glibc
  import RunbookSystem
  import Testing

  @Suite("Faults") struct FaultTests {
    private let old = [UInt8](repeating: 0x6F, count: 3000)
    private let new = [UInt8](repeating: 0x6E, count: 5000)

    @Test("a fault on the n-th call of an operation hits that one only", arguments: [("enospc", Errno.ENOSPC), ("eio", .EIO)])
    func nth(action: String, expected: Errno) throws {
      try withScratch { folder in
        let file = try FileDescriptor.open(folder + "/f", [.readWrite, .create])
        Faults.with(Faults("\(action)@2:write")) {
          #expect(throws: Never.self) { try file.writeAll("one") }
          #expect(throws: SystemError("write", errno: expected)) { try file.writeAll("two") }
          #expect(throws: Never.self) { try file.writeAll("three") }
        }
        Faults.with(Faults("\(action)@2:write+")) {
          #expect(throws: Never.self) { try file.writeAll("four") }
          #expect(throws: SystemError.self) { try file.writeAll("five") }
          #expect(throws: SystemError.self) { try file.writeAll("six") }
        }
        #expect(try Files.readText(folder + "/f") == "onethreefour")
        try file.close()
      }
    }

    @Test("a labelled call is found by its label and by its operation")
    func labels() throws {
      let pipe = try FileDescriptor.pipe()
      Faults.with(Faults("eio@1:journal-append,enospc@2:write")) {
        #expect(throws: Never.self) { try pipe.writeEnd.writeAll("x") }
        #expect(throws: SystemError("journal-append", errno: .EIO)) { try pipe.writeEnd.writeAll("x", label: "journal-append") }
      }
      try pipe.readEnd.close()
      try pipe.writeEnd.close()
    }

    @Test("short writes and interruptions lose nothing", arguments: ["short@1:write", "short@1:write+", "eintr@1:write", "eintr@1+"])
    func shortAndInterrupted(fault: String) throws {
      try withScratch { folder in
        let bytes = Entropy.bytes(1000)
        try Faults.with(Faults(fault)) { try Files.writeDurably(bytes, to: folder + "/f") }
        #expect(try Files.read(folder + "/f") == bytes)
      }
    }

    @Test("a durable write that fails at any call leaves the old content or the new, and nothing beside it")
    func failAtEveryCall() throws {
      for action in ["enospc", "eio"] {
        var failures = 0
        for call in 1...20 {
          try withScratch { folder in
            let path = folder + "/f"
            try Files.writeDurably(old, to: path)
            var failed = false
            Faults.with(Faults("\(action)@\(call)")) {
              do { try Files.writeDurably(new, to: path) } catch { failed = true }
            }
            let content = try Files.read(path)
            #expect(failed ? content == old || content == new : content == new)
            #expect(try Files.list(folder) == ["f"])
            failures += failed ? 1 : 0
          }
        }
        #expect(failures == 7, "create, write, fsync, close, rename, open directory, fsync directory")
      }
    }

    @Test("a durable write that dies at any call leaves the old content or the new", arguments: ["die", "dieafter"])
    func dieAtEveryCall(action: String) async throws {
      for call in 1...7 {
        try await withScratch { folder in
          let path = folder + "/f"
          try Files.writeDurably(old, to: path)
          await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, fault = "\(action)@\(call)" as String] in
            try Faults.with(Faults(fault)) { try Files.writeDurably([UInt8](repeating: 0x6E, count: 5000), to: path) }
          }
          let content = try Files.read(path)
          let renamed = action == "die" ? call > 5 : call >= 5
          #expect(content == (renamed ? new : old), "at call \(call)")
        }
      }
    }

    @Test("the process takes its faults from the environment")
    func environment() async throws {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        setenv("RUNBOOK_FAULT", "die@1:rename", 1)
        let folder = try Files.temporaryDirectory(prefix: "runbook-system-test")
        try Files.removeTree(folder)
        try Files.rename("/nowhere/a", to: "/nowhere/b")
      }
    }

    @Test("a refused spawn leaves no descriptor and no child behind")
    func spawnFails() throws {
      Faults.with(Faults("eio@1:spawn")) {
        #expect { try Subprocess.run("/bin/true") } throws: { ($0 as? SystemError)?.errno == .EIO }
      }
      Faults.with(Faults("eio@1:pidfd_open")) {
        #expect(throws: SystemError("pidfd_open", errno: .EIO)) { try Subprocess.run("/bin/sleep", ["60"]) }
      }
    }

    @Test("a text that is no fault is refused", arguments: ["", "die", "die@", "die@0", "explode@1", "die@x", "eio@1,"])
    func badText(text: String) {
      #expect(Faults(text) == nil || text == "eio@1,")
    }
  }
#endif
