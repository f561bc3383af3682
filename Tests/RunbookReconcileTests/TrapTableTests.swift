import RunbookBase
import RunbookSystem
import Testing

@testable import RunbookReconcile

/// The ways in which a comparison of paths and keys goes silently wrong, one row each.
struct TrapTableTests {
  /// One row of an inventory.
  struct Version {
    var key: String
    var id = "v1"
    var latest = true
    var marker = false
    var size = "10"
    var modified = "2026-06-15T00:00:00.000Z"

    init(_ key: String, _ id: String = "v1", latest: Bool = true, marker: Bool = false, size: String = "10", modified: String? = nil) {
      (self.key, self.id, self.latest, self.marker, self.size) = (key, id, latest, marker, size)
      if let modified { self.modified = modified }
    }

    var csv: String {
      var encoded = ""
      for byte in key.utf8 {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F, 0x2E, 0x2A, 0x2F: encoded.unicodeScalars.append(Unicode.Scalar(byte))
        case 0x20: encoded += "+"
        default: encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: byte % 2 == 0)
        }
      }
      return "\"shop\",\"\(encoded)\",\"\(id)\",\"\(latest)\",\"\(marker)\",\"\(size)\",\"\(modified)\",\"tag\"\n"
    }
  }

  struct Trap: CustomTestStringConvertible {
    let name: String
    /// Paths in the order of the file; nil is NULL.
    let paths: [String?]
    /// Versions in the order of the file.
    let versions: [Version]
    /// Counts that must come out, by name; every other one of the classes must be 0.
    let counts: [String: UInt64]
    var missing: [String] = []
    var orphans: [String] = []
    /// What the message must hold when the input has to be refused.
    var refusal: String?

    var testDescription: String { name }
  }

  static let composed = "d/caf\u{e9}.pdf"
  static let decomposed = "d/cafe\u{301}.pdf"

  static let traps: [Trap] = [
    Trap(
      name: "one of each", paths: ["a", "b"], versions: [Version("b"), Version("c")], counts: ["ok": 1], missing: ["a"], orphans: ["c"]),
    Trap(
      name: "byte order, not a dictionary's", paths: ["B", "a b", "a-c", "a.b", "a/b", "z", "é"],
      versions: ["B", "a b", "a-c", "a.b", "a/b", "z", "é"].map { Version($0) }, counts: ["ok": 7]),
    Trap(
      name: "rows in a dictionary's order", paths: ["a/b", "B"], versions: [Version("B"), Version("a/b")], counts: [:],
      refusal: "row 2 is not in byte order"),
    Trap(
      name: "inventory files put one behind the other", paths: ["B", "a/b"], versions: [Version("a/b"), Version("B")], counts: [:],
      refusal: "row 2 is not in byte order"),
    Trap(
      name: "inventory sorted by the encoded key", paths: ["a b", "a!b"], versions: [Version("a!b"), Version("a b")], counts: [:],
      refusal: "row 2 is not in byte order"),
    Trap(
      name: "decoded exactly once, plus before percent", paths: ["100%.svg", "100%25.svg", "a&b=c,d\"e", "my file", "my+file"],
      versions: ["100%.svg", "100%25.svg", "a&b=c,d\"e", "my file", "my+file"].map { Version($0) }, counts: ["ok": 5]),
    Trap(
      name: "UTF-16 order is another one", paths: ["\u{ff5e}", "\u{1f600}"], versions: [Version("\u{ff5e}"), Version("\u{1f600}")],
      counts: ["ok": 2]),
    Trap(
      name: "composed and decomposed are two keys", paths: [composed], versions: [Version(decomposed)], counts: [:], missing: [composed],
      orphans: [decomposed]),
    Trap(name: "case", paths: ["d/Logo"], versions: [Version("d/logo")], counts: [:], missing: ["d/Logo"], orphans: ["d/logo"]),
    Trap(
      name: "a carriage return is part of the key", paths: ["x\r"], versions: [Version("x")], counts: [:], missing: ["x\r"], orphans: ["x"]),
    Trap(
      name: "escapes of COPY, and a path that reads \\N", paths: ["\\N", "a\\b", "nl\nx", "tab\tx"],
      versions: ["\\N", "a\\b", "nl\nx", "tab\tx"].map { Version($0) }, counts: ["ok": 4]),
    Trap(name: "NULL and empty are no paths", paths: [nil, "", "a"], versions: [Version("a")], counts: ["ok": 1, "null": 1, "empty": 1]),
    Trap(
      name: "one path in many rows", paths: ["a", "a", "a", "b", "b"], versions: [Version("a")], counts: ["ok": 1, "repeated": 3],
      missing: ["b"]),
    Trap(
      name: "keys that begin another", paths: ["a", "a/b", "a/b/c"], versions: [Version("a/b")], counts: ["ok": 1], missing: ["a", "a/b/c"]),
    Trap(
      name: "a delete marker over a version: restorable", paths: ["k"],
      versions: [Version("k", "m", marker: true, size: ""), Version("k", "v", latest: false)], counts: ["restorable": 1], missing: ["k"]),
    Trap(
      name: "a delete marker over nothing: missing", paths: ["k"], versions: [Version("k", "m", marker: true, size: "")], counts: [:],
      missing: ["k"]),
    Trap(
      name: "old versions are no objects", paths: ["k"],
      versions: [Version("k", "3"), Version("k", "2", latest: false), Version("l", "9", latest: false)], counts: ["ok": 1]),
    Trap(
      name: "deleted, then uploaded again", paths: ["k"], versions: [Version("k", "2"), Version("k", "m", latest: false, marker: true)],
      counts: ["ok": 1]),
    Trap(name: "no rows", paths: [], versions: [Version("a")], counts: [:], orphans: ["a"]),
    Trap(name: "no objects", paths: ["a"], versions: [], counts: [:], missing: ["a"]),
    Trap(name: "nothing at all", paths: [], versions: [], counts: [:]),
    Trap(
      name: "the longest key", paths: [String(repeating: "é", count: 512)], versions: [Version(String(repeating: "é", count: 512))],
      counts: ["ok": 1]),
    Trap(name: "two slashes", paths: ["a//b"], versions: [Version("a/b")], counts: [:], missing: ["a//b"], orphans: ["a/b"]),
    Trap(
      name: "one leading slash is stripped and counted", paths: ["/d/x", "/z", "a"], versions: [Version("a"), Version("d/x")],
      counts: ["ok": 2, "leading-slashes": 2], missing: ["z"]),
    Trap(
      name: "a key named with and without slash is one", paths: ["/d/x", "d/x"], versions: [Version("d/x")],
      counts: ["ok": 1, "leading-slashes": 1]),
    Trap(
      name: "addresses of this bucket are keys, others foreign",
      paths: ["https://elsewhere.example/x", "https://shop.s3.us-east-1.amazonaws.com/d/a%20b.pdf?X-Amz-Signature=0", "s3://shop/d/100%"],
      versions: [Version("d/100%"), Version("d/a b.pdf")], counts: ["ok": 2, "foreign": 1, "mapped-addresses": 2]),
    Trap(
      name: "a console's folder is no orphan", paths: ["d/x"], versions: [Version("d/", size: "0"), Version("d/x")],
      counts: ["ok": 1, "folder-markers": 1]),
    Trap(name: "an empty object is not ok", paths: ["x"], versions: [Version("x", size: "0")], counts: ["zero-size": 1]),
    Trap(
      name: "an object younger than the snapshot is not judged", paths: ["a"],
      versions: [Version("a"), Version("b", modified: "2999-01-01T00:00:00Z")],
      counts: ["ok": 1, "too-new": 1]),
  ]

  @Test("each trap is answered as its row says", arguments: traps)
  func trap(_ trap: Trap) throws {
    let scratch = try Scratch()
    for (finalNewline, column) in [(true, 1), (false, 1), (true, 3), (false, 0)] {
      var rows = trap.paths.enumerated().map { index, path in
        let text = path.map(TrapTableTests.escaped) ?? "\\N"
        return column == 1 ? "\(text)\torders.file\t\(index)\n" : "orders.file\t\(index)\t\(text)\n"
      }.joined()
      if !finalNewline, !rows.isEmpty { rows.removeLast() }
      var comparison = FileReconciliation(
        database: try scratch.write("database", rows), databaseForm: .copy(column: column),
        objects: try scratch.write("objects", trap.versions.map(\.csv).joined()), objectForm: .inventory(.allVersions),
        places: KnownPlaces(bucket: column == 0 ? "" : "shop"), asOf: WallTime(seconds: 1_800_000_000), workDirectory: scratch.path)
      comparison.missing = "\(scratch.path)/missing"
      comparison.orphans = "\(scratch.path)/orphans"
      if let refusal = trap.refusal {
        let found = try #require(problem { () throws(Problem) in _ = try comparison.run() })
        #expect(found.summary.contains(refusal))
        #expect(found.details.count == 2)
        continue
      }
      let counts = try comparison.run()
      var expected = trap.counts
      expected["missing"] = UInt64(trap.missing.count) - (trap.counts["restorable"] ?? 0)
      expected["orphaned"] = UInt64(trap.orphans.count)
      for (name, value) in counts.named where !["rows", "paths", "objects"].contains(name) {
        #expect(value == expected[name] ?? 0, "\(name)")
      }
      #expect(Array(try scratch.read("missing").utf8) == Array(trap.missing.map { TrapTableTests.listed($0) + "\n" }.joined().utf8))
      #expect(Array(try scratch.read("orphans").utf8) == Array(trap.orphans.map { TrapTableTests.listed($0) + "\n" }.joined().utf8))
    }
  }

  static func escaped(_ path: String) -> String {
    listed(path).unicodeScalars.map { $0 == "\r" ? "\\r" : String($0) }.joined()
  }

  static func listed(_ path: String) -> String {
    path.unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\\\"
      case "\t": "\\t"
      case "\n": "\\n"
      default: String(scalar)
      }
    }.joined()
  }
}
