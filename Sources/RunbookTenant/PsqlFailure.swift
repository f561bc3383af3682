import RunbookBase

/// What a `psql` that gave up said last.
struct PsqlFailure: Error, Sendable {
  /// SQLSTATE of the server's error; nil when `psql` itself failed or was killed.
  var state: String?
  /// The error in one line.
  var message: String
  /// DETAIL, HINT, CONTEXT and the like.
  var details: [String]

  /// Reads the last error of what `psql` wrote with VERBOSITY verbose.
  init(errorOutput: [UInt8], fallback: String) {
    let lines = errorOutput.split(separator: 0x0A).map { Printable.text(String(decoding: $0, as: UTF8.self)) }
    let kinds = ["ERROR:  ", "FATAL:  ", "PANIC:  "]
    let start = lines.lastIndex { line in kinds.contains { line.hasPrefix($0) || line.hasContent(": " + $0) } }
    guard let start, let kind = kinds.first(where: { lines[start].hasContent($0) }) else {
      message = lines.last ?? fallback
      details = Array(lines.dropLast().suffix(5))
      return
    }
    var text = lines[start].after(kind)
    let head = text.utf8.prefix(7)
    if head.count == 7, head.last == UInt8(ascii: " "), head.dropLast().last == UInt8(ascii: ":") {
      state = String(decoding: head.prefix(5), as: UTF8.self)
      text = String(text.unicodeScalars.dropFirst(7))
    }
    message = text
    details = lines[(start + 1)...].filter { !$0.hasPrefix("LOCATION:") }.prefix(8).map { String($0) }
  }

  /// The failure as a person can act on it; nothing was written, because nothing is committed before the end.
  func problem(in role: PsqlSession.Role) -> Problem {
    let place = role == .target ? "production" : "the scratch database"
    switch state {
    case "55P03":
      return Problem(
        .busy, "a table in production stayed locked by somebody else: \(message)", details: details,
        hint: "nothing was written; find the holder in pg_locks, or wait longer for the lock, and run it again")
    case "40P01", "40001":
      return Problem(.busy, "\(place) broke off a deadlock: \(message)", details: details, hint: "nothing was written; run it again")
    case "42501":
      return Problem(
        .preconditionNotMet, "the role may not do this in \(place): \(message)", details: details,
        hint: "use a role that owns the tables (or has BYPASSRLS where row-level security is on)")
    case let state? where state.hasPrefix("23"):
      return Problem(
        .stepFailed, "\(place) refused the rows: \(message)", details: details,
        hint: "nothing was written, the transaction is rolled back; look at the difference again")
    case let state? where state.hasPrefix("28") || state == "3D000":
      return Problem(.preconditionNotMet, "no connection to \(place): \(message)", details: details)
    case let state?:
      return Problem(.stepFailed, "\(place) answered \(state): \(message)", details: details, hint: "nothing was written")
    case nil:
      return Problem(.stepFailed, "psql on \(place) failed: \(message)", details: details, hint: "nothing was written")
    }
  }
}

extension String {
  /// Whether the bytes of the other text are somewhere in this one.
  func hasContent(_ other: String) -> Bool { place(of: other) != nil }

  /// What stands behind the first occurrence of the other text; the whole text when there is none.
  func after(_ other: String) -> String {
    guard let place = place(of: other) else { return self }
    return String(decoding: utf8.dropFirst(place + other.utf8.count), as: UTF8.self)
  }

  private func place(of other: String) -> Int? {
    let (text, part) = (Array(utf8), Array(other.utf8))
    guard text.count >= part.count else { return nil }
    return (0...(text.count - part.count)).first { text[$0..<($0 + part.count)].elementsEqual(part) }
  }
}
