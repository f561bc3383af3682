-- A small Print-Flow: every tenant's rows in shared tables, with what a tenant's restore has to survive.
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.updated_at := clock_timestamp(); RETURN NEW; END $$;

CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed jsonb := coalesce(to_jsonb(NEW), to_jsonb(OLD));
BEGIN
  INSERT INTO audit_log (action, table_name, row_id, tenant_id)
  VALUES (TG_OP, TG_TABLE_NAME, changed->>'id', (changed->>'tenant_id')::uuid);
  RETURN NULL;
END $$;

-- Shared by every tenant: a restore of one tenant never touches it.
CREATE TABLE paper_stocks (
  id int PRIMARY KEY,
  name text NOT NULL UNIQUE,
  grams int NOT NULL
);

CREATE TABLE tenants (
  id uuid PRIMARY KEY,
  name text NOT NULL UNIQUE,
  branding_css text,
  -- Print files lie in a bucket of the tenant's own, whose name ends with this; NULL: in the shared one.
  own_bucket text,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Identity ALWAYS, a generated column, a key to itself, a second unique key.
CREATE TABLE customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  email text NOT NULL,
  email_lower text GENERATED ALWAYS AS (lower(email)) STORED,
  image text,
  referred_by bigint REFERENCES customers,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, email)
);

-- A unique index that is partial and on an expression.
CREATE TABLE products (
  id bigserial PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  sku text NOT NULL,
  archived boolean NOT NULL DEFAULT false,
  price numeric(10,2) NOT NULL,
  paper_stock_id int REFERENCES paper_stocks,
  image text
);
CREATE UNIQUE INDEX products_live_sku ON products (tenant_id, lower(sku)) WHERE NOT archived;

-- A composite key.
CREATE TABLE uploads (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  number int NOT NULL,
  customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
  image text NOT NULL,
  uploaded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, number)
);

CREATE TABLE designs (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
  title text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE designer_documents (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  design_id uuid NOT NULL REFERENCES designs ON DELETE CASCADE,
  print_ready_file jsonb,
  file_status text NOT NULL DEFAULT 'ready' CHECK (file_status IN ('ready', 'generating', 'recovering')),
  recovery_action text,
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- orders and order_items point at each other: rows alone cannot be inserted in any order.
CREATE TABLE orders (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  number bigint NOT NULL,
  customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
  status text NOT NULL CHECK (status IN ('open', 'paid', 'printing', 'shipped', 'cancelled')),
  total numeric(12,2) NOT NULL,
  design_print_ready_file jsonb,
  -- What the customer is told in place of a download that would break (seed §3.5).
  file_status text NOT NULL DEFAULT 'ready' CHECK (file_status IN ('ready', 'generating', 'recovering')),
  recovery_action text,
  main_item_id bigint,
  paid_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, number),
  CHECK (status IN ('open', 'cancelled') OR paid_at IS NOT NULL)
);

-- No tenant_id: it belongs to the tenant of its order.
CREATE TABLE order_items (
  id bigserial PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES orders ON DELETE CASCADE,
  product_id bigint NOT NULL REFERENCES products DEFERRABLE INITIALLY DEFERRED,
  document_id uuid REFERENCES designer_documents ON DELETE SET NULL,
  quantity int NOT NULL CHECK (quantity > 0),
  unit_price numeric(10,2) NOT NULL,
  line_total numeric(12,2) GENERATED ALWAYS AS (quantity * unit_price) STORED
);
ALTER TABLE orders ADD CONSTRAINT orders_main_item_id_fkey
  FOREIGN KEY (main_item_id) REFERENCES order_items ON DELETE SET NULL DEFERRABLE INITIALLY IMMEDIATE;

CREATE TABLE invoices (
  id bigserial PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  order_id uuid NOT NULL UNIQUE REFERENCES orders ON DELETE CASCADE,
  amount numeric(12,2) NOT NULL,
  issued_at timestamptz NOT NULL
);

-- A name that only works in quotes.
CREATE TABLE "BrandingAssets" (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  kind text NOT NULL,
  "logoPath" text NOT NULL,
  UNIQUE (tenant_id, kind)
);

-- Written by triggers, only ever appended to; no key to tenants, so it outlives them.
CREATE TABLE audit_log (
  id bigserial PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  action text NOT NULL,
  table_name text NOT NULL,
  row_id text NOT NULL,
  tenant_id uuid
);

CREATE INDEX ON customers (referred_by);
CREATE INDEX ON uploads (customer_id);
CREATE INDEX ON designs (tenant_id);
CREATE INDEX ON designs (customer_id);
CREATE INDEX ON designer_documents (tenant_id);
CREATE INDEX ON designer_documents (design_id);
CREATE INDEX ON orders (customer_id);
CREATE INDEX ON orders (main_item_id);
CREATE INDEX ON order_items (order_id);
CREATE INDEX ON order_items (product_id);
CREATE INDEX ON order_items (document_id);
CREATE INDEX ON invoices (tenant_id);

-- A repair that updates a row after inserting it, with these in force, leaves its traces here.
CREATE TRIGGER customers_touch BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER orders_touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER documents_touch BEFORE UPDATE ON designer_documents FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER customers_audit AFTER INSERT OR UPDATE OR DELETE ON customers FOR EACH ROW EXECUTE FUNCTION audit();
CREATE TRIGGER orders_audit AFTER INSERT OR UPDATE OR DELETE ON orders FOR EACH ROW EXECUTE FUNCTION audit();
