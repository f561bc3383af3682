import RunbookSystem
import Testing

/// A person at a pseudo-terminal: reads what a program shows and types after it was shown.
final class Sitting {
  struct NotSeen: Error, CustomStringConvertible {
    let wanted: String
    let seen: String
    var description: String { "not seen within the time limit: “\(wanted)”; the terminal shows:\n\(seen)" }
  }

  let child: Child
  private let controller: FileDescriptor
  private let terminal: FileDescriptor
  private var bytes: [UInt8] = []
  private var mark = 0
  private var isLost = false

  /// Starts a program with the terminal as its only one.
  init(_ program: String, _ words: [String], columns: Int = 200, environment: [String: String] = [:]) throws {
    let pty = try Terminal.openPTY(columns: columns, rows: 40)
    (controller, terminal) = (pty.controller, pty.terminal)
    try controller.setNonBlocking(true)
    child = try Child.spawn(
      SpawnRequest(
        executable: program, arguments: [program] + words, environment: Programs.environment.merging(environment) { $1 },
        workingDirectory: "/", newSession: true, terminalPath: pty.path))
  }

  deinit {
    child.signal(9)
    child.wait()
    lose()
  }

  /// All that was shown, without carriage returns.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// What was shown since the last sight.
  var news: String { String(decoding: bytes[mark...], as: UTF8.self) }

  /// Waits until the text is shown after what was seen last, and returns what was shown up to its end.
  @discardableResult
  func see(_ wanted: String, within seconds: Int = 60) throws -> String {
    let deadline = Clock.boottime() + Int64(seconds) * 1_000_000_000
    while true {
      if let end = position(of: Array(wanted.utf8)) {
        defer { mark = end }
        return String(decoding: bytes[mark..<end], as: UTF8.self)
      }
      guard Clock.boottime() < deadline else { throw NotSeen(wanted: wanted, seen: text) }
      if !take(), child.hasExited(), !take() {
        guard position(of: Array(wanted.utf8)) != nil else { throw NotSeen(wanted: wanted, seen: text) }
      }
    }
  }

  /// The same, with colours left out of what is shown.
  @discardableResult
  func see(_ wanted: String, plain: Bool) throws -> String {
    let words = wanted.split(separator: " ", maxSplits: 1)
    for word in words { try see(String(word)) }
    return wanted
  }

  /// Types a line.
  func type(_ line: String) throws { try controller.writeAll(line + "\n") }

  /// Presses one key.
  func press(_ letter: Character) throws { try controller.writeAll(String(letter)) }

  /// Presses Ctrl and a letter.
  func control(_ letter: Character) throws { try controller.writeAll([(letter.asciiValue ?? 0x40) & 0x1F]) }

  /// Types the line once the question is shown.
  func answer(_ question: String, _ line: String) throws {
    try see(question)
    try type(line)
  }

  /// The terminal goes away, as when a connection breaks.
  func lose() {
    guard !isLost else { return }
    isLost = true
    controller.closeQuietly()
    terminal.closeQuietly()
  }

  /// Whether the terminal shows what is typed, as whoever comes after the program finds it.
  var echoes: Bool { Terminal.echoes(terminal) }

  /// Waits for the end and returns the exit code.
  func end(within seconds: Int = 120) throws -> Int32 {
    let deadline = Clock.boottime() + Int64(seconds) * 1_000_000_000
    while !child.hasExited() {
      guard Clock.boottime() < deadline else { throw NotSeen(wanted: "the end", seen: text) }
      if isLost { Clock.sleep(milliseconds: 10) } else { take() }
    }
    while !isLost, take() {}
    return child.wait().shellCode
  }

  private func position(of wanted: [UInt8]) -> Int? {
    guard bytes.count - mark >= wanted.count else { return nil }
    return (mark...(bytes.count - wanted.count)).first { bytes[$0..<$0 + wanted.count].elementsEqual(wanted) }.map { $0 + wanted.count }
  }

  /// Takes what is shown by now, waiting a moment for it; whether there was something.
  @discardableResult
  private func take() -> Bool {
    _ = try? Poller.poll([(controller, .read), (child.exitDescriptor, .read)], timeoutMilliseconds: 200)
    guard let piece = try? controller.readAvailable(upTo: 1 << 16), !piece.isEmpty else { return false }
    bytes += piece.filter { $0 != 0x0D }
    return true
  }
}

extension Sitting {
  /// Answers the day's decision with the number of an arm.
  func decide(_ number: Int = 1, why: String = "it was quiet", name: String? = "Ada") throws {
    try answer("type the number of the answer: ", "\(number)")
    try answer("why “", why)
    if let name { try answer("your name, as Incident Commander: ", name) }
  }

  /// The word that the gate shows, once it asks.
  func gateWord() throws -> String {
    try see("type approve-")
    let digits = try see(" to approve, or decline: ").prefix(4)
    return "approve-" + digits
  }

  /// Answers the gate with the word that it shows.
  func approve() throws { try type(try gateWord()) }
}
