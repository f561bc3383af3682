import RunbookBase
package import RunbookJournal

extension RunSession {
  /// Brings the second copy up to date; whatever becomes of that, the run goes on.
  ///
  /// - Parameter event: what was just recorded; small records that come in numbers travel with the next one.
  package func copyNow(behind event: Event? = nil) {
    guard let copy else { return }
    switch event {
    case .preconditionObserved, .outputCaptured, .stepStarted, .checkObserved: return
    default: break
    }
    guard let news = copy.push(isLast: state.outcome != nil) else { return }
    let words =
      switch news {
      case .failing(let why):
        "the second copy in \(copy.place.words) fails (\(why)); the run goes on, and what is missing there is caught up"
      case .caughtUp: "the second copy in \(copy.place.words) is complete again"
      case .differs(let why): "the second copy is not continued: \(why)"
      }
    tellCopy(words)
    // No more than a remark: a log that cannot take it says so at its next record.
    if state.outcome == nil { _ = try? writer.append(.note(words, about: nil), by: "runbook") }
  }
}
