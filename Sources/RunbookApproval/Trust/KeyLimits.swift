import RunbookBase

/// The options of a line of `allowed_signers`: from when, until when and for what its key counts.
struct KeyLimits: Hashable, Sendable {
  /// Why a key does not count at a moment.
  enum Obstacle: Hashable, Sendable {
    case expired(WallTime)
    case notYetValid(WallTime)
    case otherNamespace
    /// An option that was not understood here.
    case unclear(String)
  }

  private(set) var validAfter: WallTime?
  private(set) var validBefore: WallTime?
  private var namespaces: [String]?
  private var unclear: String?

  /// Reads options that were found well-formed: `namespaces="a,b",valid-before="20270101"`.
  init(_ options: String) {
    var rest = Array(options.utf8)[...]
    while let equals = rest.firstIndex(of: UInt8(ascii: "=")), rest.count > equals - rest.startIndex + 2 {
      let name = String(decoding: rest[..<equals].map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
      let value = rest[(equals + 2)...].prefix { $0 != UInt8(ascii: "\"") }
      let text = String(decoding: value, as: UTF8.self)
      rest = rest[value.endIndex...].dropFirst(2)
      switch name {
      case "namespaces": namespaces = value.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
      case "valid-after": validAfter = time(text)
      case "valid-before": validBefore = time(text)
      default: unclear = name
      }
    }
  }

  /// Why the key does not count then for a purpose; nil when it does.
  func obstacle(at moment: WallTime, namespace: String) -> Obstacle? {
    if let unclear { return .unclear(unclear) }
    if let namespaces, !namespaces.contains(where: { $0.hasSameBytes(as: namespace) }) { return .otherNamespace }
    if let validAfter, moment < validAfter { return .notYetValid(validAfter) }
    if let validBefore, moment >= validBefore { return .expired(validBefore) }
    return nil
  }

  /// `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, with or without `Z`: ssh-keygen is started in UTC.
  private mutating func time(_ text: String) -> WallTime? {
    var digits = Array(text.utf8)
    if digits.last == UInt8(ascii: "Z") { digits.removeLast() }
    func number(_ start: Int, _ width: Int) -> Int { digits[start..<start + width].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
    guard [8, 12, 14].contains(digits.count), digits.allSatisfy({ $0 &- 0x30 < 10 }),
      let day = WallTime.Day(year: number(0, 4), month: number(4, 2), day: number(6, 2))
    else {
      unclear = text
      return nil
    }
    return WallTime(
      day, hour: digits.count > 8 ? number(8, 2) : 0, minute: digits.count > 8 ? number(10, 2) : 0,
      second: digits.count > 12 ? number(12, 2) : 0)
  }
}
