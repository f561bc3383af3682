import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

/// A shop whose gates are signed: people with real keys, trust files, and the words that name them.
struct KeyShop {
  let bench: Bench
  var environment: [String: String] { ["CORNER_SHOP": bench.folder] }
  var exchange: String { bench.folder + "/exchange" }

  /// Runs the body in a shop of its own; `rules` are further members of its description.
  static func with(_ rules: String = "", _ body: (KeyShop) throws -> Void) throws {
    try Bench.with { bench in
      let shop = KeyShop(bench: bench)
      for name in ["trust", "keys", "exchange"] { try Files.makeDirectory("\(bench.folder)/\(name)") }
      var signers = ""
      for name in ["ada", "ben", "cleo"] {
        let words = ["-q", "-t", "ed25519", "-N", "", "-C", "\(name)@shop", "-f", shop.key(name)]
        try #require(try Subprocess.run("/usr/bin/ssh-keygen", words).status.isSuccess)
        let key = try Files.readText(shop.key(name) + ".pub").split(separator: " ").prefix(2).joined(separator: " ")
        signers += "\(name)@shop namespaces=\"approval@runbook\" \(key)\n"
      }
      try shop.trust("allowed_signers", signers)
      try shop.trust("revoked_keys", "")
      try shop.trust(
        "roster.json",
        """
        {"people": [
          {"person": "ada", "name": "Ada", "roles": ["incident-commander"], "principals": ["ada@shop"]},
          {"person": "ben", "name": "Ben", "roles": ["restore-operator", "incident-commander"], "principals": ["ben@shop"]},
          {"person": "cleo", "name": "Cleo", "roles": ["incident-commander", "scribe"], "principals": ["cleo@shop"]},
          {"person": "dora", "name": "Dora", "roles": ["comms-lead"]}
        ]}
        """)
      let description = "{\"trust\": \"\(bench.folder)/trust\", \"exchange\": \"\(shop.exchange)\"\(rules.isEmpty ? "" : ", " + rules)}"
      try Files.writeDurably(Array(description.utf8), to: bench.folder + "/shop.json")
      try body(shop)
    }
  }

  func key(_ name: String) -> String { "\(bench.folder)/keys/\(name)" }

  func trust(_ name: String, _ text: String) throws {
    try Files.writeDurably(Array(text.utf8), to: "\(bench.folder)/trust/\(name)", mode: 0o644)
  }

  /// Begins a run in a terminal, and comes to its gate.
  func atGate(operator name: String = "ben") throws -> Sitting {
    let sitting = try bench.sit(
      bench.exec(["--estate", "key-shop", "--operator", name]), columns: 200, environment: environment)
    try sitting.decide()
    try sitting.see("waiting for signed answers")
    return sitting
  }

  /// A run that is paused at its gate.
  func paused() throws {
    let sitting = try atGate()
    try sitting.control("D")
    try #require(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
  }

  /// Goes on without a terminal.
  func resume(_ more: [String] = []) throws -> Said {
    try bench.run(bench.resume(nil, ["--operator", "ben"] + more), environment: environment)
  }

  /// A person at a terminal of their own, with nothing but a request, a key and the word that is shown.
  func approve(_ name: String, _ more: [String], environment: [String: String] = [:]) throws -> Sitting {
    let sitting = try Sitting(Programs.cornerShop, ["approve", "--key", key(name)] + more, columns: 200, environment: environment)
    try sitting.see("type approve-")
    let digits = try sitting.see(" to sign").prefix(4)
    try sitting.type("approve-\(digits)")
    return sitting
  }

  func run(_ words: [String]) throws -> Said { try bench.run(words, environment: environment) }

  /// Nothing that the gate releases was begun.
  func expectNothingStarted(_ location: SourceLocation = #_sourceLocation) throws {
    #expect(try bench.ledgerText() == "bread\nmilk\n", sourceLocation: location)
    #expect(try bench.log().state.step("total").attempts == 0, sourceLocation: location)
  }
}
