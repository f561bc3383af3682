import RunbookSystem

/// What the benchmarks share.
enum Bench {
  /// Writes one line to standard output.
  static func say(_ text: String) { try? FileDescriptor.standardOutput.writeAll(text + "\n") }

  /// Writes one line to standard error.
  static func complain(_ text: String) { try? FileDescriptor.standardError.writeAll(text + "\n") }
}
