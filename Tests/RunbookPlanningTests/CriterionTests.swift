import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("When an observation passes: yes, no, or nobody can tell") struct CriterionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let criterion: Criterion
    let output: String
    let succeeded: Bool
    let passes: Bool?
    let observed: String
    var testDescription: String { "\(criterion.words) of “\(output)”" }
    init(_ criterion: Criterion, _ output: String, _ passes: Bool?, observed: String? = nil, succeeded: Bool = true) {
      self.criterion = criterion
      self.output = output
      self.passes = passes
      self.observed = observed ?? output
      self.succeeded = succeeded
    }
  }

  static let document = #"{"status": {"code": 0, "ok": true}, "list": [{"name": "a"}, {"name": "b"}], "none": null, "ratio": 0.5}"#

  static let cases = [
    Case(.succeeds, "anything", true), Case(.succeeds, "anything", false, succeeded: false),
    Case(.printsSomething, "x", true), Case(.printsSomething, " \n\t", false, observed: ""),
    Case(.printsSomething, "x", false, succeeded: false),
    Case(.equals("1"), "1\n", true, observed: "1"), Case(.equals("1"), "01", false),
    Case(.equals("a b"), "  a b \r\n", true, observed: "a b"),
    Case(.equals("\u{E9}"), "e\u{301}", false), Case(.differs(from: "\u{E9}"), "e\u{301}", true), Case(.differs(from: "1"), "1", false),
    Case(.contains("b"), "abc", true), Case(.contains("x"), "abc", false), Case(.contains("abcd"), "abc", false),
    Case(.contains(""), "", true),
    Case(.atLeast("2"), "2", true), Case(.atLeast("2"), "10", true), Case(.atLeast("2"), "1", false), Case(.atLeast("2"), "-5", false),
    Case(.atLeast("2"), "two", nil), Case(.atLeast("2"), "", nil), Case(.atLeast("2"), "3.5", nil),
    Case(.atLeast("2"), "9223372036854775808", nil),
    Case(.atMost("2"), "2", true), Case(.atMost("2"), "3", false), Case(.atMost("2"), "none", nil),
    Case(.json("status.code", .equals("0")), document, true, observed: "0"),
    Case(.json("status.ok", .equals("true")), document, true, observed: "true"),
    Case(.json("list.1.name", .equals("b")), document, true, observed: "b"),
    Case(.json("ratio", .equals("0.5")), document, true, observed: "0.5"),
    Case(.json("list.2.name", .equals("b")), document, nil, observed: "no list.2.name"),
    Case(.json("none", .printsSomething), document, nil, observed: "no none"),
    Case(.json("a", .equals("b")), "no JSON", nil, observed: "no a"),
    Case(.json("a", .equals("b")), "no JSON", false, observed: "no a", succeeded: false),
    Case(.all([.atLeast("1"), .atMost("3")]), "2", true, observed: "2, 2"),
    Case(.all([.atLeast("1"), .atMost("3")]), "4", false, observed: "4, 4"),
    Case(.all([.atLeast("1"), .equals("x")]), "x", nil, observed: "x, x"),
    Case(.all([.atLeast("1"), .equals("y")]), "x", false, observed: "x, x"),
  ]

  @Test("an answer is yes, no or unknown, and what was seen is recorded", arguments: cases)
  func judges(given: Case) {
    let criterion = PlannedCriterion(given.criterion, values: [:])
    #expect(criterion.passes(output: given.output, succeeded: given.succeeded, outputs: [:]) == given.passes)
    if given.criterion != .succeeds { #expect(criterion.observed(in: given.output) == given.observed) }
  }

  @Test("a wanted value can come from an earlier step; while it is open nobody can tell")
  func holes() {
    let rows = Output<Count>("rows")
    let criterion = PlannedCriterion(.equals("\(rows)"), values: [:])
    #expect(criterion.passes(output: "7", succeeded: true, outputs: [:]) == nil)
    #expect(criterion.passes(output: "7", succeeded: true, outputs: ["rows": "7"]) == true)
    #expect(criterion.words() == "answers = ‹rows›")
    #expect(criterion.words(["rows": "7"]) == "answers = 7")
  }

  @Test(
    "a command that failed proves nothing by what it printed",
    arguments: [Criterion.equals("0"), .contains("0"), .atMost("0"), .atLeast("0"), .differs(from: "1")])
  func failure(criterion: Criterion) {
    #expect(PlannedCriterion(criterion, values: [:]).passes(output: "0", succeeded: false, outputs: [:]) != true)
  }
}
