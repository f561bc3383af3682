import Testing

@Suite("RunbookJournal") struct PlaceholderTests {}
