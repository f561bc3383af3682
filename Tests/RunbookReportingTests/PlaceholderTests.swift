import Testing

@Suite("RunbookReporting") struct PlaceholderTests {}
