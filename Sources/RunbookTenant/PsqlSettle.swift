import RunbookBase
import RunbookSystem

extension PsqlSession {
  /// Waits until every session has answered what was sent last; when one gives up, the others are ended too.
  ///
  /// - Parameter other: an idle session whose transaction must not look abandoned meanwhile.
  static func settle(_ sessions: [PsqlSession], keepingAlive other: PsqlSession? = nil) throws(Problem) {
    while sessions.contains(where: \.pending) {
      var entries: [(descriptor: FileDescriptor, interest: Poller.Interest)] = []
      for session in sessions where !session.outputEnded {
        entries.append((session.output, .read))
        entries.append((session.child.exitDescriptor, .read))
        if !session.errorsEnded { entries.append((session.errors, .read)) }
      }
      let ready = (try? Poller.poll(entries, timeoutMilliseconds: 20_000)) ?? []
      if ready.isEmpty { other?.nudge() }
      for session in sessions { session.drain() }
      if sessions.contains(where: { $0.pending && $0.outputEnded }) { throw giveUp(sessions) }
    }
  }

  /// The problem behind sessions of which at least one is gone: the server's own error comes before the other side's broken pipe.
  private static func giveUp(_ sessions: [PsqlSession]) -> Problem {
    // A short while for the others to say why, then nobody hangs on a pipe without another end.
    let deadline = Clock.boottime() + 2_000_000_000
    while Clock.boottime() < deadline, let waiting = sessions.first(where: { $0.pending && !$0.outputEnded }) {
      _ = try? Poller.poll([(waiting.output, .read), (waiting.errors, .read)], timeoutMilliseconds: 100)
      waiting.drain()
    }
    var causes: [(role: Role, failure: PsqlFailure)] = []
    for session in sessions {
      if session.outputEnded { causes.append((session.role, session.failure())) }
      session.kill()
    }
    let ordered = causes.filter { $0.failure.state != nil } + causes
    guard let cause = ordered.first else { return Problem(.stepFailed, "psql ended without a word", hint: "nothing was written") }
    return cause.failure.problem(in: cause.role)
  }
}
