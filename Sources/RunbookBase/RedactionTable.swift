/// All needles in flat lists: nothing is counted or copied while text is compared with them.
struct RedactionTable: Sendable {
  /// The bytes of all spellings, one after the other, and where each of them ends.
  private var letters: [UInt8] = []
  private var spellingEnds: [Int] = [0]
  /// Behind which spelling each unit ends, and behind which unit each needle does.
  private var unitEnds: [Int] = [0]
  private var needleEnds: [Int] = [0]
  private var digits: [RedactionDigits?] = []

  var count: Int { digits.count }

  mutating func append(_ needle: RedactionNeedle) {
    for unit in needle.units {
      for spelling in unit {
        letters += spelling
        spellingEnds.append(letters.count)
      }
      unitEnds.append(spellingEnds.count - 1)
    }
    needleEnds.append(unitEnds.count - 1)
    digits.append(needle.digits)
  }

  /// How a needle fits at a place.
  enum Match: Equatable {
    case none
    case whole(end: Int)
    /// The bytes end where it could still go on.
    case cut
  }

  /// The places up to which a needle was read; nearly always there is one at most.
  private struct Places {
    var first: Int?
    var others: [Int] = []

    mutating func insert(_ place: Int) {
      guard let first else { return first = place }
      if place != first, !others.contains(place) { others.append(place) }
    }
  }

  func match(_ needle: Int, _ text: borrowing RedactionText, at place: Int) -> Match {
    // A quote may be one or half of a doubled one: all ways to read on are followed side by side.
    var (places, isCut) = (Places(first: place), false)
    let digits = digits[needle]
    for unit in needleEnds[needle]..<needleEnds[needle + 1] {
      let gaps = unit == needleEnds[needle] ? nil : digits
      var next = Places()
      if let first = places.first { read(unit, gaps, text, from: first, of: place, &next, &isCut) }
      for other in places.others { read(unit, gaps, text, from: other, of: place, &next, &isCut) }
      places = next
      if places.first == nil { break }
    }
    if isCut && !text.isLast { return .cut }
    guard let first = places.first else { return .none }
    return .whole(end: places.others.reduce(first) { max($0, $1) })
  }

  /// - Parameter needleStart: where the needle begins; what is hidden before it is none of it.
  private func read(
    _ unit: Int, _ gaps: RedactionDigits?, _ text: borrowing RedactionText, from start: Int, of needleStart: Int,
    _ next: inout Places, _ isCut: inout Bool
  ) {
    var place = start
    if let gaps {
      guard let end = text.gapEnd(from: start, in: gaps) else { return isCut = true }
      place = end
    }
    for spelling in unitEnds[unit]..<unitEnds[unit + 1] {
      let end = spellingEnds[spelling + 1]
      var (index, at, passed) = (spellingEnds[spelling], place, 0)
      while index < end {
        guard at < text.bytes.count else {
          isCut = true
          break
        }
        if letters[index] == text.bytes[at] {
          (index, at, passed) = (index + 1, at + 1, 0)
          continue
        }
        guard at > needleStart, passed < RedactionText.longestHidden else { break }
        guard let length = text.hidden(at: at) else {
          isCut = true
          break
        }
        if length == 0 { break }
        (at, passed) = (at + length, passed + RedactionText.weight(length))
      }
      if index == end { next.insert(at) }
    }
  }
}
