import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

/// A shop of one's own: a ledger, a state folder, and the program that works on them.
struct Bench {
  let folder: String
  var ledger: String { folder + "/ledger" }
  var state: String { folder + "/state" }

  /// Runs the body in a new shop that is removed after it.
  static func with<Result>(ledger: String = "bread\nmilk\n", _ body: (Bench) throws -> Result) throws -> Result {
    let folder = try Files.temporaryDirectory(prefix: "runbook-command-line-test")
    defer { try? Files.removeTree(folder) }
    let bench = Bench(folder: folder)
    try Files.writeDurably(Array(ledger.utf8), to: bench.ledger)
    return try body(bench)
  }

  func ledgerText() throws -> String { try Files.readText(ledger) }

  /// The words that begin a run, with more at the end.
  func exec(_ more: [String] = []) -> [String] {
    ["exec", "close-the-books", "--state", state, "--ledger", ledger] + more
  }

  /// The words that go on with the run, with more at the end.
  func resume(_ step: String? = nil, _ more: [String] = []) -> [String] {
    ["exec", "close-the-books", "--state", state, "--resume"] + (step.map { [$0] } ?? []) + more
  }

  /// Runs the shop's program without a terminal.
  func run(_ words: [String], environment: [String: String] = [:]) throws -> Said {
    try Said.by(Programs.cornerShop, words, environment: environment)
  }

  /// Begins a run in a terminal.
  func sit(_ words: [String], columns: Int = 200, environment: [String: String] = [:]) throws -> Sitting {
    try Sitting(Programs.cornerShop, words, columns: columns, environment: environment)
  }

  /// A run that waits at its first question, which nobody was there to answer.
  func paused(_ more: [String] = []) throws {
    let said = try run(exec(more))
    try #require(said.code == ExitCode.awaitingSignOff.rawValue, "\(said.talk)")
  }

  var runs: [RunID] { (try? StateDirectory.existing(state).runs()) ?? [] }

  /// The newest run's log, checked.
  func log() throws -> Journal.Contents {
    let directory = try StateDirectory.existing(state)
    return try directory.folder(#require(runs.last)).read()
  }

  /// The newest run's events, as their types and who they are about: `stepEnded total`.
  func events() throws -> [Event] {
    var events: [Event] = []
    let directory = try StateDirectory.existing(state)
    _ = try directory.folder(#require(runs.last)).read { events.append($0.record.event) }
    return events
  }

  /// The newest run's timeline as `log` prints it.
  func timeline() throws -> String { try run(["log", "--state", state]).output }

  /// Nothing was begun: the ledger is as it was, and there is no run.
  func expectUntouched(ledger: String = "bread\nmilk\n", sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try ledgerText() == ledger, sourceLocation: sourceLocation)
    #expect(runs.isEmpty, sourceLocation: sourceLocation)
    #expect(!Files.exists(self.ledger + ".lock"), sourceLocation: sourceLocation)
  }
}
