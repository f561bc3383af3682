import Glibc
import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("State folders and logs that cannot be trusted") struct StateFolderTests {
  static let isRoot = geteuid() == 0

  private func expectRefused(
    _ bench: Bench, _ code: ExitCode, _ words: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let said = try bench.run(bench.exec())
    #expect(said.code == code.rawValue, "\(said.talk)", sourceLocation: sourceLocation)
    for word in words { #expect(said.talk.contains(word), "\(word) is not in: \(said.talk)", sourceLocation: sourceLocation) }
    #expect(said.talk.contains("→"), sourceLocation: sourceLocation)
    #expect(try bench.ledgerText() == "bread\nmilk\n", sourceLocation: sourceLocation)
    #expect(!Files.exists(bench.ledger + ".lock"), sourceLocation: sourceLocation)
  }

  @Test("an empty name of a state folder is a slip of the shell: 2, and nothing is begun")
  func emptyName() throws {
    try Bench.with { bench in
      let said = try bench.run(["exec", "close-the-books", "--state", "", "--ledger", bench.ledger])
      #expect(said.code == ExitCode.usage.rawValue && said.talk.contains("the state folder has an empty name"), "\(said.talk)")
      try bench.expectUntouched()
    }
  }

  @Test("one that others can write to is refused with the chmod that repairs it", arguments: [0o777, 0o770, 0o702] as [UInt32])
  func writable(mode: UInt32) throws {
    try Bench.with { bench in
      try Files.makeDirectory(bench.state)
      try Files.setMode(bench.state, mode)
      try expectRefused(bench, .safetyRefusal, ["can be written by others (mode \(String(mode, radix: 8)))", "chmod go-w \(bench.state)"])
      let said = try bench.run(["status", "--state", bench.state])
      #expect(said.code == ExitCode.safetyRefusal.rawValue)
      try Files.setMode(bench.state, 0o700)
      #expect(try bench.run(bench.exec()).code == ExitCode.awaitingSignOff.rawValue)
    }
  }

  @Test("a folder inside it that others can write to is refused as well")
  func inner() throws {
    try Bench.with { bench in
      try bench.paused()
      try Files.setMode(bench.state + "/runs", 0o777)
      let said = try bench.run(bench.resume())
      #expect(said.code == ExitCode.safetyRefusal.rawValue && said.talk.contains("\(bench.state)/runs can be written by others"))
    }
  }

  @Test("a symbolic link and a file are refused", arguments: ["link", "file"])
  func kind(kind: String) throws {
    try Bench.with { bench in
      if kind == "link" {
        try Files.makeDirectory(bench.folder + "/real")
        symlink(bench.folder + "/real", bench.state)
        try expectRefused(bench, .safetyRefusal, ["is a symbolic link"])
      } else {
        try Files.writeDurably([], to: bench.state)
        try expectRefused(bench, .safetyRefusal, ["is not a folder"])
      }
    }
  }

  @Test("a relative one is that of the working directory, for the steps that write too", arguments: ["state", "./state", "by variable"])
  func relative(path: String) throws {
    try Bench.with { bench in
      let isVariable = path == "by variable"
      let words = ["exec", "close-the-books", "--ledger", bench.ledger] + (isVariable ? [] : ["--state", path])
      let said = try Said.by(Programs.cornerShop, words, environment: isVariable ? ["RUNBOOK_STATE": "state"] : [:], in: bench.folder)
      #expect(said.code == ExitCode.awaitingSignOff.rawValue, "\(said.talk)")
      #expect(try bench.log().state.step("lock").status == .succeeded)
      if !isVariable { #expect(said.talk.contains("--resume --state \(bench.folder)/"), "\(said.talk)") }
    }
  }

  @Test("one that belongs to somebody else is refused", .enabled(if: isRoot, "only root can give a folder away"))
  func foreign() throws {
    try Bench.with { bench in
      try Files.makeDirectory(bench.state)
      try #require(chown(bench.state, 65_534, 65_534) == 0)
      try expectRefused(bench, .safetyRefusal, ["belongs to user 65534, you are user 0"])
    }
  }

  @Test("one on a disk that is mounted read-only ends with 11", .enabled(if: isRoot, "only root can mount"))
  func readOnly() throws {
    try Bench.with { (bench) throws -> Void in
      let place = bench.folder + "/disk"
      try Files.makeDirectory(place)
      guard mount("tmpfs", place, "tmpfs", UInt(MS_RDONLY), "size=1m") == 0 else { try Test.cancel("mounting is not allowed here") }
      defer { umount2(place, Int32(MNT_DETACH)) }
      let said = try bench.run(["exec", "close-the-books", "--ledger", bench.ledger, "--state", place + "/state"])
      #expect(said.code == ExitCode.auditLogUnwritable.rawValue, "\(said.talk)")
      #expect(said.talk.contains("mount \(place) writable, or name another state folder with --state DIR"))
      #expect(!Files.exists(bench.ledger + ".lock"))
    }
  }

  @Test("a disk that is full before the run starts nothing", .enabled(if: isRoot, "only root can mount"))
  func fullDisk() throws {
    try Bench.with { (bench) throws -> Void in
      let place = bench.folder + "/disk"
      try Files.makeDirectory(place)
      guard mount("tmpfs", place, "tmpfs", 0, "size=256k") == 0 else { try Test.cancel("mounting is not allowed here") }
      defer { umount2(place, Int32(MNT_DETACH)) }
      let said = try bench.run(["exec", "close-the-books", "--ledger", bench.ledger, "--state", place + "/state"])
      #expect(said.code == ExitCode.auditLogUnwritable.rawValue, "\(said.talk)")
      #expect(said.talk.contains("→"))
      #expect(!Files.exists(bench.ledger + ".lock"))
      #expect(try Files.list(place + "/state/runs").isEmpty)
    }
  }

  @Test(
    "a disk that fills up during the run: no new step is started, what runs is recorded, 11, and freed room lets it go on",
    arguments: 2...26)
  func fillsUp(record: Int) throws {
    try Bench.with { bench in
      let said = try bench.run(bench.exec(), environment: ["RUNBOOK_FAULT": "enospc@\(record):journal-append"])
      let codes = [ExitCode.auditLogUnwritable.rawValue, ExitCode.awaitingSignOff.rawValue]
      #expect(codes.contains(said.code), "\(said.talk)")
      #expect(try bench.ledgerText() == "bread\nmilk\n")
      let state = try bench.log().state
      if Files.exists(bench.ledger + ".lock") { #expect(state.step("lock").attempts == 1, "the intent was durable before the start") }
      let again = try bench.run(bench.resume())
      #expect(again.code == ExitCode.awaitingSignOff.rawValue, "\(said.talk)\n\(again.talk)")
      let done = try bench.log().state
      #expect(done.step("lock").status == .succeeded && done.step("count").status == .succeeded)
    }
  }

  @Test("a log with one flipped bit: 10, naming the record, from verify, log, status and --resume")
  func flippedBit() throws {
    try Bench.with { bench in
      try bench.paused()
      let folder = try StateDirectory.existing(bench.state).folder(#require(bench.runs.last))
      var bytes = try folder.logBytes()
      let place = try #require(bytes.indices.filter { bytes[$0] == 0x0A }.dropFirst(4).first) - 20
      bytes[place] ^= 0x01
      try Files.writeDurably(bytes, to: folder.logPath)
      for words in [["verify", "--state", bench.state], ["log", "--state", bench.state], bench.resume()] {
        let said = try bench.run(words)
        #expect(said.code == ExitCode.auditLogDamaged.rawValue, "\(said.talk)")
        #expect(said.talk.contains("record 5"), "\(said.talk)")
      }
      let status = try bench.run(["status", "--state", bench.state])
      #expect(status.code == ExitCode.auditLogDamaged.rawValue && status.talk.contains("damaged: "))
      #expect(try folder.logBytes() == bytes, "a damaged log is left as it is")
    }
  }

  @Test("a log that was cut in its last record is repaired at the next resume, and says so")
  func tornTail() throws {
    try Bench.with { bench in
      try bench.paused()
      let folder = try StateDirectory.existing(bench.state).folder(#require(bench.runs.last))
      let bytes = try folder.logBytes()
      try Files.writeDurably(Array(bytes.dropLast(7)), to: folder.logPath)
      let verify = try bench.run(["verify", "--state", bench.state])
      #expect(verify.code == 0 && verify.output.contains("a torn tail of"))
      #expect(try bench.run(bench.resume()).code == ExitCode.awaitingSignOff.rawValue)
      #expect(try bench.timeline().contains("was cut and kept"))
    }
  }

  @Test(
    "what is to be typed names the folder that was typed",
    arguments: [
      (["note", ".", "told"], "report ID"), (["announce", ".", "told", "--posted"], "report ID"),
      (["handover", ".", "--role", "ic", "--to", "Ada"], "report ID"), (["log", "nothing"], "status"), (["report", "nothing"], "status"),
      (["exec", "close-the-books", "--resume", "--run", "ID"], "report ID"),
      (["exec", "close-the-books", "--abort", "--run", "ID", "--reason", "again"], "report ID"),
    ])
  func hints(words: [String], command: String) throws {
    try Bench.with { bench in
      try bench.paused()
      let id = try #require(bench.runs.first).text
      try #require(try bench.run(["exec", "close-the-books", "--abort", "--reason", "enough", "--state", bench.state]).code != 2)
      let said = try bench.run(words.map { $0 == "ID" ? id : $0 } + ["--state", bench.state])
      let typed = "corner-shop \(command.replacing("ID", with: id)) --state \(bench.state)"
      #expect(said.code == ExitCode.usage.rawValue && said.talk.contains(typed), "\(said.talk)")
    }
  }
}
