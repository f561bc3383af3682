import Testing

@Suite("RunbookCLI") struct PlaceholderTests {}
