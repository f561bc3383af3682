/// A piece of output in which secrets are looked for, with a little of what came before it.
struct RedactionText {
  /// How many digits stand before a line break inside wrapped text, at the least.
  ///
  /// Without it, every line that ends like a beginning would be held back until the next one comes.
  private static let shortestLine = 16
  /// The longest gap between two digits.
  private static let longestGap = 64

  let bytes: [UInt8]
  let before: [UInt8]
  let isLast: Bool

  /// The last bytes before a place, as many as a look back needs.
  func tail(before place: Int) -> [UInt8] {
    let near = bytes[max(0, place - Self.shortestLine)..<place]
    return before.suffix(Self.shortestLine - near.count) + near
  }

  /// Where the gap between two digits ends: at the place itself where there is none, nil where the bytes end within it.
  func gapEnd(from place: Int, in digits: RedactionDigits) -> Int? {
    var (index, isWrapped) = (place, false)
    while index - place < Self.longestGap {
      guard index < bytes.count else { return nil }
      guard let (length, breaksLine) = digits.gap(bytes[index], index + 1 < bytes.count ? bytes[index + 1] : nil) else { return index }
      if breaksLine && !isWrapped {
        guard isLongLine(place, digits) else { return place }
        isWrapped = true
      }
      if index + length > bytes.count { return isLast ? index : nil }
      index += length
    }
    return index
  }

  private func isLongLine(_ end: Int, _ digits: RedactionDigits) -> Bool {
    let line = tail(before: end)
    return line.count == Self.shortestLine && line.allSatisfy(digits.standsInLine)
  }
}
