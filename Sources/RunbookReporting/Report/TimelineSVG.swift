import RunbookBase

/// Draws a ``TimelinePicture`` as SVG; shapes and signs tell the kinds apart, colour only helps.
struct TimelineSVG {
  /// How the picture is laid out.
  enum Layout: String {
    /// Labels stand in a column on the left.
    case wide
    /// Labels stand above their bars, for a telephone.
    case narrow
  }

  private let picture: TimelinePicture
  private let layout: Layout
  private let left: Double
  private let width: Double
  private let rowHeight: Double
  private let top: Double
  private let viewWidth: Double
  private var height: Double { top + Double(picture.rows.count) * rowHeight + 8 }

  init(_ picture: TimelinePicture, _ layout: Layout) {
    self.picture = picture
    self.layout = layout
    let pinLanes = picture.pins.isEmpty ? 0.0 : 22.0
    switch layout {
    case .wide: (viewWidth, left, width, rowHeight, top) = (820, 250, 556, 24, 24 + pinLanes)
    case .narrow: (viewWidth, left, width, rowHeight, top) = (360, 8, 344, 38, 24 + pinLanes)
    }
  }

  var text: String {
    var lines = [
      #"<svg class="timeline \#(layout.rawValue)" viewBox="0 0 \#(number(viewWidth)) \#(number(height))" role="img" aria-labelledby="\#(id("title")) \#(id("desc"))">"#,
      #"<title id="\#(id("title"))">Timeline of the run</title>"#,
      #"<desc id="\#(id("desc"))">\#(Markup.html(picture.description))</desc>"#,
      "<defs>", hatch("wait", spacing: 6), hatch("halt", spacing: 9), "</defs>",
    ]
    lines += stripes() + standstills() + axis()
    for (index, row) in picture.rows.enumerated() { lines += draw(row, at: top + Double(index) * rowHeight) }
    lines += pins() + ["</svg>"]
    return lines.joined(separator: "\n")
  }

  private func id(_ name: String) -> String { "t-\(layout.rawValue)-\(name)" }

  private func hatch(_ name: String, spacing: Int) -> String {
    #"<pattern id="\#(id(name))" class="hatch-\#(name)" width="\#(spacing)" height="\#(spacing)" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="\#(spacing)"/></pattern>"#
  }

  private func stripes() -> [String] {
    stride(from: 1, to: picture.rows.count, by: 2).map {
      #"<rect class="stripe" x="0" y="\#(number(top + Double($0) * rowHeight))" width="\#(number(viewWidth))" height="\#(number(rowHeight))"/>"#
    }
  }

  private func standstills() -> [String] {
    picture.halts.flatMap { halt -> [String] in
      let (from, to) = (x(halt.from), x(halt.to ?? picture.axis.total))
      guard to - from >= 1 else { return [] }
      let length = halt.to.map { RunReport.duration($0 - halt.from) } ?? "not over"
      return [
        #"<rect class="halt" fill="url(#\#(id("halt")))" x="\#(number(from))" y="\#(number(top))" width="\#(number(to - from))" height="\#(number(height - top - 8))"><title>\#(Markup.html("\(halt.why): \(length)"))</title></rect>"#
      ]
    }
  }

  private func axis() -> [String] {
    let bottom = height - 8
    var lines = picture.axis.ticks(start: picture.ticksAt, count: layout == .wide ? 8 : 5, letter: 6 / width).flatMap { tick -> [String] in
      let at = x(tick.at)
      let anchor = at < left + 26 ? "start" : at > left + width - 26 ? "end" : "middle"
      return [
        #"<line class="grid" x1="\#(number(at))" y1="18" x2="\#(number(at))" y2="\#(number(bottom))"/>"#,
        #"<text class="tick" x="\#(number(at))" y="12" text-anchor="\#(anchor)">\#(tick.label)</text>"#,
      ]
    }
    for segment in picture.axis.segments where segment.isFolded {
      let middle = left + (segment.x0 + segment.x1) / 2 * width
      lines.append(
        #"<path class="fold" d="M\#(number(middle - 5)) 22l3 -8m1 8l3 -8"/>"#)
      lines.append(
        #"<text class="tick" x="\#(number(middle))" y="12" text-anchor="middle">\#(RunReport.duration(segment.to - segment.from))</text>"#)
    }
    return lines
  }

  private func draw(_ row: TimelinePicture.Row, at y: Double) -> [String] {
    let baseline = layout == .wide ? y + 16 : y + 13
    let barTop = layout == .wide ? y + 6 : y + 19
    let label = Markup.html(Markup.clipped("\(row.number)  \(row.title)", layout == .wide ? 39 : 40))
    var lines = [
      #"<g class="row"><title>\#(Markup.html("\(row.number) \(row.title): \(row.status)"))</title>"#,
      #"<text class="label" x="\#(layout == .wide ? "4" : number(left))" y="\#(number(baseline))">\#(label)</text>"#,
    ]
    var end = left
    let spans = row.spans.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    for (index, span) in spans.enumerated() {
      // A sign that the next bar would cover is left out; the last one always stands.
      let hasRoom = index + 1 == spans.count || x(spans[index + 1].from) - x(span.to) > 11
      lines += bar(span, barTop, withSign: hasRoom)
      end = max(end, max(x(span.to), x(span.from) + 3) + (sign(span.kind) == nil ? 0 : 11))
    }
    if let mark = row.mark {
      let at = min(max(x(mark.at), spans.isEmpty ? left : end + 7), left + width - 6)
      lines.append(#"<path class="mark" d="M\#(number(at)) \#(number(barTop))l6 6l-6 6l-6 -6z"/>"#)
      end = max(end, at + 6)
    }
    lines.append(remark(row, end: end, y: baseline))
    return lines + ["</g>"]
  }

  private func bar(_ span: RunStory.Span, _ y: Double, withSign: Bool) -> [String] {
    let from = min(x(span.from), left + width - 3)
    let length = max(3, x(span.to) - from)
    let fill = span.kind == .waited || span.kind == .refused || span.kind == .open ? #" fill="url(#\#(id("wait")))""# : ""
    var lines = [
      #"<rect class="bar \#(span.kind.rawValue)"\#(fill) x="\#(number(from))" y="\#(number(y))" width="\#(number(length))" height="12" rx="2"/>"#
    ]
    if !withSign, length >= 12, let sign = sign(span.kind) {
      lines.append(
        #"<text class="sign inside \#(span.kind.rawValue)" x="\#(number(from + length / 2))" y="\#(number(y + 10))" text-anchor="middle">\#(sign)</text>"#
      )
    }
    if withSign, let sign = sign(span.kind) {
      lines.append(
        #"<text class="sign \#(span.kind.rawValue)" x="\#(number(min(from + length + 2, left + width - 8)))" y="\#(number(y + 10))">\#(sign)</text>"#
      )
    }
    return lines
  }

  /// What stands behind a bar, so that its kind can be told without colour.
  private func sign(_ kind: RunStory.Span.Kind) -> String? {
    switch kind {
    case .worked: nil
    case .waited: "✓"
    case .failed, .refused: "✕"
    case .doubt: "?"
    case .open: "…"
    }
  }

  /// How long the row took, or what became of it, beside the bar or at the end of the label.
  private func remark(_ row: TimelinePicture.Row, end: Double, y: Double) -> String {
    let from = row.spans.map(\.from).min() ?? 0
    let to = row.spans.map(\.to).max() ?? 0
    // Said in words as well: a short bar has no room for its sign.
    let failures = row.spans.count { $0.kind == .failed }
    let plain = row.mark?.words ?? (failures > 0 ? "✕ \(failures) failed, " : "") + RunReport.duration(to - from)
    let words = Markup.html(Markup.clipped(plain, layout == .narrow ? 18 : 60))
    if layout == .narrow {
      return #"<text class="remark" x="\#(number(left + width))" y="\#(number(y))" text-anchor="end">\#(words)</text>"#
    }
    let space = Double(words.unicodeScalars.count) * 6 + 6
    if end + space < left + width { return #"<text class="remark" x="\#(number(end + 5))" y="\#(number(y))">\#(words)</text>"# }
    let begin = min(row.spans.map { x($0.from) }.min() ?? end, row.mark.map { x($0.at) - 6 } ?? end, end)
    guard begin - space > left else { return "" }
    return #"<text class="remark" x="\#(number(begin - 5))" y="\#(number(y))" text-anchor="end">\#(words)</text>"#
  }

  private func pins() -> [String] {
    var lastX = -20.0
    return picture.pins.flatMap { pin -> [String] in
      let at = x(pin.mark.at)
      // Pins that would cover each other move to the right; their line stays where it belongs.
      let head = min(max(at, lastX + 17), left + width - 2)
      lastX = head
      return [
        #"<g class="pin \#(pin.mark.kind.rawValue)"><title>\#(Markup.html("\(pin.number): \(pin.mark.words)"))</title>"#,
        #"<line x1="\#(number(at))" y1="\#(number(top - 6))" x2="\#(number(at))" y2="\#(number(height - 8))"/>"#,
        #"<circle cx="\#(number(head))" cy="\#(number(top - 12))" r="8"/>"#,
        #"<text x="\#(number(head))" y="\#(number(top - 8.5))" text-anchor="middle">\#(pin.number)</text></g>"#,
      ]
    }
  }

  private func x(_ elapsed: Int64) -> Double { left + picture.axis.x(elapsed) * width }

  /// Tenths are fine enough for a picture, and the same on every machine.
  private func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
