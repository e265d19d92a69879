-- A night writes a hundred thousand steps and those who were told. As tables
-- whose rows stand in their key they are written once, not twice; when a night
-- last told anybody stands in its act.
CREATE TABLE ladder_step_new (
  assignment TEXT NOT NULL,
  due_version BIGINT NOT NULL,
  rung TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('told', 'passed')),
  reached_at BIGINT NOT NULL,
  PRIMARY KEY (assignment, due_version, rung)
) WITHOUT ROWID;
INSERT INTO ladder_step_new SELECT assignment, due_version, rung, outcome, reached_at FROM ladder_step ORDER BY assignment, due_version, rung;
DROP TABLE ladder_step;
ALTER TABLE ladder_step_new RENAME TO ladder_step;
CREATE TABLE ladder_told_new (
  assignment TEXT NOT NULL,
  due_version BIGINT NOT NULL,
  rung TEXT NOT NULL,
  recipient TEXT NOT NULL,
  name TEXT NOT NULL,
  side TEXT NOT NULL,
  PRIMARY KEY (assignment, due_version, rung, recipient)
) WITHOUT ROWID;
INSERT INTO ladder_told_new SELECT assignment, due_version, rung, recipient, name, side FROM ladder_told ORDER BY assignment, due_version, rung, recipient;
DROP TABLE ladder_told;
ALTER TABLE ladder_told_new RENAME TO ladder_told;
