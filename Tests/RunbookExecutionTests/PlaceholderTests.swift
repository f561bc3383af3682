import Testing

@Suite("RunbookExecution") struct PlaceholderTests {}
