import Testing

@Suite("Runbooks") struct PlaceholderTests {}
