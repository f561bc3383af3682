/// Finds what a person probably meant by a word that nothing is named.
///
/// Words are compared as ASCII bytes without regard to case, `_` counting as `-`; the distance is Damerau-Levenshtein
/// in its optimal-alignment form, so that the swap of two neighbours costs one.
public enum Suggestion {
  /// The one candidate that is closest to a word, or nil when none is close enough to be worth naming.
  /// - Parameters:
  ///   - word: What was typed, of any length and content.
  ///   - candidates: The known names; of equally close ones the earlier wins.
  public static func closest(to word: String, among candidates: [String]) -> String? {
    ranked(word, candidates).first?.name
  }

  /// The candidates that share the best rank, so that a caller can tell a clear answer from a tie.
  /// - Parameters:
  ///   - word: What was typed, of any length and content.
  ///   - candidates: The known names.
  ///   - limit: How many to return at most.
  public static func all(near word: String, among candidates: [String], limit: Int = 3) -> [String] {
    let matches = ranked(word, candidates)
    guard let best = matches.first else { return [] }
    return matches.prefix(limit).filter { $0.cost == best.cost }.map(\.name)
  }

  private struct Match {
    var name: String
    var cost: Int
    var sharedPrefix: Int
    var lengthGap: Int
    var position: Int
  }

  private static func ranked(_ word: String, _ candidates: [String]) -> [Match] {
    let typed = folded(word)
    guard typed.count > 1, typed.count <= 64 else { return [] }
    var matches: [Match] = []
    for (position, candidate) in candidates.enumerated() {
      let name = folded(candidate)
      guard let cost = cost(typed, name) else { continue }
      let shared = zip(typed, name).prefix { $0 == $1 }.count
      matches.append(
        Match(name: candidate, cost: cost, sharedPrefix: shared, lengthGap: abs(name.count - typed.count), position: position))
    }
    return matches.sorted {
      ($0.cost, -$0.sharedPrefix, $0.lengthGap, $0.position) < ($1.cost, -$1.sharedPrefix, $1.lengthGap, $1.position)
    }
  }

  /// Two per edit; an abbreviation counts as one edit, a whole `-`-separated part as one and a half; nil when too far.
  private static func cost(_ typed: [UInt8], _ name: [UInt8]) -> Int? {
    var best: Int?
    if name.starts(with: typed) { best = typed == name ? 0 : 2 }
    if best == nil, typed.count > 2, name.split(separator: UInt8(ascii: "-")).contains(where: { $0.elementsEqual(typed) }) { best = 3 }
    let limit = editsAllowed(typed.count)
    if abs(typed.count - name.count) <= limit {
      let edits = distance(typed, name)
      if edits <= limit { best = min(best ?? .max, edits * 2) }
    }
    return best
  }

  private static func editsAllowed(_ length: Int) -> Int {
    switch length {
    case ..<2: 0
    case 2...3: 1
    case 4...6: 2
    default: 3
    }
  }

  private static func folded(_ word: String) -> [UInt8] {
    word.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
      case UInt8(ascii: "_"): UInt8(ascii: "-")
      default: byte
      }
    }
  }

  private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: second.count + 1)
    var previous = Array(0...second.count)
    for row in stride(from: 1, through: first.count, by: 1) {
      var current = [row] + [Int](repeating: 0, count: second.count)
      for column in stride(from: 1, through: second.count, by: 1) {
        let same = first[row - 1] == second[column - 1]
        var edits = min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + (same ? 0 : 1))
        if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
          edits = min(edits, beforePrevious[column - 2] + 1)
        }
        current[column] = edits
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[second.count]
  }
}
