import RunbookSystem
import Testing

/// Runs the body with a new directory that is removed after it.
func withScratch<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = try Files.temporaryDirectory(prefix: "runbook-system-test")
  defer { remove(path) }
  return try body(path)
}

/// The same for a body that waits.
func withScratch<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  let path = try Files.temporaryDirectory(prefix: "runbook-system-test")
  defer { remove(path) }
  return try await body(path)
}

/// A supervisor whose test is over may still write into it.
private func remove(_ path: String) { _ = eventually { (try? Files.removeTree(path)) != nil || !Files.exists(path) } }

/// Waits until the condition holds (an error is no), ten seconds at most.
func eventually(_ condition: () throws -> Bool) -> Bool {
  for _ in 0..<1000 {
    if (try? condition()) == true { return true }
    Clock.sleep(milliseconds: 10)
  }
  return false
}
