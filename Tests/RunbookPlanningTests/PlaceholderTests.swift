import Testing

@Suite("RunbookPlanning") struct PlaceholderTests {}
