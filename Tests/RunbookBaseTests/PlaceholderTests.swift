import Testing

@Suite("RunbookBase") struct PlaceholderTests {}
