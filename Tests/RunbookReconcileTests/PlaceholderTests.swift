import Testing

@Suite("RunbookReconcile") struct PlaceholderTests {}
