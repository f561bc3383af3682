extension ParameterValue {
  /// The first common text that the type takes; a type that takes none of them names its own.
  public static var example: String? {
    Examples.texts.first { (try? Self(parsing: $0)) != nil }
  }
}

/// Texts that show by themselves that they were made up, the most telling first.
private enum Examples {
  static let texts = [
    "rehearsal/example.pdf", "/rehearsal/example.dump", "rehearsed-1", "rehearsed_1", "20250106-020003F", "2025-01-06T03:05:00Z",
    "time:2025-01-06T03:05:00Z", "3", "000000010000000000000001",
    "00000000-0000-4000-8000-000000000000", String(repeating: "0", count: 64),
  ]
}
