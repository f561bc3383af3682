import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("A secret at the terminal") struct SecretTests {
  @Test("Ctrl-C at the question for a secret ends with 14 and starts nothing; what is typed is not shown")
  func interrupted() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(["exec", "pay-the-baker", "--state", bench.state])
      try sitting.see("till-code (not shown): ")
      try sitting.type("4711-0815-key")
      let other = try bench.sit(["exec", "pay-the-baker", "--state", bench.state])
      try other.see("till-code (not shown): ")
      try other.control("C")
      try other.see("interrupted; nothing was started")
      #expect(try other.end() == ExitCode.interrupted.rawValue)
      #expect(bench.runs.count <= 1, "the one that was not interrupted")
      try sitting.answer("what did you see or do: ", "paid")
      try sitting.answer("your name, as Restore Operator: ", "Ben")
      #expect(try sitting.end() == 0)
      #expect(!sitting.text.contains("4711-0815-key"), "a secret is not shown while it is typed")
    }
  }

  @Test("Ctrl-C and SIGTERM at the question for a secret give the terminal its echo back", arguments: [true, false])
  func echo(byKey: Bool) throws {
    try Bench.with { bench in
      let sitting = try bench.sit(["exec", "pay-the-baker", "--state", bench.state])
      #expect(sitting.echoes, "before the question")
      try sitting.see("till-code (not shown): ")
      // The prompt is there; the echo is off from before it until after the answer.
      #expect(!sitting.echoes, "while the secret is typed")
      if byKey { try sitting.control("C") } else { sitting.child.signal(15) }
      _ = try sitting.end()
      #expect(sitting.echoes, "the person's shell must show what is typed next")
    }
  }

  @Test(
    "a secret that could not be hidden ends with 4, from its variable and typed; it is named, its value is not, and nothing is started",
    arguments: [
      ("4711", "has fewer than 8 bytes"), ("xyxyxyxyxy", "has fewer than 4 different characters"),
      ("Postgres", "is a word of ordinary output"),
    ])
  func refused(value: String, rule: String) throws {
    try Bench.with { bench in
      let words = ["exec", "pay-the-baker", "--state", bench.state]
      let said = try bench.run(words, environment: ["TILL_CODE": value])
      #expect(said.code == ExitCode.parameterRejected.rawValue)
      #expect(said.talk.contains("the secret till-code cannot be hidden in what commands print: it \(rule)"), "\(said.talk)")
      #expect(said.talk.contains("set TILL_CODE") && !said.talk.contains(value))
      let sitting = try bench.sit(words)
      try sitting.see("till-code (not shown): ")
      try sitting.type(value)
      try sitting.see("the secret till-code cannot be hidden")
      #expect(try sitting.end() == ExitCode.parameterRejected.rawValue)
      #expect(!sitting.text.contains(value) && bench.runs.isEmpty)
    }
  }

  /// Every file below a folder.
  private func files(_ path: String) throws -> [String] {
    try Files.list(path).flatMap { name in
      let inner = path + "/" + name
      return (try? Files.list(inner)) == nil ? [inner] : try files(inner)
    }
  }

  private func expectNothingKept(_ value: String, _ folder: String) throws {
    let files = try files(folder)
    #expect(files.count > 3)
    for file in files {
      let text = String(decoding: try Files.read(file, limit: 64 << 20), as: UTF8.self)
      #expect(!text.contains(value), "\(file)")
    }
  }

  @Test("a secret that a person types as evidence and as a name is kept in no file and told back by nobody; they are told")
  func evidence() throws {
    try Bench.with { bench in
      let value = "4711-0815-key"
      let copy = bench.folder + "/copy"
      try Files.makeDirectory(copy)
      let sitting = try bench.sit(
        ["exec", "pay-the-baker", "--state", bench.state, "--copy", copy], environment: ["TILL_CODE": value])
      try sitting.answer("what did you see or do: ", "the code is \(value)")
      try sitting.answer("your name, as Restore Operator: ", "Ben \(value)")
      try sitting.see("what was typed held the secret till-code: it is not kept")
      #expect(try sitting.end() == 0)
      // What a terminal echoes while it is typed is all that is shown of it.
      #expect(sitting.text.split(separator: value).count - 1 == 2, "\(sitting.text)")
      let events = try bench.events()
      let ben = Person(name: "Ben <secret till-code>", login: Host.userName(), role: "restore-operator")
      #expect(events.contains(.manualConfirmed(step: "pay", evidence: "the code is <secret till-code>", by: ben)))
      try expectNothingKept(value, bench.folder)
      for words in [["log"], ["report"], ["report", "--format", "json"], ["report", "--format", "html"], ["status"], ["verify"]] {
        let said = try bench.run(words + ["--state", bench.state])
        #expect(said.code == 0 && !said.output.contains(value) && !said.talk.contains(value), "\(words)")
      }
    }
  }

  @Test("beside the run, a secret whose variable is set there is kept by no note, no message and no reason to end it")
  func beside() throws {
    try Bench.with { bench in
      let value = "4711-0815-key"
      let environment = ["TILL_CODE": value]
      let said = try bench.run(["exec", "pay-the-baker", "--state", bench.state], environment: environment)
      try #require(said.code == ExitCode.awaitingSignOff.rawValue, "\(said.talk)")
      let run = try #require(bench.runs.last).text
      let note = try bench.run(["note", run, "it is \(value)", "--state", bench.state], environment: environment)
      #expect(note.code == 0 && note.talk.contains("held the secret till-code") && !note.talk.contains(value), "\(note.talk)")
      let sitting = try bench.sit(["announce", run, "over: \(value)", "--state", bench.state], environment: environment)
      try sitting.answer("type send to go ahead, anything else to leave it: ", "send")
      try sitting.answer("your name, as Comms Lead: ", "Cleo")
      #expect(try sitting.end() == 0)
      #expect(!sitting.text.contains(value) && sitting.text.contains("<secret till-code>"), "\(sitting.text)")
      let end = try bench.run(
        ["exec", "pay-the-baker", "--abort", "--reason", "it was \(value)", "--state", bench.state], environment: environment)
      #expect(end.code == ExitCode.stepFailed.rawValue && !end.talk.contains(value), "\(end.talk)")
      #expect(end.talk.contains("held the secret till-code") && end.talk.contains("aborted: it was <secret till-code>"))
      try expectNothingKept(value, bench.state)
    }
  }
}
