package import RunbookBase
package import RunbookJournal
package import RunbookPlanning

/// The people at a run: shows what happens and asks what a machine must not decide.
///
/// Every question may be answered by nobody (nil): then the run pauses. Nothing is approved by default, by end of
/// file or by a timeout.
package protocol Console: AnyObject {
  /// A line of talk, such as the start of a step.
  func tell(_ line: ConsoleLine)
  /// A piece of a command's output, as it came.
  func show(_ step: PlannedStep, _ bytes: [UInt8])
  func answer(_ gate: GateQuestion) -> GateReply?
  func answer(_ decision: DecisionQuestion) -> DecisionReply?
  func answer(_ manual: ManualQuestion) -> Evidence?
  func answer(_ failure: FailureQuestion) -> FailureReply?
  func answer(_ doubt: DoubtQuestion) -> DoubtReply?
  /// What was posted by hand; the one question for which no run waits: nobody's answer ends it without the message.
  func answer(_ message: ResolutionQuestion) -> Evidence?
}

extension Console {
  package func answer(_ message: ResolutionQuestion) -> Evidence? { nil }
}

/// A line of talk and its weight.
package enum ConsoleLine {
  case step(PlannedStep, attempt: Int, title: String)
  case done(PlannedStep, String)
  case failed(PlannedStep, String)
  case note(String)
  case warning(String)
}

/// A gate as it is shown.
package struct GateQuestion {
  package let statement: GateStatement
  package let role: String
  package let word: String
  package let clock: RunClock
  package let objective: Duration
  package let lossObjective: Duration
  /// How much will be missing; nil where it brings no data back.
  package var expectedLoss: ExpectedLoss?
  /// Age of the oldest precondition, nanoseconds.
  package let probedAgo: Int64
  /// What those outside are owed next.
  package let message: MessageClock.Due?
  package let head: String
  package let records: Int
  /// Whether something irreversible has happened already.
  package let turnBack: String
  /// How it is answered by keys; nil where a typed word and name are enough.
  package var signing: SigningQuestion?
  /// Whether the estate names keys; a rehearsal does not ask for them.
  package var estateHasKeys = false
}

/// A gate that signed answers release, from any machine.
package struct SigningQuestion {
  /// Short enough to be read over the phone.
  package let code: String
  /// Where the request lies, and where other people find it.
  package let path: String
  package let sharedPath: String?
  /// The request for a chat message.
  package let block: String
  package let validUntil: String
  /// How many people must say yes.
  package let quorum: Int
  /// Who was handed the role.
  package let holder: String?
  package let acceptsTyped: Bool
  package let allowsBreakGlass: Bool
  /// Looks for answers, several times a second; true when asking is over.
  package let isOver: () -> Bool
  /// Takes an answer that was pasted; what is wrong with it, or nil.
  package let handIn: ([UInt8]) -> String?
}

/// The answer to a gate.
package enum GateReply {
  case approve(Person)
  case decline(Person, reason: String)
  /// The operator releases it alone, in an emergency, with two reasons.
  case breakGlass(reason: String, whyNotWait: String)
}

/// A decision as it is asked.
package struct DecisionQuestion {
  package let step: PlannedStep
  package let title: String
  /// The answers; those that cannot be taken in this run carry the reason.
  package let arms: [(answer: String, obstacle: String?)]
  package let clock: RunClock
  /// The last moment for each answer at which what follows it still fits the objective.
  package let deadlines: [String: WallTime]
}

/// The answer to a decision.
package struct DecisionReply {
  package let arm: String
  package let reason: String
  package let person: Person

  package init(arm: String, reason: String, person: Person) {
    self.arm = arm
    self.reason = reason
    self.person = person
  }
}

/// A manual step as it is asked.
package struct ManualQuestion {
  package let step: PlannedStep
  package let title: String
}

/// What a person saw or why, and who says so.
package struct Evidence {
  package let text: String
  package let person: Person
  /// What the step would have captured, by output, given by hand; an empty one is left open.
  package let values: [String: String]

  package init(text: String, person: Person, values: [String: String] = [:]) {
    self.text = text
    self.person = person
    self.values = values
  }
}

/// A failed step as it is asked about.
package struct FailureQuestion {
  package let step: PlannedStep
  package let title: String
  package let reason: String
  /// The last lines of the output.
  package let tail: [String]
  /// What can be done, each with what it breaks later on.
  package let choices: [(choice: FailureChoice, consequence: String)]
  /// Whether recovery rests on the step, so that only the Incident Commander may count it as done.
  package let provesRecovery: Bool
  /// What “done” has to give by hand, because no command will.
  package var values: [ValueQuestion] = []
}

/// What can be done about a failed step.
package enum FailureChoice: String, CaseIterable {
  case retry
  case skip
  case done
  case undo
  case pause
  case abort
}

/// What is to be done about a failed step, by whom and why.
package struct FailureReply {
  package let choice: FailureChoice
  package let evidence: Evidence?

  package init(_ choice: FailureChoice, _ evidence: Evidence?) {
    self.choice = choice
    self.evidence = evidence
  }
}

/// A step in doubt as it is asked about.
package struct DoubtQuestion {
  package let step: PlannedStep
  package let title: String
  package let evidence: [String]
  package let isRunning: Bool
  /// What “done” has to give by hand, because no command will.
  package var values: [ValueQuestion] = []
}

/// A value that a step would have captured, as a person is asked for it.
package struct ValueQuestion {
  package let name: String
  /// What it must look like, in words.
  package let rule: String
  /// Numbers of the steps that use it.
  package let consumers: [String]
  /// What the run knows already, from an attempt that failed later on.
  package let known: String?
  /// What was typed as canonical text; nil when it is no such value.
  package let parse: (String) -> String?
}

/// What a person knows of a step in doubt.
package enum DoubtReply {
  case wait
  case done(Evidence)
  case notDone(Evidence)
  case pause
}
