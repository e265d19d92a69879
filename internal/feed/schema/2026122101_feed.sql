-- Secret addresses of calendars and feeds: who may ask, for what, and until when.
CREATE TABLE feed_address (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('calendar', 'notice', 'agency')),
  target TEXT NOT NULL,
  issued_at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL
);
-- One live address for one thing.
CREATE UNIQUE INDEX feed_address_live ON feed_address (account, kind, target) WHERE revoked_at = 0;
-- Technical: when a program last asked.
CREATE TABLE feed_fetch (
  address TEXT PRIMARY KEY,
  fetched_at BIGINT NOT NULL,
  agent TEXT NOT NULL
);
