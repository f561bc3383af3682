import RunbookBase

/// Maps the time of a run to the width of a picture; a stretch in which nothing worked and that dwarfs the rest is folded.
struct TimeAxis {
  struct Segment: Equatable {
    var from: Int64
    var to: Int64
    /// Where it begins and ends, as parts of the whole width.
    var x0: Double
    var x1: Double
    var isFolded: Bool
  }

  let segments: [Segment]
  let total: Int64

  /// An axis for spans and halts of a run that took `total` nanoseconds.
  init(total: Int64, spans: [RunStory.Span], halts: [RunStory.Halt]) {
    self.total = max(total, 1)
    var quiet = Self.quiet(self.total, spans, halts).sorted { $0.1 - $0.0 > $1.1 - $1.0 }
    var folded: [(Int64, Int64)] = []
    var rest = self.total
    while let longest = quiet.first, longest.1 - longest.0 > rest / 2, rest - (longest.1 - longest.0) > 0 {
      folded.append(longest)
      rest -= longest.1 - longest.0
      quiet.removeFirst()
    }
    folded.sort { $0.0 < $1.0 }
    let share = folded.isEmpty ? 0 : min(0.12, 0.4 / Double(folded.count))
    let scale = (1 - share * Double(folded.count)) / Double(max(rest, 1))
    var segments: [Segment] = []
    var (at, x) = (Int64(0), 0.0)
    func add(_ to: Int64, isFolded: Bool) {
      guard to > at else { return }
      let width = isFolded ? share : Double(to - at) * scale
      segments.append(Segment(from: at, to: to, x0: x, x1: x + width, isFolded: isFolded))
      (at, x) = (to, x + width)
    }
    for fold in folded {
      add(fold.0, isFolded: false)
      add(fold.1, isFolded: true)
    }
    add(self.total, isFolded: false)
    self.segments = segments
  }

  /// The stretches without a working machine.
  private static func quiet(_ total: Int64, _ spans: [RunStory.Span], _ halts: [RunStory.Halt]) -> [(Int64, Int64)] {
    var work = spans.filter { $0.kind == .worked || $0.kind == .failed }.map { ($0.from, $0.to) }.sorted { $0.0 < $1.0 }
    // A halt is quiet even when a step was left without an outcome by it.
    work.append((total, total))
    var edges: [(Int64, Int64)] = []
    var at: Int64 = 0
    for (from, to) in work {
      if from > at { edges.append((at, from)) }
      at = max(at, to)
    }
    let stops = Set(halts.flatMap { [$0.from, $0.to ?? total] }).sorted()
    return edges.flatMap { edge in
      var cuts = [edge.0] + stops.filter { $0 > edge.0 && $0 < edge.1 } + [edge.1]
      cuts = cuts.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
      return zip(cuts, cuts.dropFirst()).map { ($0, $1) }
    }
  }

  /// Where a moment lies, from 0 to 1.
  func x(_ elapsed: Int64) -> Double {
    let at = min(max(0, elapsed), total)
    guard let segment = segments.first(where: { at <= $0.to }) else { return 1 }
    let part = Double(at - segment.from) / Double(max(1, segment.to - segment.from))
    return segment.x0 + max(0, part) * (segment.x1 - segment.x0)
  }

  struct Tick: Equatable {
    var at: Int64
    var label: String
  }

  /// Round times of day, about `count` of them, where their labels have room.
  ///
  /// - Parameters:
  ///   - start: the time of day at the beginning of the axis.
  ///   - count: how many there may be without a fold.
  ///   - letter: the part of the whole width that one letter of a label takes.
  func ticks(start: WallTime, count: Int, letter: Double) -> [Tick] {
    let open = segments.filter { !$0.isFolded }
    let visible = open.reduce(0) { $0 + $1.to - $1.from }
    let millisecond: Int64 = 1_000_000
    let second = 1000 * millisecond
    let steps =
      [
        millisecond, 2 * millisecond, 5 * millisecond, 10 * millisecond, 20 * millisecond, 50 * millisecond, 100 * millisecond,
        200 * millisecond, 500 * millisecond,
      ] + [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800].map { $0 * second }
    let step = steps.first { visible / $0 < Int64(count) } ?? max(1, visible / Int64(count))
    var ticks: [Tick] = []
    var day = start.text().prefix(10)
    var free = 0.0
    for segment in segments {
      // What a fold says of its length stands there.
      if segment.isFolded { free = max(free, (segment.x0 + segment.x1) / 2 + 5 * letter) }
      guard !segment.isFolded else { continue }
      let end = segments.first { $0.isFolded && $0.from >= segment.to }.map { ($0.x0 + $0.x1) / 2 - 5 * letter } ?? 2
      let first = start.nanoseconds + segment.from
      let (quotient, remainder) = first.quotientAndRemainder(dividingBy: step)
      var at = (remainder > 0 ? quotient + 1 : quotient) * step - start.nanoseconds
      while at <= segment.to {
        let text = start.adding(nanoseconds: at).text(step < second ? .milliseconds : .seconds)
        let hidden = step >= 60 * second ? 4 : step >= second ? 1 : step >= second / 10 ? 3 : step >= second / 100 ? 2 : 1
        let isNewDay = text.prefix(10) != day
        let label = (isNewDay ? text.dropFirst(5).prefix(5) + " " : "") + text.dropFirst(11).dropLast(hidden)
        let half = Double(label.utf8.count + 1) * letter / 2
        if at >= segment.from, max(0, x(at) - half) >= free - 1e-9, x(at) + half <= end {
          ticks.append(Tick(at: at, label: label))
          (day, free) = (text.prefix(10), max(0, x(at) - half) + 2 * half)
        }
        at += step
      }
    }
    return ticks
  }
}
