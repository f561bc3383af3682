import RunbookBase
import RunbookJournal
import Runbooks
import Testing

@testable import RunbookApproval

@Suite("Nobody approves their own work")
struct SeparationTests {
  let scene: Scene

  init() throws { scene = try Scene() }

  private func refusal(_ one: Operator, and others: [Operator] = [], policy: ApprovalPolicy = ApprovalPolicy()) throws -> ApprovalRefusal? {
    let request = try SampleRequest.make(try SampleRequest.question(operator: one))
    let answer = try scene.sign("ada", as: "ada@example", request)
    return try scene.verdict(answer, request, policy: policy, at: Scene.moment(operators: others)).refusal
  }

  @Test("the operator is known by login, by the person named for a shared login, by principal, and by every earlier session")
  func operators() throws {
    #expect(try refusal(Operator(login: "ben")) == nil)
    #expect(try refusal(Operator(login: "ada")) == .isOperator("ada"))
    #expect(try refusal(Operator(login: "ADA")) == .isOperator("ada"))
    #expect(try refusal(Operator(login: "ada@token")) == .isOperator("ada"))
    #expect(try refusal(Operator(login: "root", person: "Ada L.")) == .isOperator("ada"))
    #expect(try refusal(Operator(login: "root", person: "ben")) == nil)
    #expect(try refusal(Operator(login: "ben"), and: [Operator(login: "ada")]) == .isOperator("ada"))
  }

  @Test("a login that nobody in the roster has may be anybody, so nobody can approve")
  func unknown() throws {
    #expect(try refusal(Operator(login: "root")) == .operatorUnknown("root"))
    #expect(try refusal(Operator(login: "ben"), and: [Operator(login: "oncall")]) == .operatorUnknown("oncall"))
  }

  @Test("a lab may let one person play all roles, and its policy has another digest")
  func lab() throws {
    let policy = ApprovalPolicy(operatorMayApprove: true)
    #expect(try refusal(Operator(login: "ada"), policy: policy) == nil)
    #expect(policy.digest != ApprovalPolicy().digest)
  }

  @Test("who may hold a role is the policy's word too")
  func holders() throws {
    #expect(try refusal(Operator(login: "ben"), policy: ApprovalPolicy(holders: ["incident-commander": ["ada"]])) == nil)
    #expect(
      try refusal(Operator(login: "ben"), policy: ApprovalPolicy(holders: ["incident-commander": ["cleo"]]))
        == .roleNotHeld(person: "ada", role: "incident-commander"))
  }

  @Test("the same rule holds for a name typed at the operator's terminal")
  func terminal() throws {
    let roster = try scene.trust().roster
    func type(_ claim: String, _ roster: Roster?) throws -> String? {
      try Separation.atTerminal(
        claim, role: "incident-commander", operators: [Operator(login: "ben")], roster: roster, policy: ApprovalPolicy())?.id
    }
    #expect(try type("Ada L.", roster) == "ada")
    #expect(try type(" cleo ", roster) == "cleo")
    for claim in ["ben", "Ben", "ben@token", "nobody", "dora", ""] {
      #expect(throws: Problem.self, "\(claim)") { try type(claim, roster) }
    }
    #expect(try type("Ada", nil) == nil)
    #expect(throws: Problem.self) { try type("BEN ", nil) }
  }

  @Test("breaking the glass needs a rule that allows it and two different reasons, and says so loudly")
  func breakGlass() throws {
    let ben = Person(name: "Ben", login: "ben", role: "restore-operator")
    let rule = ApprovalPolicy.Rule(allowsBreakGlass: true)
    let glass = try BreakGlass(reason: "shop is down, disk fills", whyNotWait: "nobody answers since 20 min", person: ben, rule: rule)
    #expect(glass.text.hasPrefix("BREAK-GLASS by Ben (ben): shop is down"))
    #expect(glass.answer(gate: "g", evidence: SHA256.digest("e")).reason == glass.text)
    #expect(throws: Problem.self) {
      try BreakGlass(reason: "shop is down, disk fills", whyNotWait: "no one there", person: ben, rule: .init())
    }
    #expect(throws: Problem.self) { try BreakGlass(reason: "because I say so", whyNotWait: "Because I say so ", person: ben, rule: rule) }
    #expect(throws: Problem.self) { try BreakGlass(reason: "x", whyNotWait: "y", person: ben, rule: rule) }
  }
}
