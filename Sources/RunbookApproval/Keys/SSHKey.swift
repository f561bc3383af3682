import RunbookBase

/// A public key as OpenSSH writes it, known by its bytes.
public struct SSHKey: Hashable, Sendable {
  /// The key in wire format, as it stands in base64 in a `.pub` file.
  public let blob: [UInt8]

  /// The type that the bytes name, such as `ssh-ed25519`.
  public let type: String

  /// The key of a wire-format blob, or nil when it does not begin with a type.
  public init?(blob: [UInt8]) {
    var wire = SSHWire(blob)
    guard let type = wire.string(), !type.isEmpty, type.count < 100, let text = String(validating: type, as: UTF8.self) else { return nil }
    self.blob = blob
    self.type = text
  }

  /// The key of a line in a `.pub` file, or nil when there is none that can be read.
  public init?(publicLine line: some Collection<UInt8>) {
    let fields = line.split(separator: 0x20)
    guard fields.count >= 2 else { return nil }
    self.init(type: Array(fields[0]), digits: Array(fields[1]))
  }

  /// The key that these base64 digits hold, if it is of this type.
  init?(type: [UInt8], digits: [UInt8]) {
    guard let blob = Base64.decode(digits), let key = SSHKey(blob: blob), key.type.utf8.elementsEqual(type) else { return nil }
    self = key
  }

  /// The fingerprint as `ssh-keygen -l` shows it: `SHA256:…`.
  public var fingerprint: String {
    let text = Base64.encode(SHA256.digest(blob).bytes).filter { $0 != UInt8(ascii: "=") }
    return "SHA256:" + String(decoding: text, as: UTF8.self)
  }
}

/// Reads the length-prefixed fields of SSH's binary formats.
struct SSHWire {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  mutating func take(_ count: Int) -> [UInt8]? {
    guard count >= 0, count <= bytes.count - index else { return nil }
    defer { index += count }
    return Array(bytes[index..<index + count])
  }

  mutating func number() -> UInt32? { take(4)?.reduce(0) { $0 << 8 | UInt32($1) } }

  mutating func string() -> [UInt8]? {
    guard let count = number() else { return nil }
    return take(Int(count))
  }
}
