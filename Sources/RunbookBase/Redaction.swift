/// Replaces secrets in a stream of bytes by their names, also where a secret is cut by the end of a piece (reliability B.4).
///
/// Found are the value itself, each long line of it, and its usual disguises: hexadecimal, base64 at any alignment, percent
/// encoding, JSON and shell quoting, doubled dollars, and each of these with colour codes in its middle. It is a seat belt and no proof: a value that a program transforms in another
/// way gets through.
public struct Redaction: Sendable {
  /// The shortest value that is looked for; disguises and lines need twice as much, because they would hit ordinary words.
  private static let shortest = 4

  private struct Pattern {
    let bytes: [UInt8]
    let replacement: [UInt8]
  }

  /// The patterns by first byte, the longest first.
  private let patterns: [[Pattern]]
  /// Which hashes of three bytes begin a pattern: one look tells nearly every place where nothing does.
  private let beginnings: [Bool]
  private let isEmpty: Bool
  private var held: [UInt8] = []

  /// A redaction of these secrets.
  ///
  /// - Parameter secrets: the values by the name that is shown in their place, as `<secret NAME>`.
  public init(_ secrets: [String: String]) {
    var table = [[Pattern]](repeating: [], count: 256)
    var beginnings = [Bool](repeating: false, count: 1 << 16)
    for (name, value) in secrets.sorted(by: { $0.key < $1.key }) {
      let replacement = Array("<secret \(name)>".utf8)
      for bytes in Self.forms(of: Array(value.utf8)) {
        table[Int(bytes[0])].append(Pattern(bytes: bytes, replacement: replacement))
        beginnings[Self.hash(bytes[0], bytes[1], bytes[2])] = true
      }
    }
    patterns = table.map { $0.sorted { $0.bytes.count > $1.bytes.count } }
    self.beginnings = beginnings
    isEmpty = patterns.allSatisfy(\.isEmpty)
  }

  /// Everything that is looked for, in no order; a benchmark gives the same to another program.
  public var patternsLookedFor: [[UInt8]] { patterns.flatMap { $0.map(\.bytes) } }

  /// The piece without secrets; its end is held back as long as it may be the beginning of one.
  public mutating func redact(_ piece: [UInt8]) -> [UInt8] {
    if isEmpty { return piece }
    return redact(held.isEmpty ? piece : held + piece, isLast: false)
  }

  /// The end of the stream: what was held back.
  public mutating func finish() -> [UInt8] { redact(held, isLast: true) }

  private mutating func redact(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
    let text = ColourlessText(bytes, isLast: isLast)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var (index, copied) = (0, 0)
    while let place = candidate(in: text.bytes.span, from: index) {
      index = place + 1
      switch match(text.bytes, at: place, isLast: isLast) {
      case .none: continue
      case .whole(let pattern):
        result += bytes[copied..<text.place(of: place)]
        result += pattern.replacement
        index = place + pattern.bytes.count
        copied = text.place(of: index - 1) + 1
      case .cut:
        result += bytes[copied..<text.place(of: place)]
        held = Array(bytes[text.place(of: place)...])
        return result
      }
    }
    result += bytes[copied..<text.end]
    held = Array(bytes[text.end...])
    return result
  }

  private enum Match {
    case none
    case whole(Pattern)
    /// The bytes end where a pattern could still go on.
    case cut
  }

  private func match(_ bytes: [UInt8], at place: Int, isLast: Bool) -> Match {
    for pattern in patterns[Int(bytes[place])] {
      let count = min(pattern.bytes.count, bytes.count - place)
      guard bytes[place..<place + count].elementsEqual(pattern.bytes[..<count]) else { continue }
      if count == pattern.bytes.count { return .whole(pattern) }
      if !isLast { return .cut }
    }
    return .none
  }

  /// The next place at which a pattern may begin; the last two bytes are always such places.
  private func candidate(in bytes: Span<UInt8>, from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    let beginnings = beginnings.span
    var index = start
    let last = bytes.count - 2
    while index < last {
      if beginnings[Self.hash(bytes[index], bytes[index + 1], bytes[index + 2])] { return index }
      index += 1
    }
    return index
  }

  @inline(__always) private static func hash(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Int {
    let word = UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16
    return Int((word &* 0x9E37_79B1) >> 16)
  }

  private static func forms(of value: [UInt8]) -> Set<[UInt8]> {
    guard value.count >= shortest else { return [] }
    var others: [[UInt8]] = value.split(separator: 0x0A).map(Array.init)
    for digits in ["0123456789abcdef", "0123456789ABCDEF"] {
      let digits = Array(digits.utf8)
      others.append(value.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
      others.append(value.flatMap { isUnreserved($0) ? [$0] : [0x25, digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
    for last in ["+/", "-_"] {
      let alphabet = Array(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + last).utf8)
      for offset in 0..<3 { others.append(base64(value, offset: offset, alphabet)) }
    }
    others.append(replacing(value, [0x22: "\\\"", 0x5C: "\\\\", 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"]))
    others.append(replacing(value, [0x22: "\\\"", 0x5C: "\\\\", 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t", 0x2F: "\\/"]))
    others.append(replacing(value, [0x27: "'\\''"]))
    others.append(replacing(value, [0x24: "$$"]))
    return Set([value] + others.filter { $0.count >= 2 * shortest })
  }

  /// The characters of the base64 text that depend on the value alone when `offset` other bytes of a group come before it.
  private static func base64(_ value: [UInt8], offset: Int, _ alphabet: [UInt8]) -> [UInt8] {
    let bytes = [UInt8](repeating: 0, count: offset) + value
    let first = (offset * 8 + 5) / 6
    return (first..<max(first, bytes.count * 8 / 6)).map { position in
      let (byte, shift) = (position * 6 / 8, position * 6 % 8)
      let pair = UInt16(bytes[byte]) << 8 | (byte + 1 < bytes.count ? UInt16(bytes[byte + 1]) : 0)
      return alphabet[Int(pair >> UInt16(10 - shift) & 0x3F)]
    }
  }

  private static func replacing(_ value: [UInt8], _ table: [UInt8: String]) -> [UInt8] {
    value.flatMap { byte in table[byte].map { Array($0.utf8) } ?? [byte] }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }
}
