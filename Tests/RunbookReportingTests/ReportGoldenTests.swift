import Glibc
import RunbookBase
import RunbookJournal
import RunbookReporting
import Testing

/// The whole report of a fixed log, byte by byte; `RUNBOOK_GOLDEN=write` makes the files anew, to be looked at before they are kept.
@Suite("The report of a fixed log") struct ReportGoldenTests {
  @Test("it is the one that was looked at", arguments: ["md", "json", "html"])
  func golden(_ format: String) throws {
    let report = RunReport(try ReportSample.restore())
    let text =
      switch format {
      case "html": report.html
      case "json": report.json.pretty + "\n"
      default: report.markdown
      }
    #expect(try Golden.matches(text, "report." + format))
  }

  @Test("it is one well-formed page without script and without anything from the network")
  func wellFormed() throws {
    let html = RunReport(try ReportSample.restore()).html
    let markup = ReportMarkup(html)
    #expect(markup.mistakes == [])
    for tag in ["script", "link", "img", "iframe", "object"] { #expect(markup.tags[tag] == nil) }
    #expect(!html.contains("url(http") && !html.contains("@import"))
  }

  @Test("a screen reader finds one title, a caption for every table, a scope for every heading cell and words for every picture")
  func semantics() throws {
    let html = RunReport(try ReportSample.restore()).html
    let tags = ReportMarkup(html).tags
    #expect(tags["h1"] == 1 && tags["main"] == 1 && tags["header"] == 1)
    #expect(tags["caption"] == tags["table"])
    #expect(html.split(separator: "<th ").dropFirst().allSatisfy { $0.prefix(while: { $0 != ">" }).contains("scope=") })
    #expect(html.split(separator: "<svg ").dropFirst().allSatisfy { $0.prefix(while: { $0 != ">" }).contains("aria-labelledby=") })
    #expect(html.contains(#"<html lang="en">"#))
  }

  @Test("a run of a thousand steps is one picture of few rows")
  func manySteps() throws {
    let steps = (1...1000).map {
      JSON.object([
        .init("number", .string("\($0)")), .init("id", .string("s\($0)")), .init("title", "Count a shelf"), .init("kind", "run"),
      ])
    }
    let plan: JSON = ["title": "Count", "objectives": ["rtoSeconds": 100_000, "rpoSeconds": 60], "steps": .array(steps)]
    var log = try ReportLog()
    try log.begin(plan)
    for number in 1...1000 {
      if number == 500 { try log.step("s500", 30, .failed(.timedOut(30))) }
      try log.step("s\(number)", 2, attempt: number == 500 ? 2 : 1)
    }
    let html = RunReport(try log.input(plan)).html
    #expect(html.contains("1–499  499 steps, each done at once"))
    #expect(html.split(separator: #"<g class="row">"#).count - 1 == 6)
  }
}

/// The files in `Tests/Goldens`.
enum Golden {
  /// Whether a text is the one that was looked at; `RUNBOOK_GOLDEN=write` makes the file anew.
  static func matches(_ text: String, _ name: String) throws -> Bool {
    let path = folder + "/" + name
    if let wish = getenv("RUNBOOK_GOLDEN"), String(cString: wish) == "write" { try write(text, path) }
    return try read(path) == text
  }

  static let folder: String = {
    let file = Array(#filePath.utf8)
    let parts = file.split(separator: UInt8(ascii: "/")).dropLast(2)
    return "/" + parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/") + "/Goldens"
  }()

  private struct Unreadable: Error { var path: String }

  private static func read(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw Unreadable(path: path) }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  private static func write(_ text: String, _ path: String) throws {
    guard let file = fopen(path, "w") else { throw Unreadable(path: path) }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    _ = fwrite(bytes, 1, bytes.count, file)
  }
}
