/// Where a step stands, read off its number: `4b.1.12` is the twelfth of the first of the second arm of decision 4.
enum StepNumber {
  /// Whether a step comes before another one whenever that one is reached: earlier, in no other arm, and in none that ends the run.
  ///
  /// - Parameter endings: the numbers of the arms that end the run, such as `4b`.
  static func isOnTheWay(_ earlier: String, to later: String, endings: [String]) -> Bool {
    let (from, to) = (parts(earlier), parts(later))
    for (a, b) in zip(from, to) where a != b {
      guard a.place < b.place || (a.place == b.place && a.arm.isEmpty) else { return false }
      return !endings.contains { isInside(earlier, $0) && !isInside(later, $0) }
    }
    return from.count < to.count
  }

  private static func isInside(_ number: String, _ arm: String) -> Bool { number.hasPrefix(arm + ".") }

  private struct Part: Equatable {
    let place: Int
    let arm: String
  }

  private static func parts(_ number: String) -> [Part] {
    number.split(separator: ".").map { part in
      let digits = part.prefix { ("0"..."9").contains($0) }
      return Part(place: Int(digits) ?? 0, arm: String(part[digits.endIndex...]))
    }
  }
}
