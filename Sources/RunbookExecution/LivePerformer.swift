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
    for (index, item) in work.enumerated() where item.isSupervised {
      do throws(SystemError) {
        let attempt = try SupervisedAttempt(item, ownExecutable: ownExecutable)
        started(index, attempt.process)
        supervised.append((index, attempt))
      } catch {
        // Only the folder can tell that nothing was started; a supervisor that could not be watched may have begun.
        if case .notStarted = state(of: item.directory, nonce: item.nonce) {
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
          path: $0.element.directory + ".log", name: name(of: $0.element.directory) + ".log")
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
      results[index] = performance(of: work[index].directory, nonce: work[index].nonce)
    }
    return work.indices.map { results[$0] ?? Performance(failure: .notStarted("it was not run")) }
  }

  package func state(of directory: String, nonce: String) -> AttemptState {
    guard let state = try? Supervisor.state(of: directory, nonce: nonce) else { return .unknown }
    switch state {
    case .finished(let record): return .finished(performance(record, directory), duration: record.ended.boot - record.started.boot)
    case .running: return .running
    case .unknown: return .unknown
    case .notStarted: return .notStarted
    }
  }

  package func adopt(_ directory: String, nonce: String, show: ([UInt8]) -> Void) -> AttemptState {
    var shown = (try? Files.stat(directory + "/output.log"))?.size ?? 0
    while true {
      let state = state(of: directory, nonce: nonce)
      if let file = try? FileDescriptor.open(directory + "/output.log", .readOnly) {
        defer { file.closeQuietly() }
        _ = try? file.seek(to: shown)
        while let bytes = try? file.read(upTo: 1 << 16), !bytes.isEmpty {
          shown += Int64(bytes.count)
          show(bytes)
        }
      }
      guard case .running = state else { return state }
      interruption?.look()
      interruption?.beat?()
      if let interruption, interruption.wish != .none { return .running }
      Clock.sleep(milliseconds: 100)
    }
  }

  private func performance(of directory: String, nonce: String) -> Performance {
    switch state(of: directory, nonce: nonce) {
    case .finished(let performance, _): performance
    case .running, .unknown: Performance(failure: nil, isInDoubt: true)
    case .notStarted: Performance(failure: .notStarted(complaint(in: directory)))
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
      file = OutputFile(file: "output/\(name(of: directory))/output.log", bytes: bytes, digest: digest)
    }
    return Performance(failure: failure, output: output, isTruncated: record.captureDropped > 0, file: file, wasEnded: record.terminated)
  }

  private func performance(_ outcome: PipelineRun.Outcome, _ work: Work, file: OutputFile?) -> Performance {
    var failure: FailureReason?
    if let reason = outcome.notStarted {
      failure = .notStarted(reason)
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

  private func name(of directory: String) -> String {
    String(
      decoding: directory.utf8.suffix(
        from: directory.utf8.lastIndex(of: 0x2F).map { directory.utf8.index(after: $0) } ?? directory.utf8.startIndex), as: UTF8.self)
  }
}
