import RunbookBase
import RunbookJournal
import RunbookSystem

/// One command of a rehearsal as its folder keeps it: begun, and how it is said to have ended.
struct RehearsedAttempt {
  private enum Stage {
    case none
    case begun
    case ended(Performance)
  }

  private let directory: String
  private let keepsFile: Bool
  private var stage = Stage.none

  init(_ item: Work, keepsFile: Bool) {
    directory = item.directory
    self.keepsFile = keepsFile
  }

  /// What an earlier process left behind; nil when there is nothing.
  init?(at directory: String) {
    guard let text = try? Files.readText(directory + Self.name, limit: 1 << 20) else { return nil }
    self.directory = directory
    keepsFile = true
    let lines = text.utf8.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false).map { String(Substring($0)) }
    let output = lines.count > 1 ? lines[1] : ""
    stage = .begun
    switch Self.failure(of: lines[0]) {
    case .some(let failure): stage = .ended(Performance(failure: failure, output: Array(output.utf8)))
    case .none: break
    }
  }

  private static let name = "/rehearsed"

  var state: AttemptState {
    switch stage {
    case .none: .notStarted
    case .begun: .unknown
    case .ended(let performance): .finished(performance, duration: 0)
    }
  }

  mutating func begin() {
    stage = .begun
    write("begun\n")
  }

  mutating func end(_ failure: FailureReason?, _ output: String, _ told: [String]) -> Performance {
    var file: OutputFile?
    if keepsFile, case .begun = stage {
      let bytes = Array(TerminalText.escaped(told.joined(separator: "\n") + "\n").utf8)
      if (try? Files.writeDurably(bytes, to: directory + "/output.log")) != nil {
        let place = directory.utf8.split(separator: 0x2F).last.map { String(Substring($0)) } ?? ""
        file = OutputFile(file: "output/\(place)/output.log", bytes: bytes.count, digest: SHA256.digest(bytes))
      }
      write("\(Self.word(of: failure))\n\(output)")
    }
    let performance = Performance(failure: failure, output: Array(output.utf8), file: file)
    if case .begun = stage { stage = .ended(performance) }
    return performance
  }

  private func write(_ text: String) {
    guard keepsFile else { return }
    if !Files.exists(directory) { try? Files.makeDirectory(directory, parents: true) }
    try? Files.writeDurably(Array(text.utf8), to: directory + Self.name)
  }

  private static func word(of failure: FailureReason?) -> String {
    switch failure {
    case nil: "ok"
    case .exit(let status)?: "exit=\(status)"
    case .signal(let number)?: "signal=\(number)"
    case .timedOut(let seconds)?: "timeout=\(seconds)"
    case .notStarted(let words)?, .check(let words)?: "not-started=\(words)"
    case .declined?: "declined="
    }
  }

  /// The failure of a word, nil inside for none; nil when the word says that it has not ended.
  private static func failure(of word: String) -> FailureReason?? {
    guard !word.utf8.elementsEqual("ok".utf8) else { return .some(nil) }
    let parts = word.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1).map { String(Substring($0)) }
    guard parts.count == 2 else { return nil }
    switch parts[0] {
    case "exit": return Int32(parts[1]).map(FailureReason.exit)
    case "signal": return Int32(parts[1]).map(FailureReason.signal)
    case "timeout": return Int(parts[1]).map(FailureReason.timedOut)
    case "not-started": return .some(.notStarted(parts[1]))
    default: return nil
    }
  }
}
