import RunbookBase
import RunbookReconcile

/// `table.column->member,id=…,tenant=…,recovery=…,bucket=…` on the command line.
enum PathArgument {
  static let rule =
    "table.column, table.column->member or table.column[]->member, then ,id=COLUMN ,tenant=COLUMN ,recovery=regenerate|ask-customer ,bucket=shared|tenant"

  static func parse(_ text: String) throws(Problem) -> PathSource {
    let parts = text.utf8.split(separator: 0x2C, omittingEmptySubsequences: false).map { String(Substring($0)) }
    var options = ["id": "id", "tenant": "tenant_id", "recovery": "ask-customer", "bucket": "shared"]
    for part in parts.dropFirst() {
      let pair = part.utf8.split(separator: 0x3D, maxSplits: 1).map { String(Substring($0)) }
      guard pair.count == 2, options[pair[0]] != nil else { throw refusal(text) }
      options[pair[0]] = pair[1]
    }
    let place = parts.first ?? ""
    var (name, kind) = (place, PathSource.Kind.text)
    if let arrow = place.range(of: "->") {
      var column = String(place[..<arrow.lowerBound])
      let member = String(place[arrow.upperBound...])
      let isArray = column.hasSuffix("[]")
      if isArray { column = String(column.dropLast(2)) }
      (name, kind) = (column, .json((isArray ? [.elements] : []) + [.member(member)]))
    }
    guard let dot = name.lastIndex(of: ".") else { throw refusal(text) }
    let bucket = options["bucket"] ?? ""
    guard bucket == "shared" || bucket == "tenant" else { throw refusal(text) }
    return try PathSource(
      table: String(name[..<dot]), column: String(name[name.index(after: dot)...]), kind: kind, id: options["id"] ?? "id",
      tenant: options["tenant"], isInTenantBucket: bucket == "tenant", recovery: try action(options["recovery"] ?? "", text))
  }

  private static func action(_ recovery: String, _ text: String) throws(Problem) -> String {
    switch recovery {
    case "regenerate": "regenerate it by the pdf-service for row {id} and link it again (seed §5.3); until then the download is broken"
    case "ask-customer": "ask the customer for the file again and attach it to row {id}; until then the download is broken"
    default: throw refusal(text)
    }
  }

  private static func refusal(_ text: String) -> Problem {
    Problem(.parameterRejected, "--paths “\(TerminalText.escapedLine(text))” names no column with paths", hint: "it must be \(rule)")
  }
}

extension String {
  /// Where an ASCII part stands first.
  fileprivate func range(of part: String) -> Range<String.Index>? {
    let needle = Array(part.utf8)
    var index = utf8.startIndex
    while index != utf8.endIndex {
      let rest = utf8[index...]
      if rest.starts(with: needle) { return index..<utf8.index(index, offsetBy: needle.count) }
      index = utf8.index(after: index)
    }
    return nil
  }
}
