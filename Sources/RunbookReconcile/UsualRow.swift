/// An inventory row of the usual shape: quoted, the latest version, no delete marker; `"bucket","key","version","true","false","size","date"`.
struct UsualRow {
  /// Whether the row has that shape.
  private(set) var isUsual = false
  /// Bytes of the object.
  private(set) var size: Int64 = -1
  /// Where the date begins, relative to the row.
  private(set) var modified = 0

  /// Looks at the row after its key; one of another shape is left to the careful reader.
  @inline(__always)
  mutating func read(_ bytes: [UInt8], from afterKey: Int, to end: Int, row: Int) {
    isUsual = false
    guard afterKey + 2 < end else { return }
    var at = bytes.firstIndex(of: UInt8(ascii: "\""), from: afterKey + 2, to: end)
    guard at + 20 < end else { return }
    // `"true","false","`: the letters decide, the quotes are where they then must be.
    guard bytes[afterKey + 1] == UInt8(ascii: "\""), bytes[at + 2] == UInt8(ascii: "\""), bytes[at + 3] == UInt8(ascii: "t"),
      bytes[at + 7] == UInt8(ascii: "\""), bytes[at + 9] == UInt8(ascii: "\""), bytes[at + 10] == UInt8(ascii: "f"),
      bytes[at + 15] == UInt8(ascii: "\""), bytes[at + 17] == UInt8(ascii: "\"")
    else { return }
    at += 18
    let start = at
    var value: Int64 = 0
    while at < end {
      let digit = bytes[at] &- 0x30
      guard digit < 10 else { break }
      value = value &* 10 &+ Int64(digit)
      at += 1
    }
    guard at > start, at - start < 16, at + 2 < end, bytes[at] == UInt8(ascii: "\""), bytes[at + 2] == UInt8(ascii: "\"") else { return }
    size = value
    modified = at + 3 - row
    isUsual = true
  }
}
