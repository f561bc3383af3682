import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

/// The people at this terminal; without a terminal every question is answered by nobody.
final class TerminalConsole: Console {
  let style: Style
  /// Columns when the program began; nil for a stream that is no terminal.
  private let firstWidth: Int?
  /// Columns now, as the block at the bottom sees them; nil never wraps.
  var width: Int? { firstWidth.map { max(20, Terminal.size(.standardError)?.columns ?? $0) } }
  let isInteractive: Bool
  /// Ctrl-C during the run: a question that it ends is answered by nobody.
  var interruption: Interruption?
  /// Whether everything that is shown is part of a rehearsal, and says so.
  var isRehearsal = false
  /// Says why a person may not speak in a role here; nil where nobody is checked.
  var vet: ((String, Role) -> Problem?)?
  /// Keeps the run's secrets out of what is told, also where it repeats what was typed.
  var discretion: Discretion?
  /// Where the run is; nil where no block at the bottom is wanted.
  var progress: (() -> RunProgress)?
  private var block = StatusBlock()
  private var drawnAt: Int64 = 0
  private let login: String
  private var claimedNames: [Role: String] = [:]
  private var pending: [UInt8] = []
  private var typed: [UInt8] = []
  /// The prompt that stands on the terminal's last line, and whether a line of talk came between.
  private var prompt: (text: String, isBroken: Bool)?

  init(style: Style, width: Int?, isInteractive: Bool, login: String) {
    self.style = style
    firstWidth = width
    self.isInteractive = isInteractive
    self.login = login
  }

  // MARK: Talk

  func tell(_ line: ConsoleLine) {
    flush()
    switch line {
    case .step(let step, let attempt, let title):
      say("\(style(.emphasis, step.number)) \(title)\(attempt > 1 ? " (attempt \(attempt))" : "")")
    case .done(let step, let words): say("\(style(.emphasis, step.number)) \(style(.ok, "ok")) \(words)")
    case .failed(let step, let words): say("\(style(.emphasis, step.number)) \(style(.danger, "failed")) \(words)")
    case .note(let words): say(words)
    case .warning(let words): say(words, .warning)
    }
  }

  /// Output is data: made safe, and every line begins with a bar so that it cannot pose as ours.
  func show(_ step: PlannedStep, _ bytes: [UInt8]) {
    pending += bytes
    let isWatched = block.isDrawn
    // Taken away once and not line by line: a chatty command prints thousands of them in one piece.
    if let end = pending.lastIndex(of: 0x0A) {
      let whole = pending[..<end].split(separator: 0x0A, omittingEmptySubsequences: false)
      write(whole.map { outputLine(String(decoding: $0, as: UTF8.self)) }.joined(separator: "\n"))
      pending.removeFirst(end + 1)
    }
    // One endless line must not eat the memory.
    if pending.count > 4096 { flush() }
    if isWatched { draw() }
  }

  private func flush() {
    guard !pending.isEmpty else { return }
    write(outputLine(String(decoding: pending, as: UTF8.self)))
    pending = []
  }

  private func outputLine(_ text: String) -> String { "         " + style(.dim, "| ") + TerminalText.escapedLine(text) }

  /// A line with the time before it; what does not fit goes on below the words, not below the time.
  private func say(_ words: String, _ role: Style.Role? = nil) {
    // Before it is broken into lines.
    let words = discretion?.text(words) ?? words
    let column = DisplayText.width(clock) + 1
    for (place, line) in Prose.lines(words, width: width.map { $0 - column }).enumerated() {
      let shown = role.map { style($0, line) } ?? line
      put(place == 0 ? "\(clock) \(shown)" : String(repeating: " ", count: column) + shown)
    }
  }

  /// Prose below a question, with its continuation lines set in.
  func putProse(_ text: String, indent: Int = 0, hanging: Int = 2) {
    for line in Prose.lines(text, width: width, indent: indent, hanging: hanging) { put(line) }
  }

  func put(_ text: String) { write(discretion?.text(text) ?? text) }

  private func write(_ text: String) {
    if prompt?.isBroken == false {
      prompt?.isBroken = true
      try? FileDescriptor.standardError.writeAll("\n")
    }
    erase()
    try? FileDescriptor.standardError.writeAll(text + "\n")
  }

  // MARK: The block at the bottom

  /// Draws where the run is, at most twice a second; called while steps run and never while a person is asked.
  func beat() {
    guard progress != nil, Clock.boottime() - drawnAt >= 450_000_000 else { return }
    draw()
  }

  private func draw() {
    guard let progress, let size = Terminal.size(.standardError), size.columns >= 20 else { return erase() }
    let now = progress()
    guard !now.current.isEmpty else { return erase() }
    drawnAt = Clock.boottime()
    // What came without a line end is shown in the block, and stays there until its end has come.
    let lines = ProgressView(
      progress: now, partial: String(decoding: pending.suffix(400), as: UTF8.self), columns: size.columns, style: style
    ).lines
    try? FileDescriptor.standardError.writeAll(block.erasure(columns: size.columns) + block.drawing(lines))
  }

  /// Takes the block away; nothing of it stays.
  func erase() {
    guard block.isDrawn else { return }
    let columns = Terminal.size(.standardError)?.columns ?? 80
    try? FileDescriptor.standardError.writeAll(block.erasure(columns: columns))
  }

  private var clock: String {
    let text = WallTime(nanoseconds: Clock.wall()).text(.seconds)
    return style(.dim, String(text.dropFirst(11).prefix(8))) + (isRehearsal ? " " + style(.warning, "rehearsal") : "")
  }

  /// The word above a question.
  func heading(_ word: String, _ role: Style.Role) -> String {
    (isRehearsal ? style(.warning, "REHEARSAL") + " " : "") + style(role, word)
  }

  // MARK: Asking

  /// A line that was typed after the question was shown; nil at the end of input, and when the question is over.
  ///
  /// - Parameter isOver: looks whether an answer came from elsewhere; called four times a second.
  func ask(_ prompt: String, until isOver: (() -> Bool)? = nil) -> String? {
    guard isInteractive else { return nil }
    erase()
    let prompt = (isRehearsal ? "rehearsal: " : "") + prompt
    try? FileDescriptor.standardError.writeAll(prompt)
    if isOver != nil { self.prompt = (prompt, false) }
    defer { self.prompt = nil }
    while true {
      if let end = typed.firstIndex(of: 0x0A) {
        let line = String(decoding: typed[..<end], as: UTF8.self)
        typed.removeFirst(end + 1)
        return TextTrim.trimmed(line)
      }
      guard isTyped(until: isOver), let bytes = try? FileDescriptor.standardInput.read(upTo: 4096), !bytes.isEmpty else {
        if prompt.isEmpty || self.prompt?.isBroken != true { put("") }
        return nil
      }
      typed += bytes
    }
  }

  /// Waits for a key; false when Ctrl-C came instead.
  private func isTyped(until isOver: (() -> Bool)?) -> Bool {
    guard let interruption, let signals = interruption.descriptor else { return true }
    while true {
      if isOver?() == true { return false }
      if let prompt, prompt.isBroken {
        try? FileDescriptor.standardError.writeAll(prompt.text)
        self.prompt = (prompt.text, false)
      }
      let entries: [(descriptor: FileDescriptor, interest: Poller.Interest)] = [(.standardInput, .read), (signals, .read)]
      let ready = (try? Poller.poll(entries, timeoutMilliseconds: isOver == nil ? nil : 250)) ?? []
      if ready.contains(where: { $0.descriptor == signals }) { interruption.drain(isAsking: true) }
      if interruption.wish != .none { return false }
      if ready.contains(where: { $0.descriptor == .standardInput }) { return true }
    }
  }

  /// Forgets what was typed before the question: an answer typed ahead answers another question.
  func forgetTypedAhead() {
    typed = []
    if isInteractive { Terminal.flushInput(.standardInput) }
  }

  /// Asks who answers, once per role and session.
  func person(_ role: Role) -> Person? {
    if let name = claimedNames[role], vet?(name, role) == nil { return Person(name: name, login: login, role: role.rawValue) }
    while true {
      guard let name = ask("your name, as \(role): ") else { return nil }
      if name.isEmpty || name.utf8.count > 100 { continue }
      let safe = TerminalText.escapedLine(name)
      if let problem = vet?(safe, role) {
        for line in ["  " + problem.summary] + (problem.hint.map { ["  → " + $0] } ?? []) { put(line) }
        continue
      }
      claimedNames[role] = safe
      return Person(name: safe, login: login, role: role.rawValue)
    }
  }

  /// A reason or observation that is not empty; nil at the end of input.
  func text(_ prompt: String) -> String? {
    for _ in 0..<5 {
      guard let text = ask(prompt) else { return nil }
      if text.utf8.count >= 3 { return TerminalText.escapedLine(text) }
      put("  a few words, please: the log keeps them")
    }
    return nil
  }
}
