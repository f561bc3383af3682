/// What a signature of `ssh-keygen -Y sign` says of itself; nothing here is a trust decision.
struct SSHSignature: Hashable, Sendable {
  static let header = "-----BEGIN SSH SIGNATURE-----"
  static let footer = "-----END SSH SIGNATURE-----"

  let key: SSHKey
  let namespace: String
  /// The signature in the form that ssh-keygen reads, rebuilt from its bytes.
  let armoured: [UInt8]

  /// Reads the armoured text: magic, version, key, namespace, hash, signature (OpenSSH, PROTOCOL.sshsig).
  init?(armoured text: [UInt8]) {
    let lines = text.split(separator: 0x0A)
    guard lines.count > 2, lines.count < 1000, lines.first?.elementsEqual(Self.header.utf8) == true,
      lines.last?.elementsEqual(Self.footer.utf8) == true, let blob = Base64.decode(Array(lines.dropFirst().dropLast().joined()))
    else { return nil }
    self.init(blob: blob)
  }

  init?(blob: [UInt8]) {
    var wire = SSHWire(blob)
    guard wire.take(6) == Array("SSHSIG".utf8), wire.number() == 1, let key = wire.string().flatMap(SSHKey.init(blob:)),
      let namespace = wire.string().flatMap({ String(validating: $0, as: UTF8.self) }), wire.string() != nil, wire.string() != nil,
      wire.string() != nil, wire.isAtEnd
    else { return nil }
    self.key = key
    self.namespace = namespace
    var lines = Array((Self.header + "\n").utf8)
    let digits = Base64.encode(blob)
    for start in stride(from: 0, to: digits.count, by: 70) { lines += digits[start..<min(start + 70, digits.count)] + [0x0A] }
    armoured = lines + Array((Self.footer + "\n").utf8)
  }
}
