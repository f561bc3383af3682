/// Replaces secrets in a stream of bytes by their names, also where a secret is cut by the end of a piece (reliability B.4).
///
/// Found are the value itself and each long line of it, quoted for JSON, shells, addresses, SQL or HTML in any mixture, and its
/// hexadecimal and base64 text at any alignment, wrapped or not; each also with colour codes in its middle. It is a seat belt and no
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
  private var held: [UInt8] = []
  /// The last bytes before those that are held, without colours: they tell whether a line is long enough to be a wrapped one.
  private var before: [UInt8] = []

  /// How many bytes a disguised value takes up at most, where it stands in the usual lines.
  public let reach: Int

  /// A redaction of these secrets.
  ///
  /// - Parameter secrets: the values by the name that is shown in their place, as `<secret NAME>`.
  public init(_ secrets: [String: String]) {
    var (needles, replacements, starts) = (RedactionTable(), [[UInt8]](), [Int: [Int]]())
    for (name, value) in secrets.sorted(by: { $0.key < $1.key }) {
      for needle in RedactionNeedle.all(of: value) {
        for hash in Set(needle.beginnings.map { Self.hash($0[0], $0[1], $0[2]) }) { starts[hash, default: []].append(needles.count) }
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
    let colourless = ColourlessText(bytes, isLast: isLast)
    let text = RedactionText(bytes: colourless.bytes, before: before, isLast: isLast)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var (index, copied) = (0, 0)
    while let place = candidate(in: text.bytes.span, from: index) {
      index = place + 1
      switch match(text, at: place) {
      case .none: continue
      case .whole(let needle, let end):
        result += bytes[copied..<colourless.place(of: place)]
        result += replacements[needle]
        index = end
        copied = colourless.place(of: end - 1) + 1
      case .cut:
        result += bytes[copied..<colourless.place(of: place)]
        held = Array(bytes[colourless.place(of: place)...])
        before = text.tail(before: place)
        return result
      }
    }
    result += bytes[copied..<colourless.end]
    held = Array(bytes[colourless.end...])
    before = text.tail(before: text.bytes.count)
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
    let isShort = text.bytes.count - place < 3
    if isShort && text.isLast { return .none }
    let possible =
      isShort ? 0..<needles.count : starts[Self.hash(text.bytes[place], text.bytes[place + 1], text.bytes[place + 2])] ?? 0..<0
    var best = Match.none
    var longest = place
    for index in possible {
      let needle = isShort ? index : listed[index]
      switch needles.match(needle, text, at: place) {
      case .none: continue
      case .cut: return .cut
      case .whole(let end) where end > longest: (best, longest) = (.whole(needle: needle, end: end), end)
      case .whole: continue
      }
    }
    return best
  }

  /// The next place at which a needle may begin; the last two bytes are always such places.
  private func candidate(in bytes: Span<UInt8>, from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    let beginnings = beginnings.span
    var index = start
    let last = bytes.count - 2
    while index < last {
      let hash = Self.hash(bytes[index], bytes[index + 1], bytes[index + 2])
      if beginnings[hash >> 6] >> UInt64(hash & 63) & 1 == 1 { return index }
      index += 1
    }
    return index
  }

  @inline(__always) private static func hash(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Int {
    let word = UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16
    return Int((word &* 0x9E37_79B1) >> 13)
  }
}
