import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks
import Testing

@Suite("A run that stands in the middle of changing a target") struct RivalRunTests {
  private static func scene() throws -> SignedScene {
    try SignedScene {
      Gate("Wipe it?", id: "go")
      reading("look")
      destroying("wipe", on: Target("disk:one", realm: .production))
    }
  }

  private func holders(_ scene: SignedScene, _ plan: Plan) throws -> [RivalRun] {
    try RivalRun.all(of: plan, in: try StateDirectory.open(scene.folder + "/state"))
  }

  @Test("it holds the target from the first step that changes it to its seal; looks and gates before that hold nothing")
  func fromTheFirstChange() throws {
    let scene = try Self.scene()
    #expect(try holders(scene, scene.plan).isEmpty)
    try scene.begin("look")
    #expect(try holders(scene, scene.plan).isEmpty)
    try scene.begin("wipe")
    let held = try holders(scene, scene.plan)
    #expect(held.map(\.run) == [scene.run.id] && held.first?.targets == ["disk:one"])
    #expect(#expect(throws: Problem.self) { try RivalRun.refuse(held) }?.code == .busy)
    #expect(try RivalRun.all(of: scene.plan, in: StateDirectory.open(scene.folder + "/state"), besides: [scene.run.id]).isEmpty)
    try scene.run.append(.aborted(reason: "enough", by: Person(name: "Ada", login: "ada")))
    #expect(try holders(scene, scene.plan).map(\.standing) == ["it has ended and is not sealed"])
    try scene.run.append(.sealed(.aborted))
    #expect(try holders(scene, scene.plan).isEmpty)
  }

  @Test("a step that a person did by hand counts as begun")
  func byHand() throws {
    let scene = try Self.scene()
    try scene.run.append(.stepMarkedDone(step: "wipe", evidence: "wiped it", by: Person(name: "Ada", login: "ada")))
    #expect(try holders(scene, scene.plan).count == 1)
  }

  @Test("what a drill has begun in scratch holds nobody up, least of all its teardown")
  func scratch() throws {
    let scene = try SignedScene { destroying("wipe", on: Target("disk:one", realm: .scratch)) }
    try scene.begin("wipe")
    #expect(try holders(scene, scene.plan).isEmpty)
  }

  @Test("a plan that changes other targets, or none, is not held up")
  func otherTargets() throws {
    let scene = try Self.scene()
    try scene.begin("wipe")
    let looking = try SignedScene { reading("look") }
    #expect(try holders(scene, looking.plan).isEmpty)
    let elsewhere = try SignedScene {
      Gate("Wipe it?", id: "go")
      destroying("wipe", on: Target("disk:other", realm: .production))
    }
    #expect(try holders(scene, elsewhere.plan).isEmpty)
  }
}

extension SignedScene {
  /// Records that a step was begun.
  fileprivate func begin(_ step: String) throws {
    let planned = try #require(plan.step(withID: step))
    try run.append(
      .stepIntended(
        Intent(
          step: step, attempt: 1, nonce: "0", commands: [["true"]], host: planned.host, effect: planned.effect.word, fingerprint: "f")))
  }
}
