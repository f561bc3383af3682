import RunbookBase
import Testing

@testable import RunbookTenant

@Suite("Tenant rows, the pure parts")
struct PureTests {
  static func table(_ name: String) -> TableName { TableName(schema: Name("public"), name: Name(name)) }
  static func key(_ child: String, _ parent: String) -> ForeignKey {
    ForeignKey(name: Name(child + parent), child: table(child), parent: table(parent), target: "x", pairs: [], onDelete: "a")
  }

  @Test(
    "parents come first and circles come together",
    arguments: [
      ("c b a", "c>b b>a", "a|b|c"), ("a b c", "", "a|b|c"), ("a b", "a>a a>b", "b|a"), ("a b c d", "a>b b>c c>a d>a", "a+b+c|d"),
      ("a b c d", "a>b b>a b>c c>d d>c", "c+d|a+b"), ("a", "a>z z>a", "a"),
    ])
  func order(_ tables: String, _ keys: String, _ expected: String) {
    let names = tables.split(separator: " ").map { Self.table(String($0)) }
    let edges = keys.split(separator: " ").map { Self.key(String($0.first ?? "?"), String($0.last ?? "?")) }
    let groups = InsertOrder.groups(names, edges).map { $0.map(\.description).joined(separator: "+") }.joined(separator: "|")
    #expect(groups == expected)
  }

  @Test("a chain of ten thousand tables is put in order without a deep stack")
  func longChain() {
    let keys = (1..<10_000).map { Self.key("t\($0)", "t\($0 - 1)") }
    #expect(InsertOrder.groups((0..<10_000).map { Self.table("t\($0)") }, keys).map { $0[0] } == (0..<10_000).map { Self.table("t\($0)") })
  }

  @Test(
    "only what cannot change a value counts as a harmless change of type",
    arguments: [
      ("integer", "integer", true), ("integer", "bigint", true), ("bigint", "integer", false), ("character varying(10)", "text", true),
      ("character varying(10)", "character varying(20)", true), ("character varying(20)", "character varying(10)", false),
      ("text", "character varying(10)", false), ("text", "character varying", true), ("numeric(10,2)", "numeric(12,2)", true),
      ("numeric(10,2)", "numeric(12,3)", false), ("character(3)", "character(5)", false),
      ("timestamp with time zone", "timestamp without time zone", false),
      ("public.\"é\"", "public.\"e\u{301}\"", false), ("json", "jsonb", false),
    ])
  func types(_ old: String, _ new: String, _ harmless: Bool) { #expect(TypeDrift.isHarmless(from: old, to: new) == harmless) }

  @Test("the server's error is found among what psql says, with state and detail and without its source line")
  func failure() {
    let text = """
      psql:<stdin>:3: WARNING:  01000: careful
      psql:<stdin>:4: ERROR:  23505: duplicate key value violates unique constraint "t_pkey"
      DETAIL:  Key (id)=(1) already exists.
      LOCATION:  _bt_check_unique, nbtinsert.c:664

      """
    let failure = PsqlFailure(errorOutput: Array(text.utf8), fallback: "?")
    #expect(failure.state == "23505")
    #expect(failure.message == "duplicate key value violates unique constraint \"t_pkey\"")
    #expect(failure.details == ["DETAIL:  Key (id)=(1) already exists."])
    #expect(PsqlFailure(errorOutput: [], fallback: "exit status 2").message == "exit status 2")
  }

  @Test("names are equal byte by byte only, and cannot steer a terminal")
  func names() {
    #expect(Name("é") != Name("e\u{301}"))
    #expect(Name("a\u{1B}[31m\n\u{202E}").description == "a\\x1b[31m\\x0a\\x202e")
    #expect(Self.table("t").isMeant(by: "public.t"))
    #expect(!Self.table("t").isMeant(by: "PUBLIC.t"))
  }

  @Test("the text of a diff shows every number, and its columns stand under each other")
  func text() {
    var diff = TenantDiff(
      tenant: "t\u{7}1",
      tables: [
        TableDiff(
          name: "orders", via: "column tenant_id", inDump: 10, toInsert: 7, same: 2, conflicting: 1, onlyInProduction: 3, collisions: [],
          dangling: [], samples: [])
      ],
      sequences: [SequenceMove(name: "s", from: 1, to: 9)], refusals: ["no"], notes: ["well"], conflicts: .refuse, triggers: .disabled,
      digest: "ab")
    #expect(
      diff.text == """
        tenant t\\x071: 7 rows to insert into 1 tables, 1 differ, 1 refusals

        table   in dump  to insert  same  differ  only in production  found by
        orders       10          7     2       1                   3  column tenant_id

        sequences to move forward:
          s: next value 1 → 9

        notes:
          well

        refused, nothing can be written:
          no

        policy: conflicts refuse, triggers disabled
        """)
    #expect(diff.json["tables"]?[0]?["toInsert"] == 7)
    #expect(diff.json["digest"] == .null)
    diff.refusals = []
    #expect(diff.text.hasSuffix("triggers disabled\ndigest: ab"))
    #expect(diff.json["digest"] == "ab")
  }
}
