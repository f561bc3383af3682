import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("--since of runbooks that ask for it themselves") struct SinceParameterTests {
  @Test("a time of day is taken, as everywhere else", arguments: ["region-outage", "game-day"])
  func timeOfDay(name: String) throws {
    let time = WallTime(nanoseconds: Clock.wall()).adding(nanoseconds: -3_600_000_000_000).text(.seconds).dropFirst(11).prefix(5)
    let said = try Said.by(Programs.runbook, ["plan", name, "--dry-run", "--json", "--since", "\(time)Z"])
    #expect(said.code == 0, "\(said.talk)")
    let parameters = try #require(try JSON.parse(Array(said.output.utf8))["parameters"]?.arrayValue)
    let since = try #require(parameters.first { $0["name"]?.stringValue == "since" }?["value"]?.stringValue)
    #expect(since.hasSuffix("T\(time):00Z") && WallTime(since) != nil, "\(since)")
  }

  @Test("what is no time is refused as before", arguments: ["14:05", "25:61Z", "yesterday", "2099-01-01T00:00:00Z"])
  func refused(text: String) throws {
    let said = try Said.by(Programs.runbook, ["plan", "region-outage", "--dry-run", "--since", text])
    #expect(said.code == ExitCode.parameterRejected.rawValue, "\(said.talk)")
  }
}
