"""What every scenario's damage shares: it is done once, told by incident.json, and business goes on around it."""

from lab import ROOT, write_json


def begin():
    if (ROOT / "incident.json").exists():
        raise SystemExit("The lab is broken already. To start again: lab reset")


def business(database, sku):
    """What a minute of business writes: a product that a verdict can look for, an order, a changed customer."""
    database.sql("""
        BEGIN;
        INSERT INTO products (tenant_id, sku, price) SELECT id, :'sku', 9.50 FROM tenants ORDER BY name LIMIT 1;
        INSERT INTO orders (id, tenant_id, number, customer_id, status, total)
          SELECT gen_random_uuid(), t.id, 700000 + (SELECT count(*) FROM orders), (SELECT min(id) FROM customers c WHERE c.tenant_id = t.id),
            'open', 1.00 FROM tenants t ORDER BY name LIMIT 1;
        UPDATE customers SET email = :'sku' || '-' || email WHERE id = (SELECT max(id) FROM customers);
        COMMIT;
        """, sku=sku)


def record(scenario, values, notes):
    """The values fill exec.words, the notes are for the verdict alone."""
    write_json("truth/notes.json", {"scenario": scenario, **notes})
    write_json("incident.json", {"scenario": scenario, **values})


def migration(database):
    """A destructive migration, as in the runbook's example of 14:07."""
    database.sql("""
        BEGIN;
        ALTER TABLE invoices DROP COLUMN amount;
        DELETE FROM order_items WHERE quantity > 250;
        UPDATE orders SET total = 0;
        COMMIT;
        """)
