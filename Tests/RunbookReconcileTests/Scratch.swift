import RunbookBase
import RunbookSystem

/// A folder that is gone when the test is over.
final class Scratch {
  let path: String

  init() throws { path = try Files.temporaryDirectory(prefix: "reconcile-test-") }
  deinit { try? Files.removeTree(path) }

  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = "\(path)/\(name)"
    let descriptor = try FileDescriptor.open(file, [.writeOnly, .create, .truncate])
    try descriptor.writeAll(bytes)
    try descriptor.close()
    return file
  }

  /// An executable shell script.
  ///
  /// Another process writes it: a descriptor of ours, open for writing and inherited for a moment by a child that a
  /// test beside this one starts, would make the script busy.
  func script(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    let arguments = ["-c", "cat >\"$1\" && chmod 700 \"$1\"", "sh", file]
    _ = try Subprocess.run(
      "/bin/sh", arguments, environment: ["PATH": "/usr/bin:/bin"], input: Array("#!/bin/sh\n\(text)\n".utf8), timeLimitSeconds: 20)
    return file
  }

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
