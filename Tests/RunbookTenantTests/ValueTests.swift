import RunbookTenant
import Testing

@Suite("Values of every kind", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct ValueTests {
  static let schema = #"""
    CREATE TYPE mood AS ENUM ('sad', 'it''s, "ok"'); CREATE TYPE pair AS (a int, b text); CREATE DOMAIN short AS varchar(5) CHECK (VALUE <> '');
    CREATE TABLE v (
      tenant_id char(4), k1 int, k2 text, k3 bool, j json, jb jsonb, ia int[], ta text[], m mood, ma mood[], p pair, d short, f4 real, f8 double precision,
      n numeric, ts timestamptz, dt date, iv interval, by bytea, tx text, c char(5), bt bit varying(9), u uuid, ip inet, r int4range, mo money,
      x xml, pt point, ts_ tsvector, tm timetz, reg regclass, PRIMARY KEY (k2, k1, k3));
    INSERT INTO v (tenant_id, k1, k2, k3, j, jb, ia, ta, m, ma, p, d, f4, f8, n, ts, dt, iv, by, tx, c, bt, u, ip, r, mo, x, pt, ts_, tm, reg) VALUES
      ('t1', 1, '', true, '{"b": 1,  "a": [1.0, null], "b": 2}', '{"x": "\u0041"}', '{1,NULL,3}', '{"a,b","NULL",NULL,"\\"}', 'it''s, "ok"',
        '{sad}', '(1,"a ""b"", c")', 'abc', 'NaN', '-0', 'NaN', 'infinity', '-infinity', '1 year -2 days 00:00:00.000001', '\x00ff5c0a', E'\\N', 'a',
        B'101', '00000000-0000-4000-8000-000000000001', '10.1.2.3/8', '[1,5)', '1.50', '<a>&lt;</a>', '(0.1,1e-300)', 'a fat cat', '12:00+05', 'v'),
      ('t1', 2, E'\\.', false, 'null', 'null', '{}', '{}', NULL, NULL, NULL, NULL, 'Infinity', '-Infinity', 1e100, '0044-03-15 00:00:00+00 BC', '5874897-12-31',
        '178000000 years', '', '', '', B'', NULL, '::1', 'empty', '-92233720368547758.08', NULL, NULL, '', '00:00-12', NULL),
      ('t1', 3, E'line\nbreak\ttab\r\\', true, NULL, NULL, '{{1,2},{3,4}}', '[5:6]={x,y}', NULL, '{}', '(,)', NULL, 1.1, 0.1, 'Infinity', NULL, NULL, NULL, NULL,
        repeat('ü€𝄞', 200000), NULL, NULL, NULL, NULL, '(,)', NULL, NULL, NULL, NULL, NULL, NULL),
      ('t1', 4, 'all null', true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    CREATE TABLE plain (
      id bigint PRIMARY KEY, tenant_id char(4), f8 double precision, n numeric(20,5), ts timestamp, by bytea, tx text, jb jsonb, j json, ia int[],
      ip inet, iv interval, ok bool);
    INSERT INTO plain SELECT g, 't1', CASE g WHEN 1 THEN 'NaN' WHEN 2 THEN '-Infinity' ELSE random() END, g / 3.0, 'infinity', sha256(g::text::bytea),
      nullif(repeat(E'\\ü\n', (g % 3)::int), ''), to_jsonb(g), ('{"a":  ' || g || '}')::json, ARRAY[g, NULL], '::1', g * '1 day 1 hour'::interval, g % 2 = 0
      FROM generate_series(1, 500) g;
    """#

  @Test("json, arrays, enums, domains, composites, NaN, infinities, bytea, NULL and empty, long text: all byte for byte")
  func roundTrip() throws {
    let lab = try Lab(Self.schema)
    let before = try lab.fingerprint()
    try lab.production("DELETE FROM v; DELETE FROM plain")
    #expect(try lab.restore("t1").inserted == 504)
    #expect(try lab.fingerprint() == before)
  }

  @Test("the same values compare as the same, and one changed byte as different")
  func comparison() throws {
    let lab = try Lab(Self.schema)
    #expect(try TenantRows.diff(lab.configuration("t1")).tables.map(\.same) == [500, 4])
    let changes = [
      "UPDATE v SET j = '{\"b\": 1, \"a\": [1.0, null], \"b\": 2}' WHERE k1 = 1", "UPDATE v SET tx = '' WHERE k1 = 4",
      "UPDATE v SET f8 = '0' WHERE k1 = 1",
      "UPDATE plain SET by = by || '\\x00' WHERE id = 7",
    ]
    for change in changes {
      let diff = try TenantRows.diff(lab.configuration("t1"))
      let differing = diff.tables.reduce(0) { $0 + $1.conflicting }
      try lab.production(change)
      let now = try TenantRows.diff(lab.configuration("t1"))
      #expect(now.tables.reduce(0) { $0 + $1.conflicting } >= differing)
      #expect(now.digest != diff.digest, "\(change)")
    }
    try lab.restore("t1") { $0.conflicts = .restore }
    #expect(try lab.fingerprint() == lab.fingerprint(on: "_s"))
  }

  @Test("a dump taken and restored by pg_dump and pg_restore serves as well as a copy")
  func realDump() throws {
    let lab = try Lab(SampleRestoreTests.schema)
    let before = try lab.fingerprint()
    try lab.redump()
    try lab.production("DELETE FROM tenants WHERE id = '\(SampleRestoreTests.one)'")
    #expect(try lab.restore(SampleRestoreTests.one).inserted == 46)
    #expect(try lab.fingerprint() == before)
  }
}
