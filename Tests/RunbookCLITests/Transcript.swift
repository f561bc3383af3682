import Glibc
import Testing

/// Golden texts: files in `Transcripts` that hold exactly what a person sees.
///
/// `RECORD_TRANSCRIPTS=1 swift test` writes them anew; the difference is then reviewed like any other change.
enum Transcript {
  /// Expects a text to equal the recorded one; a final newline is added where it is missing.
  /// - Parameters:
  ///   - text: What was produced.
  ///   - name: The file's name without folder and ending, such as `plan-region-outage`.
  static func expect(_ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let path = folder + "/" + name + ".txt"
    let bytes = Array(text.utf8) + (text.utf8.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")])
    if getenv("RECORD_TRANSCRIPTS") != nil {
      mkdir(folder, 0o755)
      #expect(write(bytes, to: path), "cannot write \(path)", sourceLocation: sourceLocation)
      return
    }
    guard let recorded = read(path) else {
      Issue.record("no transcript \(name); record it with RECORD_TRANSCRIPTS=1", sourceLocation: sourceLocation)
      return
    }
    if recorded != bytes {
      Issue.record("\(name) differs from its transcript\n\(difference(recorded, bytes))", sourceLocation: sourceLocation)
    }
  }

  private static var folder: String {
    let file = #filePath
    return String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]) + "/Transcripts"
  }

  /// The lines between the common beginning and the common end, with two lines of context.
  private static func difference(_ recorded: [UInt8], _ actual: [UInt8]) -> String {
    let old = lines(recorded)
    let new = lines(actual)
    let same = zip(old, new).prefix { $0 == $1 }.count
    let tail = zip(old.dropFirst(same).reversed(), new.dropFirst(same).reversed()).prefix { $0 == $1 }.count
    let context = old[max(0, same - 2)..<same].map { "  " + $0 }
    let removed = old.dropFirst(same).dropLast(tail).map { "- " + $0 }
    let added = new.dropFirst(same).dropLast(tail).map { "+ " + $0 }
    return (["line \(same + 1):"] + context + removed + added).joined(separator: "\n")
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { result += buffer[..<count] }
    return result
  }

  private static func write(_ bytes: [UInt8], to path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    let written = fwrite(bytes, 1, bytes.count, file)
    return fclose(file) == 0 && written == bytes.count
  }
}
