/// A piece of output without the sequences that colour it, and where each byte of it stood.
struct ColourlessText {
  /// The longest sequence that is waited for; what is longer is no colour.
  private static let longest = 64

  let bytes: [UInt8]
  /// Where the piece ends, for now: before a sequence that is cut by the end of the piece.
  let end: Int
  /// Where each byte stood; nil when nothing was taken out.
  private let places: [Int]?

  init(_ piece: [UInt8], isLast: Bool) {
    guard piece.contains(0x1B) else {
      (bytes, end, places) = (piece, piece.count, nil)
      return
    }
    var (kept, places) = ([UInt8](), [Int]())
    kept.reserveCapacity(piece.count)
    places.reserveCapacity(piece.count)
    var index = 0
    while index < piece.count {
      switch Self.sequence(in: piece, at: index) {
      case .some(let length) where index + length <= piece.count: index += length
      case .some where !isLast:
        (bytes, end, self.places) = (kept, index, places)
        return
      default:
        kept.append(piece[index])
        places.append(index)
        index += 1
      }
    }
    (bytes, end, self.places) = (kept, piece.count, places)
  }

  /// Where a byte stood in the piece.
  func place(of index: Int) -> Int { places?[index] ?? index }

  /// The length of the control sequence (ECMA-48, 5.4) at a place; more than what is there when it is cut, nil when there is none.
  private static func sequence(in piece: [UInt8], at start: Int) -> Int? {
    guard piece[start] == 0x1B else { return nil }
    guard start + 1 < piece.count else { return 2 }
    guard piece[start + 1] == UInt8(ascii: "[") else { return nil }
    var index = start + 2
    while index < piece.count, index - start < longest {
      if (0x40...0x7E).contains(piece[index]) { return index - start + 1 }
      guard (0x20...0x3F).contains(piece[index]) else { return nil }
      index += 1
    }
    return index - start < longest ? index - start + 1 : nil
  }
}
