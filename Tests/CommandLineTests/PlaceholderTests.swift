import Testing

@Suite("CommandLineTests") struct PlaceholderTests {}
