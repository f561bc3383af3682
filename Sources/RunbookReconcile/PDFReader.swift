/// Finds its way through a PDF from the end, as every reader does (ISO 32000-1, 7.5).
struct PDFReader {
  /// What is wrong with a file.
  struct Damage: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  private let bytes: [UInt8]
  /// Where each object begins, by its number; the newest table wins.
  private(set) var places: [Int: Int] = [:]
  private(set) var isCompressed = false
  private(set) var pages: Int?
  private var root: Int?

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func read() throws(Damage) {
    guard !bytes.isEmpty else { throw Damage("it is empty") }
    guard find("%PDF-", in: 0..<min(1024, bytes.count)) != nil else { throw Damage("it does not begin with %PDF-") }
    let end = max(0, bytes.count - 2048)..<bytes.count
    guard let mark = findLast("startxref", in: end), find("%%EOF", in: mark..<bytes.count) != nil else {
      throw Damage("its end is missing: no startxref and %%EOF in the last 2048 bytes")
    }
    var at = mark + 9
    guard let first = number(&at) else { throw Damage("startxref names no place") }
    var next: Int? = first
    var seen: Set<Int> = []
    while let place = next {
      guard seen.insert(place).inserted, seen.count <= 1024 else { throw Damage("its cross-references go round in a circle") }
      next = try section(at: place)
    }
    guard let root else { throw Damage("no trailer names the catalogue") }
    try catalogue(root)
  }

  /// Reads one cross-reference section; answers where the one before it is.
  private mutating func section(at place: Int) throws(Damage) -> Int? {
    guard place >= 0, place < bytes.count else { throw Damage("its cross-references are said to be at \(place), beyond its end") }
    var at = place
    guard skip("xref", &at) else {
      guard let number = object(at: place) else { throw Damage("at \(place) there are no cross-references") }
      isCompressed = true
      places[number] = places[number] ?? place
      return trailer(from: place)
    }
    while let start = number(&at) {
      guard let count = number(&at), count <= bytes.count / 18 else { throw Damage("a section of cross-references is cut") }
      for index in start..<(start + count) {
        guard let offset = number(&at), number(&at) != nil, let kind = letter(&at) else { throw Damage("the cross-references are cut") }
        guard kind == UInt8(ascii: "n"), places[index] == nil else { continue }
        guard object(at: offset) == index else { throw Damage("object \(index) is not at \(offset), where it should be") }
        places[index] = offset
      }
    }
    guard let start = find("trailer", in: at..<min(at + 64, bytes.count)) else { throw Damage("no trailer follows the cross-references") }
    return trailer(from: start)
  }

  /// Takes the catalogue's number from a trailer; answers where the section before is.
  private mutating func trailer(from start: Int) -> Int? {
    let limit = min(start + 65_536, bytes.count)
    // What a later change has written behind it is another trailer.
    let area = start..<(find("startxref", in: start..<limit) ?? limit)
    if root == nil { root = value(of: "/Root", in: area) }
    return value(of: "/Prev", in: area)
  }

  private mutating func catalogue(_ number: Int) throws(Damage) {
    guard let place = places[number] else {
      if isCompressed { return }
      throw Damage("the catalogue, object \(number), is in no cross-reference")
    }
    guard let tree = value(of: "/Pages", in: extent(place)) else { throw Damage("the catalogue names no pages") }
    guard let pagesAt = places[tree] else {
      if isCompressed { return }
      throw Damage("the page tree, object \(tree), is in no cross-reference")
    }
    guard let count = value(of: "/Count", in: extent(pagesAt)), count > 0 else { throw Damage("it has no page") }
    pages = count
  }

  /// An object from its place to its `endobj`.
  private func extent(_ place: Int) -> Range<Int> {
    place..<(find("endobj", in: place..<min(place + 1 << 20, bytes.count)) ?? bytes.count)
  }

  /// The number of the object that begins here, if one does.
  private func object(at place: Int) -> Int? {
    guard place >= 0, place < bytes.count else { return nil }
    var at = place
    guard let index = number(&at), number(&at) != nil, skip("obj", &at) else { return nil }
    return index
  }

  /// The whole number behind a name.
  private func value(of name: String, in area: Range<Int>) -> Int? {
    var from = area.lowerBound
    while let found = find(name, in: from..<area.upperBound) {
      var at = found + name.utf8.count
      from = at
      // A longer name that begins with this one is another name.
      let isLonger = at < bytes.count && (bytes[at] | 0x20) &- 0x61 < 26
      if !isLonger, let value = number(&at) { return value }
    }
    return nil
  }

  private func number(_ at: inout Int) -> Int? {
    skipBlanks(&at)
    var value = 0
    let start = at
    while at < bytes.count, bytes[at] &- 0x30 < 10, at - start < 12 {
      value = value * 10 + Int(bytes[at] - 0x30)
      at += 1
    }
    return at > start ? value : nil
  }

  private func letter(_ at: inout Int) -> UInt8? {
    skipBlanks(&at)
    guard at < bytes.count else { return nil }
    at += 1
    return bytes[at - 1]
  }

  private func skip(_ word: String, _ at: inout Int) -> Bool {
    skipBlanks(&at)
    let word = Array(word.utf8)
    guard at + word.count <= bytes.count, bytes[at..<(at + word.count)].elementsEqual(word) else { return false }
    at += word.count
    return true
  }

  private func skipBlanks(_ at: inout Int) {
    while at < bytes.count, bytes[at] == 0x20 || (0x09...0x0D).contains(bytes[at]) || bytes[at] == 0 { at += 1 }
  }

  private func find(_ word: String, in area: Range<Int>) -> Int? {
    let word = Array(word.utf8)
    guard area.count >= word.count else { return nil }
    return (area.lowerBound...(area.upperBound - word.count)).first {
      bytes[$0] == word[0] && bytes[$0..<($0 + word.count)].elementsEqual(word)
    }
  }

  private func findLast(_ word: String, in area: Range<Int>) -> Int? {
    let word = Array(word.utf8)
    guard area.count >= word.count else { return nil }
    return (area.lowerBound...(area.upperBound - word.count)).last {
      bytes[$0] == word[0] && bytes[$0..<($0 + word.count)].elementsEqual(word)
    }
  }
}
