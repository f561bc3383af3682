import Glibc
import RunbookSystem

/// The Swift compiler, reading a plan's source against the modules that these tests were built with.
enum Compiler {
  /// The compiler on the search path; nil when there is none.
  static let program = ExecutableSearch.resolve("swiftc", path: searchPath)

  private static var searchPath: String { unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin" }

  /// One error of the compiler.
  struct Complaint: Hashable, CustomStringConvertible {
    let file: String
    let line: Int
    let message: String
    var description: String { "\(file):\(line): \(message)" }
  }

  /// What the compiler said of some sources.
  struct Verdict {
    let complaints: [Complaint]
    let accepts: Bool
    /// Everything that it printed, for the failure of a test.
    let text: String
  }

  /// Type-checks sources by file name, together as one module; nothing is written but into the folder.
  static func check(_ sources: [String: String]) throws -> Verdict {
    guard let program else { throw SystemError("find swiftc", errno: .ENOENT) }
    let folder = try Files.temporaryDirectory(prefix: "runbook-diagnostics")
    defer { try? Files.removeTree(folder) }
    let names = sources.keys.sorted()
    for name in names { try Files.writeDurably(Array((sources[name] ?? "").utf8), to: "\(folder)/\(name)") }
    let outcome = try Subprocess.run(
      program,
      [
        "-typecheck", "-wmo", "-swift-version", "6", "-diagnostic-style", "llvm", "-module-name", "Mistakes", "-module-cache-path",
        "\(folder)/cache", "-I", try modules(),
      ] + names.map { "\(folder)/\($0)" },
      environment: ["PATH": searchPath, "HOME": folder, "LC_ALL": "C.UTF-8"], timeLimitSeconds: 120)
    let text = String(decoding: outcome.errorOutput + outcome.output, as: UTF8.self)
    return Verdict(complaints: complaints(text, in: folder), accepts: outcome.status.isSuccess, text: text)
  }

  /// The modules beside the program that runs these tests.
  private static func modules() throws -> String {
    let path = try Host.executablePath()
    return path[..<(path.lastIndex(of: "/") ?? path.endIndex)] + "/Modules"
  }

  /// The lines `folder/file:line:column: error: message`.
  private static func complaints(_ text: String, in folder: String) -> [Complaint] {
    text.utf8.split(separator: 0x0A).compactMap { line in
      let line = String(decoding: line, as: UTF8.self)
      guard line.hasPrefix(folder + "/") else { return nil }
      let parts = line.dropFirst(folder.count + 1).split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count == 4, let number = Int(parts[1]), parts[3].hasPrefix(" error: ") else { return nil }
      return Complaint(file: String(parts[0]), line: number, message: String(parts[3].dropFirst(8)))
    }
  }
}
