/// The lists of one round of repairs.
struct RepairFiles {
  /// What should be there, as rows of COPY text with the key first.
  let candidates: String
  /// What this round does: key, `marker` or `copy`, version id.
  let actions: String
  /// Keys that the listing shows to be well.
  let healthy: String
  /// Keys that it does not.
  let failed: String

  init(candidates: String, directory: String, name: String) {
    self.candidates = candidates
    actions = "\(directory)/\(name)-actions.list"
    healthy = "\(directory)/\(name).list"
    failed = "\(directory)/not-\(name).list"
  }
}
