import Testing

@Suite("CrashTests") struct PlaceholderTests {}
