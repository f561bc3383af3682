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
    /// The newest time of any record before, as the program knew it when it judged.
    let newestBefore: WallTime?
    let given: GateAnswer
    /// The last question of its gate.
    let question: Question?
    /// Whoever had worked on the run by then.
    let operators: [Operator]
  }

  /// The use of an approval, as it was recorded.
  struct Release: Sendable {
    let record: Int
    let at: WallTime
    /// As of an answer: what is used is judged again right before.
    let newestBefore: WallTime?
    let releasing: String
    let answer: Answer
  }

  private(set) var genesis: Genesis?
  private(set) var questions: [Question] = []
  private(set) var answers: [Answer] = []
  private(set) var releases: [Release] = []
  /// What was about to be started.
  public private(set) var starts: [RecordedStart] = []
  private var open: [String: Question] = [:]
  private var given: [String: Answer] = [:]
  private var outputs: [String: String] = [:]
  private var newest: WallTime?
  /// The time of records that may lie between the judging of an answer and its own record.
  private var between: WallTime?
  private var workers = RunWorkers()

  /// Nothing yet.
  public init() {}

  /// The first record that holds a signature or the digest of what was to be signed.
  var firstSigned: Int? {
    let records =
      questions.filter { $0.asked.signing != nil }.map(\.record) + answers.filter { $0.given.signature != nil }.map(\.record)
    return records.min()
  }
  /// Whether any gate was sent out to be signed, or any answer is signed.
  public var areSigned: Bool { firstSigned != nil }

  /// Takes the next record of the log in.
  public mutating func add(_ record: Record) {
    switch record.event {
    case .genesis(let genesis): self.genesis = genesis
    case .gateRequested(let asked):
      let question = Question(record: record.seq, asked: asked)
      questions.append(question)
      open[asked.step] = question
      given[asked.step] = nil
    case .gateAnswered(let said):
      let answer = Answer(
        record: record.seq, at: record.at.wall, newestBefore: newest, given: said, question: open[said.step], operators: workers.operators)
      answers.append(answer)
      given[said.step] = answer
    case .gateConsumed(let gate, let releasing):
      guard let answer = given[gate] else { break }
      releases.append(
        Release(record: record.seq, at: record.at.wall, newestBefore: newest, releasing: releasing, answer: answer))
    case .outputCaptured(_, let name, let value): outputs[name] = value
    case .stepIntended(let intent): starts.append(RecordedStart(record: record.seq, intent: intent, outputs: outputs))
    default: break
    }
    workers.add(record.event)
    keepTime(of: record)
  }

  private mutating func keepTime(of record: Record) {
    switch record.event {
    case .answerRefused, .clockJump, .degraded: between = max(between ?? record.at.wall, record.at.wall)
    default:
      newest = [newest, between].compactMap(\.self).reduce(record.at.wall, max)
      between = nil
    }
  }
}
