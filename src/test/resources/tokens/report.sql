WITH monthly AS (
    SELECT date_trunc('month', o.created_at) AS month,
           c.country_code,
           COUNT(DISTINCT o.customer_id)      AS customers,
           SUM(l.quantity * l.unit_price)     AS revenue
      FROM orders o
      JOIN order_lines l ON l.order_id = o.id
      JOIN customers c   ON c.id = o.customer_id
     WHERE o.status IN ('paid', 'shipped')
       AND o.created_at >= now() - INTERVAL '2 years'
       AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = o.id AND r.amount >= o.total)
     GROUP BY 1, 2
), ranked AS (
    SELECT m.*,
           RANK() OVER (PARTITION BY month ORDER BY revenue DESC) AS position,
           LAG(revenue) OVER (PARTITION BY country_code ORDER BY month) AS previous
      FROM monthly m
)
SELECT to_char(month, 'YYYY-MM') AS month,
       country_code,
       customers,
       ROUND(revenue, 2) AS revenue,
       CASE WHEN previous IS NULL OR previous = 0 THEN NULL
            ELSE ROUND(100.0 * (revenue - previous) / previous, 1)
       END AS growth_percent
  FROM ranked
 WHERE position <= 5
 ORDER BY month DESC, position;

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_orders_status_created ON orders (status, created_at DESC) WHERE status <> 'cancelled';
ALTER TABLE order_lines ADD CONSTRAINT positive_quantity CHECK (quantity > 0) NOT VALID;
UPDATE customers SET newsletter = FALSE, updated_at = CURRENT_TIMESTAMP WHERE email LIKE '%@example.invalid';
