import RunbookBase
public import RunbookJournal

/// What a log says that a step was about to start, with the values that the run knew then.
public struct RecordedStart: Sendable {
  /// The record that says so.
  public let record: Int
  /// What it says.
  public let intent: Intent
  /// The values that earlier steps had captured, by name.
  let outputs: [String: String]

  /// Whether these can be the commands that a plan or a request shows, with `‹name›` where a value was still to come.
  public func isOf(_ shown: [[String]]) -> Bool {
    intent.commands.count == shown.count && zip(intent.commands, shown).allSatisfy(isOne)
  }

  private func isOne(_ recorded: [String], _ shown: [String]) -> Bool {
    guard recorded.count == shown.count, let program = recorded.first, let name = shown.first else { return false }
    return isProgram(program, name) && zip(recorded, shown).dropFirst().allSatisfy(isFilled)
  }

  /// Whether a path is that of a named program: a plan names it, and the run found where it lies.
  private func isProgram(_ path: String, _ name: String) -> Bool {
    // This program's own name stands for whichever file it is.
    path.hasSameBytes(as: name) || name == "runbook" || (!name.utf8.contains(0x2F) && path.hasSuffix("/" + name))
  }

  private func isFilled(_ word: String, _ shown: String) -> Bool {
    if word.hasSameBytes(as: shown) { return true }
    let (bytes, parts) = (Array(word.utf8), literalParts(of: Array(shown.utf8)))
    guard parts.count > 1 else { return bytes == parts[0] }
    // What fills a hole that no record fills is not known.
    let (first, last) = (parts[0], parts[parts.count - 1])
    return bytes.count >= first.count + last.count && bytes.starts(with: first) && bytes.suffix(last.count).elementsEqual(last)
  }

  /// The text around the holes that stay open once what is known is filled in.
  private func literalParts(of shown: [UInt8]) -> [[UInt8]] {
    var parts: [[UInt8]] = [[]]
    var rest = shown[...]
    while !rest.isEmpty {
      guard rest.starts(with: Self.opening), let end = rest.indices.first(where: { rest[$0...].starts(with: Self.closing) }) else {
        parts[parts.count - 1].append(rest.removeFirst())
        continue
      }
      let name = String(decoding: rest[(rest.startIndex + Self.opening.count)..<end], as: UTF8.self)
      if let value = outputs[name] { parts[parts.count - 1] += Array(value.utf8) } else { parts.append([]) }
      rest = rest[(end + Self.closing.count)...]
    }
    return parts
  }

  private static let opening = Array("‹".utf8)
  private static let closing = Array("›".utf8)
}
