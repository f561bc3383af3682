/// The questions to the catalogs; every answer is text without NULL, every name comes raw and quoted by the server.
enum CatalogQueries {
  /// Version, encoding, identity, recovery, may make temporary tables.
  static let server: SQL = """
    SELECT current_setting('server_version_num'), getdatabaseencoding(),
      (SELECT extract(epoch FROM pg_postmaster_start_time())::text || '/' || d.oid FROM pg_database d WHERE d.datname = current_database()),
      pg_is_in_recovery(), has_database_privilege(current_database(), 'TEMPORARY')
    """

  /// Ordinary and partitioned tables, not partitions, not those of an extension.
  private static let kept: SQL = """
    SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
      AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    """

  /// Every type and what is under it and all its domains.
  private static let base: SQL = """
    base(oid, leaf) AS (
      SELECT oid, oid FROM pg_type WHERE typtype <> 'd'
      UNION ALL SELECT d.oid, b.leaf FROM pg_type d JOIN base b ON d.typtype = 'd' AND d.typbasetype = b.oid)
    """

  /// oid, schema, name, quoted, partitioned, rules, hides rows, may be locked, may be read.
  static let tables: SQL = """
    SELECT c.oid, n.nspname, c.relname, format('%I.%I', n.nspname, c.relname), c.relkind = 'p',
      EXISTS (SELECT 1 FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type IN ('2', '3') AND r.ev_enabled <> 'D'),
      row_security_active(c.oid), has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE'),
      has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid IN (\(kept)) ORDER BY 2, 3
    """

  /// table, name, quoted, type, base type, built in, not null, default, generated, identity always, may be inserted, may be updated, equality.
  static let columns: SQL = """
    WITH RECURSIVE \(base) SELECT a.attrelid, a.attname, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), format_type(b.leaf, -1),
      t.oid < 16384 AND t.typtype = 'b' AND t.typsend <> 0 AND t.typname !~ '^_?(reg|aclitem)', a.attnotnull OR (t.typtype = 'd' AND t.typnotnull),
      a.atthasdef OR a.attidentity <> '' OR (t.typtype = 'd' AND t.typdefault IS NOT NULL), a.attgenerated <> '', a.attidentity = 'a',
      has_column_privilege(a.attrelid, a.attnum, 'INSERT'), has_column_privilege(a.attrelid, a.attnum, 'UPDATE'),
      coalesce((SELECT format('OPERATOR(%I.=)', n.nspname) FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
        WHERE o.oprname = '=' AND o.oprleft = b.leaf AND o.oprright = b.leaf AND n.nspname <> 'pg_catalog' ORDER BY o.oid LIMIT 1), '=')
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN base b ON b.oid = t.oid
    WHERE a.attrelid IN (\(kept)) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum
    """

  /// index, table, name, primary, nulls collide, is partial, condition; then one row for each part in `indexParts`.
  static let indexes: SQL = """
    SELECT i.indexrelid, i.indrelid, c.relname, i.indisprimary, coalesce(to_jsonb(i) ->> 'indnullsnotdistinct', 'false') = 'true',
      i.indpred IS NOT NULL, coalesce(pg_get_expr(i.indpred, i.indrelid), '')
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid IN (\(kept)) AND i.indisunique AND i.indisready ORDER BY i.indrelid, c.relname
    """

  /// index, expression, equality; in the order of the parts.
  static let indexParts: SQL = """
    SELECT i.indexrelid, pg_get_indexdef(i.indexrelid, k.n, false), format('OPERATOR(%I.%s)', n.nspname, o.oprname)
    FROM pg_index i CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) k(n)
    JOIN pg_opclass oc ON oc.oid = (i.indclass::oid[])[k.n - 1]
    JOIN pg_amop am ON am.amopfamily = oc.opcfamily AND am.amopstrategy = 3 AND am.amoplefttype = oc.opcintype AND am.amoprighttype = oc.opcintype
    JOIN pg_operator o ON o.oid = am.amopopr JOIN pg_namespace n ON n.oid = o.oprnamespace
    WHERE i.indrelid IN (\(kept)) AND i.indisunique AND i.indisready ORDER BY i.indexrelid, k.n
    """

  /// index, column: every column that the index's parts and condition use, parts first and in their order.
  static let indexColumns: SQL = """
    SELECT u.index, a.attname FROM (
      SELECT i.indexrelid AS index, i.indrelid AS rel, (i.indkey::smallint[])[k.n - 1]::int AS attnum, k.n AS place
      FROM pg_index i CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) k(n) WHERE i.indisunique AND i.indisready
      UNION SELECT d.objid, d.refobjid, d.refobjsubid, 10000 FROM pg_depend d JOIN pg_index i ON i.indexrelid = d.objid AND i.indrelid = d.refobjid
      WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
        AND (i.indpred IS NOT NULL OR i.indexprs IS NOT NULL)) u
    JOIN pg_attribute a ON a.attrelid = u.rel AND a.attnum = u.attnum
    WHERE u.rel IN (\(kept)) AND u.attnum > 0 GROUP BY u.index, a.attname ORDER BY u.index, min(u.place), a.attname
    """

  /// key, name, child, parent, relation pointed to, on delete, on update, checked at the commit; columns follow in `foreignKeyColumns`.
  static let foreignKeys: SQL = """
    SELECT k.oid, k.conname, k.child, k.parent, format('%I.%I', n.nspname, c.relname), k.confdeltype, k.confupdtype, k.condeferred
    FROM (SELECT *, coalesce(pg_partition_root(conrelid), conrelid)::oid AS child, coalesce(pg_partition_root(confrelid), confrelid)::oid AS parent
      FROM pg_constraint WHERE contype = 'f' AND conparentid = 0) k
    JOIN pg_class c ON c.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.child IN (\(kept)) AND k.parent IN (\(kept)) ORDER BY k.child, k.conname, k.oid
    """

  /// key, child column, parent column, equality, child column not null.
  static let foreignKeyColumns: SQL = """
    SELECT k.oid, a.attname, b.attname, format('OPERATOR(%I.%s)', n.nspname, o.oprname), a.attnotnull
    FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey, k.conpfeqop) WITH ORDINALITY u(c, p, op, i)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.c JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.p
    JOIN pg_operator o ON o.oid = u.op JOIN pg_namespace n ON n.oid = o.oprnamespace
    WHERE k.contype = 'f' AND k.conparentid = 0 ORDER BY k.oid, u.i
    """

  /// table, relation quoted, trigger quoted, mode, is the role's: the user's triggers of tables and of all their partitions, constraint triggers not among them.
  static let triggers: SQL = """
    SELECT r.root, format('%I.%I', n.nspname, c.relname), quote_ident(g.tgname), g.tgenabled, pg_has_role(c.relowner, 'USAGE')
    FROM (SELECT oid, coalesce(pg_partition_root(oid), oid)::oid AS root FROM pg_class WHERE relkind IN ('r', 'p')) r
    JOIN pg_class c ON c.oid = r.oid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_trigger g ON g.tgrelid = c.oid
    WHERE NOT g.tgisinternal AND g.tgconstraint = 0 AND r.root IN (\(kept)) ORDER BY r.root, c.relispartition, 2, g.tgname
    """

  /// table, column, sequence's schema, name, quoted, increment, minimum, maximum, is the role's.
  static let sequences: SQL = """
    WITH RECURSIVE \(base) SELECT DISTINCT u.rel, a.attname, n.nspname, c.relname, format('%I.%I', n.nspname, c.relname), q.seqincrement, q.seqmin, q.seqmax,
      pg_has_role(c.relowner, 'USAGE')
    FROM (
      SELECT d.refobjid AS rel, d.refobjsubid::int AS attnum, d.objid AS seq FROM pg_depend d
      WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
      UNION SELECT f.adrelid, f.adnum, d.refobjid FROM pg_attrdef f
      JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid AND d.refclassid = 'pg_class'::regclass) u
    JOIN pg_class c ON c.oid = u.seq AND c.relkind = 'S' JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence q ON q.seqrelid = c.oid
    JOIN pg_attribute a ON a.attrelid = u.rel AND a.attnum = u.attnum
    JOIN base b ON b.oid = a.atttypid
    WHERE u.rel IN (\(kept)) AND b.leaf IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype) ORDER BY 1, 2, 4
    """
}
