import Testing

@Suite("RunbookTenant") struct PlaceholderTests {}
