import RunbookBase
import Testing

@Suite("SHA-256") struct SHA256Tests {
  /// FIPS 180-4 examples and the CAVP short-message vectors.
  static let vectors: [(String, String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ]

  @Test("the published vectors hold", arguments: vectors) func publishedVectors(text: String, hex: String) {
    #expect(SHA256.digest(text).hex == hex)
  }

  @Test("byte vectors hold")
  func byteVectors() {
    #expect(SHA256.digest([0xbd]).hex == "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b")
    #expect(SHA256.digest([0xc9, 0x8c, 0x8e, 0x55]).hex == "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504")
    let zeros: [(Int, String)] = [
      (55, "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7"),
      (56, "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb"),
      (57, "65a16cb7861335d5ace3c60718b5052e44660726da4cd13bb745381b235a1785"),
      (64, "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"),
      (1000, "541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53"),
    ]
    for (count, hex) in zeros { #expect(SHA256.digest([UInt8](repeating: 0, count: count)).hex == hex) }
  }

  @Test("a million times a, in pieces")
  func millionA() {
    var hash = SHA256()
    for _ in 0..<1000 { hash.update([UInt8](repeating: 0x61, count: 1000)) }
    #expect(hash.finalize().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("any split of the input gives the same digest", arguments: UInt64(1)...20)
  func splits(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let bytes = (0..<Int.random(in: 0...400, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    let expected = SHA256.digest(bytes)
    for _ in 0..<20 {
      var hash = SHA256()
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 0...130, using: &random))
        hash.update(Array(piece))
        rest = rest.dropFirst(piece.count)
      }
      #expect(hash.finalize() == expected)
      #expect(hash.finalize() == expected, "finalizing does not consume")
    }
  }

  @Test("a digest comes back from its digits")
  func hexRoundTrip() {
    let digest = SHA256.digest("abc")
    #expect(SHA256.Digest(hex: digest.hex) == digest)
    #expect(digest.bytes.count == 32)
    #expect(digest.bytes.first == 0xba)
    #expect(digest.short == "ba78-16bf")
    #expect(SHA256.Digest(hex: digest.hex.uppercased()) == nil)
    #expect(SHA256.Digest(hex: String(digest.hex.dropLast())) == nil)
    for place in [0, 7, 8, 40, 63] {
      for byte in UInt8.min...UInt8.max {
        var text = Array(digest.hex.utf8)
        text[place] = byte
        let isDigit = (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
        let read = SHA256.Digest(hex: text.span)
        #expect((read != nil) == isDigit, "byte \(byte) at \(place)")
        if let read { #expect(Array(read.hex.utf8) == text) }
      }
    }
    #expect(SHA256.Digest(hex: String(digest.hex.dropLast()) + "g") == nil)
  }
}
