import RunbookBase
import Testing

@testable import RunbookReconcile

/// Escapes, encodings, dates, addresses and names: small tables.
struct TextFormTests {
  @Test(
    "COPY escapes decode",
    arguments: [
      (#"a\\b"#, "a\\b"), (#"a\tb\nc\rd"#, "a\tb\nc\rd"), (#"\b\f\v"#, "\u{8}\u{c}\u{b}"), (#"\101\x42\x4g"#, "AB\u{4}g"), (#"\xz"#, "xz"),
      (#"end\"#, "end\\"),
    ])
  func copyEscapes(_ encoded: String, _ decoded: String) {
    var bytes = Array(encoded.utf8)
    let end = CopyEscapes.decode(&bytes, 0..<bytes.count)
    #expect(Array(bytes[..<end]) == Array(decoded.utf8))
  }

  @Test("percent-encoding decodes once, and is refused when broken")
  func percent() {
    for (encoded, decoded) in [("a+b%2Bc", "a b+c"), ("100%2525", "100%25"), ("%c3%A9", "é")] {
      var bytes = Array(encoded.utf8)
      let end = PercentEncoding.decode(&bytes, 0..<bytes.count, plusIsSpace: true) ?? 0
      #expect(Array(bytes[..<end]) == Array(decoded.utf8))
    }
    for broken in ["%", "%4", "%zz"] {
      var bytes = Array(broken.utf8)
      #expect(PercentEncoding.decode(&bytes, 0..<bytes.count, plusIsSpace: true) == nil)
    }
    #expect(PercentEncoding.encode(Array("d/a b+é%?.pdf".utf8)) == "d/a%20b%2B%C3%A9%25%3F.pdf")
  }

  @Test(
    "dates of S3 become milliseconds",
    arguments: [
      ("1970-01-01T00:00:00.000Z", 0), ("2026-06-15T14:05:00Z", 1_781_532_300_000), ("2026-06-15T16:05:00.25+02:00", 1_781_532_300_250),
      ("2000-02-29T23:59:59.999999Z", 951_868_799_999),
    ] as [(String, Int64)])
  func dates(_ text: String, _ expected: Int64) {
    let found = TimeText.milliseconds(Array(text.utf8).span)
    #expect(found == expected)
  }

  @Test(
    "other texts are no dates",
    arguments: ["", "None", "2026-06-15", "2026-13-15T14:05:00Z", "2026-06-15T14:05:00", "2026-06-15 14:05:00Z"])
  func noDates(_ text: String) {
    let found = TimeText.milliseconds(Array(text.utf8).span)
    #expect(found == nil)
  }

  @Test(
    "addresses mean a key of this bucket, or nothing",
    arguments: [
      ("s3://shop/d/a%20b", "d/a%20b"), ("s3://other/d/a", nil), ("https://shop.s3.amazonaws.com/a%20b?x#y", "a b"),
      ("HTTPS://SHOP.s3-eu-west-1.amazonaws.com/a+b", "a+b"), ("https://s3.eu-west-1.amazonaws.com/shop/k", "k"),
      ("https://s3.eu-west-1.amazonaws.com/other/k", nil), ("https://cdn.example:443/k", "k"), ("https://evil.example/shop/k", nil),
      ("https://shop.s3.amazonaws.com.evil.example/k", nil), ("data:image/png;base64,AAAA", nil), ("ftp://cdn.example/k", nil),
      ("https://cdn.example", nil), ("https://cdn.example/%zz", nil),
    ] as [(String, String?)])
  func addresses(_ text: String, _ key: String?) {
    let path = Array(text.utf8)
    let isPlain = KnownPlaces.isPlain(path.span)
    #expect(!isPlain)
    #expect(KnownPlaces(bucket: "shop", hosts: ["CDN.example"]).meaning(of: path) == .address(key.map { Array($0.utf8) }))
  }

  @Test("ordinary paths are keys", arguments: ["designs/x", "a:b", "12://x", "c:/x", "abcdefghi://x", "d//x", "http:/x", "dato:x"])
  func plain(_ text: String) {
    let isPlain = KnownPlaces.isPlain(Array(text.utf8).span)
    #expect(isPlain)
  }

  @Test(
    "names that are no identifiers are refused",
    arguments: ["", "1a", "a b", "a\"b", "a;drop table x", "orders.x.y", "é", "a\u{0}", String(repeating: "a", count: 64), "$a"])
  func names(_ text: String) {
    #expect(problem { () throws(Problem) in _ = try PathSource(table: text, column: "c") }?.code == .parameterRejected)
    #expect(problem { () throws(Problem) in _ = try PathSource(table: "t", column: text) }?.code == .parameterRejected)
    #expect(problem { () throws(Problem) in _ = try PathSource(table: "t", column: "c", tenant: text) }?.code == .parameterRejected)
  }

  @Test("member names and prefixes with quotes or backslashes are refused", arguments: ["'", "a\\b", "a\nb"])
  func literals(_ text: String) {
    #expect(problem { () throws(Problem) in _ = try PathSource(table: "t", column: "c", kind: .json([.member(text)])) } != nil)
    #expect(problem { () throws(Problem) in _ = try PathSource(table: "t", column: "c", base: .prefix(text)) } != nil)
  }

  @Test("the tenant reaches the query as a variable only")
  func tenant() throws {
    let query = PathQuery(sources: [try PathSource(table: "Orders", column: "file")], isForTenant: true)
    #expect(query.script.contains(#"t."tenant_id"::text = :'tenant'"#))
    #expect(query.script.contains(#"FROM "Orders" AS t"#))
    #expect(query.script.contains(#"ORDER BY path COLLATE "C") TO STDOUT;"#))
  }

  @Test("the recovery action names path, row and tenant")
  func recovery() throws {
    let source = try PathSource(table: "t", column: "c", recovery: "Regenerate {path} of {id} for {tenant} {else} {")
    #expect(source.action(path: "d/{id}", id: "7", tenant: "x") == "Regenerate d/{id} of 7 for x {else} {")
  }

  @Test("an inventory's schema decides the columns")
  func schema() throws {
    #expect(InventoryColumns(schema: "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag") == .allVersions)
    #expect(InventoryColumns(schema: "Bucket, Size") == nil)
    #expect(InventoryColumns(schema: "Bucket, Key, VersionId") == nil)
    let scratch = try Scratch()
    let columns = try #require(InventoryColumns(schema: "Size, Bucket, Key"))
    let counts = try FileReconciliation(
      database: try scratch.write("database", "a b\n"), databaseForm: .copy(column: 1),
      objects: try scratch.write("objects", "\"0\",\"shop\",\"a+b\"\n7,shop,c\n"), objectForm: .inventory(columns),
      places: KnownPlaces(bucket: "shop"), asOf: WallTime(seconds: 0), workDirectory: scratch.path
    ).run()
    #expect(counts.zeroSize == 1)
    #expect(counts.orphaned == 1)
  }
}
