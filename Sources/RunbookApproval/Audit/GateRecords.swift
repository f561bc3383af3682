import RunbookBase
public import RunbookJournal

/// What a log says of its gates, collected while it is read: what was asked, what was answered, and who had worked on the run by then.
public struct GateRecords: Sendable {
  /// A question as it was recorded.
  struct Question: Sendable {
    let record: Int
    let asked: GateRequest
  }

  /// An answer as it was recorded.
  struct Answer: Sendable {
    let record: Int
    let at: WallTime
    let given: GateAnswer
    /// The last question of its gate.
    let question: Question?
    /// Whoever had worked on the run by then.
    let operators: [Operator]
  }

  private(set) var genesis: Genesis?
  private(set) var questions: [Question] = []
  private(set) var answers: [Answer] = []
  private var open: [String: Question] = [:]
  private var workers = RunWorkers()

  /// Nothing yet.
  public init() {}

  /// Whether any gate was sent out to be signed, or any answer is signed.
  public var areSigned: Bool { questions.contains { $0.asked.signing != nil } || answers.contains { $0.given.signature != nil } }

  /// Takes the next record of the log in.
  public mutating func add(_ record: Record) {
    switch record.event {
    case .genesis(let genesis): self.genesis = genesis
    case .gateRequested(let asked):
      let question = Question(record: record.seq, asked: asked)
      questions.append(question)
      open[asked.step] = question
    case .gateAnswered(let given):
      answers.append(
        Answer(record: record.seq, at: record.at.wall, given: given, question: open[given.step], operators: workers.operators))
    default: break
    }
    workers.add(record.event)
  }
}
