-- What the secretariat proposes for an item that waits for a decision: one
-- proposal an item, made for one revision of it.
CREATE TABLE dashboard_proposal (
  item TEXT PRIMARY KEY,
  action TEXT NOT NULL,
  value TEXT NOT NULL,
  why TEXT NOT NULL,
  item_rev BIGINT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
