-- The rungs that a province has added or changed; those that ship stand in the program.
CREATE TABLE ladder_rung (
  id TEXT PRIMARY KEY,
  work TEXT NOT NULL CHECK (work IN ('task', 'period')),
  days BIGINT NOT NULL,
  sides TEXT NOT NULL,
  ask BOOLEAN NOT NULL,
  active BOOLEAN NOT NULL,
  rev BIGINT NOT NULL
);
-- A rung is reached once for each due day of an assignment.
CREATE TABLE ladder_step (
  assignment TEXT NOT NULL,
  due_version BIGINT NOT NULL,
  rung TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('told', 'passed')),
  reached_at BIGINT NOT NULL,
  PRIMARY KEY (assignment, due_version, rung)
);
CREATE INDEX ladder_step_rung ON ladder_step (rung, reached_at);
-- Who was told at a rung; what became of it stands with the message.
CREATE TABLE ladder_told (
  assignment TEXT NOT NULL,
  due_version BIGINT NOT NULL,
  rung TEXT NOT NULL,
  recipient TEXT NOT NULL,
  name TEXT NOT NULL,
  side TEXT NOT NULL,
  PRIMARY KEY (assignment, due_version, rung, recipient)
);
-- Letters that urge (công văn đôn đốc): drafted from what was late on a day.
CREATE TABLE ladder_letter (
  id TEXT PRIMARY KEY,
  org TEXT NOT NULL,
  drafted_at BIGINT NOT NULL,
  drafted_by TEXT NOT NULL,
  as_of TEXT NOT NULL,
  answer_by TEXT NOT NULL,
  rows_json TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('drafted', 'sent', 'dropped')),
  number TEXT NOT NULL,
  signed_on TEXT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX ladder_letter_org ON ladder_letter (org, id);
