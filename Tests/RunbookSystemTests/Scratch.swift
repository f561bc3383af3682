import RunbookSystem
import Testing

/// Runs the body with a new directory that is removed after it.
func withScratch<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = try Files.temporaryDirectory(prefix: "runbook-system-test")
  defer { try? Files.removeTree(path) }
  return try body(path)
}

/// The same for a body that waits.
func withScratch<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  let path = try Files.temporaryDirectory(prefix: "runbook-system-test")
  defer { try? Files.removeTree(path) }
  return try await body(path)
}

/// Waits until the condition holds, ten seconds at most.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<1000 {
    if try condition() { return true }
    Clock.sleep(milliseconds: 10)
  }
  return false
}
