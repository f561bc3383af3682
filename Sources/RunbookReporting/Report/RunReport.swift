package import RunbookBase
import RunbookJournal

/// A run as its report tells it: a value made from the records alone, told as HTML, Markdown or JSON.
package struct RunReport: Sendable {
  package let input: ReportInput
  package let story: RunStory
  package let shares: TimeShares
  package let objectives: ObjectiveResults
  package let followUps: [FollowUp]
  /// What those outside were told.
  package let messages: MessageResults
  /// Every step that something happened to, in the order of the plan.
  package let steps: [StepLine]
  /// Every step of the plan that was not executed, and why.
  package let notExecuted: [NotExecuted]
  let time: SteadyTime
  private let names: [String: (number: String, title: String)]

  /// A step as one line of the report.
  package struct StepLine: Hashable, Sendable {
    package let id: String
    package let number: String
    package let title: String
    package let kind: String
    package let status: String
    package let tone: Tone
    package let from: Int64?
    package let to: Int64?
    package let attempts: Int
    /// The estimate in seconds.
    package let estimate: Int64?
  }

  /// A step that nothing was done for.
  package struct NotExecuted: Hashable, Sendable {
    package let number: String
    package let title: String
    package let why: String
  }

  /// How something is told; always beside a word or a sign, never by colour alone.
  package enum Tone: String, Hashable, Sendable { case good, bad, attention, plain }

  package init(_ input: ReportInput) {
    self.input = input
    let time = SteadyTime(input.records)
    let story = StoryTeller(input.records, time).story
    var names: [String: (number: String, title: String)] = [:]
    for step in input.plan?.steps ?? [] { names[step.id] = (step.number, Self.filled(step.title, input.state)) }
    self.time = time
    self.story = story
    self.names = names
    shares = TimeShares(input, time)
    objectives = ObjectiveResults(input, story, time)
    let messages = MessageResults(input, ended: time.wall(time.total))
    self.messages = messages
    followUps = FollowUp.list(input, story, messages) { names[$0] ?? ($0, $0) }
    steps = StepLine.list(input, story, names)
    notExecuted = NotExecuted.list(input, story, names)
  }

  /// The number and title of a step; the id for both when the plan does not know it.
  func name(_ id: String) -> (number: String, title: String) { names[id] ?? (id, id) }

  /// A title with the outputs that the run captured in place of their `‹name›`.
  private static func filled(_ title: String, _ state: RunState) -> String {
    var title = title
    for (name, output) in state.outputs.sorted(by: { $0.key < $1.key }) { title = title.replacing("‹\(name)›", with: output.value) }
    return title
  }

  /// The moments of the run as time of day.
  package var began: WallTime { time.start }
  package var ended: WallTime { time.wall(time.total) }
  /// When the follow-ups are due.
  package var due: WallTime { ended.adding(nanoseconds: FollowUp.term) }

  /// The title of the runbook, or its name when the plan cannot be read.
  package var title: String {
    let title = input.plan?.title ?? ""
    return title.isEmpty ? input.run.runbook : title
  }

  /// What kind of run it was.
  package var modeWords: String {
    switch input.state.genesis?.mode {
    case .drill: "drill"
    case .rehearsal: "rehearsal: its commands were simulated, and its times say nothing about a real run"
    case .dry: "dry run"
    case .real, nil: "real run"
    }
  }

  /// Where the run stands, in words, and how that is told.
  package var outcome: (words: String, tone: Tone) {
    switch input.state.status {
    case .completed: ("completed", .good)
    case .completedWithExceptions: ("completed with \(Self.count(input.state.exceptions, "exception"))", .attention)
    case .declined: ("declined", .bad)
    case .aborted: ("aborted", .bad)
    case .paused(let reason, let step): ("\(StoryTeller.words(reason))\(step.map { " (step \(name($0).number))" } ?? "")", .attention)
    case .running where input.isBusy: ("running", .plain)
    case .running: ("interrupted", .attention)
    }
  }

  /// `1 check`, `2 checks`.
  static func count(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
  }
}
