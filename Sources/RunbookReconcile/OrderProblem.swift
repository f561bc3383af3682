import RunbookBase

/// What is said of an input that is not in byte order: a merge that trusted it would invent missing files.
enum OrderProblem {
  static func make(_ name: String, row: Int, _ previous: Span<UInt8>, _ key: Span<UInt8>) -> Problem {
    Problem(
      .stepFailed, "\(name): row \(row) is not in byte order",
      details: ["row \(row): \(shown(key))", "after: \(shown(previous))"],
      hint: "sort by the decoded bytes: ORDER BY path COLLATE \"C\" in PostgreSQL, LC_ALL=C sort for a list of keys")
  }
}
