import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("Questions to people in a terminal") struct PeopleTests {
  @Test("a decision is taken by number alone, with a reason and a name")
  func decision() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec())
      let shown = try sitting.see("type the number of the answer: ")
      #expect(shown.contains("3 How did the day go, with 2 entries?\n  1  as usual\n  2  badly\n"))
      for wrong in ["", "0", "3", "-1", "as usual", "1 2", "99999999999999999999"] {
        try sitting.type(wrong)
        try sitting.see("is none of 1 to 2")
      }
      try sitting.see("type the number of the answer: ")
      try sitting.type("2")
      try sitting.answer("why “badly”: ", "the till was open")
      try sitting.answer("your name, as Incident Commander: ", "")
      try sitting.answer("your name, as Incident Commander: ", "Ada")
      try sitting.answer("what did you see or do: ", "41 coins,\tone button")
      try sitting.answer("your name, as Restore Operator: ", "Ben\u{1B}]0;x\u{7}")
      try sitting.approve()
      #expect(try sitting.end() == 0)
      #expect(try bench.log().state.decisions == ["day": "badly"])
      let confirmed = try bench.events().compactMap { event in
        if case .manualConfirmed(let step, let evidence, let person) = event { (step, evidence, person) } else { nil }
      }
      #expect(confirmed.map(\.0) == ["day/badly/till"])
      #expect(confirmed.map(\.1).allSatisfy { $0.hasPrefix("41 coins") })
      #expect(confirmed.map(\.2.name).allSatisfy { $0.hasPrefix("Ben") && !$0.utf8.contains(0x1B) }, "a name cannot steer a terminal")
    }
  }

  @Test("a step for a person waits for a note; nobody is no note")
  func manual() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec())
      try sitting.decide(2, why: "the till was open")
      try sitting.see("what did you see or do: ")
      try sitting.control("D")
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
      #expect(try bench.log().state.step("day/badly/till").status == .notStarted)
      #expect(try bench.run(["status", "--state", bench.state]).output.contains("day/badly/till"))
    }
  }

  @Test("an empty or two-letter note is not taken, and five of them are no answer")
  func emptyNotes() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec())
      try sitting.decide(2, why: "the till was open")
      for note in ["", "  ", "ok", ".", "-"] {
        try sitting.answer("what did you see or do: ", note)
        try sitting.see("a few words, please")
      }
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
      #expect(try bench.log().state.step("day/badly/till").status == .notStarted)
    }
  }

  @Test("a missing parameter is asked for, and a refused value is asked again")
  func parameters() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(["exec", "close-the-books", "--state", bench.state])
      try sitting.answer("--ledger (The ledger file): ", "ledger")
      try sitting.see("--ledger: “ledger” is not an absolute path")
      try sitting.answer("--ledger (The ledger file): ", "/nonexistent/../ledger")
      try sitting.see("climbs with “..”")
      #expect(bench.runs.isEmpty)
      try sitting.answer("--ledger (The ledger file): ", bench.ledger)
      try sitting.see("type the number of the answer: ")
      #expect(try bench.log().state.parameters == ["ledger": bench.ledger, "pause": "0"])
      try sitting.control("D")
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
    }
  }

  @Test("no answer for a missing parameter starts nothing", arguments: ["D", "C"])
  func noParameter(key: Character) throws {
    try Bench.with { bench in
      let sitting = try bench.sit(["exec", "close-the-books", "--state", bench.state])
      try sitting.see("--ledger (The ledger file): ")
      try sitting.control(key)
      let code = try sitting.end()
      #expect(code == (key == "D" ? ExitCode.usage.rawValue : 130))
      if key == "D" { #expect(sitting.text.contains("--ledger is missing")) }
      try bench.expectUntouched()
    }
  }
}
