-- What must look the same after a repair: relations and columns, constraints, indexes, triggers with their state.
SELECT 'column ' || c.oid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull
       || a.attidentity::text || a.attgenerated::text
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
UNION ALL
SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated
  FROM pg_constraint WHERE conrelid <> 0
UNION ALL
SELECT 'index ' || indexrelid::regclass || ' ' || indisvalid || ' ' || pg_get_indexdef(indexrelid)
  FROM pg_index WHERE indrelid >= 16384 AND indrelid::regclass::text NOT LIKE 'pg\_toast%'
UNION ALL
SELECT 'trigger ' || tgrelid::regclass || ' ' || CASE WHEN tgisinternal THEN 'of a constraint' ELSE tgname::text END || ' ' || tgenabled::text
  FROM pg_trigger
UNION ALL
SELECT 'extension ' || extname FROM pg_extension
ORDER BY 1;
