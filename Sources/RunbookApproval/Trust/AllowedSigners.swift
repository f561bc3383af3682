public import RunbookBase

/// The keys that may sign and whose they are: a file of `ssh-keygen`'s own format (`ALLOWED SIGNERS`), read strictly.
public struct AllowedSigners: Hashable, Sendable {
  /// One line.
  public struct Entry: Hashable, Sendable {
    /// Its number in the file, from 1.
    public let line: Int
    /// Whose key it is, as signatures name them.
    public let principals: [String]
    /// The key.
    public let key: SSHKey
    /// When and for what it counts; ssh-keygen is the judge of it, this is for telling people beforehand.
    let limits: KeyLimits
  }

  /// The lines with a key.
  public let entries: [Entry]
  /// The file.
  let bytes: [UInt8]

  /// Reads a file.
  ///
  /// - Throws: `safetyRefusal` for a line that cannot be read or that would let one key speak for many: patterns, `cert-authority`.
  public init(_ bytes: [UInt8]) throws(Problem) {
    var entries: [Entry] = []
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      func refuse(_ why: String) -> Problem {
        Problem(
          .safetyRefusal, "line \(index + 1) of allowed_signers \(why)",
          hint: "write one principal and one key: ada@example namespaces=\"\(SSHKeygen.namespace)\" ssh-ed25519 AAAA…")
      }
      guard let fields = Self.fields(line) else { throw refuse("has a quote without its other half or a control character") }
      guard let first = fields.first, first.first != UInt8(ascii: "#") else { continue }
      if first.contains(where: { Array("*?!\"".utf8).contains($0) }) {
        throw refuse("names its principal by a pattern, which would let one key speak for many")
      }
      let principals = first.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
      guard !principals.isEmpty, fields.count > 2 else { throw refuse("has no key") }
      // A key type has no equals sign and is the first string in the key; anything before it is options.
      let hasOptions = Self.key(fields[1], fields[2]) == nil
      if hasOptions, let bad = Self.refusedOption(fields[1]) { throw refuse(bad) }
      let place = hasOptions ? 2 : 1
      guard fields.count > place + 1, let key = Self.key(fields[place], fields[place + 1]) else {
        throw refuse("has no key that can be read")
      }
      let limits = KeyLimits(hasOptions ? String(decoding: fields[1], as: UTF8.self) : "")
      entries.append(Entry(line: index + 1, principals: principals, key: key, limits: limits))
    }
    self.entries = entries
    self.bytes = bytes
  }

  /// The lines with this key.
  func entries(of key: SSHKey) -> [Entry] { entries.filter { $0.key == key } }

  /// The names under which a key is listed; how ssh-keygen's `find-principals` answers, before there is a signature.
  public func principals(of key: SSHKey) -> [String] { entries(of: key).flatMap(\.principals) }

  private static func key(_ type: [UInt8], _ digits: [UInt8]) -> SSHKey? {
    SSHKey(type: type, digits: digits)
  }

  /// What is wrong with the options; nil when all are ones that narrow.
  private static func refusedOption(_ field: [UInt8]) -> String? {
    var rest = field[...]
    while !rest.isEmpty {
      let name = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ",") }
      rest = rest.dropFirst(name.count)
      let word = String(decoding: name.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
      if word == "cert-authority" { return "trusts a certificate authority, whose keys nobody here can count" }
      guard ["namespaces", "valid-after", "valid-before"].contains(word) else {
        return "has the option “\(TerminalText.escapedLine(word))”, which is not known here"
      }
      guard rest.starts(with: Array("=\"".utf8)), let end = rest.dropFirst(2).firstIndex(of: UInt8(ascii: "\"")) else {
        return "has the option \(word) without a quoted value"
      }
      rest = rest[(end + 1)...]
      guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return "has options that run into each other" }
      rest = rest.dropFirst()
    }
    return nil
  }

  /// The words of a line; spaces inside double quotes belong to the word.
  private static func fields(_ line: ArraySlice<UInt8>) -> [[UInt8]]? {
    var fields: [[UInt8]] = []
    var current: [UInt8] = []
    var isQuoted = false
    if line.drop(while: { $0 == 0x20 || $0 == 0x09 }).first == UInt8(ascii: "#") { return [] }
    for byte in line.last == 0x0D ? line.dropLast() : line {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if (byte == 0x20 || byte == 0x09) && !isQuoted {
        if !current.isEmpty { fields.append(current) }
        current = []
      } else {
        guard byte >= 0x20, byte != 0x7F else { return nil }
        current.append(byte)
      }
    }
    if !current.isEmpty { fields.append(current) }
    return isQuoted ? nil : fields
  }
}
