-- Sequences that would hand out a key that is already taken.
SELECT 'customers' WHERE (SELECT max(id) FROM customers) > (SELECT last_value FROM customers_id_seq)
UNION ALL SELECT 'products' WHERE (SELECT max(id) FROM products) > (SELECT last_value FROM products_id_seq)
UNION ALL SELECT 'order_items' WHERE (SELECT max(id) FROM order_items) > (SELECT last_value FROM order_items_id_seq)
UNION ALL SELECT 'invoices' WHERE (SELECT max(id) FROM invoices) > (SELECT last_value FROM invoices_id_seq)
UNION ALL SELECT 'audit_log' WHERE (SELECT max(id) FROM audit_log) > (SELECT last_value FROM audit_log_id_seq);
