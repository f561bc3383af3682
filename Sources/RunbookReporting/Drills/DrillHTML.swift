import RunbookBase

extension DrillTrend {
  /// The trend as one HTML file: no script, nothing from the network.
  package var html: String {
    var lines = [
      "<!DOCTYPE html>", #"<html lang="en">"#, "<head>", #"<meta charset="utf-8">"#,
      #"<meta name="viewport" content="width=device-width, initial-scale=1">"#,
      #"<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"#,
      #"<meta name="color-scheme" content="light dark">"#, "<title>Drills on \(Markup.html(estate))</title>", "<style>", HTMLStyle.text,
      Self.style, "</style>", "</head>", "<body>", "<main>", "<header>", #"<p class="kicker">Restore drills · §4</p>"#,
      "<h1>Drills on \(Markup.html(estate))</h1>",
      needsAttention
        ? #"<p class="outcome bad">✕ needs attention</p>"# : #"<p class="outcome good">✓ every drill is current</p>"#,
      "</header>",
    ]
    lines += schedule() + picture() + table()
    lines += [
      "<p>A drill that did not report counts as failed. Taken from the audit logs of the runs, and from the drill log for runs that are gone. "
        + "Again: <code>\(Markup.html(program)) report --drills</code>. Made \(now.text(.seconds)).</p>",
      "</main>", "</body>", "</html>", "",
    ]
    return lines.joined(separator: "\n")
  }

  private static let style = """
    .trend .series{fill:none;stroke:var(--work);stroke-width:1.6}.trend .series.kind1{stroke-dasharray:5 3;stroke:var(--pin)}
    .trend .point{fill:var(--work);stroke:var(--paper);stroke-width:1.2}.trend rect.point{fill:var(--pin)}
    .trend .point.bad{fill:var(--paper);stroke:var(--bad);stroke-width:2}.trend .target{stroke:var(--wait);stroke-dasharray:2 3}
    .trend .sign{font-size:13px}.swatch.drill{width:.75em;border-radius:99px;background:var(--work)}
    .swatch.other{width:.75em;border-radius:0;background:var(--pin)}.swatch.not{width:.75em;border:2px solid var(--bad)}
    main>p{color:var(--soft);font-size:.85rem}
    """

  private func schedule() -> [String] {
    var lines = ["<section>", "<h2>Schedule</h2>", #"<dl class="proof">"#]
    for item in schedules {
      let isGood = item.state == .current
      lines.append(
        #"<div><dt>\#(Markup.html(item.runbook))</dt><dd class="\#(isGood ? "good" : "bad")">\#(isGood ? "✓" : "✕") \#(item.state.rawValue): \#(Markup.prose(item.words(now: now)))</dd></div>"#
      )
    }
    return lines + ["</dl>"] + changes.map { "<p>\(Markup.html($0))</p>" } + ["</section>"]
  }

  private func picture() -> [String] {
    guard !drills.isEmpty else { return ["<section>", "<h2>Trend</h2>", #"<p class="none">There was no drill yet.</p>"#, "</section>"] }
    var lines = ["<section>", "<h2>Trend</h2>", #"<figure class="picture">"#]
    lines += [TrendSVG(self, .wide).text, TrendSVG(self, .narrow).text, #"<figcaption><ul class="legend">"#]
    for (index, item) in schedules.enumerated() {
      lines.append(
        #"<li><span class="swatch \#(index == 0 ? "drill" : "other")" aria-hidden="true"></span> \#(Markup.html(item.runbook))</li>"#)
    }
    return lines + [
      #"<li><span class="swatch not" aria-hidden="true"></span> did not pass</li>"#, "<li>✓ passed, ✕ failed, ? did not report</li>",
      "</ul></figcaption>", "</figure>", "</section>",
    ]
  }

  private func table() -> [String] {
    guard !drills.isEmpty else { return [] }
    var lines = [
      "<section>", "<h2>Every drill</h2>", #"<table role="table">"#, "<caption>The newest first; values as §4.3 asks for them</caption>",
      #"<thead role="rowgroup"><tr role="row">"#
        + Self.columns.map { #"<th role="columnheader" scope="col" class="short">\#($0)</th>"# }.joined() + "</tr></thead>",
      #"<tbody role="rowgroup">"#,
    ]
    for drill in drills.reversed() {
      var row = #"<tr role="row">"#
      for (index, cell) in Self.cells(drill).enumerated() {
        let tone = index == 2 ? (drill.outcome == .passed ? " good" : " bad") : ""
        let sign = index == 2 ? TrendSVG.sign(drill.outcome) + " " : ""
        let attributes =
          #"class="\#(index > 6 ? "long" : (3...4).contains(index) ? "short" : "word")\#(tone)" data-label="\#(Self.columns[index])"\#(cell.isEmpty ? #" data-empty="""# : "")"#
        row +=
          index == 0
          ? #"<th role="rowheader" scope="row" \#(attributes)>\#(Markup.html(cell))</th>"#
          : #"<td role="cell" \#(attributes)>\#(sign)\#(Markup.prose(cell))</td>"#
      }
      lines.append(row + "</tr>")
    }
    return lines + ["</tbody>", "</table>", "</section>"]
  }
}
