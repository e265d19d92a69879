CREATE TABLE identity_account (
  id TEXT PRIMARY KEY,
  user_name TEXT NOT NULL,
  user_fold TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  org TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  password TEXT NOT NULL,
  name_key TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE TABLE identity_grant (
  account TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('admin', 'chairman', 'secretariat', 'agency_head', 'officer', 'focal_point', 'auditor')),
  org TEXT NOT NULL,
  PRIMARY KEY (account, role, org)
);
CREATE TABLE identity_token (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked BOOLEAN NOT NULL
);
CREATE INDEX identity_token_account ON identity_token (account);
-- Technical tables: no facts, no acts.
CREATE TABLE identity_session (
  hash TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  form_token TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  agent TEXT NOT NULL
);
CREATE INDEX identity_session_account ON identity_session (account);
CREATE TABLE identity_draft (
  account TEXT NOT NULL,
  draft_key TEXT NOT NULL,
  saved_at BIGINT NOT NULL,
  values_json TEXT NOT NULL,
  PRIMARY KEY (account, draft_key)
);
CREATE TABLE identity_rate (
  rate_key TEXT PRIMARY KEY,
  tries BIGINT NOT NULL,
  until_at BIGINT NOT NULL
);
