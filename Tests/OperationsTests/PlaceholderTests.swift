import Testing

@Suite("Operations") struct PlaceholderTests {}
