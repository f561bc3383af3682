/// Replaces secrets in a stream of bytes by their names, also where a secret is cut by the end of a piece (reliability B.4).
///
/// Found are the value itself and each long line of it, quoted for JSON, shells, addresses, SQL or HTML in any mixture, and its
/// hexadecimal and base64 text at any alignment, wrapped or not; each also with colour codes and whatever else a terminal does not show in
/// its middle, in UTF-16, and struck twice. It is a seat belt and no
/// proof: a value that a program transforms in another way gets through.
public struct Redaction: Sendable {
  private let needles: RedactionTable
  /// What is shown in the place of each needle.
  private let replacements: [[UInt8]]
  /// Which part of the list holds the needles that may begin with three bytes, by the hash of these.
  private let starts: [Int: Range<Int>]
  private let listed: [Int]
  /// Which hashes of three bytes begin a needle, a bit each: one look tells nearly every place where nothing does.
  private let beginnings: [UInt64]
  /// With which bytes a needle may begin.
  private let firsts: [Bool]
  private var held: [UInt8] = []
  /// The last bytes before those that are held, without what is not shown: they tell whether a line is long enough to be a wrapped one.
  private var before: [UInt8] = []

  /// How many bytes a disguised value takes up at most, where it stands in the usual lines.
  public let reach: Int

  /// A redaction of these secrets.
  ///
  /// - Parameter secrets: the values by the name that is shown in their place, as `<secret NAME>`.
  public init(_ secrets: [String: String]) {
    var (needles, replacements, starts) = (RedactionTable(), [[UInt8]](), [Int: [Int]]())
    var firsts = [Bool](repeating: false, count: 256)
    for (name, value) in secrets.sorted(by: { $0.key < $1.key }) {
      for needle in RedactionNeedle.all(of: value) {
        let beginnings = needle.beginnings
        for beginning in beginnings { firsts[Int(beginning[0])] = true }
        for hash in Set(beginnings.map { Self.hash($0[0], $0[1], $0[2]) }) { starts[hash, default: []].append(needles.count) }
        needles.append(needle)
        replacements.append(Array("<secret \(name)>".utf8))
      }
    }
    var (beginnings, listed, places) = ([UInt64](repeating: 0, count: 1 << 13), [Int](), [Int: Range<Int>]())
    for (hash, those) in starts {
      beginnings[hash >> 6] |= 1 << UInt64(hash & 63)
      places[hash] = listed.count..<listed.count + those.count
      listed += those
    }
    (self.needles, self.replacements, self.starts, self.listed, self.beginnings) = (needles, replacements, places, listed, beginnings)
    self.firsts = firsts
    reach = secrets.values.map { $0.utf8.count * RedactionNeedle.widest }.max() ?? 0
  }

  /// Disguises of a value, each of one kind throughout; a benchmark gives them to another program.
  ///
  /// What is found are all mixtures of them, too.
  public static func forms(of value: String) -> Set<[UInt8]> { Set(RedactionNeedle.all(of: value).flatMap(\.forms)) }

  /// The piece without secrets; its end is held back as long as it may be the beginning of one.
  public mutating func redact(_ piece: [UInt8]) -> [UInt8] {
    if needles.count == 0 { return piece }
    return redact(held.isEmpty ? piece : held + piece, isLast: false)
  }

  /// The end of the stream: what was held back.
  public mutating func finish() -> [UInt8] { redact(held, isLast: true) }

  private mutating func redact(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
    let text = RedactionText(bytes: bytes, before: before, isLast: isLast)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var (index, copied) = (0, 0)
    while let place = candidate(in: text, from: index) {
      index = place + 1
      switch match(text, at: place) {
      case .none: continue
      case .whole(let needle, let end):
        result += bytes[copied..<place]
        result += replacements[needle]
        (index, copied) = (end, end)
      case .cut:
        result += bytes[copied..<place]
        held = Array(bytes[place...])
        before = text.tail(before: place)
        return result
      }
    }
    result += bytes[copied...]
    held = []
    before = text.tail(before: bytes.count)
    return result
  }

  private enum Match {
    case none
    case whole(needle: Int, end: Int)
    /// The bytes end where a needle could still go on.
    case cut
  }

  /// The longest match at a place, once no further byte can make another one longer.
  private func match(_ text: borrowing RedactionText, at place: Int) -> Match {
    let shown = text.beginning(at: place).map { Self.hash($0.0, $0.1, $0.2) }
    var best = Match.none
    guard shown != nil || text.isLast else {
      for needle in 0..<needles.count { extend(&best, needle, text, at: place) }
      return best
    }
    let written = hash(text.bytes, at: place)
    if let written { for needle in listed[starts[written] ?? 0..<0] { extend(&best, needle, text, at: place) } }
    if let shown, shown != written { for needle in listed[starts[shown] ?? 0..<0] { extend(&best, needle, text, at: place) } }
    return best
  }

  private func extend(_ best: inout Match, _ needle: Int, _ text: borrowing RedactionText, at place: Int) {
    if case .cut = best { return }
    switch needles.match(needle, text, at: place) {
    case .none: break
    case .cut: best = .cut
    case .whole(let end):
      if case .whole(_, let longest) = best, longest >= end { return }
      best = .whole(needle: needle, end: end)
    }
  }

  /// The next place at which a needle may begin; the last three bytes are always such places.
  private func candidate(in text: borrowing RedactionText, from start: Int) -> Int? {
    let bytes = text.bytes.span
    guard start < bytes.count else { return nil }
    let beginnings = beginnings.span
    var index = start
    let last = bytes.count - 3
    // Up to where something that is not shown may stand among the three bytes, or make one of them an underline.
    var near = start
    for place in start + 1..<max(start + 1, min(start + 3, bytes.count)) where RedactionText.hides(bytes[place]) { near = place }
    while index < last {
      if bytes[index + 3] < 0x20, RedactionText.hides(bytes[index + 3]) { near = index + 3 }
      let hash = Self.hash(bytes[index], bytes[index + 1], bytes[index + 2])
      if beginnings[hash >> 6] >> UInt64(hash & 63) & 1 == 1 { return index }
      if index < near, mayBegin(text, at: index) { return index }
      index += 1
    }
    return index
  }

  /// Whether a needle may begin at a place near which something is not shown.
  private func mayBegin(_ text: borrowing RedactionText, at place: Int) -> Bool {
    guard firsts[Int(text.bytes[place])] else { return false }
    guard let (a, b, c) = text.beginning(at: place) else { return true }
    let hash = Self.hash(a, b, c)
    return beginnings[hash >> 6] >> UInt64(hash & 63) & 1 == 1
  }

  private func hash(_ bytes: [UInt8], at place: Int) -> Int? {
    place + 2 < bytes.count ? Self.hash(bytes[place], bytes[place + 1], bytes[place + 2]) : nil
  }

  @inline(__always) private static func hash(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Int {
    let word = UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16
    return Int((word &* 0x9E37_79B1) >> 13)
  }
}
