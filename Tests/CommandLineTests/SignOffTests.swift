import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("Signed sign-off, from terminal to terminal") struct SignOffTests {
  @Test("the Incident Commander signs on another terminal with request and key alone, and the waiting run goes on at once")
  func twoTerminals() throws {
    try KeyShop.with { shop in
      let run = try shop.atGate()
      #expect(run.text.contains("sign-off: by key alone, by the Incident Commander, never by who works on the run"))
      #expect(try shop.run(["status", "--state", shop.bench.state]).output.contains("signed, request"))
      let commander = try shop.approve("ada", ["--request", shop.exchange])
      #expect(try commander.end() == 0)
      for words in ["SIGN-OFF REQUEST, code ", "DESTROYS the open end of", "$ tee -a \(shop.bench.ledger)", "< total", "Data loss allowed"]
      {
        #expect(commander.text.contains(words), "\(words) is not in \(commander.text)")
      }
      #expect(try run.end(within: 30) == 0)
      #expect(try shop.bench.ledgerText() == "bread\nmilk\ntotal\nsigned\n")
      let answer = try #require(try shop.bench.log().state.gates["approve"]?.answer)
      #expect(answer.person == Person(name: "Ada", login: "ada@shop", role: "incident-commander") && answer.signature != nil)
      #expect(try shop.bench.events().contains { if case .sessionOpened(let session) = $0 { session.rosterID == "ben" } else { false } })
      #expect(try shop.run(["verify", "--state", shop.bench.state]).code == 0)
    }
  }

  @Test("a key with another comment answers as the estate lists it; where no list is at hand, the run says what to type")
  func otherComment() throws {
    try KeyShop.with { shop in
      let key = shop.key("ada") + ".pub"
      try Files.writeDurably(Array(try Files.readText(key).replacing("ada@shop", with: "ada@laptop").utf8), to: key, mode: 0o644)
      try shop.paused()
      let elsewhere = try shop.approve("ada", ["--request", shop.exchange])
      #expect(try elsewhere.end() == 0)
      let refused = try shop.resume()
      #expect(refused.code == ExitCode.awaitingSignOff.rawValue, "\(refused.talk)")
      for words in ["the key is one of ada@shop, not of ada@laptop", "--as ada@shop"] { #expect(refused.talk.contains(words)) }
      let here = try shop.approve("ada", ["--request", shop.exchange], environment: shop.environment)
      #expect(try here.end() == 0 && here.text.contains("You answer as ada@shop"))
      #expect(try shop.resume().code == 0)
    }
  }

  @Test("no terminal: 6, with where the request lies; an answer that is handed in is picked up by --resume without a terminal")
  func handedIn() throws {
    try KeyShop.with { shop in
      try shop.paused()
      let waiting = try shop.resume()
      #expect(waiting.code == ExitCode.awaitingSignOff.rawValue)
      #expect(waiting.talk.contains("approve.request, code ") && waiting.talk.contains("--hand-in ANSWER"))
      let answer = shop.bench.folder + "/answer"
      let commander = try shop.approve("ada", ["--request", shop.exchange, "--out", answer])
      #expect(try commander.end() == 0)
      let taken = try shop.run(["approve", ".", "--hand-in", answer, "--state", shop.bench.state])
      #expect(taken.code == 0 && taken.talk.contains("the approve of ada@shop"))
      #expect(try shop.resume().code == 0)
      #expect(try shop.bench.ledgerText() == "bread\nmilk\ntotal\nsigned\n")
    }
  }

  @Test("an answer that is pasted into the waiting terminal counts; a damaged one, and words that are no choice, do not")
  func pasted() throws {
    try KeyShop.with { shop in
      let run = try shop.atGate()
      try run.type("approve-0000")
      try run.see("nothing was approved")
      let commander = try shop.approve("ada", ["--request", shop.exchange, "--out", "-"])
      #expect(try commander.end() == 0)
      let begin = "-----BEGIN RUNBOOK APPROVAL ANSWER-----"
      let lines = commander.text.split(separator: "\n").map(String.init)
      let start = try #require(lines.firstIndex { $0.hasPrefix(begin) })
      let end = try #require(lines.firstIndex { $0.hasPrefix("-----END RUNBOOK APPROVAL ANSWER") })
      for line in lines[start...end] where line != lines[start + 1] { try run.type(line) }
      try run.see("nothing was approved")
      for line in lines[start...end] { try run.type(line) }
      #expect(try run.end(within: 30) == 0)
    }
  }

  @Test("a no needs no terminal, ends the waiting run with 7, and nothing is started")
  func declined() throws {
    try KeyShop.with { shop in
      let run = try shop.atGate()
      let words = ["approve", "--request", shop.exchange, "--key", shop.key("cleo"), "--decline"]
      #expect(try shop.run(words).code == ExitCode.usage.rawValue)
      #expect(try shop.run(words + ["--reason", "the till is short"]).code == 0)
      #expect(try run.end(within: 30) == ExitCode.signOffRefused.rawValue)
      try shop.expectNothingStarted()
      #expect(run.text.contains("declined at gate 4: the till is short"))
    }
  }

  @Test("the operator's own signature is refused where the run waits, recorded, and told with what to do")
  func own() throws {
    try KeyShop.with { shop in
      let run = try shop.atGate()
      #expect(try shop.approve("ben", ["--request", shop.exchange]).end() == 0)
      try run.see("not accepted: ben is the operator of this run, and nobody approves their own work")
      try run.see("waiting for signed answers")
      try run.control("D")
      #expect(try run.end() == ExitCode.awaitingSignOff.rawValue)
      try shop.expectNothingStarted()
      #expect(
        try shop.run(["log", "--state", shop.bench.state]).output.contains("not accepted, and nothing was started: ben is the operator"))
    }
  }

  @Test("a key revoked after the answer was sent: the resumed run refuses it and waits again")
  func revoked() throws {
    try KeyShop.with { shop in
      try shop.paused()
      #expect(try shop.approve("ada", ["--request", shop.exchange]).end() == 0)
      try shop.trust("revoked_keys", try Files.readText(shop.key("ada") + ".pub"))
      let said = try shop.resume()
      #expect(said.code == ExitCode.awaitingSignOff.rawValue && said.talk.contains("was revoked"))
      try shop.expectNothingStarted()
    }
  }

  @Test("two people: one yes is told and waits, the second releases; a typed word is never one of them")
  func quorum() throws {
    try KeyShop.with("\"quorum\": 2, \"typed\": true") { shop in
      let run = try shop.atGate()
      #expect(run.text.contains("2 people with the role") && !run.news.contains("approve-"))
      #expect(try shop.approve("ada", ["--request", shop.exchange]).end() == 0)
      try run.see("1 of 2 people have approved")
      try shop.expectNothingStarted()
      #expect(try shop.approve("cleo", ["--request", shop.exchange]).end() == 0)
      #expect(try run.end(within: 30) == 0)
      #expect(try Files.list(shop.exchange).filter { $0.hasSuffix(".request") }.isEmpty, "what waits no longer is not offered any more")
      let late = try shop.run(["approve", ".", "--key", shop.key("ada"), "--state", shop.bench.state, "--decline", "--reason", "too late"])
      #expect(late.code == ExitCode.usage.rawValue && late.talk.contains("no gate waits for a signed answer"))
    }
  }

  @Test("trust files that others can write end the start with 12 and the name of what is wrong; no run is begun")
  func trust() throws {
    try KeyShop.with { shop in
      try Files.setMode(shop.bench.folder + "/trust/allowed_signers", 0o646)
      let said = try shop.run(shop.bench.exec(["--estate", "key-shop", "--operator", "ben"]))
      #expect(said.code == ExitCode.safetyRefusal.rawValue && said.talk.contains("can be written by others"))
      try shop.bench.expectUntouched()
      let plan = ["plan", "close-the-books", "--ledger", shop.bench.ledger, "--estate", "key-shop"]
      let looked = try shop.run(plan)
      #expect(looked.code == ExitCode.safetyRefusal.rawValue && looked.talk.contains("blocked: no sign-off could be judged"))
      #expect(looked.output.contains("sign-off by key, trust files in \(shop.bench.folder)/trust"))
      try Files.setMode(shop.bench.folder + "/trust/allowed_signers", 0o644)
      #expect(try shop.run(plan).code == 0)
      try shop.trust("allowed_signers", "*@shop \(try Files.readText(shop.key("ada") + ".pub"))")
      #expect(try shop.run(shop.bench.exec(["--estate", "key-shop", "--operator", "ben"])).code == ExitCode.safetyRefusal.rawValue)
      try shop.bench.expectUntouched()
    }
  }

  @Test(
    "who runs it must be known and may not be somebody without the role",
    arguments: [([], ExitCode.usage), (["--operator", "zoe"], .usage), (["--operator", "ada"], .safetyRefusal)])
  func whoRuns(words: [String], code: ExitCode) throws {
    try KeyShop.with { shop in
      let said = try shop.run(shop.bench.exec(["--estate", "key-shop"] + words))
      #expect(said.code == code.rawValue, "\(said.talk)")
      try shop.bench.expectUntouched()
      #expect(try shop.run(shop.bench.exec(["--operator", "ben"])).code == ExitCode.usage.rawValue, "the shop without keys has no roster")
    }
  }

  @Test("a gate that keys release is not left out by a typed name")
  func leftOut() throws {
    try KeyShop.with { shop in
      try shop.paused()
      let said = try shop.run(shop.bench.resume("5", ["--operator", "ben", "--reason", "in a hurry"]))
      #expect(said.code == ExitCode.signOffRefused.rawValue && said.talk.contains("is not left out by a typed name"))
      try shop.expectNothingStarted()
    }
  }

  @Test("breaking the glass: two reasons and a word, loud in log and end; the run ends when somebody with the role has reviewed it")
  func breakGlass() throws {
    try KeyShop.with("\"breakGlass\": true") { shop in
      let run = try shop.atGate()
      try run.type("break-glass")
      try run.answer("what has to happen now: ", "the shop opens at six")
      try run.answer("why it cannot wait for the Incident Commander: ", "nobody answers the phone")
      try run.see("type break-glass-")
      let word = "break-glass-" + (try run.see(" to release it: ").prefix(4))
      try run.type(word)
      try run.see("BREAK-GLASS by ben")
      try run.see("waiting for signed answers")
      try run.control("D")
      #expect(try run.end() == ExitCode.openObligations.rawValue)
      #expect(try shop.bench.ledgerText() == "bread\nmilk\ntotal\nsigned\n")
      let timeline = try shop.run(["log", "--state", shop.bench.state]).output
      #expect(timeline.contains("released without a sign-off, BREAK-GLASS by ben"))
      #expect(try shop.approve("ada", ["--request", shop.exchange, ".", "review/approve"]).end() == 0)
      let ended = try shop.resume()
      #expect(ended.code == 0 && ended.talk.contains("completed with 1 exceptions"))
    }
  }

  @Test("a handover while the run waits: read, acknowledged, recorded; from then on the new person's answer counts alone")
  func handover() throws {
    try KeyShop.with { shop in
      let run = try shop.atGate()
      let words = ["handover", ".", "--role", "ic", "--from", "ada", "--to", "cleo", "--state", shop.bench.state]
      let cleo = try Sitting(Programs.cornerShop, words, columns: 200, environment: shop.environment)
      try cleo.see("Where things stand:")
      let brief = try cleo.see("when you have read this, type take-over-")
      for text in ["decided: day is “as usual”", "gate approve waits: Write the total below 2 entries", "still owed: remove the lock"] {
        #expect(brief.contains(text), "\(text) is not in \(brief)")
      }
      try cleo.type("take-over-" + (try cleo.see(": ").prefix(4)))
      try cleo.see("recorded: Cleo is Incident Commander of this run now")
      #expect(try cleo.end() == 0)
      try run.see("a role was handed over; the gate is asked anew")
      try run.see("by Cleo, who was handed the role")
      #expect(try shop.approve("ada", ["--request", shop.exchange]).end() == 0)
      try run.see("the incident-commander is Cleo now, not ada")
      #expect(try shop.run(["status", "--state", shop.bench.state]).output.contains("incident-commander (Cleo)"))
      #expect(try shop.approve("cleo", ["--request", shop.exchange]).end() == 0)
      #expect(try run.end(within: 30) == 0)
      let report = try shop.run(["report", "--state", shop.bench.state, "--format", "md"]).output
      #expect(report.contains("took over incident-commander from ada"))
      #expect(try shop.run(["log", "--state", shop.bench.state]).output.contains("incident-commander handed over from ada to Cleo"))
    }
  }

  @Test("a handover while the run is paused is recorded by the command itself; nothing typed, or no terminal, hands nothing over")
  func handoverPaused() throws {
    try KeyShop.with { shop in
      try shop.paused()
      let words = ["handover", ".", "--role", "ic", "--to", "cleo", "--state", shop.bench.state]
      let other = try Sitting(Programs.cornerShop, words, columns: 200, environment: shop.environment)
      try other.answer("take-over-", "yes")
      #expect(try other.end() == ExitCode.awaitingSignOff.rawValue)
      #expect(
        try shop.run(["handover", ".", "--role", "ic", "--to", "ben", "--state", shop.bench.state]).code == ExitCode.signOffRefused.rawValue
      )
      #expect(try shop.bench.log().state.holders.isEmpty)
      let cleo = try Sitting(Programs.cornerShop, words, columns: 200, environment: shop.environment)
      try cleo.see("type take-over-")
      try cleo.type("take-over-" + (try cleo.see(": ").prefix(4)))
      #expect(try cleo.end() == 0)
      #expect(try shop.bench.log().state.holders["incident-commander"]?.rosterID == "cleo")
      #expect(try shop.resume().code == ExitCode.awaitingSignOff.rawValue)
      #expect(try shop.approve("cleo", ["--request", shop.exchange]).end() == 0)
      #expect(try shop.resume().code == 0)
    }
  }
}
