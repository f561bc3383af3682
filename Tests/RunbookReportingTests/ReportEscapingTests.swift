import RunbookBase
import RunbookJournal
import RunbookReporting
import Testing

@Suite("Hostile values in a report") struct ReportEscapingTests {
  static let hostile = [
    "</title><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "&lt;b&gt; &amp; &#x3c;script&#x3e;",
    "]]><!--", "\u{1B}[2J\u{1B}]0;owned\u{7}", "invoice\u{202E}fdp.exe", "a\u{0}b\u{FFFF}", "| forged | row |\n| --- | --- |",
    "[click](javascript:alert(1))",
    "</style><style>*{display:none}", "`code` **bold** # head", String(repeating: "W", count: 5000), "‹rows› \u{200B}zero",
  ]

  /// The value wherever the log or the plan takes free text.
  private func report(_ value: String) throws -> RunReport {
    var plan = ReportSample.plan
    plan["title"] = .string(value)
    plan["section"] = .string(value)
    let step: JSON = ["number": "1", "id": "approve", "title": .string(value), "kind": "gate", "role": .string(value)]
    let manual: JSON = ["number": "2", "id": "maintenance", "title": .string(value), "kind": "run", "role": .string(value)]
    let never: JSON = ["number": "3", "id": "never", "title": .string(value), "kind": "check", "passes": .string(value)]
    plan["steps"] = [step, manual, never]
    let person = Person(name: value, login: value, role: value)
    var log = try ReportLog()
    try log.begin(plan, parameters: ["tenant": value])
    try log.add(.preconditionObserved(Precondition(id: "p", verdict: .met, observed: value)))
    let evidence = SHA256.digest(value)
    try log.add(.gateRequested(GateRequest(step: "approve", role: value, statement: value, evidence: evidence, word: value)))
    try log.add(
      .gateAnswered(GateAnswer(step: "approve", decision: .approved, person: person, reason: value, evidence: evidence)), by: value,
      after: 5)
    try log.add(.obligationOpened(id: "o", text: value, step: "maintenance"))
    try log.step("maintenance", 3, .failed(.check(value)))
    try log.add(.checkObserved(CheckObservation(step: "maintenance", value: value, criterion: value, passed: false)))
    try log.add(.note(value, about: nil), by: value)
    try log.add(.stepMarkedDone(step: "maintenance", evidence: value, by: person))
    try log.add(.obligationWaived(id: "o", reason: value, by: person))
    try log.add(.aborted(reason: value, by: person))
    try log.add(.sealed(.aborted))
    var input = try log.input(plan)
    input.waitingNotes = [value]
    input.tornTail = value
    input.outputs.changed = [value]
    return RunReport(input)
  }

  @Test("nothing in the log becomes markup in HTML or SVG", arguments: hostile)
  func html(_ value: String) throws {
    let markup = ReportMarkup(try report(value).html)
    #expect(markup.mistakes == [])
    #expect(markup.tags == ReportMarkup(try report("benign").html).tags)
    #expect(markup.tags["script"] == nil && markup.tags["img"] == nil)
  }

  @Test("hidden and control characters are spelled out in every format", arguments: hostile)
  func visible(_ value: String) throws {
    let report = try report(value)
    for text in [report.html, report.markdown] {
      #expect(
        !text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E || $0.value == 0x200B || $0.value == 0xFFFF })
    }
    let read = try JSON.parse(Array(report.json.pretty.utf8))
    #expect(read.canonicalBytes == report.json.canonicalBytes)
  }

  @Test("nothing in the log becomes a row, a link or a heading in Markdown", arguments: hostile)
  func markdown(_ value: String) throws {
    let own = try report(value).markdown.utf8.split(separator: 0x0A).map { String(Substring($0)) }
    let benign = try report("benign").markdown.utf8.split(separator: 0x0A).map { String(Substring($0)) }
    #expect(own.count == benign.count)
    #expect(own.filter { $0.hasPrefix("#") }.count == benign.filter { $0.hasPrefix("#") }.count)
    for (line, other) in zip(own, benign) where other.hasPrefix("|") { #expect(bars(line) == bars(other)) }
    // Within the fence of the picture nothing is markup.
    let fences = own.indices.filter { own[$0].hasPrefix("```") }
    #expect(fences.count == 2)
    let prose = own[..<fences[0]] + own[fences[1]...]
    #expect(!prose.contains { $0.contains("](") && !$0.contains("\\](") })
  }

  /// The bars that separate cells: those without a backslash before them.
  private func bars(_ line: String) -> Int {
    var count = 0
    var isEscaped = false
    for byte in line.utf8 {
      if byte == UInt8(ascii: "|"), !isEscaped { count += 1 }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    return count
  }
}
