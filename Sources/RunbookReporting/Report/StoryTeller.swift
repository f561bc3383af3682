import RunbookBase
import RunbookJournal

/// Folds records into a ``RunStory``.
struct StoryTeller {
  private(set) var story = RunStory()
  private let records: [Record]
  private var authors = Authorship()
  /// Who made the record that is being taken, in words.
  private var by = ""
  private let time: SteadyTime
  private var openAttempts: [String: (from: Int64, attempt: Int, isDoubt: Bool)] = [:]
  private var openQuestions: [String: (from: Int64, statement: String)] = [:]
  /// The time of the last record that is no remark: since then a person may have been asked.
  private var lastWork: Int64 = 0

  init(_ records: [Record], _ time: SteadyTime) {
    self.records = records
    self.time = time
    for (index, record) in records.enumerated() { take(record, index) }
    for (step, attempt) in openAttempts.sorted(by: { $0.key < $1.key }) {
      story.spans.append(
        .init(step: step, from: attempt.from, to: time.total, kind: attempt.isDoubt ? .doubt : .open, attempt: attempt.attempt))
    }
    for (step, question) in openQuestions.sorted(by: { $0.key < $1.key }) {
      story.spans.append(.init(step: step, from: question.from, to: time.total, kind: .open, attempt: 0))
    }
  }

  private mutating func take(_ record: Record, _ index: Int) {
    let at = time.elapsed[index]
    by = authors.author(of: record).map(RunReport.person) ?? record.by
    switch record.event {
    case .stepIntended(let intent): openAttempts[intent.step] = (at, intent.attempt, false)
    case .stepEnded(let ending): end(ending, at)
    case .checkObserved(let check):
      story.checks.append(.init(step: check.step, value: check.value, criterion: check.criterion, passed: check.passed, at: at))
    case .preconditionObserved(let precondition): story.preconditions.append(precondition)
    case .gateRequested(let request):
      openQuestions[request.step] = (openQuestions[request.step]?.from ?? at, request.statement)
    case .gateAnswered, .decisionMade, .manualConfirmed: answer(record.event, at)
    case .stepSkipped, .stepMarkedDone, .stepUndone, .inDoubtResolved, .resumedFrom, .obligationWaived, .aborted, .roleHandedOver,
      .goesBeside:
      override(record.event, at)
    case .sessionOpened, .paused: session(record, index, at)
    case .note, .impactDeclared, .messagePosted, .clockJump, .degraded, .recovered, .sealed, .declined, .answerRefused, .unknown:
      mark(record, at)
    default: break
    }
    switch record.event {
    case .note, .impactDeclared, .messagePosted: return
    case .stepIntended, .gateAnswered, .decisionMade, .manualConfirmed, .resumedFrom: closeHalt(at)
    default: break
    }
    lastWork = at
  }

  private mutating func end(_ ending: Ending, _ at: Int64) {
    let open = openAttempts.removeValue(forKey: ending.step)
    var kind = RunStory.Span.Kind.worked
    if case .failed(let reason) = ending.outcome {
      kind = .failed
      story.failures.append(.init(step: ending.step, attempt: ending.attempt, reason: reason.words, at: at))
    }
    if open?.isDoubt == true { kind = .doubt }
    story.spans.append(.init(step: ending.step, from: open?.from ?? at, to: at, kind: kind, attempt: ending.attempt))
    story.endings[ending.step] = at
  }

  private mutating func answer(_ event: Event, _ at: Int64) {
    guard let step = event.step else { return }
    let question = openQuestions.removeValue(forKey: step) ?? (lastWork, "")
    var word: RunStory.Word
    switch event {
    case .gateAnswered(let answer):
      word = .init(
        step: step, kind: .gate, asked: question.statement, answer: answer.decision.rawValue, person: answer.person,
        why: answer.reason ?? "", at: at)
      word.isSigned = answer.signature != nil
      word.isException = answer.isBreakGlass
      if answer.isBreakGlass { word.answer = "released without a sign-off" }
    case .decisionMade(_, let arm, let reason, let person):
      word = .init(step: step, kind: .decision, asked: "", answer: "“\(arm)”", person: person, why: reason, at: at)
    case .manualConfirmed(_, let evidence, let person):
      word = .init(step: step, kind: .manual, asked: "", answer: "confirmed", person: person, why: evidence, at: at)
    default: return
    }
    word.waited = at - question.from
    let isRefused = word.answer == GateAnswer.Decision.declined.rawValue
    story.spans.append(.init(step: step, from: question.from, to: at, kind: isRefused ? .refused : .waited, attempt: 0))
    story.words.append(word)
    story.endings[step] = at
  }

  private mutating func override(_ event: Event, _ at: Int64) {
    switch event {
    case .stepSkipped(let step, let reason, let person):
      story.leftOut[step] = reason
      add(step, .override, "left out", person, reason, at)
    case .stepMarkedDone(let step, let evidence, let person):
      add(step, .override, "counted as done by hand", person, evidence, at)
      story.endings[step] = at
    case .stepUndone(let step, let reason, let person): add(step, .override, "taken back", person, reason, at)
    case .obligationWaived(let id, let reason, let person): add(nil, .waiver, "waived: \(id)", person, reason, at)
    case .aborted(let reason, let person): add(nil, .end, "aborted the run", person, reason, at, isException: false)
    case .resumedFrom(let resumption):
      for step in resumption.skipped { story.leftOut[step] = resumption.reason ?? "" }
      let left = resumption.skipped.isEmpty ? "" : ", leaving out \(resumption.skipped.joined(separator: ", "))"
      let place = resumption.step == "first-unfinished" ? "the first unfinished step" : resumption.step
      add(
        nil, .resume, "went on at \(place)\(left)", resumption.person, resumption.reason ?? "", at, isException: !resumption.skipped.isEmpty
      )
    case .roleHandedOver(let handover):
      let from = handover.from.map { " from \($0)" } ?? ""
      add(nil, .handover, "took over \(handover.role)\(from)", handover.to, handover.brief.joined(separator: "; "), at, isException: false)
    case .goesBeside(let beside):
      add(nil, .override, "worked beside \(beside.run), \(beside.words)", beside.person, beside.reason, at)
    case .inDoubtResolved(let resolution): resolve(resolution, at)
    default: return
    }
  }

  private mutating func resolve(_ resolution: Resolution, _ at: Int64) {
    if resolution.verdict != .unknown, let open = openAttempts.removeValue(forKey: resolution.step) {
      story.spans.append(.init(step: resolution.step, from: open.from, to: at, kind: .doubt, attempt: open.attempt))
      if resolution.verdict == .done { story.endings[resolution.step] = at }
    }
    let verdict = ["done": "done", "not-done": "not done", "unknown": "still unknown"][resolution.verdict.rawValue] ?? ""
    if let person = resolution.person {
      add(resolution.step, .doubt, "was in doubt, settled as \(verdict)", person, resolution.evidence, at)
    } else {
      let words =
        "attempt \(resolution.attempt) of \(resolution.step) was in doubt: \(verdict) by \(resolution.source.rawValue), \(resolution.evidence)"
      story.marks.append(.init(at: at, seq: 0, kind: .trouble, by: "runbook", words: words, about: nil))
    }
  }

  private mutating func add(
    _ step: String?, _ kind: RunStory.Word.Kind, _ answer: String, _ person: Person, _ why: String, _ at: Int64, isException: Bool = true
  ) {
    var word = RunStory.Word(step: step, kind: kind, asked: "", answer: answer, person: person, why: why, at: at, waited: nil)
    word.isException = isException
    story.words.append(word)
  }

  private mutating func session(_ record: Record, _ index: Int, _ at: Int64) {
    if case .paused(let reason, let step) = record.event {
      if let step, reason == .signOff, openQuestions[step] == nil { openQuestions[step] = (lastWork, "") }
      story.halts.append(.init(from: at, to: nil, why: Self.words(reason)))
      return
    }
    guard case .sessionOpened(let session) = record.event, record.epoch > 1 else { return }
    for key in openAttempts.keys { openAttempts[key]?.isDoubt = true }
    // A session that only writes down what somebody said does not get the run going.
    let isWork =
      records[(index + 1)...].first {
        switch $0.event {
        case .note, .roleHandedOver, .messagePosted: false
        default: true
        }
      }
      .map { if case .sessionOpened = $0.event { false } else if case .recovered = $0.event { false } else { true } } ?? false
    guard isWork else { return }
    if story.halts.last.map({ $0.to != nil }) ?? true {
      story.halts.append(.init(from: lastWork, to: nil, why: "interrupted: its process was gone"))
    }
    closeHalt(at)
    story.marks.append(
      .init(
        at: at, seq: record.seq, kind: .session, by: record.by,
        words: "session \(record.epoch) of \(RunReport.person(session.acting)) on \(session.host)",
        about: nil))
  }

  private mutating func closeHalt(_ at: Int64) {
    if let last = story.halts.indices.last, story.halts[last].to == nil { story.halts[last].to = at }
  }

  private mutating func mark(_ record: Record, _ at: Int64) {
    let kind: RunStory.Mark.Kind
    var (words, place, about) = (EventText.describe(record.event).0, at, WallTime?.none)
    switch record.event {
    case .note(let text, let time, _):
      (kind, words, about) = (.note, text, time)
      if let time { place = self.time.place(of: time) }
    case .impactDeclared(let time, _): (kind, about, place) = (.note, time, self.time.place(of: time))
    case .messagePosted(let message): kind = message.isOut ? .note : .trouble
    case .sealed, .declined: kind = .ending
    default: kind = .trouble
    }
    story.marks.append(.init(at: place, seq: record.seq, kind: kind, by: by, words: words, about: about))
  }

  static func words(_ reason: PauseReason) -> String {
    switch reason {
    case .signOff: "paused, waiting for a sign-off"
    case .failedStep: "paused at a failed step"
    case .inDoubt: "paused, a step in doubt"
    case .operator: "paused by the operator"
    case .journalUnwritable: "paused, the log could not be written"
    }
  }
}
