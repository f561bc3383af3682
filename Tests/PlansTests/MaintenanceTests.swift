import Operations
import RunbookBase
import Runbooks
import Testing

@testable import PrintFlowPlans
@testable import RunbookPlanning

@Suite("Maintenance mode holds on every application host, or the restore does not begin") struct MaintenanceTests {
  /// The lab with two hosts here, as its `estate.json` lists them.
  private static func lab() throws -> PrintFlow {
    try PrintFlow.lab(
      LabTests.sample(
        "app.second", ["url": "http://127.0.0.1:18001", "port": 18001, "directory": "/lab/www-2"]))
  }

  @Test(
    "before the server is stopped, each host is down by its file and answers 503; at the end each is up and answers 200",
    arguments: ["full-restore", "point-in-time", "db-corruption", "tenant-delete"])
  func everyHost(name: String) throws {
    let steps = try plan(name, on: Self.lab()).flattened
    for (verb, asks, status) in [("down", "closed", "503"), ("up", "opened", "200")] {
      let acts = steps.filter { $0.pipelines.contains { $0.commands[0].argv().starts(with: ["php", "artisan", verb]) } }
      #expect(!acts.isEmpty)
      for act in acts {
        #expect(act.pipelines.map { $0.commands[0].workingDirectory?.shown() } == ["/lab/www", "/lab/www-2"])
        #expect(act.policy.verifications.count == 2)
      }
      let probes = steps.filter { $0.id.contains("\(asks)/host-") }.compactMap { step in
        if case .check(let probe) = step.kind { "\(probe.pipeline.commands[0].argv().last ?? "") \(probe.criterion.words())" } else { nil }
      }
      // What includes a restore has closed the application before, and the restore looks once more.
      #expect(probes.count == 2 * (name.hasPrefix("db-") && verb == "down" ? 3 : acts.count))
      #expect(Set(probes) == ["http://127.0.0.1:18000/ answers = \(status)", "http://127.0.0.1:18001/ answers = \(status)"])
    }
    for (index, step) in steps.enumerated() where step.id.hasSuffix("stop") {
      #expect(steps[..<index].filter { $0.id.contains("closed/host-") }.count >= 2)
    }
  }

  @Test("a corrupted database takes no more writes while people look for the cause, and is closed once")
  func corruption() throws {
    let steps = try plan("db-corruption", on: Self.lab()).flattened
    #expect(steps.first?.id == "maintenance")
    #expect(steps.filter { $0.policy.mark == .stopsWrites }.map(\.id) == ["maintenance"])
    let gates = steps.filter { if case .gate = $0.kind { true } else { false } }.map { $0.title.shown() }
    #expect(gates.count == 2 && gates.allSatisfy { $0.hasPrefix("Re") })
  }

  @Test("a drill keeps away from the second host, and the estate's facts name a second one")
  func facts() throws {
    let lab = try Self.lab()
    #expect(lab.facts["furtherHosts"]?.arrayValue?.compactMap(\.stringValue) == ["localhost:/lab/www-2 http://127.0.0.1:18001"])
    #expect(String(decoding: try plan("drill", on: lab).json.canonicalBytes, as: UTF8.self).contains("/lab/www-2"))
  }

  @Test("on another machine it is set, looked at and taken back there, too, and is a debt of its own")
  func elsewhere() throws {
    let steps = try plan("full-restore", on: PrintFlow.production.away).flattened
    let down = try #require(steps.first { $0.id.hasSuffix("maintenance-dr-app") })
    #expect(down.away?.name == "dr-app" && down.policy.mark == .stopsWrites)
    #expect(down.policy.verifications.map { $0.pipeline.commands.first?.away?.name } == ["dr-app"])
    #expect(down.policy.undo.map { $0.commands[0].argv() } == [["php", "artisan", "up"]])
    #expect(down.policy.obligations.map { $0.title.shown() } == ["lift maintenance mode on dr-app"])
    let up = try #require(steps.first { $0.id.hasSuffix("up-dr-app") })
    #expect(up.away?.name == "dr-app" && up.policy.verifications.count == 1 && up.policy.settles == down.policy.obligations.map(\.id))
  }
}
