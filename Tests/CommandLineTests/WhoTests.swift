import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("Who did it and in which role, on the line") struct WhoTests {
  private func remarks(_ shop: KeyShop) throws -> [Person?] {
    try shop.bench.events().compactMap { if case .note(_, about: .some, let person) = $0 { person } else { nil } }
  }

  @Test("the name of the operator and their role stand at each record, in the timeline and in the report")
  func session() throws {
    try KeyShop.with { shop in
      try shop.paused()
      let login = Host.userName()
      let log = try shop.run(["log", "--state", shop.bench.state]).output
      let flat = log.split(whereSeparator: { $0 == "\n" || $0 == " " }).joined(separator: " ")
      #expect(flat.contains("session of Ben (login \(login), restore-operator) on "), "\(log)")
      let json = try JSON.parse(Array(try shop.run(["log", "--json", "--state", shop.bench.state]).output.utf8))
      let people = try #require(json["entries"]?.arrayValue).map { $0["person"] }
      let ben: JSON = ["name": "Ben", "login": .string(login), "role": "restore-operator"]
      #expect(people.count > 8 && people.filter { $0 == ben }.count >= people.count - 2, "all but the Incident Commander's decision")
      #expect(people.contains { $0?["role"]?.stringValue == "incident-commander" })
      let report = try shop.run(["report", "--state", shop.bench.state]).output
      #expect(report.contains("by Ben (login \(login)) on "), "\(report)")
    }
  }

  @Test("a remark has a claimed name and role that the roster knows; who claims nothing is written down by login")
  func note() throws {
    try KeyShop.with { shop in
      try shop.paused()
      let words = ["note", ".", "told by telephone", "--state", shop.bench.state]
      for (wrong, code) in [
        (["--as", "mallory"], ExitCode.signOffRefused), (["--as", "ben"], .signOffRefused),
        (["--as", "ben", "--role", "ic"], .signOffRefused),
        (["--role", "scribe"], .signOffRefused), (["--as", "cleo", "--role", "boss"], .usage), (["--as", ""], .usage),
      ] {
        let said = try shop.run(words + wrong)
        #expect(said.code == code.rawValue, "\(wrong): \(said.talk)")
      }
      #expect(try remarks(shop).isEmpty, "nothing was written down")
      #expect(try shop.run(words).code == 0)
      #expect(try shop.run(words + ["--as", "cleo"]).code == 0)
      #expect(try shop.run(words + ["--as", "ada", "--role", "ic"]).code == 0)
      let login = Host.userName()
      #expect(
        try remarks(shop) == [
          Person(name: login, login: login), Person(name: "Cleo", login: login, role: "scribe"),
          Person(name: "Ada", login: login, role: "incident-commander"),
        ])
      let log = try shop.run(["log", "--state", shop.bench.state]).output
      #expect(log.contains("by Cleo (login \(login), scribe):") || log.contains("by Cleo (login"), "\(log)")
      let verified = try shop.run(["verify", "--state", shop.bench.state])
      #expect(verified.code == 0)
    }
  }

  @Test("where there is no roster, any name is written down as it was claimed, and the role is the Scribe's")
  func noRoster() throws {
    try Bench.with { bench in
      try bench.paused()
      #expect(try bench.run(["note", ".", "told them", "--as", "Cleo\u{1B}[2J", "--state", bench.state]).code == 0)
      #expect(try bench.run(["note", ".", "told more", "--state", bench.state]).code == 0)
      let people = try bench.events().compactMap { event -> Person? in
        if case .note(_, about: .some, let person) = event { person } else { nil }
      }
      #expect(people.map(\.role) == ["scribe", "scribe"] && people[1].name == Host.userName())
      #expect(people[0].name.hasPrefix("Cleo") && !people[0].name.utf8.contains(0x1B))
    }
  }

  @Test("who tells those outside is in the roster as Comms Lead, and that it is about to be sent is written down before it is sent")
  func announce() throws {
    try KeyShop.with { shop in
      try shop.paused()
      let sitting = try shop.bench.sit(["announce", ".", "We are on it", "--state", shop.bench.state], environment: shop.environment)
      try sitting.answer("anything else to leave it: ", "send")
      for stranger in ["mallory", "cleo"] {
        try sitting.answer("your name, as Comms Lead: ", stranger)
        try sitting.see(stranger)
      }
      try sitting.answer("your name, as Comms Lead: ", "Dora")
      try sitting.see("the bell: FAILED")
      #expect(try sitting.end() == ExitCode.stepFailed.rawValue)
      let events = try shop.bench.events()
      let sent = try #require(events.firstIndex { if case .messagePosted = $0 { true } else { false } })
      let intended = try #require(
        events.firstIndex {
          if case .note(let text, _, let person?) = $0 {
            text.hasPrefix("about to send the message (") && text.hasSuffix("by the bell: We are on it") && person.role == "comms-lead"
          } else {
            false
          }
        })
      #expect(intended < sent)
      if case .messagePosted(let message) = events[sent] { #expect(message.person.name == "Dora" && message.person.role == "comms-lead") }
      #expect(try shop.resume().code == ExitCode.awaitingSignOff.rawValue)
      let answer = try shop.approve("ada", ["--request", shop.exchange])
      #expect(try answer.end() == 0)
      #expect(try shop.resume().code == 0, "whoever announced does not count as an operator of the run")
    }
  }

  @Test("what cannot be written down is not sent")
  func announceUnwritten() throws {
    try KeyShop.with { shop in
      try shop.paused()
      let run = try #require(shop.bench.runs.last)
      try Files.writeDurably([], to: "\(shop.bench.state)/runs/\(run)/notes")
      let sitting = try shop.bench.sit(["announce", ".", "We are on it", "--state", shop.bench.state], environment: shop.environment)
      try sitting.answer("anything else to leave it: ", "send")
      try sitting.answer("your name, as Comms Lead: ", "Dora")
      try sitting.see("nothing was sent")
      #expect(try sitting.end() != 0)
      #expect(!sitting.text.contains("FAILED"))
    }
  }
}
