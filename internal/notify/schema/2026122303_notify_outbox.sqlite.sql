-- Whatever is told goes through the outbox: a row that stands in its key is
-- written once, not twice.
CREATE TABLE notify_outbox_new (
  message TEXT PRIMARY KEY,
  recipient TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('new', 'digest')),
  due_at BIGINT NOT NULL
) WITHOUT ROWID;
INSERT INTO notify_outbox_new SELECT message, recipient, stage, due_at FROM notify_outbox ORDER BY message;
DROP TABLE notify_outbox;
ALTER TABLE notify_outbox_new RENAME TO notify_outbox;
CREATE INDEX notify_outbox_stage ON notify_outbox (stage, recipient, due_at);
