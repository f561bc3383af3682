package import RunbookBase
package import RunbookJournal

/// Everything that a report is made of; the same input gives the same report to the byte.
package struct ReportInput: Sendable {
  package var run: RunID
  package var records: [Record]
  package var state: RunState
  /// The recorded plan; nil when its file cannot be read.
  package var plan: RecordedPlan?
  /// When the report is made; an unfinished run is measured up to here.
  package var now: WallTime
  /// The name that the program is called by.
  package var program = "runbook"
  /// Whether a living process holds the run.
  package var isBusy = false
  /// Why the end of the log is torn, if it is.
  package var tornTail: String?
  /// What the files with the output of steps were found to be.
  package var outputs = OutputFindings()
  /// What verification says beyond chain, plan and output files: signatures, links, copies.
  package var evidence: [RunReport.Proof] = []
  /// Remarks that were written down and have not reached the log yet.
  package var waitingNotes: [String] = []

  package init(run: RunID, records: [Record], state: RunState, plan: RecordedPlan?, now: WallTime) {
    self.run = run
    self.records = records
    self.state = state
    self.plan = plan
    self.now = now
  }

  /// How the output files compare with the digests in the log.
  package struct OutputFindings: Hashable, Sendable {
    /// How many have the recorded digest.
    package var same = 0
    /// The paths that are gone or cannot be read.
    package var missing: [String] = []
    /// The paths whose content is another one than recorded.
    package var changed: [String] = []

    package init() {}
  }
}
