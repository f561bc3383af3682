-- The landlord's database: plans of the tenants, without a key into live_db.
CREATE TABLE plans (tenant_id uuid PRIMARY KEY, tenant_name text NOT NULL, plan text NOT NULL, since date NOT NULL);
