import Testing

@Suite("DiagnosticsTests") struct PlaceholderTests {}
