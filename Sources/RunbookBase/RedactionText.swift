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

  /// The last bytes that are shown before a place, as many as a look back needs, or up to one that does not fit.
  func tail(before place: Int, while fits: (UInt8) -> Bool = { _ in true }) -> [UInt8] {
    var (near, index) = ([UInt8](), place)
    while index > 0, near.count < Self.shortestLine {
      if let start = hiddenStart(before: index) {
        index = start
      } else {
        index -= 1
        guard fits(bytes[index]) else { return near.reversed() }
        near.append(bytes[index])
      }
    }
    return before.suffix(Self.shortestLine - near.count) + near.reversed()
  }

  /// The first three bytes that are shown from a place on, whose own byte counts; nil where they are not there yet.
  func beginning(at place: Int) -> (UInt8, UInt8, UInt8)? {
    guard let second = shown(from: place + 1), second < bytes.count, let third = shown(from: second + 1), third < bytes.count else {
      return nil
    }
    return (bytes[place], bytes[second], bytes[third])
  }

  /// Where the gap between two digits ends: at the place itself where there is none, nil where the bytes end within it.
  func gapEnd(from place: Int, in digits: RedactionDigits) -> Int? {
    var (index, passed, isWrapped) = (place, 0, false)
    while index - place - passed < Self.longestGap {
      if index < bytes.count, Self.hides(bytes[index]) {
        guard let next = shown(from: index) else { return nil }
        if next - place > 2 * Self.longestHidden { return index }
        if next > index { (index, passed) = (next, passed + next - index) }
      }
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
    let line = tail(before: end, while: digits.standsInLine)
    return line.count == Self.shortestLine && line.allSatisfy(digits.standsInLine)
  }
}
