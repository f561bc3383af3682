import RunbookSystem

/// The programs under test, as they were built beside the tests.
enum Programs {
  static let cornerShop = path("corner-shop")
  static let runbook = path("runbook")

  /// A base that holds nothing of the machine that the tests run on.
  static let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]

  private static func path(_ name: String) -> String {
    let own = (try? Host.executablePath()) ?? "/"
    return (Files.directory(of: own) ?? "/") + "/" + name
  }
}

/// How a program ended and all that it said.
struct Said {
  let code: Int32
  let output: String
  let talk: String

  /// Runs a program without a terminal.
  static func by(
    _ program: String, _ words: [String], environment: [String: String] = [:], input: String? = nil, in folder: String = "/"
  ) throws -> Said {
    let outcome = try Subprocess.run(
      program, words, environment: Programs.environment.merging(environment) { $1 }, workingDirectory: folder,
      input: input.map { Array($0.utf8) },
      timeLimitSeconds: 120)
    return Said(
      code: outcome.status.shellCode, output: String(decoding: outcome.output, as: UTF8.self),
      talk: String(decoding: outcome.errorOutput, as: UTF8.self))
  }
}

/// Waits until the condition holds (an error is no), one minute at most.
func eventually(_ condition: () throws -> Bool) -> Bool {
  for _ in 0..<6000 {
    if (try? condition()) == true { return true }
    Clock.sleep(milliseconds: 10)
  }
  return false
}
