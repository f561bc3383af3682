import RunbookBase
import Testing

@Suite("Suggestions")
struct SuggestionTests {
  static let runbooks = [
    "full-restore", "dump-restore", "point-in-time", "tenant-restore", "bucket-restore", "object-restore", "reconcile", "drill",
    "drill-teardown", "game-day", "db-corruption", "tenant-delete", "print-file-loss", "redis-loss", "region-outage",
  ]
  static let commands = ["list", "show", "plan", "exec", "status", "approve", "log", "report", "verify", "doctor", "reconcile"]

  @Test(
    "a slip of the finger still finds the runbook",
    arguments: [
      ("tenant-delet", "tenant-delete"), ("tenant-dleete", "tenant-delete"), ("tennant-delete", "tenant-delete"),
      ("TENANT_DELETE", "tenant-delete"), ("regionoutage", "region-outage"), ("region", "region-outage"), ("outage", "region-outage"),
      ("redis", "redis-loss"), ("recncile", "reconcile"), ("dril", "drill"), ("point-in-tiem", "point-in-time"),
      ("drill-tear", "drill-teardown"),
    ])
  func runbook(typed: String, meant: String) {
    #expect(Suggestion.closest(to: typed, among: Self.runbooks) == meant)
  }

  @Test(
    "a slip of the finger still finds the command",
    arguments: [("lsit", "list"), ("exce", "exec"), ("pln", "plan"), ("stat", "status"), ("lg", "log"), ("docter", "doctor")])
  func command(typed: String, meant: String) {
    #expect(Suggestion.closest(to: typed, among: Self.commands) == meant)
  }

  @Test(
    "a word that is near to nothing gets no suggestion",
    arguments: ["", "x", "zz", "kubernetes", "l", "frobnicate", "показать", String(repeating: "a", count: 100_000)])
  func nothing(typed: String) {
    #expect(Suggestion.closest(to: typed, among: Self.commands) == nil)
  }

  @Test("a tie is told as a tie, best first, and no more than asked for")
  func ties() {
    #expect(Suggestion.all(near: "tenant", among: Self.runbooks) == ["tenant-delete", "tenant-restore"])
    #expect(Suggestion.all(near: "restore", among: Self.runbooks, limit: 2).count == 2)
    #expect(Suggestion.all(near: "drill", among: Self.runbooks) == ["drill"])
    #expect(Suggestion.all(near: "nothing-like-it", among: Self.runbooks).isEmpty)
    #expect(Suggestion.all(near: "plan", among: []).isEmpty)
  }

  @Test("a letter that only looks like ASCII is counted by its bytes and still forgiven")
  func lookAlike() {
    #expect(Suggestion.closest(to: "t\u{435}nant-delete", among: Self.runbooks) == "tenant-delete")
    // The Kelvin sign is canonically equal to K, which Swift's == would accept as the same name.
    #expect(Suggestion.all(near: "\u{212A}elvin-scale", among: ["kelvin-scale"]) == ["kelvin-scale"])
  }
}
