/// Takes the trailer of a reading pipeline out of what its connection prints.
///
/// A connection that ends without one tells nothing: ssh answers 255 for five different things.
struct ReadingTrailer {
  private let begin: [UInt8]
  private let mark: String
  /// The beginning of the trailer, or what may become one.
  private var held: [UInt8] = []
  private var hasBegun = false
  /// How the members ended, once the trailer is whole.
  private(set) var record: RemoteRecord?

  init(mark: String) {
    self.mark = mark
    begin = Array("\n\(mark)\n".utf8)
  }

  /// The data of a piece; its end is held back as long as it may be the beginning of the trailer.
  mutating func data(of piece: [UInt8]) -> [UInt8] {
    held += piece
    if hasBegun {
      finish()
      return []
    }
    var place = 0
    while let newline = held[place...].firstIndex(of: 0x0A) {
      let rest = held[newline...]
      if rest.starts(with: begin) {
        let data = Array(held[..<newline])
        held = Array(rest.dropFirst(begin.count))
        hasBegun = true
        finish()
        return data
      }
      if begin.starts(with: rest) {
        let data = Array(held[..<newline])
        held = Array(rest)
        return data
      }
      place = newline + 1
    }
    defer { held = [] }
    return held
  }

  /// What was held back and belongs to no trailer.
  mutating func remainder() -> [UInt8] {
    defer { held = [] }
    return hasBegun ? [] : held
  }

  private mutating func finish() {
    guard record == nil else { return }
    let lines = held.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    // The last line is whole only when something, be it nothing, stands behind its newline.
    guard lines.dropLast().contains(where: { $0.utf8.elementsEqual("end \(mark)".utf8) }) else { return }
    record = lines.reduce(RemoteRecord()) { RemoteRecord(adding: $1, to: $0) }
  }
}
