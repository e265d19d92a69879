-- The record of acts: append only. One row per act; audit_about lists the
-- further records on whose timelines the act shows.
CREATE TABLE audit_act (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  claimed BIGINT NOT NULL DEFAULT 0,
  verb TEXT NOT NULL,
  on_kind TEXT NOT NULL,
  on_id TEXT NOT NULL,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('anonymous', 'person', 'job')),
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  actor_org TEXT NOT NULL,
  request_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  before_json TEXT NOT NULL,
  after_json TEXT NOT NULL
);
CREATE INDEX audit_act_on ON audit_act (on_kind, on_id, id);
CREATE INDEX audit_act_at ON audit_act (at, id);
CREATE TABLE audit_about (
  on_kind TEXT NOT NULL,
  on_id TEXT NOT NULL,
  act_id TEXT NOT NULL,
  PRIMARY KEY (on_kind, on_id, act_id)
);
