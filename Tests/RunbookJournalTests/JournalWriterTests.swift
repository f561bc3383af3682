import RunbookBase
import RunbookSystem
import Testing

@testable import RunbookJournal

@Suite("Writing a log") struct JournalWriterTests {
  let scratch: Scratch
  let state: StateDirectory
  let folder: RunFolder

  init() throws {
    scratch = try Scratch()
    state = try scratch.state()
    folder = try state.createRun(Sample.genesis(), plan: Array("{}".utf8))
  }

  func open() throws -> JournalWriter { try JournalWriter.open(folder, session: Sample.session()) }

  @Test("a created run has everything, for its owner only") func creation() throws {
    #expect(try Files.list(folder.path) == ["approvals", "audit.log", "ballast", "lock", "output", "plan.json"])
    for name in try Files.list(folder.path) {
      let status = try Files.stat(folder.path + "/" + name)
      #expect(status.mode == (status.kind == .directory ? 0o700 : 0o600), "\(name)")
    }
    #expect(try Files.stat(folder.ballastPath).size == 1 << 20)
    #expect(try folder.read().state.genesis == Sample.genesis())
    let problem = #expect(throws: Problem.self) { try state.createRun(Sample.genesis(), plan: []) }
    #expect(problem?.code == .auditLogUnwritable, "a run is never created twice")
  }

  @Test("a whole run is written and read back") func wholeRun() throws {
    let writer = try open()
    for event in Sample.run.dropFirst() {
      if case .sessionOpened = event { continue }
      if case .inDoubtResolved = event { continue }
      if case .stepIntended(let intent) = event, intent.step == "insert" { continue }
      if case .stepStarted(let step, _, _) = event, step == "insert" { continue }
      try writer.append(event)
    }
    let contents = try folder.read()
    #expect(contents.state == writer.state)
    #expect(contents.isSealed)
    #expect(!Files.exists(folder.ballastPath))
    writer.close()
    #expect(#expect(throws: Problem.self) { try open() }?.summary.contains("has ended") == true)
  }

  @Test("a second session waits its turn and counts on") func sessions() throws {
    let first = try open()
    let problem = #expect(throws: Problem.self) { try open() }
    #expect(problem?.code == .busy)
    #expect(problem?.summary.contains("held by ben on db1") == true)
    #expect(problem?.summary.contains("epoch 1") == true)
    #expect(folder.isBusy)
    first.close()
    #expect(!folder.isBusy)
    let second = try open()
    #expect(second.state.epoch == 2)
    #expect(throws: Problem.self) { try first.append(.note("too late", about: nil)) }
    try second.append(.note("in time", about: nil))
  }

  @Test("an illegal event is refused before a byte is written") func illegal() throws {
    let writer = try open()
    let before = try folder.logBytes()
    let problem = #expect(throws: Problem.self) { try writer.append(Sample.ended("a")) }
    #expect(problem?.code == .safetyRefusal)
    #expect(try folder.logBytes() == before)
    try writer.append(.note("still usable", about: nil))
  }

  @Test("a record beyond 64 KiB, or with a bad identifier, is refused") func refusesUnreadable() throws {
    let writer = try open()
    #expect(throws: Problem.self) { try writer.append(.note(String(repeating: "x", count: 65_536), about: nil)) }
    #expect(throws: Problem.self) { try writer.append(.obligationOpened(id: "ä", text: "", step: "a")) }
    #expect(throws: Problem.self) { try writer.append(.unknown(type: "note", fields: ["text": 1])) }
    try writer.append(.note(String(repeating: "x", count: 65_000), about: nil))
    #expect(try folder.read().state == writer.state)
  }

  @Test("a torn tail is kept aside, cut and told once") func tornTail() throws {
    try open().close()
    let good = try folder.logBytes()
    let tail = Array("RB1 00000040 0123".utf8)
    let file = try FileDescriptor.open(folder.logPath, [.writeOnly, .append])
    try file.writeAll(tail)
    try file.close()
    let writer = try open()
    #expect(writer.state.recoveredTails == [SHA256.digest(tail)])
    let bytes = try folder.logBytes()
    #expect(bytes.starts(with: good))
    let name = "audit.log.torn-\(good.count)-\(SHA256.digest(tail).hex)"
    #expect(try Files.read(folder.path + "/" + name) == tail)
    writer.close()
    #expect(try open().state.recoveredTails.count == 1)
    #expect(try Journal.records(bytes).map(\.record.event.type).suffix(2) == ["recovered", "session-opened"])
  }

  @Test("two tails with the same bytes are told twice") func sameTailTwice() throws {
    for _ in 0..<2 {
      try open().close()
      let file = try FileDescriptor.open(folder.logPath, [.writeOnly, .append])
      try file.writeAll("RB1 ")
      try file.close()
    }
    let writer = try open()
    #expect(writer.state.recoveredTails == [SHA256.digest("RB1 "), SHA256.digest("RB1 ")])
    #expect(writer.state.epoch == 3)
  }

  @Test("a damaged log is not touched") func damaged() throws {
    try open().close()
    var bytes = try folder.logBytes()
    bytes[bytes.count / 2] ^= 1
    try Files.writeDurably(bytes, to: folder.logPath)
    let problem = #expect(throws: Problem.self) { try open() }
    #expect(problem?.code == .auditLogDamaged)
    #expect(problem?.details.contains("file \(folder.logPath)") == true)
    #expect(try folder.logBytes() == bytes)
    #expect(!folder.isBusy)
  }

  @Test("records of a newer version stop a resume") func newerVersion() throws {
    let writer = try open()
    try writer.append(.unknown(type: "role-change", fields: ["to": "ada"]))
    writer.close()
    #expect(#expect(throws: Problem.self) { try open() }?.code == .resumeDiverges)
    #expect(try folder.read().state.unknownRecords == 1)
  }

  @Test("a clock that jumps is noted") func clockJump() throws {
    let times = Times([(0, 0), (0, 0), (1_000, 1_000), (1_000, 1_000), (9_000, 2_000)])
    let writer = try JournalWriter.open(folder, session: Sample.session(), clock: times.clock)
    try writer.append(.note("a", about: nil))
    try writer.append(.note("b", about: nil))
    let jumps = try Journal.records(try folder.logBytes()).compactMap { stored -> [Int64]? in
      if case .clockJump(let wall, let boot) = stored.record.event { [wall, boot] } else { nil }
    }
    #expect(jumps == [[8_000_000_000, 1_000_000_000]])
  }
}

/// A clock that shows given times in milliseconds, the last one for ever.
final class Times: @unchecked Sendable {
  private var rest: [(wall: Int64, boot: Int64)]
  init(_ times: [(Int64, Int64)]) { rest = times.map { ($0.0, $0.1) } }
  var clock: JournalClock {
    JournalClock { [self] in
      let next = rest[0]
      if rest.count > 1 { rest.removeFirst() }
      return Record.Instant(wall: WallTime(nanoseconds: next.wall * 1_000_000), boot: next.boot * 1_000_000)
    }
  }
}
