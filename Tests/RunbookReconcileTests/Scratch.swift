import RunbookBase
import RunbookSystem

/// A folder that is gone when the test is over.
final class Scratch {
  let path: String

  init() throws { path = try Files.temporaryDirectory(prefix: "reconcile-test-") }
  deinit { try? Files.removeTree(path) }

  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o600) throws -> String {
    let file = "\(path)/\(name)"
    let descriptor = try FileDescriptor.open(file, [.writeOnly, .create, .truncate], mode: mode)
    try descriptor.writeAll(bytes)
    try descriptor.close()
    return file
  }

  func script(_ name: String, _ text: String) throws -> String { try write(name, Array("#!/bin/sh\n\(text)\n".utf8), mode: 0o700) }

  func read(_ name: String) throws -> String { try Files.readText("\(path)/\(name)") }

  func folder(_ name: String) throws -> String {
    try Files.makeDirectory("\(path)/\(name)")
    return "\(path)/\(name)"
  }
}

/// The problem that the body ends with, nil when it does not.
func problem(_ body: () throws(Problem) -> Void) -> Problem? {
  do {
    try body()
    return nil
  } catch { return error }
}
