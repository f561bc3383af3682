import RunbookBase
import RunbookJournal

/// A report as one HTML file: no script, nothing from the network, good on paper, dark and light, wide and narrow.
struct HTMLReport {
  private let report: RunReport

  init(_ report: RunReport) { self.report = report }

  var text: String {
    let title = Markup.html("\(report.title): \(report.outcome.words)")
    var lines = [
      "<!DOCTYPE html>", #"<html lang="en">"#, "<head>", #"<meta charset="utf-8">"#,
      #"<meta name="viewport" content="width=device-width, initial-scale=1">"#,
      // The page may load nothing at all, whatever finds its way into it.
      #"<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"#,
      #"<meta name="color-scheme" content="light dark">"#, "<title>\(title)</title>", "<style>", HTMLStyle.text, "</style>", "</head>",
      "<body>", "<main>",
    ]
    lines += header() + summary()
    let tables = report.tables
    lines += section(tables[0]) { shares() } + timeline()
    for table in tables[1...4] { lines += section(table) }
    if let table = report.messageTable { lines += section(table) }
    lines += followUps() + section(tables[5]) + section(tables[6]) + section(tables[7]) + proof()
    lines += ["</main>", "</body>", "</html>", ""]
    return lines.joined(separator: "\n")
  }

  private func header() -> [String] {
    let genesis = report.input.state.genesis
    let section = report.input.plan?.section ?? ""
    var facts: [(String, String)] = [
      ("Run", report.input.run.text), ("Estate", genesis?.estate ?? "?"), ("Kind", report.modeWords),
      ("Began", report.began.text(.seconds)), (report.input.state.outcome == nil ? "Last record" : "Ended", report.ended.text(.seconds)),
      ("Operator", report.operatorName), ("Head", report.input.state.fingerprint),
    ]
    for (name, value) in report.input.state.parameters.sorted(by: { $0.key < $1.key }) { facts.append(("--\(name)", value)) }
    let kind = genesis?.mode == .rehearsal ? " · rehearsal, nothing real happened" : genesis?.mode != .real ? " · not production" : ""
    return [
      "<header>",
      #"<p class="kicker">Run report\#(section.isEmpty ? "" : " · \(Markup.html(section))")\#(kind)</p>"#,
      "<h1>\(Markup.html(report.title))</h1>",
      #"<p class="outcome \#(report.outcome.tone.rawValue)">\#(sign(report.outcome.tone))\#(Markup.html(report.outcome.words))</p>"#,
      "<dl>",
    ] + facts.map { "<div><dt>\(Markup.html($0.0))</dt><dd>\(Markup.html($0.1))</dd></div>" } + ["</dl>", "</header>"]
  }

  private func sign(_ tone: RunReport.Tone) -> String {
    switch tone {
    case .good: "✓ "
    case .bad: "✕ "
    case .attention: "! "
    case .plain: ""
    }
  }

  private func summary() -> [String] {
    ["<section>", "<h2>What happened</h2>", #"<ol class="lines">"#] + report.summary.map { "<li>\(Markup.prose($0))</li>" } + [
      "</ol>", "</section>",
    ]
  }

  /// Where the time went, as a bar and in words.
  private func shares() -> [String] {
    let shares = report.shares
    let parts = [
      ("machine", "machines worked", shares.machine), ("people", "waited for people’s answers", shares.people),
      ("stood", "paused or interrupted", shares.halted),
    ]
    let total = max(1, shares.total)
    var lines = [
      #"<figure class="shares">"#,
      #"<svg viewBox="0 0 1000 22" preserveAspectRatio="none" role="img" aria-labelledby="s-title"><title id="s-title">Where the time went</title>"#,
      #"<defs><pattern id="s-people" class="hatch-wait" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6"/></pattern></defs>"#,
    ]
    var x: Int64 = 0
    for (name, _, value) in parts where value > 0 {
      let end = min(1000, x + max(2, Int64((Double(value) / Double(total) * 1000).rounded())))
      let fill = name == "people" ? #" fill="url(#s-people)""# : ""
      lines.append(#"<rect class="\#(name)"\#(fill) x="\#(x)" y="1" width="\#(max(0, end - x))" height="20"/>"#)
      x = end
    }
    lines += ["</svg>", #"<figcaption><ul class="legend">"#]
    for (name, words, value) in parts {
      let part = Int((Double(value) / Double(total) * 100).rounded())
      lines.append(#"<li>\#(swatch(name)) <b>\#(RunReport.duration(value))</b> \#(words) (\#(part) %)</li>"#)
    }
    return lines + ["</ul></figcaption>", "</figure>"]
  }

  private func swatch(_ name: String) -> String { #"<span class="swatch \#(name)" aria-hidden="true"></span>"# }

  private func timeline() -> [String] {
    let picture = TimelinePicture(report)
    guard !picture.rows.isEmpty else { return ["<section>", "<h2>Timeline</h2>", "<p>Nothing was started.</p>", "</section>"] }
    var lines = ["<section>", "<h2>Timeline</h2>", #"<figure class="picture">"#]
    lines += [TimelineSVG(picture, .wide).text, TimelineSVG(picture, .narrow).text]
    let legend = [
      ("worked", "worked"), ("failed", "failed, ✕"), ("wait", "waited for a person, ✓ or ✕"), ("doubt", "in doubt, ?"),
      ("halt", "stood still"),
      ("diamond", "exception"),
    ]
    lines.append(
      #"<figcaption>Times of day in UTC, beginning \#(report.began.text(.seconds)). Stretches of waiting that dwarf the rest are folded."#)
    lines.append(#"<ul class="legend">"#)
    for (name, words) in legend { lines.append("<li>\(swatch(name)) \(words)</li>") }
    lines += ["</ul></figcaption>", "</figure>"]
    if !picture.pins.isEmpty {
      lines.append(#"<h3>Remarks</h3>"#)
      lines.append(#"<ol class="pins">"#)
      for pin in picture.pins {
        let early = pin.mark.about.map { $0 < report.began } == true ? "before the run, " : ""
        let about = pin.mark.about.map { "about \(report.clock($0)), \(early)" } ?? ""
        let at = pin.mark.about == nil ? report.clock(pin.mark.at) + ", " : ""
        lines.append("<li><b>\(Markup.html(pin.mark.words))</b> <span>\(about)\(at)\(Markup.html(pin.mark.by))</span></li>")
      }
      lines.append("</ol>")
    }
    if !report.input.waitingNotes.isEmpty {
      lines +=
        ["<h3>Remarks not in the log yet</h3>", "<ul>"] + report.input.waitingNotes.map { "<li>\(Markup.html($0))</li>" } + ["</ul>"]
    }
    return lines + ["</section>"]
  }

  private func section(_ table: ReportTable, more: () -> [String] = { [] }) -> [String] {
    var lines = ["<section>", "<h2>\(Markup.html(table.title))</h2>"]
    guard !table.rows.isEmpty else { return lines + [#"<p class="none">\#(Markup.html(table.empty))</p>"#] + more() + ["</section>"] }
    // Roles are said again because a narrow screen lays the table out as blocks, which would take them away.
    lines += [
      #"<table role="table">"#, "<caption>\(Markup.html(table.caption))</caption>",
      #"<thead role="rowgroup"><tr role="row">"#
        + table.columns.map { #"<th role="columnheader" scope="col" class="\#($0.kind.rawValue)">\#(Markup.html($0.header))</th>"# }
        .joined()
        + "</tr></thead>", #"<tbody role="rowgroup">"#,
    ]
    for row in table.rows {
      var cells = #"<tr role="row">"#
      let start = cells.utf8.count
      for (column, cell) in zip(table.columns, row) {
        let content = cell.isCode ? "<code>\(Markup.html(cell.text))</code>" : Markup.prose(cell.text)
        let tone = cell.tone == .plain ? "" : " \(cell.tone.rawValue)"
        let attributes =
          #"class="\#(column.kind.rawValue)\#(tone)" data-label="\#(Markup.html(column.header))"\#(cell.text.isEmpty ? #" data-empty="""# : "")"#
        cells +=
          cells.utf8.count == start
          ? #"<th role="rowheader" scope="row" \#(attributes)>\#(content)</th>"# : #"<td role="cell" \#(attributes)>\#(content)</td>"#
      }
      lines.append(cells + "</tr>")
    }
    return lines + ["</tbody>", "</table>"] + more() + ["</section>"]
  }

  private func followUps() -> [String] {
    var lines = ["<section>", "<h2>Follow-ups</h2>"]
    guard !report.followUps.isEmpty else { return lines + [#"<p class="none">None.</p>"#, "</section>"] }
    lines.append("<p>Due within 48 hours of the end: by <b>\(report.due.text(.seconds))</b>.</p>")
    lines.append(#"<ul class="todo">"#)
    for item in report.followUps {
      let step = item.step.map { "step \($0), " } ?? ""
      lines.append("<li>\(Markup.html(item.text)) <span>\(Markup.html(step + item.cause.rawValue))</span></li>")
    }
    return lines + ["</ul>", "</section>"]
  }

  private func proof() -> [String] {
    var lines = ["<section>", "<h2>Proof</h2>", #"<dl class="proof">"#]
    for proof in report.proofs {
      lines.append(
        #"<div><dt>\#(Markup.html(proof.subject))</dt><dd class="\#(proof.tone.rawValue)">\#(sign(proof.tone))\#(Markup.html(proof.finding))</dd></div>"#
      )
    }
    lines += [
      "</dl>",
      "<p>Check it against the log itself: <code>\(Markup.html(report.input.program)) verify \(report.input.run.text)</code>. "
        + "Report made \(report.input.now.text(.seconds)) by \(Markup.html(report.input.state.genesis?.engine ?? "runbook")).</p>",
      "</section>",
    ]
    return lines
  }
}
