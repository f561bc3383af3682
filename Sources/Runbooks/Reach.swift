public import RunbookBase

/// How commands get to another host: over ssh, with everything that could be guessed written down.
///
/// Nothing of the operator's own ssh configuration counts, and no key of a host is learned on the way (reliability A.9).
public struct Reach: Hashable, Sendable {
  /// The rule in words.
  public static let rule = "an ssh destination such as runbook@dr-database.example.net:22; user and port may be left out"
  /// The host's address: a name, an IPv4 address, or an IPv6 address without brackets.
  public var address: String { parts.address }
  /// The user to log in as; nil for the operator's own name.
  public var user: String? { parts.user }
  /// The port.
  public var port: Int { parts.port }
  /// The file that holds the host's key; a host whose key is not in it is not talked to.
  public var knownHosts: AbsolutePath { parts.knownHosts }
  /// The file of the private key; nil for those of the operator's agent and home.
  public var identity: AbsolutePath? { parts.identity }
  /// The folder over there that keeps what was started; nil for `.runbook` in the user's home.
  public var folder: AbsolutePath? { parts.folder }

  /// Every command of a plan may bear one: it is one word long.
  private let box: Box
  private var parts: Parts { box.parts }

  private struct Parts: Hashable, Sendable {
    let address: String
    let user: String?
    let port: Int
    let knownHosts: AbsolutePath
    let identity: AbsolutePath?
    let folder: AbsolutePath?
  }

  private final class Box: Sendable {
    let parts: Parts
    init(_ parts: Parts) { self.parts = parts }
  }

  /// The keys of all hosts of an estate, root's file.
  public static let usualKnownHosts = AbsolutePath(literal: "/etc/runbook/known_hosts")

  /// Parses a destination.
  ///
  /// - Throws: `Problem` with code 2 that names what ssh would take for something else.
  public init(
    parsing destination: String, knownHosts: AbsolutePath = Self.usualKnownHosts, identity: AbsolutePath? = nil,
    folder: AbsolutePath? = nil
  ) throws(Problem) {
    guard let parts = Self.parts(destination) else {
      throw Problem(.usage, "“\(TerminalText.escapedLine(destination))” is no destination", hint: "give \(Self.rule)")
    }
    for file in [knownHosts, identity].compactMap(\.self) where !file.text.utf8.allSatisfy(Self.isPlain) {
      // ssh expands these, and splits them at spaces.
      throw Problem(
        .usage, "“\(TerminalText.escapedLine(file.text))” is no file that ssh can be pointed to",
        hint: "use letters, digits and . _ - / in the path")
    }
    box = Box(
      Parts(address: parts.address, user: parts.user, port: parts.port, knownHosts: knownHosts, identity: identity, folder: folder))
  }

  /// A destination written in an estate's source.
  public init(
    literal destination: StaticString, knownHosts: AbsolutePath = Self.usualKnownHosts, identity: AbsolutePath? = nil,
    folder: AbsolutePath? = nil
  ) {
    do {
      try self.init(parsing: destination.description, knownHosts: knownHosts, identity: identity, folder: folder)
    } catch { preconditionFailure("\(error.summary); \(error.hint ?? "")") }
  }

  /// Whether both lead to the same place in the same way.
  public static func == (a: Reach, b: Reach) -> Bool { a.box === b.box || a.parts == b.parts }

  /// Feeds all parts.
  public func hash(into hasher: inout Hasher) { hasher.combine(parts) }

  /// The destination as people write it.
  public var text: String {
    let place = address.utf8.contains(0x3A) ? "[\(address)]" : address
    return (user.map { $0 + "@" } ?? "") + place + (port == 22 ? "" : ":\(port)")
  }

  private static func parts(_ text: String) -> (user: String?, address: String, port: Int)? {
    var rest = text.utf8[...]
    var user: String?
    if let at = rest.lastIndex(of: 0x40) {
      let name = rest[..<at]
      guard isWord(name, also: "._-") else { return nil }
      user = String(name)
      rest = rest[rest.index(after: at)...]
    }
    var address = rest
    var port = 22
    if rest.first == 0x5B {
      guard let end = rest.firstIndex(of: 0x5D) else { return nil }
      address = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      guard address.contains(0x3A), isWord(address, also: ":.") || address.first == 0x3A else { return nil }
      guard address.allSatisfy({ isLetter($0) || isDigit($0) || $0 == 0x3A || $0 == 0x2E }) else { return nil }
    } else {
      address = rest.prefix { $0 != 0x3A }
      rest = rest[address.endIndex...]
      guard isWord(address, also: ".-") else { return nil }
    }
    if !rest.isEmpty {
      let digits = rest.dropFirst()
      guard rest.first == 0x3A, (1...5).contains(digits.count), digits.allSatisfy(isDigit), let number = Int(String(digits) ?? ""),
        (1...65535).contains(number)
      else { return nil }
      port = number
    }
    guard let name = String(address) else { return nil }
    return (user, name, port)
  }

  /// Letters, digits and the others; never one of the others in front, where ssh would read an option.
  private static func isWord(_ bytes: Substring.UTF8View, also others: String) -> Bool {
    guard let first = bytes.first, isLetter(first) || isDigit(first) || first == 0x5F, bytes.count <= 253 else { return false }
    return bytes.allSatisfy { isLetter($0) || isDigit($0) || others.utf8.contains($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isPlain(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || "._-/+".utf8.contains(byte) }
}
