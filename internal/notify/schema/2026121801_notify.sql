-- What people are told: one row per key and recipient, however often it is asked for.
CREATE TABLE notify_message (
  id TEXT PRIMARY KEY,
  once_key TEXT NOT NULL,
  recipient TEXT NOT NULL,
  batch TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  short TEXT NOT NULL,
  path TEXT NOT NULL,
  on_kind TEXT NOT NULL,
  on_id TEXT NOT NULL,
  urgent BOOLEAN NOT NULL,
  ask BOOLEAN NOT NULL,
  next_step TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  read_at BIGINT NOT NULL,
  ack_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX notify_message_once ON notify_message (once_key, recipient);
CREATE INDEX notify_message_recipient ON notify_message (recipient, read_at, id);
-- How a person wants to be told; a missing row means the province's settings.
CREATE TABLE notify_preference (
  account TEXT PRIMARY KEY,
  mail TEXT NOT NULL,
  phone TEXT NOT NULL,
  kinds_json TEXT NOT NULL,
  quiet_from TEXT NOT NULL,
  quiet_to TEXT NOT NULL,
  digest_at TEXT NOT NULL,
  rev BIGINT NOT NULL
);
-- Programs of others that are told, and the secret that signs what they get.
CREATE TABLE notify_hook (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  kinds TEXT NOT NULL,
  secret TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
-- Technical tables: no facts, no acts. The outbox holds what has not yet been
-- looked at (stage 'new') or waits for its person's morning letter ('digest').
CREATE TABLE notify_outbox (
  message TEXT PRIMARY KEY,
  recipient TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('new', 'digest')),
  due_at BIGINT NOT NULL
);
CREATE INDEX notify_outbox_stage ON notify_outbox (stage, recipient, due_at);
-- One way out to one address: a letter, a short text, a webhook call.
CREATE TABLE notify_delivery (
  id TEXT PRIMARY KEY,
  once_key TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL CHECK (channel IN ('mail', 'digest', 'short', 'hook')),
  account TEXT NOT NULL,
  hook TEXT NOT NULL,
  address TEXT NOT NULL,
  message TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  messages BIGINT NOT NULL,
  day TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'dropped')),
  attempt BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  last_error TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL
);
CREATE INDEX notify_delivery_due ON notify_delivery (state, next_at);
CREATE INDEX notify_delivery_account ON notify_delivery (account, channel, day);
CREATE INDEX notify_delivery_message ON notify_delivery (message);
CREATE INDEX notify_delivery_hook ON notify_delivery (hook, id);
-- Every try, for the log.
CREATE TABLE notify_attempt (
  delivery TEXT NOT NULL,
  attempt BIGINT NOT NULL,
  at BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (delivery, attempt, at)
);
