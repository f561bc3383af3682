import RunbookSystem
import Testing

/// Golden texts: files in `Transcripts` that hold what a person sees, with what differs from run to run replaced.
///
/// `RECORD_TRANSCRIPTS=1 swift test --filter CommandLineTests` writes them anew; the difference is reviewed like any other change.
enum Transcript {
  /// Expects a text to equal the recorded one once both are normalised.
  static func expect(
    _ text: String, named name: String, _ bench: Bench, onlyPlaces: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let path = folder + "/" + name + ".txt"
    let actual = onlyPlaces ? placed(text, bench) : normalised(placed(text, bench))
    if Host.environment("RECORD_TRANSCRIPTS") != nil {
      do { try Files.writeDurably(Array(actual.utf8), to: path, mode: 0o644) } catch {
        Issue.record("cannot write \(path): \(error)", sourceLocation: sourceLocation)
      }
      return
    }
    guard let recorded = try? Files.readText(path) else {
      Issue.record("no transcript \(name); record it with RECORD_TRANSCRIPTS=1", sourceLocation: sourceLocation)
      return
    }
    let (old, new) = (lines(recorded), lines(actual))
    if old == new { return }
    let same = zip(old, new).prefix { $0 == $1 }.count
    let tail = zip(old.dropFirst(same).reversed(), new.dropFirst(same).reversed()).prefix { $0 == $1 }.count
    let removed = old.dropFirst(same).dropLast(tail).map { "- " + $0 }
    let added = new.dropFirst(same).dropLast(tail).map { "+ " + $0 }
    Issue.record(
      "\(name) differs from its transcript\n\((["line \(same + 1):"] + removed + added).joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  /// A text without colours and without what moves the cursor.
  static func bare(_ text: String) -> String {
    var text = text
    text.replace(/\e\[[0-9;]*[A-Za-z]/, with: "")
    return text
  }

  private static var folder: String { (Files.directory(of: #filePath) ?? ".") + "/Transcripts" }

  private static func lines(_ text: String) -> [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

  private static func placed(_ text: String, _ bench: Bench) -> String {
    text.split(separator: bench.folder, omittingEmptySubsequences: false).joined(separator: "FOLDER")
  }

  /// Times, ids, digests, processes, places and machines by their names.
  private static func normalised(_ text: String) -> String {
    var text = text
    text.replace(/\e\[[0-9;]*m/, with: "")
    // A run may begin before midnight.
    text.replace(/— \d{4}-\d\d-\d\d —\n/, with: "")
    text.replace(/\d{8}T\d{6}Z-([a-z-]+)-[0-9a-f]{6}/) { "TIME-\($0.1)-SHORT" }
    text.replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z/, with: "TIME")
    text.replace(/\d\d:\d\d:\d\d\.\d{3}Z/, with: "TIME")
    text.replace(/\d\d:\d\d:\d\d/, with: "CLOCK")
    text.replace(/[0-9a-f]{64}/, with: "DIGEST")
    text.replace(/approve-[0-9a-f]{4}/, with: "approve-WORD")
    text.replace(/(head |say “|plan )[0-9a-f]{4}-[0-9a-f]{4}/) { "\($0.1)HEAD" }
    text.replace(/\bprocess \d+/, with: "process PID")
    text.replace(/\binode \d+/, with: "inode NUMBER")
    text.replace(/\b\d+(\.\d+)? (ms|s|min)( \d+ s)?( ago| since|$|\n)/.anchorsMatchLineEndings()) { "SPAN\($0.4)" }
    text.replace(/after \d+(\.\d+)? (ms|s)/, with: "after SPAN")
    text.replace(/Time to recover: .*/, with: "Time to recover: TIMES")
    text.replace(/about \d+(\.\d+)? (ms|s|min)( \d+ s)? still to go/, with: "about SPAN still to go")
    text.replace(/decide by \d\d:\d\dZ/, with: "decide by CLOCK")
    text.replace(
      "session of \(Host.userName()) (restore-operator) on \(Host.name())", with: "session of LOGIN (restore-operator) on HOST")
    text.replace("held by \(Host.userName()) on \(Host.name())", with: "held by LOGIN on HOST")
    text.replace("(login \(Host.userName())", with: "(login LOGIN")
    return text
  }
}
