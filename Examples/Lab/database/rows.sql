-- One line for each row of live_db: whose it is, table, key, digest of its content. Two equal lists mean equal data.
-- This list of tables is the lab's own knowledge, on purpose: a verdict must not depend on how a program reads the catalogs.
SET timezone = 'UTC';
SET row_security = off;
COPY (
  SELECT 'shared', 'paper_stocks', id::text, md5(to_jsonb(t)::text) FROM paper_stocks t
  UNION ALL SELECT id::text, 'tenants', id::text, md5(to_jsonb(t)::text) FROM tenants t
  UNION ALL SELECT tenant_id::text, 'customers', id::text, md5(to_jsonb(t)::text) FROM customers t
  UNION ALL SELECT tenant_id::text, 'products', id::text, md5(to_jsonb(t)::text) FROM products t
  UNION ALL SELECT tenant_id::text, 'uploads', tenant_id || '/' || number, md5(to_jsonb(t)::text) FROM uploads t
  UNION ALL SELECT tenant_id::text, 'designs', id::text, md5(to_jsonb(t)::text) FROM designs t
  UNION ALL SELECT tenant_id::text, 'designer_documents', id::text, md5(to_jsonb(t)::text) FROM designer_documents t
  UNION ALL SELECT tenant_id::text, 'orders', id::text, md5(to_jsonb(t)::text) FROM orders t
  UNION ALL SELECT o.tenant_id::text, 'order_items', t.id::text, md5(to_jsonb(t)::text)
    FROM order_items t JOIN orders o ON o.id = t.order_id
  UNION ALL SELECT tenant_id::text, 'invoices', id::text, md5(to_jsonb(t)::text) FROM invoices t
  UNION ALL SELECT tenant_id::text, 'BrandingAssets', id::text, md5(to_jsonb(t)::text) FROM "BrandingAssets" t
  UNION ALL SELECT coalesce(tenant_id::text, 'shared'), 'audit_log', id::text, md5(to_jsonb(t)::text) FROM audit_log t
) TO STDOUT;
