/// Measures text in terminal columns; SGR sequences, combining marks and controls take none.
package enum DisplayText {
  /// The columns that one line of text takes: ASCII 1, wide East Asian and emoji 2.
  package static func width(_ text: String) -> Int {
    if isPlainASCII(text) { return text.utf8.count }
    return glyphs(text).reduce(0) { $0 + $1.width }
  }

  /// The text cut to a number of columns, the last of them `…` when something was cut; sequences stay balanced.
  /// - Parameters:
  ///   - text: One line.
  ///   - limit: Columns; below 1 nothing is left.
  package static func truncated(_ text: String, to limit: Int) -> String {
    guard width(text) > limit else { return text }
    guard limit > 0 else { return "" }
    var kept = ""
    var used = 0
    var isCut = false
    for glyph in glyphs(text) {
      if glyph.isSequence {
        kept += glyph.text
      } else if !isCut {
        if used + glyph.width <= limit - 1 {
          kept += glyph.text
          used += glyph.width
        } else {
          kept += "…"
          isCut = true
        }
      }
    }
    return kept
  }

  /// The text with spaces up to a width; longer text is left alone.
  package static func padded(_ text: String, to columns: Int, alignment: Table.Alignment = .leading) -> String {
    let spaces = String(repeating: " ", count: max(0, columns - width(text)))
    return alignment == .leading ? text + spaces : spaces + text
  }

  private struct Glyph {
    var text: String
    var width: Int
    var isSequence = false
  }

  private static func isPlainASCII(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
  }

  private static func glyphs(_ text: String) -> [Glyph] {
    var result: [Glyph] = []
    var index = text.startIndex
    while index < text.endIndex {
      if text[index] == "\u{1B}", let end = endOfSequence(in: text, from: index) {
        result.append(Glyph(text: String(text[index..<end]), width: 0, isSequence: true))
        index = end
      } else {
        result.append(Glyph(text: String(text[index]), width: columns(of: text[index])))
        index = text.index(after: index)
      }
    }
    return result
  }

  private static func endOfSequence(in text: String, from start: String.Index) -> String.Index? {
    var index = text.index(after: start)
    guard index < text.endIndex, text[index] == "[" else { return nil }
    repeat {
      index = text.index(after: index)
      guard index < text.endIndex else { return nil }
      if text[index] == "m" { return text.index(after: index) }
    } while text[index] == ";" || ("0"..."9").contains(text[index])
    return nil
  }

  private static func columns(of character: Character) -> Int {
    var widest = 0
    for scalar in character.unicodeScalars {
      // A variation selector 16 asks for the emoji form of a narrow symbol.
      if scalar.value == 0xFE0F { return max(widest, 2) }
      widest = max(widest, columns(of: scalar))
    }
    return widest
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) { return 0 }
    if scalar.value < 0x300 { return scalar.value == 0xAD ? 0 : 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator, .surrogate: return 0
    default: break
    }
    return scalar.properties.isEmojiPresentation || wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// East Asian Wide and Fullwidth blocks (Unicode annex 11), merged coarsely; emoji come from their own property.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97C,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18CFF, 0x1B000...0x1B2FF,
    0x20000...0x3FFFD,
  ]
}
