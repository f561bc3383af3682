/// Rows in aligned columns that fit a terminal, or stay whole in a pipe.
package struct Table: Hashable, Sendable {
  /// The side that a column's cells lean to.
  package enum Alignment: Hashable, Sendable { case leading, trailing }

  /// One column's heading and behaviour.
  package struct Column: Hashable, Sendable {
    package var header: String
    package var alignment: Alignment
    /// True for what a person copies (ids, exit codes): never cut, whatever the width.
    package var isKept: Bool

    package init(_ header: String = "", _ alignment: Alignment = .leading, isKept: Bool = false) {
      self.header = header
      self.alignment = alignment
      self.isKept = isKept
    }
  }

  package let columns: [Column]
  package private(set) var rows: [[String]] = []

  package init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; missing cells are empty, cells beyond the last column are dropped; cells may be styled.
  package mutating func add(_ cells: [String]) {
    rows.append(columns.indices.map { $0 < cells.count ? cells[$0] : "" })
  }

  /// The table as text without a final newline; a heading line when any column has a heading.
  ///
  /// When it is too wide the last column is wrapped, then the widest of the others are cut with `…`; when even that does not
  /// fit, each row becomes a paragraph of `HEADING value` lines.
  /// - Parameters:
  ///   - width: Columns including the indent; nil cuts and wraps nothing.
  ///   - style: How headings look.
  ///   - indent: Spaces before every line.
  package func render(width: Int?, style: Style, indent: Int = 0) -> String {
    guard !columns.isEmpty else { return "" }
    let headers = columns.map(\.header)
    let hasHeaders = headers.contains { !$0.isEmpty }
    // In a pipe a row is a line, so that grep and awk can count on it.
    let body = rows.map { row in
      row.enumerated().map { width != nil && $0.offset == row.count - 1 ? $0.element : Self.oneLine($0.element) }
    }
    let widths = fittedWidths(for: (hasHeaders ? [headers] : []) + body, available: width.map { max(1, $0 - indent) })
    let margin = String(repeating: " ", count: max(0, indent))
    if let width, hasHeaders, columns.count > 1, widths.reduce(Self.gap * (columns.count - 1), +) > width - indent {
      return body.map { paragraph(of: $0, width: width, style: style, indent: indent) }.joined(separator: "\n\n")
    }
    var lines = hasHeaders ? lines(of: headers.map { style(.heading, $0) }, widths) : []
    for row in body { lines += self.lines(of: row, widths) }
    return lines.map { $0.isEmpty ? $0 : margin + $0 }.joined(separator: "\n")
  }

  private static let gap = 2
  private static let narrowest = 6
  private static let narrowestLast = 16

  private func fittedWidths(for cells: [[String]], available: Int?) -> [Int] {
    var widths = columns.indices.map { column in cells.map { Self.widestLine($0[column]) }.max() ?? 0 }
    guard let available else { return widths }
    let last = widths.count - 1
    let room = available - Self.gap * last
    let wanted = min(widths[last], Self.narrowestLast)
    while widths.dropLast().reduce(0, +) + wanted > room {
      let shrinkable = widths.indices.dropLast().filter { !columns[$0].isKept && widths[$0] > Self.narrowest }
      guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    widths[last] = max(wanted, min(widths[last], room - widths.dropLast().reduce(0, +)))
    return widths
  }

  private func lines(of row: [String], _ widths: [Int]) -> [String] {
    var head = ""
    var offset = 0
    for column in columns.indices.dropLast() {
      let width = widths[column]
      let cell = columns[column].isKept ? row[column] : DisplayText.truncated(row[column], to: width)
      head += DisplayText.padded(cell, to: width, alignment: columns[column].alignment) + String(repeating: " ", count: Self.gap)
      offset += max(width, DisplayText.width(cell)) + Self.gap
    }
    let lastWidth = widths.last ?? 0
    let last = Wrap.lines(row.last ?? "", width: lastWidth)
    return last.enumerated().map { index, text in
      let text = columns.last?.alignment == .trailing ? DisplayText.padded(text, to: lastWidth, alignment: .trailing) : text
      return Self.withoutTrailingSpaces((index == 0 ? head : String(repeating: " ", count: offset)) + text)
    }
  }

  private func paragraph(of row: [String], width: Int, style: Style, indent: Int) -> String {
    let label = columns.map { DisplayText.width($0.header) }.max() ?? 0
    return zip(columns, row).filter { !$1.isEmpty }.flatMap { column, cell in
      let value = Wrap.lines(cell, width: max(1, width - indent - label - Self.gap))
      return value.enumerated().map { index, line in
        let head = index == 0 ? style(.heading, column.header) : ""
        return String(repeating: " ", count: indent) + DisplayText.padded(head, to: label + Self.gap) + line
      }
    }.joined(separator: "\n")
  }

  private static func widestLine(_ cell: String) -> Int {
    cell.utf8.split(separator: UInt8(ascii: "\n")).map { DisplayText.width(String(Substring($0))) }.max() ?? 0
  }

  private static func oneLine(_ cell: String) -> String {
    String(decoding: cell.utf8.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t") ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
  }

  private static func withoutTrailingSpaces(_ line: String) -> String {
    let bytes = line.utf8
    guard bytes.last == UInt8(ascii: " ") else { return line }
    let end = bytes.lastIndex { $0 != UInt8(ascii: " ") }.map { bytes.index(after: $0) } ?? bytes.startIndex
    return String(line[..<end])
  }
}
