import RunbookBase
package import RunbookJournal
import RunbookSystem

/// One pipeline of a step's attempt, ready to run.
package struct Work {
  package let run: String
  package let step: String
  package let attempt: Int
  package let nonce: String
  /// Which pipeline of the step, from 1.
  package let part: Int
  package let commands: [ResolvedCommand]
  /// Names of environment variables whose values are secret.
  package let secretVariables: Set<String>
  package var timeLimit: Duration?
  /// Whether it changes something, so that it must outlive this process.
  package let isSupervised: Bool
  /// Whether its standard output is data for the run, not for the eye.
  package let outputIsData: Bool
  /// The folder of this pipeline's attempt.
  package let directory: String
}

/// How a pipeline ended.
package struct Performance {
  /// nil when every member ran and ended with 0.
  package let failure: FailureReason?
  /// The last command's standard output, up to 1 MiB.
  package let output: [UInt8]
  /// Whether bytes of that output are missing.
  package let isTruncated: Bool
  package let file: OutputFile?
  /// Whether a second Ctrl-C ended it.
  package let wasEnded: Bool
  /// Whether its supervisor died without a record: nobody knows what happened.
  package let isInDoubt: Bool

  package init(
    failure: FailureReason?, output: [UInt8] = [], isTruncated: Bool = false, file: OutputFile? = nil, wasEnded: Bool = false,
    isInDoubt: Bool = false
  ) {
    self.isInDoubt = isInDoubt
    self.failure = failure
    self.output = output
    self.isTruncated = isTruncated
    self.file = file
    self.wasEnded = wasEnded
  }
}

/// Runs what the executor decides; the dry run is another performer.
package protocol Performer: AnyObject {
  /// Runs pipelines side by side and answers when all are over, in order.
  ///
  /// - Parameter started: told the process of each one as soon as it is known.
  func perform(_ work: [Work], started: (Int, ProcessIdentity) -> Void, show: (Int, [UInt8]) -> Void) -> [Performance]
  /// What is known of a supervised pipeline that an earlier session started.
  func state(of work: Work) -> AttemptState
  /// Waits for a pipeline that an earlier session started, showing its output from now on.
  func adopt(_ work: Work, show: ([UInt8]) -> Void) -> AttemptState
}

/// What is known of a supervised pipeline.
package enum AttemptState {
  case finished(Performance, duration: Int64)
  case running
  case unknown
  case notStarted
  /// Its host cannot be asked, and why: nothing may be concluded from that.
  case unreachable(String)
  /// What its host or its folder here tells does not settle it, and why: it may still be running.
  case unsettled(String)
}
