import RunbookBase
import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("Made-up outputs of a rehearsal") struct RehearsedOutputTests {
  static let criteria: [Criterion] = [
    .succeeds, .printsSomething, .equals("0"), .differs(from: "rehearsed"), .differs(from: "1"), .contains("pdf"), .atLeast("2"),
    .atMost("5"),
    .json("a.b", .equals("x")), .json("list.1.name", .atLeast("3")), .json("0.list.last.name", .equals("x")), .json("ok", .equals("true")),
    .all([.atLeast("2"), .atMost("5")]),
    .all([.json("status.code", .equals("0")), .json("backups.0.label", .printsSomething)]),
    .all([.contains("a"), .equals("cab")]),
  ]

  @Test("what is made up for a criterion passes it", arguments: criteria)
  func passes(criterion: Criterion) throws {
    let planned = PlannedCriterion(criterion, values: [:])
    let output = RehearsedOutput.text(for: planned, [:])
    #expect(planned.passes(output: output, succeeded: true, outputs: [:]) == true, "“\(output)”")
  }

  @Test(
    "“last” is the last element of an array, and else the name of a member",
    arguments: [
      (#"[{"archive":[{"id":"15-1","max":"4"},{"id":"15-2","max":"1"}]}]"#, "0.archive.last.max", "1"),
      (#"[{"archive":[]}]"#, "0.archive.last.max", nil), (#"{"last":{"max":7}}"#, "last.max", "7"), (#"["a","b"]"#, "last", "b"),
    ] as [(String, String, String?)])
  func last(output: String, path: String, member: String?) {
    #expect(JSONPath.member(path, of: output) == member)
  }

  @Test("what was injected is what the criterion sees", arguments: criteria.dropFirst())
  func shows(criterion: Criterion) throws {
    let planned = PlannedCriterion(criterion, values: [:])
    let seen = planned.observed(in: RehearsedOutput.text(for: planned, [:], observed: "17 ducks"))
    #expect(seen.contains("17 ducks"))
  }

  @Test("a captured output passes its own rule, wherever it stands in what is printed")
  func captures() throws {
    let (rows, more, digest, id) = (Output<Count>("rows"), Output<Count>("more"), Output<Digest>("digest"), Output<TenantID>("id"))
    let plan = try make {
      Step("Json") { look() }.capture(rows, .json("a.0.rows")).capture(more, .json("more")).capture(digest, .json("digest"))
      Step("Lines") { look() }.capture(id, .line(2))
      Check("Whole", look(), .atLeast("40")).capture(Output<Count>("whole"))
    }
    for step in plan.steps {
      let output = RehearsedOutput.text(of: step, [:])
      for capture in step.policy.captures {
        let text: String? =
          switch capture.source {
          case .json(let path): JSONPath.member(path, of: output)
          case .line(let number): output.split(separator: "\n").map(String.init)[number - 1]
          case .whole: output
          }
        #expect(text.flatMap(capture.output.parse) != nil, "\(capture.output.name) in \(output)")
      }
    }
    #expect(Int(RehearsedOutput.text(of: plan.steps[2], [:])) == 40, "the check passes as well")
  }

  @Test("what the plan says of its own comes first, and single values in it can be replaced")
  func own() throws {
    let rows = Output<Count>("rows")
    let plan = try make { Step("Count") { look() }.capture(rows, .json("rows")).rehearsed(#"{"rows":12,"kept":1}"#) }
    #expect(RehearsedOutput.text(of: plan.steps[0], [:]) == #"{"rows":12,"kept":1}"#)
    let changed = RehearsedOutput.text(of: plan.steps[0], [:], captured: ["rows": "0"])
    #expect(JSONPath.member("rows", of: changed) == "0" && JSONPath.member("kept", of: changed) == "1")
  }

  @Test("what a rehearsal prints is no part of the digest: it changes nothing in the world")
  func digest() throws {
    let plain = try make { Step("Count") { look() } }
    #expect(try make { Step("Count") { look() }.rehearsed("12") }.digest == plain.digest)
  }

  @Test("every type of value has an example that it takes itself")
  func examples() throws {
    func check<Value: ParameterValue>(_ type: Value.Type) throws {
      let example = try #require(Value.example, "\(Value.self) has no example")
      let value = try Value(parsing: example)
      try value.check(now: now)
      #expect(try Value(parsing: value.text) == value)
    }
    try check(TenantID.self)
    try check(OrderID.self)
    try check(DumpFile.self)
    try check(AbsolutePath.self)
    try check(BackupLabel.self)
    try check(Identifier.self)
    try check(ObjectKey.self)
    try check(VersionID.self)
    try check(Count.self)
    try check(Digest.self)
    try check(Timestamp.self)
    try check(RecoveryTarget.self)
    try check(BackupChoice.self)
    try check(LogSegment.self)
    try check(MessageText.self)
  }
}
