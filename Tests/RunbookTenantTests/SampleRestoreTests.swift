import RunbookBase
import RunbookTenant
import Testing

@Suite("A tenant comes back", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct SampleRestoreTests {
  static let one = "00000000-0000-4000-8000-000000000001"

  /// Tenants with customers (identity, generated, self reference), orders ↔ items (a circle), invoices and an audit trigger.
  static let schema = """
    CREATE TABLE tenants (id uuid PRIMARY KEY, name text NOT NULL UNIQUE);
    CREATE TABLE customers (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
      email text NOT NULL, referrer_id bigint REFERENCES customers, email_lower text GENERATED ALWAYS AS (lower(email)) STORED,
      UNIQUE (tenant_id, email));
    CREATE TABLE documents (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE, file jsonb);
    CREATE TABLE orders (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
      customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE, total numeric(12,2) NOT NULL, last_item_id bigint);
    CREATE TABLE order_items (
      id bigserial PRIMARY KEY, order_id uuid NOT NULL REFERENCES orders ON DELETE CASCADE,
      document_id uuid REFERENCES documents ON DELETE SET NULL, qty int NOT NULL);
    ALTER TABLE orders ADD FOREIGN KEY (last_item_id) REFERENCES order_items ON DELETE SET NULL DEFERRABLE;
    CREATE TABLE audit_log (id bigserial PRIMARY KEY, what text, row_id text);
    CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO audit_log (what, row_id) VALUES (TG_OP, coalesce(NEW.id, OLD.id)::text); RETURN coalesce(NEW, OLD); END $$;
    INSERT INTO tenants SELECT ('00000000-0000-4000-8000-' || lpad(g::text, 12, '0'))::uuid, 'tenant ' || g FROM generate_series(1, 3) g;
    INSERT INTO customers (tenant_id, email) SELECT t.id, 'C' || g || '@example.test' FROM tenants t, generate_series(1, 10) g;
    UPDATE customers c SET referrer_id = (SELECT max(id) FROM customers d WHERE d.tenant_id = c.tenant_id) WHERE id % 3 = 0;
    INSERT INTO documents (tenant_id, file) SELECT t.id, jsonb_build_object('n', g) FROM tenants t, generate_series(1, 5) g;
    INSERT INTO orders (tenant_id, customer_id, total) SELECT tenant_id, id, id * 1.5 FROM customers;
    INSERT INTO order_items (order_id, document_id, qty)
      SELECT o.id, (SELECT id FROM documents d WHERE d.tenant_id = o.tenant_id ORDER BY id LIMIT 1), g FROM orders o, generate_series(1, 2) g;
    UPDATE orders o SET last_item_id = (SELECT max(id) FROM order_items i WHERE i.order_id = o.id);
    CREATE TRIGGER orders_audit AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION audit();
    """

  @Test("everything that a deletion took comes back, byte for byte, and nothing else changes")
  func wholeTenant() throws {
    let lab = try Lab(Self.schema)
    let before = try lab.fingerprint()
    try lab.production("DELETE FROM tenants WHERE id = '\(Self.one)'")
    let applied = try lab.restore(Self.one)
    #expect(applied.inserted == 1 + 10 + 5 + 10 + 20)
    #expect(try lab.fingerprint() == before)
    #expect(try lab.production("SELECT tgenabled FROM pg_trigger WHERE tgname = 'orders_audit'") == [["O"]])
  }

  @Test("a second apply finds everything there and writes nothing")
  func idempotent() throws {
    let lab = try Lab(Self.schema)
    try lab.production("DELETE FROM tenants WHERE id = '\(Self.one)'")
    let first = try lab.restore(Self.one)
    let after = try lab.fingerprint()
    let second = try TenantRows.apply(lab.configuration(Self.one), approved: first.digest)
    #expect(second.inserted == 0)
    #expect(second.transaction == nil)
    #expect(try lab.fingerprint() == after)
  }

  @Test("rows deleted here and there are told apart from those that stayed")
  func partialLoss() throws {
    let lab = try Lab(Self.schema)
    let before = try lab.fingerprint()
    try lab.production("DELETE FROM orders WHERE tenant_id = '\(Self.one)' AND customer_id % 2 = 0")
    let diff = try TenantRows.diff(lab.configuration(Self.one))
    let orders = try #require(diff.tables.first { $0.name == "orders" })
    #expect([orders.inDump, orders.toInsert, orders.same, orders.conflicting, orders.onlyInProduction] == [10, 5, 5, 0, 0])
    #expect(diff.rowsToInsert == 15)
    try lab.restore(Self.one)
    #expect(try lab.fingerprint() == before)
  }

  @Test("a dry run changes no row, no sequence and no catalog, and needs no right but SELECT")
  func dryRun() throws {
    let lab = try Lab(Self.schema)
    try lab.production(
      """
      DELETE FROM tenants WHERE id = '\(Self.one)';
      CREATE ROLE reader_\(lab.name) LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_\(lab.name);
      GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO reader_\(lab.name); REVOKE TEMP ON DATABASE \(lab.name)_p FROM PUBLIC;
      """)
    let (rows, sequences) = (try lab.fingerprint(), try lab.sequences())
    let catalog = try lab.production("SELECT count(*), max(oid), max(xmin::text::bigint) FROM pg_class")
    let diff = try TenantRows.diff(lab.configuration(Self.one, user: "reader_\(lab.name)"))
    #expect(diff.rowsToInsert == 46)
    #expect(try lab.fingerprint() == rows)
    #expect(try lab.sequences() == sequences)
    #expect(try lab.production("SELECT count(*), max(oid), max(xmin::text::bigint) FROM pg_class") == catalog)
  }
}
