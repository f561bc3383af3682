import RunbookSystem

/// Which absolute addresses mean an object of the bucket under reconciliation.
public struct KnownPlaces: Sendable {
  /// The bucket's name; empty when unknown, and then every absolute address is foreign.
  public var bucket: String
  /// Further host names whose path is the key, such as a content delivery network's.
  public var hosts: [String]

  /// The places of one bucket.
  ///
  /// - Parameter hosts: host names without a scheme, compared without regard to case.
  public init(bucket: String, hosts: [String] = []) {
    self.bucket = bucket
    self.hosts = hosts
  }
}

extension KnownPlaces {
  /// Whether a path needs a second look; the SQL of `PathQuery` asks the same question.
  @inline(__always)
  static func isPlain(_ bytes: Span<UInt8>) -> Bool {
    let first = bytes[0]
    if first == UInt8(ascii: "/") { return false }
    // A scheme: a letter, then one to seven letters or digits, then "://"; or "data:".
    let limit = min(bytes.count, 9)
    var index = 0
    while index < limit, isAlphanumeric(bytes[index]) { index += 1 }
    guard index >= 2, index < limit, bytes[index] == UInt8(ascii: ":") else { return true }
    return slowIsPlain(bytes, colon: index)
  }

  @inline(never)
  private static func slowIsPlain(_ bytes: Span<UInt8>, colon: Int) -> Bool {
    guard bytes[0] > UInt8(ascii: "9") else { return true }
    if colon + 2 < bytes.count, bytes[colon + 1] == UInt8(ascii: "/"), bytes[colon + 2] == UInt8(ascii: "/") { return false }
    return !(colon == 4 && bytes[0] == 0x64 && bytes[1] == 0x61 && bytes[2] == 0x74 && bytes[3] == 0x61)
  }

  @inline(__always)
  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  /// What a path means that is not plain.
  func meaning(of path: [UInt8]) -> PathMeaning {
    if path.first == UInt8(ascii: "/") { return .leadingSlash }
    guard let scheme = path.firstRange(of: Array("://".utf8)) else { return .address(nil) }
    let name = String(decoding: path[..<scheme.lowerBound], as: UTF8.self).lowercased()
    let rest = Array(path[scheme.upperBound...])
    let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.count
    let host = String(decoding: rest[..<slash], as: UTF8.self)
    var key = Array(rest[min(slash + 1, rest.count)...])
    if bucket.isEmpty && hosts.isEmpty { return .address(nil) }
    switch name {
    case "s3", "s3a", "s3n":
      return .address(same(host, bucket) && !key.isEmpty ? key : nil)
    case "http", "https":
      // A port and a user name are no part of the place.
      let bare = (host.split(separator: "@").last ?? "").split(separator: ":").first.map { String($0).lowercased() } ?? ""
      if let cut = key.firstIndex(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) { key.removeSubrange(cut...) }
      switch place(bare) {
      case .none: return .address(nil)
      case .path:
        let prefix = Array(bucket.utf8) + [UInt8(ascii: "/")]
        guard key.starts(with: prefix) else { return .address(nil) }
        key.removeFirst(prefix.count)
      case .host: break
      }
      guard let end = PercentEncoding.decode(&key, 0..<key.count, plusIsSpace: false), end > 0 else { return .address(nil) }
      return .address(Array(key[..<end]))
    default:
      return .address(nil)
    }
  }

  private enum Place { case none, host, path }

  /// Amazon's two styles of address, or a host named in the configuration.
  private func place(_ host: String) -> Place {
    if hosts.contains(where: { same($0.lowercased(), host) }) { return .host }
    guard !bucket.isEmpty, host.hasSuffix(".amazonaws.com") else { return .none }
    let lowered = bucket.lowercased()
    if host.hasPrefix(lowered + ".s3.") || host.hasPrefix(lowered + ".s3-") { return .host }
    return host.hasPrefix("s3.") || host.hasPrefix("s3-") ? .path : .none
  }

  private func same(_ a: String, _ b: String) -> Bool { !b.isEmpty && a.utf8.elementsEqual(b.utf8) }
}
