import RunbookBase
package import RunbookJournal
import RunbookSystem

/// Runs real processes: readers in this one's poll loop, writers under the supervisor.
package final class LivePerformer: Performer {
  private let ownExecutable: String
  private let interruption: Interruption?
  /// The folder of the run's output files, and its name within the run.
  private let outputFolder: String
  /// Supervisors that have written their record and are not reaped yet.
  private var leaving: [SupervisedAttempt] = []
  /// Tells the operator what becomes of connections to other hosts.
  package var tell: (String) -> Void = { _ in }

  package init(ownExecutable: String, outputFolder: String, interruption: Interruption?) {
    self.ownExecutable = ownExecutable
    self.outputFolder = outputFolder
    self.interruption = interruption
  }

  package func perform(_ work: [Work], started: (Int, ProcessIdentity) -> Void, show: (Int, [UInt8]) -> Void) -> [Performance] {
    let readers = work.enumerated().filter { !$0.element.isSupervised }
    var results = [Int: Performance]()
    leaving.removeAll { $0.reap() }
    // Writers first: they run by themselves while the readers are pumped.
    var supervised: [(index: Int, attempt: SupervisedAttempt)] = []
    var remote: [(index: Int, attempt: RemoteAttempt)] = []
    for (index, item) in work.enumerated() where item.isSupervised {
      if let connection = item.commands.first?.away {
        do throws(SystemError) {
          let attempt = try RemoteAttempt(new: item, connection)
          attempt.start(interruption)
          if let process = attempt.process { started(index, process) }
          remote.append((index, attempt))
        } catch { results[index] = Performance(failure: .notStarted(error.description)) }
        continue
      }
      do throws(SystemError) {
        let attempt = try SupervisedAttempt(item, ownExecutable: ownExecutable)
        started(index, attempt.process)
        supervised.append((index, attempt))
      } catch {
        // Only the folder can tell that nothing was started; a supervisor that could not be watched may have begun.
        if case .notStarted = state(of: item) {
          results[index] = Performance(failure: .notStarted(error.description))
        } else {
          results[index] = Performance(failure: nil, isInDoubt: true)
        }
      }
    }
    if !readers.isEmpty {
      let runs = readers.map { PipelineRun($0.element.commands, timeLimit: $0.element.timeLimit) }
      var files = readers.map {
        OutputRecorder(
          path: $0.element.directory + ".log", name: Files.name(of: $0.element.directory) + ".log")
      }
      PipelineRun.wait(runs, interruption: interruption) { index, stream, bytes in
        files[index].append(bytes)
        if stream == .error || !readers[index].element.outputIsData { show(readers[index].offset, bytes) }
      }
      for (place, run) in runs.enumerated() {
        results[readers[place].offset] = performance(run.outcome, readers[place].element, file: files[place].finish())
      }
    }
    for (index, attempt) in supervised {
      attempt.wait(interruption: interruption) { show(index, $0) }
      if !attempt.reap() { leaving.append(attempt) }
      results[index] = performance(of: work[index])
    }
    for (index, attempt) in remote {
      switch attempt.wait(interruption, show: { show(index, $0) }, tell: tell) {
      case .finished: results[index] = performance(of: work[index])
      case .notStarted(let reason): results[index] = Performance(failure: .notStarted(reason))
      // The machine finds it in doubt, and asks what is known.
      case .running, .ended, .lost, .unreachable, .unsettled: results[index] = Performance(failure: nil, isInDoubt: true)
      }
    }
    return work.indices.map { results[$0] ?? Performance(failure: .notStarted("it was not run")) }
  }

  package func state(of work: Work) -> AttemptState {
    let state = known(of: work)
    // The session that took the outcome may have ended before it could have the output over there removed.
    if case .finished = state, let connection = work.commands.first?.away {
      try? RemoteAttempt(earlier: work, connection)?.clean(interruption)
    }
    return state
  }

  private func known(of work: Work) -> AttemptState {
    guard let state = try? Supervisor.state(of: work.directory, nonce: work.nonce) else { return .unknown }
    switch state {
    case .finished(let record): return .finished(performance(record, work.directory), duration: record.ended.boot - record.started.boot)
    case .running: return .running
    case .unknown: return .unknown
    case .notStarted:
      guard let connection = work.commands.first?.away else { return .notStarted }
      let earlier: RemoteAttempt?
      do throws(RemoteAttempt.Unreadable) { earlier = try RemoteAttempt(earlier: work, connection) } catch {
        return .unsettled(error.words)
      }
      guard let attempt = earlier else { return .notStarted }
      let answer = attempt.settle(tries: 3, interruption)
      guard case .ended = answer else { return self.state(work, answer) }
      return self.state(work, attempt.wait(interruption, show: { _ in }, tell: tell))
    }
  }

  /// What is known here after another host was asked.
  private func state(_ work: Work, _ answer: RemoteAttempt.State) -> AttemptState {
    switch answer {
    case .finished: known(of: work)
    case .running, .ended: .running
    case .notStarted: .notStarted
    case .lost: .unknown
    case .unreachable(let words): .unreachable(words)
    case .unsettled(let words): .unsettled(words)
    }
  }

  package func adopt(_ work: Work, show: ([UInt8]) -> Void) -> AttemptState {
    if let connection = work.commands.first?.away, let attempt = try? RemoteAttempt(earlier: work, connection) {
      return state(work, attempt.wait(interruption, show: show, tell: tell))
    }
    let directory = work.directory
    var shown = (try? Files.stat(directory + "/output.log"))?.size ?? 0
    var askedToEnd = false
    while true {
      let state = state(of: work)
      if let file = try? FileDescriptor.open(directory + "/output.log", .readOnly) {
        defer { file.closeQuietly() }
        _ = try? file.seek(to: shown)
        while let bytes = try? file.read(upTo: 1 << 16), !bytes.isEmpty {
          shown += Int64(bytes.count)
          show(bytes)
        }
      }
      guard case .running = state else { return state }
      interruption?.beat?()
      guard interruption?.hasSignal(within: 100) == true else { continue }
      interruption?.drain()
      guard interruption?.wish == .endStep else { continue }
      Supervisor.stop(directory, force: askedToEnd)
      askedToEnd = true
    }
  }

  private func performance(of work: Work) -> Performance {
    switch known(of: work) {
    case .finished(let performance, _): performance
    case .running, .unknown, .unreachable, .unsettled: Performance(failure: nil, isInDoubt: true)
    case .notStarted: Performance(failure: .notStarted(complaint(in: work.directory)))
    }
  }

  private func complaint(in directory: String) -> String {
    let text = (try? Files.readText(directory + "/supervisor.log", limit: 4096)) ?? ""
    return text.isEmpty ? "the supervisor could not start the commands" : TerminalText.escapedLine(text)
  }

  private func performance(_ record: ExitRecord, _ directory: String) -> Performance {
    var failure: FailureReason?
    for member in record.members where failure == nil {
      switch member {
      case .ended(.exited(0)): continue
      case .ended(.exited(let status)): failure = .exit(status)
      case .ended(.signaled(let number)): failure = .signal(number)
      case .notStarted(let reason): failure = .notStarted(reason)
      }
    }
    if record.timedOut { failure = .timedOut(Int((record.ended.boot - record.started.boot) / 1_000_000_000)) }
    let output = (try? Files.read(directory + "/stdout", limit: 2 << 20)) ?? []
    var file: OutputFile?
    if let (bytes, digest) = try? Files.digest(directory + "/output.log"), bytes > 0 {
      file = OutputFile(file: "output/\(Files.name(of: directory))/output.log", bytes: bytes, digest: digest)
    }
    return Performance(failure: failure, output: output, isTruncated: record.captureDropped > 0, file: file, wasEnded: record.terminated)
  }

  private func performance(_ outcome: PipelineRun.Outcome, _ work: Work, file: OutputFile?) -> Performance {
    var failure: FailureReason?
    if let reason = outcome.notStarted {
      failure = .notStarted(reason)
    } else if let reason = outcome.lost {
      failure = .check("nobody knows how it ended: \(reason)")
    } else if outcome.timedOut {
      failure = .timedOut(Int(work.timeLimit?.components.seconds ?? 0))
    } else {
      for status in outcome.statuses where failure == nil {
        switch status {
        case .exited(0): continue
        case .exited(let code): failure = .exit(code)
        case .signaled(let number): failure = .signal(number)
        }
      }
    }
    return Performance(failure: failure, output: outcome.output, isTruncated: outcome.dropped > 0, file: file, wasEnded: outcome.ended)
  }
}
