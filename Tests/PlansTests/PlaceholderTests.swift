import Testing

@Suite("Plans") struct PlaceholderTests {}
