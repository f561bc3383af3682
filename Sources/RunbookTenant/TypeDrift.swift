/// Whether a column's type in production takes every value of its type in the dump without changing it.
enum TypeDrift {
  /// True for equal types and for the few changes that only widen: longer or unlimited text, larger integers, more digits.
  static func isHarmless(from dump: String, to production: String) -> Bool {
    if Name(dump) == Name(production) { return true }
    switch (parse(dump), parse(production)) {
    case (.text, .text(nil)): return true
    case (.text(let old?), .text(let new?)): return new >= old
    case (.integer(let old), .integer(let new)): return new >= old
    case (.decimal(let old, let scale), .decimal(let new, let newScale)): return scale == newScale && new >= old
    default: return false
    }
  }

  private enum Kind {
    case text(Int?)
    case integer(Int)
    case decimal(Int, Int)
    case other
  }

  private static func parse(_ type: String) -> Kind {
    switch type {
    case "text", "character varying": return .text(nil)
    case "smallint": return .integer(2)
    case "integer": return .integer(4)
    case "bigint": return .integer(8)
    default: break
    }
    guard type.utf8.last == UInt8(ascii: ")"), let open = type.utf8.firstIndex(of: UInt8(ascii: "(")) else { return .other }
    let name = String(type[..<open])
    let numbers = type[type.utf8.index(after: open)...].utf8.dropLast().split(separator: UInt8(ascii: ",")).map {
      Int(String($0) ?? "") ?? -1
    }
    switch (name, numbers.count) {
    case ("character varying", 1): return .text(numbers[0])
    case ("numeric", 2): return .decimal(numbers[0], numbers[1])
    default: return .other
    }
  }
}
