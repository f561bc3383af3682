#if DEBUG
  import RunbookBase
  import RunbookSystem
  import Testing

  @testable import RunbookJournal

  @Suite("Failing disks and dying processes") struct JournalFaultTests {
    let scratch: Scratch
    let state: StateDirectory

    init() throws {
      scratch = try Scratch()
      state = try scratch.state()
    }

    static let events: [Event] = [
      .planAccepted(digest: Sample.digest), Sample.intent("a"), Sample.started("a"), Sample.ended("a"), .note("x", about: nil),
      Sample.intent("b"), Sample.started("b"), Sample.ended("b"),
    ]

    /// Writes until something throws; what was acknowledged, and the problem.
    func write(_ folder: RunFolder, _ faults: String?) -> (acknowledged: [Event], problem: Problem?, writer: JournalWriter?) {
      var acknowledged: [Event] = []
      var writer: JournalWriter?
      do {
        try Faults.with(faults.flatMap { Faults($0) }) {
          let opened = try JournalWriter.open(folder, session: Sample.session())
          writer = opened
          for event in Self.events {
            try opened.append(event)
            acknowledged.append(event)
          }
        }
        return (acknowledged, nil, writer)
      } catch { return (acknowledged, error as? Problem, writer) }
    }

    func create(_ index: Int = 0) throws -> RunFolder {
      try state.createRun(Sample.genesis(Sample.runID(String(String(0x100000 + index, radix: 16)))), plan: Array("{}".utf8))
    }

    /// Opens a run, trying again while it is busy: a process that another test forks has a copy of every lock until it executes.
    func openPatiently(_ folder: RunFolder) throws -> JournalWriter {
      for _ in 0..<200 {
        guard folder.isBusy else { break }
        Clock.sleep(milliseconds: 10)
      }
      return try JournalWriter.open(folder, session: Sample.session())
    }

    static func written(_ folder: RunFolder) throws -> [Event] { try Journal.records(try folder.logBytes()).map(\.record.event) }

    @Test("a full disk at any append loses nothing and starts nothing new", arguments: 1...9)
    func fullDisk(number: Int) throws {
      let folder = try create()
      let (acknowledged, problem, writer) = write(folder, "enospc@\(number):journal-append")
      // Append 1 opens the session, append n records event n-1.
      let written = try Self.written(folder)
      // A session that cannot begin leaves the ballast to one that has something running.
      #expect(written.contains { $0.type == "degraded" } == (number > 1))
      #expect(Files.exists(folder.ballastPath) == (number == 1))
      for event in acknowledged { #expect(written.contains(event)) }
      #expect(problem?.code == (number > 7 ? nil : .auditLogUnwritable))
      #expect(problem?.hint?.contains("free 8 MiB") != false)
      guard let writer else { return }
      #expect(writer.state == (try folder.read()).state)
      // Whatever was started is recorded to its end.
      if number == 4 || number == 5 { #expect(written.contains(Sample.ended("a"))) }
      if number == 7 { #expect(!written.contains(Sample.intent("b"))) }
      if problem != nil { #expect(throws: Problem.self) { try writer.append(Sample.intent("c")) } }
      try writer.append(.paused(.journalUnwritable, step: nil))
      writer.close()
      // With room again, the next session goes on.
      let next = try openPatiently(folder)
      #expect(!next.state.isDegraded)
      #expect(Files.exists(folder.ballastPath))
    }

    @Test("a disk that stays full ends the writer", arguments: 1...9) func fullForGood(number: Int) throws {
      let folder = try create()
      let (acknowledged, problem, _) = write(folder, "enospc@\(number):journal-append+")
      #expect(problem?.code == .auditLogUnwritable)
      #expect(acknowledged.count == max(0, number - 2))
      #expect(try folder.read().tail == .clean)
    }

    @Test("short writes are carried on", arguments: 1...9) func shortWrites(number: Int) throws {
      let folder = try create()
      let (acknowledged, problem, _) = write(folder, "short@\(number):journal-append+")
      #expect(problem == nil)
      #expect(acknowledged == Self.events)
      #expect(try Self.written(folder).suffix(8) == Self.events)
    }

    @Test("a short write followed by a full disk leaves no half record", arguments: 1...9) func shortThenFull(number: Int) throws {
      let folder = try create()
      let (_, problem, _) = write(folder, "short@\(number):journal-append,enospc@\(number + 1):journal-append+")
      #expect(problem?.code == .auditLogUnwritable)
      #expect(try folder.read().tail == .clean)
    }

    @Test("interrupted calls are made again") func interrupted() throws {
      let folder = try create()
      #expect(write(folder, "eintr@1+").problem == nil)
      #expect(try Self.written(folder).suffix(8) == Self.events)
    }

    @Test("a failed sync is final", arguments: 1...9, ["eio", "enospc"]) func failedSync(number: Int, action: String) throws {
      let folder = try create()
      let (acknowledged, problem, writer) = write(folder, "\(action)@\(number):journal-sync")
      #expect(problem?.code == .auditLogUnwritable)
      #expect(acknowledged.count == max(0, number - 2))
      #expect(throws: Problem.self) {
        try writer?.append(.note("again", about: nil)) ?? { throw Problem(.auditLogUnwritable, "never opened") }()
      }
      writer?.close()
      // What can be read may not be on the disk, so the next session copies it to a new file first.
      #expect(Files.exists(folder.suspectPath))
      let before = try Files.stat(folder.logPath).inode
      let next = try openPatiently(folder)
      #expect(try Files.stat(folder.logPath).inode != before)
      #expect(!Files.exists(folder.suspectPath))
      for event in acknowledged { #expect(try Self.written(folder).contains(event)) }
      try next.append(.note("on a new file", about: nil))
    }

    @Test("creation stops at any file operation: the run is there whole, or not at all")
    func creationSweep() throws {
      var number = 0
      var isDone = false
      while !isDone, number < 200 {
        number += 1
        let id = Sample.runID(String(0x100000 + number, radix: 16))
        // From call n on everything fails, the clearing up included: what is left is what a death at call n leaves.
        do {
          try Faults.with(Faults("eio@\(number)+")) { _ = try state.createRun(Sample.genesis(id), plan: Array("{}".utf8)) }
          isDone = true
        } catch { #expect((error as? Problem)?.code == .auditLogUnwritable, "\(error)") }
        if try state.runs().contains(id) {
          let contents = try state.folder(id).read()
          #expect(contents.tail == .clean)
          #expect(Files.exists(state.folder(id).ballastPath))
          #expect(try Files.read(state.folder(id).planPath) == Array("{}".utf8))
        }
        try state.removeLeftovers()
        #expect(try Files.list(state.runsPath).allSatisfy { !$0.hasSuffix(".tmp") })
      }
      #expect(number > 20 && isDone, "\(number) operations")
    }

    @Test("opening a torn log stops at any file operation and is done right the next time")
    func recoverySweep() throws {
      var number = 0
      var isDone = false
      while !isDone, number < 200 {
        number += 1
        let folder = try create(number)
        #expect(write(folder, nil).problem == nil)
        let file = try FileDescriptor.open(folder.logPath, [.writeOnly, .append])
        try file.writeAll("RB1 0000")
        try file.close()
        do {
          try Faults.with(Faults("eio@\(number)+")) { try JournalWriter.open(folder, session: Sample.session()).close() }
          isDone = true
        } catch { #expect(error is Problem, "\(error)") }
        let writer = try openPatiently(folder)
        #expect(writer.state.recoveredTails == [SHA256.digest("RB1 0000")], "operation \(number)")
        writer.close()
        let written = try Self.written(folder)
        for event in Self.events { #expect(written.contains(event)) }
        #expect(try folder.read().tail == .clean)
      }
      #expect(number > 15 && isDone, "\(number) operations")
    }

    @Test("a process killed at any append loses nothing that was acknowledged", arguments: 1...9, ["die", "dieafter"])
    func killed(number: Int, action: String) async throws {
      let folder = try create()
      let path = state.path
      let id = folder.id.text
      await #expect(processExitsWith: .signal(9)) {
        [path = path as String, id = id as String, number = number as Int, action = action as String] in
        let folder = try StateDirectory.open(path).folder(try #require(RunID(id)))
        try Faults.with(Faults("\(action)@\(number):journal-append")) {
          let writer = try JournalWriter.open(folder, session: Sample.session())
          for event in Self.events { try writer.append(event) }
        }
      }
      // The kernel freed the lock; the whole prefix is there.
      let expected = Array(Self.events.prefix(action == "die" ? max(0, number - 2) : number - 1))
      let written = try Self.written(folder)
      #expect(Array(written.dropFirst(2)) == expected)
      let writer = try openPatiently(folder)
      let isOpen = expected.last.map { ["step-intended", "step-started"].contains($0.type) } ?? false
      #expect(writer.state.stepsInDoubt.count == (isOpen ? 1 : 0))
    }
  }
#endif
