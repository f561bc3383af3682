import RunbookBase
import RunbookPlanning
import RunbookSystem

/// A word that a person types on the terminal itself, so that nothing piped into the program can answer.
enum TerminalWord {
  /// Whether the word was typed after the prompt was shown; empty lines are asked again, anything else is a no.
  ///
  /// - Throws: `awaitingSignOff` where there is no terminal.
  static func isTyped(_ word: String, _ prompt: String) throws(Problem) -> Bool {
    guard let terminal = try? FileDescriptor.open("/dev/tty", .readWrite) else {
      throw Problem(
        .awaitingSignOff, "this needs a terminal: a person must see what is shown and type the word; nothing was done",
        hint: "run it in a terminal")
    }
    defer { terminal.closeQuietly() }
    Terminal.flushInput(terminal)
    var typed: [UInt8] = []
    for _ in 0..<5 {
      try? terminal.writeAll(prompt)
      while !typed.contains(0x0A), typed.count < 4096, let piece = try? terminal.read(upTo: 4096), !piece.isEmpty { typed += piece }
      guard let end = typed.firstIndex(of: 0x0A) else { return false }
      let line = TextTrim.trimmed(String(decoding: typed[..<end], as: UTF8.self))
      typed.removeFirst(end + 1)
      if line.utf8.elementsEqual(word.utf8) { return true }
      if !line.isEmpty { return false }
    }
    return false
  }
}
