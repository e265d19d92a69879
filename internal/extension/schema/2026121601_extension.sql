-- A request for a later due day, from being asked to being decided. The day
-- that held when it was asked, and the original one, are kept with it.
CREATE TABLE extension_request (
  id TEXT PRIMARY KEY,
  assignment TEXT NOT NULL,
  nth BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn')),
  cause TEXT NOT NULL,
  reason TEXT NOT NULL,
  evidence TEXT NOT NULL,
  files_json TEXT NOT NULL,
  lead_org TEXT NOT NULL,
  due_then TEXT NOT NULL,
  original_due TEXT NOT NULL,
  asked_until TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_name TEXT NOT NULL,
  asked_org TEXT NOT NULL,
  proposal TEXT NOT NULL CHECK (proposal IN ('', 'grant', 'refuse')),
  proposed_until TEXT NOT NULL,
  proposed_note TEXT NOT NULL,
  proposed_at BIGINT NOT NULL,
  proposed_by TEXT NOT NULL,
  proposed_name TEXT NOT NULL,
  decided_until TEXT NOT NULL,
  decided_reason TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_name TEXT NOT NULL,
  rev BIGINT NOT NULL
);
-- One request waits at a time, however often the button is pressed.
CREATE UNIQUE INDEX extension_request_open ON extension_request (assignment) WHERE state = 'asked';
CREATE INDEX extension_request_of ON extension_request (assignment, asked_at);
CREATE INDEX extension_request_state ON extension_request (state, asked_at, id);
CREATE INDEX extension_request_asked ON extension_request (asked_at, id);
