import RunbookBase
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
}
