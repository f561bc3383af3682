import RunbookBase
import RunbookJournal
import Testing

@Suite("What the log may keep of an event") struct WordingTests {
  /// How many texts of a type of event people or programs give; of every other type none.
  private static let texts: [String: Set<Int>] = [
    "precondition-observed": [1], "gate-answered": [0, 1, 2], "answer-refused": [1], "role-handed-over": [4], "step-ended": [0, 1],
    "output-captured": [1], "check-observed": [1], "step-skipped": [2], "step-marked-done": [2], "step-undone": [2],
    "in-doubt-resolved": [1, 2], "decision-made": [1, 2], "manual-confirmed": [2], "obligation-opened": [1], "obligation-waived": [2],
    "impact-declared": [1], "message-posted": [2, 3], "note": [1, 2], "resumed-from": [2], "goes-beside": [2], "aborted": [2],
  ]

  @Test("each text that was given passes through it, and nothing else", arguments: Sample.everyEvent)
  func texts(event: Event) throws {
    var count = 0
    let changed = event.reworded { text in
      count += 1
      return text + "¤"
    }
    #expect((Self.texts[event.type] ?? [0]).contains(count), "\(event)")
    #expect(event.reworded { $0 } == event)
    let json = String(decoding: Record(at: Sample.instant(3), by: "ben", epoch: 2, seq: 7, event: changed).payload, as: UTF8.self)
    #expect(json.count { $0 == "¤" } == count)
  }

  @Test("a signed answer stays as it was signed")
  func signed() {
    let answer = GateAnswer(
      step: "gate", decision: .declined, person: Sample.ada, reason: "no", evidence: Sample.digest, signature: "-----BEGIN…\n")
    #expect(Event.gateAnswered(answer).reworded { _ in "else" } == .gateAnswered(answer))
  }

  @Test("the log holds what the wording leaves, also of remarks and handovers that wait; each of them once")
  func writer() throws {
    let scratch = try Scratch()
    let folder = try scratch.state().createRun(Sample.genesis(), plan: Array("{}".utf8))
    let writer = try JournalWriter.open(folder, session: Sample.session())
    defer { writer.close() }
    writer.wording = { event in event.reworded { $0 == "correct horse" ? "<secret>" : $0 } }
    try writer.append(.note("correct horse", about: nil))
    let ada = Person(name: "correct horse", login: "ada", role: "scribe")
    let remark = NoteSpool.Remark(text: "correct horse", about: WallTime(seconds: 1_781_532_300), by: "ada", person: ada)
    let handover = Handover(role: "scribe", from: nil, to: ada, brief: ["correct horse"])
    // A death between the record and the removal of the file leaves it to be taken in again.
    for _ in 1...2 {
      try NoteSpool(folder).add(remark)
      try HandoverSpool(folder).add(handover)
      NoteSpool(folder).takeIn(writer)
      HandoverSpool(folder).takeIn(writer)
    }
    let text = String(decoding: try folder.logBytes(), as: UTF8.self)
    #expect(!text.contains("correct horse"))
    #expect(text.split(separator: "<secret>").count - 1 == 1 + 2 + 2)
    #expect(NoteSpool(folder).waiting().isEmpty && !HandoverSpool(folder).isWaiting)
  }
}
