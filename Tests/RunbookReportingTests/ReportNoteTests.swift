import Glibc
import RunbookBase
import RunbookJournal
import Testing

@Suite("Remarks on their way to the log") struct ReportNoteTests {
  /// A run in a folder of its own, which is removed at the end.
  private func withRun(_ body: (RunFolder, Session) throws -> Void) throws {
    let path = "/tmp/runbook-notes-\(UInt64.random(in: 0 ... .max))"
    defer { system("rm -rf \(path)") }
    let directory = try StateDirectory.open(path)
    let run = try #require(RunID("20260615T140500Z-full-restore-7f3a91"))
    let genesis = Genesis(
      run: run, nonce: "00112233445566778899aabbccddeeff", runbook: "full-restore", plan: SHA256.digest("plan"), engine: "1", host: "ops1",
      bootID: "boot", uid: 1000, login: "ben", estate: "production", mode: .real)
    let folder = try directory.createRun(genesis, plan: [])
    try body(folder, Session(login: "ben", host: "ops1", bootID: "boot", process: ProcessIdentity(pid: 1, startTime: 1)))
  }

  private func remarks(_ folder: RunFolder) throws -> [NoteSpool.Remark] {
    var found: [NoteSpool.Remark] = []
    _ = try folder.read {
      if case .note(let text, let about?, let person) = $0.record.event {
        found.append(.init(text: text, about: about, by: $0.record.by, person: person))
      }
    }
    return found
  }

  private let early = WallTime(seconds: 1_781_532_300)

  @Test("the holder of a run takes waiting remarks in, in order, under the name of who wrote them, and once")
  func takenIn() throws {
    try withRun { folder, session in
      let spool = NoteSpool(folder)
      let writer = try JournalWriter.open(folder, session: session)
      try spool.add(.init(text: "first <b>", about: early, by: "cleo"))
      #expect(spool.waiting().map(\.text) == ["first <b>"])
      #expect(try remarks(folder) == [])
      spool.takeIn(writer)
      spool.takeIn(writer)
      #expect(try remarks(folder) == [.init(text: "first <b>", about: early, by: "cleo")])
      #expect(spool.waiting() == [])
      writer.close()
    }
  }

  @Test("a remark that is in the log already, because a death came before its file was removed, is not told twice")
  func onceAcrossDeath() throws {
    try withRun { folder, session in
      let spool = NoteSpool(folder)
      let writer = try JournalWriter.open(folder, session: session)
      try writer.append(.note("told", about: early), by: "cleo")
      try spool.add(.init(text: "told", about: early, by: "cleo"))
      spool.takeIn(writer)
      #expect(try remarks(folder).count == 1)
      #expect(spool.waiting() == [])
      writer.close()
    }
  }

  @Test("what is no remark is put aside and stops nothing")
  func garbage() throws {
    try withRun { folder, session in
      let spool = NoteSpool(folder)
      try spool.add(.init(text: "good", about: early, by: "cleo"))
      if let file = fopen(folder.path + "/notes/0-bad.note", "w") {
        fputs("{\"text\":12", file)
        fclose(file)
      }
      #expect(spool.waiting().map(\.text) == ["good"])
      let writer = try JournalWriter.open(folder, session: session)
      spool.takeIn(writer)
      #expect(try remarks(folder).map(\.text) == ["good"])
      #expect(access(folder.path + "/notes/0-bad.note.refused", F_OK) == 0)
      writer.close()
    }
  }

  @Test("a run that has ended takes nothing in, and an empty or huge remark is refused")
  func refused() throws {
    try withRun { folder, session in
      let spool = NoteSpool(folder)
      let person = Person(name: "Ada", login: "ada")
      let writer = try JournalWriter.open(folder, session: session)
      try writer.append(.aborted(reason: "enough", by: person))
      try writer.append(.sealed(.aborted))
      try spool.add(.init(text: "late", about: early, by: "cleo"))
      spool.takeIn(writer)
      #expect(spool.waiting().count == 1)
      #expect(throws: Problem.self) { try spool.add(.init(text: " \n", about: early, by: "cleo")) }
      #expect(throws: Problem.self) { try spool.add(.init(text: String(repeating: "x", count: 4097), about: early, by: "cleo")) }
      writer.close()
    }
  }
}
