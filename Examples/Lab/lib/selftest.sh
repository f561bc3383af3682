# lab selftest: is the verdict worth anything? It must be red before a repair, green after one, and red again
# for each single thing that a repair could have done wrong. Needs no runbook: the repair is done by hand.

SELFTEST_FAILED=0

# expect CODE WHAT [PATTERN]: verify must end with CODE and, if red, name the pattern
expect() {
  local code=0
  "$LAB_HOME/lab" verify tenant-delete >"$LAB/logs/verdict.log" 2>&1 || code=$?
  if [ $code = "$1" ] && { [ $# -lt 3 ] || grep -E '^ +RED' "$LAB/logs/verdict.log" | grep -qF -- "$3"; }; then
    printf '  ok   %s\n' "$2"
  else
    SELFTEST_FAILED=$((SELFTEST_FAILED + 1))
    printf '  RED  %s: the verdict was %s, not %s\n' "$2" "$code" "$1"
    sed 's/^/       /' "$LAB/logs/verdict.log"
  fi
}

# wrong WHAT PATTERN HARM HEAL: harm, see red, heal, and in the end all must be green again
wrong() {
  $3
  expect 1 "red: $1" "$2"
  $4
}

live() { psql_lab -d live_db -o /dev/null "$@"; }
store() { "$PYTHON" "$LAB_HOME/tools/harm.py" "$@"; }

selftest() {
  local began
  began=$(seconds)
  "$LAB_HOME/lab" up
  "$LAB_HOME/lab" reset
  load_python
  find_cluster
  "$LAB_HOME/lab" break tenant-delete
  local tenant
  tenant=$(field "$LAB/incident.json" tenant)
  expect 1 "red: nothing is repaired yet" "files of the tenant"
  "$PYTHON" "$LAB_HOME/scenarios/tenant-delete/by-hand.py"
  expect 0 "green: repaired by hand"

  other_row() { live -c "UPDATE products SET price = price + $1 WHERE id = (SELECT max(id) FROM products WHERE sku = 'SKU-007')"; }
  harm() { other_row 1; }
  heal() { other_row -1; }
  wrong "one row of another tenant was changed" "1 different" harm heal

  harm() { live -c "SET session_replication_role = replica" -c "UPDATE orders SET updated_at = updated_at + interval '1 second' WHERE tenant_id = '$tenant' AND number = 7"; }
  heal() { live -c "SET session_replication_role = replica" -c "UPDATE orders SET updated_at = updated_at - interval '1 second' WHERE tenant_id = '$tenant' AND number = 7"; }
  wrong "a trigger touched one row of the tenant" "orders" harm heal

  harm() { live -c "SET session_replication_role = replica" -c "CREATE TABLE public.aside AS SELECT * FROM uploads WHERE tenant_id = '$tenant' AND number = 7" \
    -c "DELETE FROM uploads WHERE tenant_id = '$tenant' AND number = 7"; }
  heal() { live -c "INSERT INTO uploads SELECT * FROM aside" -c "DROP TABLE aside"; }
  wrong "one row of the tenant is missing" "uploads" harm heal

  harm() { live -c "INSERT INTO products (tenant_id, sku, price) VALUES ('$tenant', 'NEVER-THERE', 1)"; }
  heal() { live -c "DELETE FROM products WHERE sku = 'NEVER-THERE'"; }
  wrong "the tenant has a row that it never had" "products" harm heal

  harm() { live -c "ALTER TABLE orders DISABLE TRIGGER orders_audit"; }
  heal() { live -c "ALTER TABLE orders ENABLE TRIGGER orders_audit"; }
  wrong "a trigger was left switched off" "triggers" harm heal

  harm() { live -c "ALTER SEQUENCE order_items_id_seq RESTART 5"; }
  heal() { live -c "SELECT setval('order_items_id_seq', (SELECT max(id) FROM order_items))"; }
  wrong "a sequence was left behind" "sequences" harm heal

  harm() { psql_lab -d postgres -c "CREATE DATABASE live_db_scratch TEMPLATE template0"; }
  heal() { psql_lab -d postgres -c "DROP DATABASE live_db_scratch"; }
  wrong "a scratch database was left over" "databases" harm heal

  harm() { store hide "$tenant/branding/brand.css"; }
  heal() { store uncover "$tenant/branding/brand.css"; }
  wrong "one file of the tenant is missing" "files of the tenant" harm heal

  harm() { store hide "@north-print/proofs/unfinished.pdf"; }
  heal() { store uncover "@north-print/proofs/unfinished.pdf"; }
  wrong "one file in the tenant's own bucket is missing" "files of the tenant" harm heal

  harm() { store overwrite "$tenant/branding/logo.png"; }
  heal() { store uncover "$tenant/branding/logo.png"; }
  wrong "one file of the tenant has other bytes" "files of the tenant" harm heal

  harm() { store uncover "$tenant/uploads/retired-1.png"; }
  heal() { store hide "$tenant/uploads/retired-1.png"; }
  wrong "a file deleted on purpose came back" "deleted on purpose" harm heal
  expect 0 "green: every harm was healed"

  harm() { store destroy "$tenant/branding/brand.css"; }
  wrong "an old version was destroyed" "versions in the bucket" harm :

  "$LAB_HOME/lab" reset
  "$LAB_HOME/lab" break tenant-delete --hard --tenant atlas-cards
  "$PYTHON" "$LAB_HOME/scenarios/tenant-delete/by-hand.py"
  expect 0 "green: another tenant, one file lost for good"

  [ $SELFTEST_FAILED = 0 ] || die "the self-test found $SELFTEST_FAILED verdicts wrong"
  say "the verdict can be trusted (self-test in $(took "$began"))"
}
