-- Answers to POSTs that carried an Idempotency-Key: the same key gives the same answer.
CREATE TABLE api_idempotency (
  account TEXT NOT NULL,
  idem_key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  result_id TEXT NOT NULL,
  PRIMARY KEY (account, idem_key)
);
