import Testing

@Suite("RunbookSystem") struct PlaceholderTests {}
