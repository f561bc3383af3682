extension SHA256.Words {
  /// Sixteen words of the message schedule, computed in place as the rounds use them up.
  private typealias Schedule = InlineArray<16, UInt32>

  /// The fractional parts of the cube roots of the first 64 primes (FIPS 180-4 §4.2.2).
  private static let constants: InlineArray<64, UInt32> = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]

  /// Works one block of 64 bytes into the state.
  mutating func compress(_ bytes: Span<UInt8>, at offset: Int) {
    let block = bytes.extracting(offset..<(offset + 64))
    var w = Schedule(repeating: 0)
    for index in 0..<16 {
      let at = index &* 4
      w[index] = UInt32(block[at]) << 24 | UInt32(block[at &+ 1]) << 16 | UInt32(block[at &+ 2]) << 8 | UInt32(block[at &+ 3])
    }
    var (a, b, c, d, e, f, g, h) = (self.a, self.b, self.c, self.d, self.e, self.f, self.g, self.h)
    var t = 0
    while true {
      // Eight rounds a turn: the names rotate instead of the values.
      for half in 0..<2 {
        let i = half &* 8
        Self.round(a, b, c, &d, e, f, g, &h, w[i], t &+ i)
        Self.round(h, a, b, &c, d, e, f, &g, w[i &+ 1], t &+ i &+ 1)
        Self.round(g, h, a, &b, c, d, e, &f, w[i &+ 2], t &+ i &+ 2)
        Self.round(f, g, h, &a, b, c, d, &e, w[i &+ 3], t &+ i &+ 3)
        Self.round(e, f, g, &h, a, b, c, &d, w[i &+ 4], t &+ i &+ 4)
        Self.round(d, e, f, &g, h, a, b, &c, w[i &+ 5], t &+ i &+ 5)
        Self.round(c, d, e, &f, g, h, a, &b, w[i &+ 6], t &+ i &+ 6)
        Self.round(b, c, d, &e, f, g, h, &a, w[i &+ 7], t &+ i &+ 7)
      }
      t &+= 16
      if t == 64 { break }
      for index in 0..<16 { Self.extend(&w, index) }
    }
    self.a &+= a
    self.b &+= b
    self.c &+= c
    self.d &+= d
    self.e &+= e
    self.f &+= f
    self.g &+= g
    self.h &+= h
  }

  @inline(__always) private static func extend(_ w: inout Schedule, _ index: Int) {
    let x = w[(index &+ 1) & 15]
    let y = w[(index &+ 14) & 15]
    let small0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >> 3)
    let small1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >> 10)
    w[index] = w[index] &+ small0 &+ w[(index &+ 9) & 15] &+ small1
  }

  @inline(__always) private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32,
    _ w: UInt32, _ t: Int
  ) {
    let big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    let temporary = h &+ big1 &+ (g ^ (e & (f ^ g))) &+ constants[t] &+ w
    d = d &+ temporary
    let big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    h = temporary &+ big0 &+ ((a & b) | (c & (a | b)))
  }

  @inline(__always) private static func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 {
    value &>> count | value &<< (32 &- count)
  }
}
