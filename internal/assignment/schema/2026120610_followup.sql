-- The version of a due day: reminders are told once for each. A clock that
-- stands has no last day, and paused_on says since when.
ALTER TABLE assignment ADD COLUMN due_version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE assignment ADD COLUMN paused_on TEXT NOT NULL DEFAULT '';
-- Late once is late for ever: counted when handed in, by the calendar of that
-- day, so that a later change of calendar turns no judgement round.
ALTER TABLE assignment ADD COLUMN late_days BIGINT NOT NULL DEFAULT 0;
ALTER TABLE assignment ADD COLUMN late_original BIGINT NOT NULL DEFAULT 0;
-- Silence: when the lead first opened it, and last said anything about it.
ALTER TABLE assignment ADD COLUMN opened_on TEXT NOT NULL DEFAULT '';
ALTER TABLE assignment ADD COLUMN heard_on TEXT NOT NULL DEFAULT '';
-- Why the lead objects: not_ours, overlapping, impossible.
ALTER TABLE assignment ADD COLUMN objection TEXT NOT NULL DEFAULT '';
CREATE INDEX assignment_silent ON assignment (is_open, heard_on);
-- One period of a standing duty is one assignment, whoever opens it and however often.
CREATE UNIQUE INDEX assignment_occurrence ON assignment (parent, period) WHERE deadline_kind = 'recurring' AND is_group = FALSE AND parent <> '' AND period <> '';
-- What a report claims: a result to be confirmed, or how far the work has come.
ALTER TABLE assignment_report ADD COLUMN kind TEXT NOT NULL DEFAULT 'result';
ALTER TABLE assignment_report ADD COLUMN cause TEXT NOT NULL DEFAULT '';
ALTER TABLE assignment_report ADD COLUMN value TEXT NOT NULL DEFAULT '';
ALTER TABLE assignment_report ADD COLUMN repeats TEXT NOT NULL DEFAULT '';
ALTER TABLE assignment_report ADD COLUMN likeness BIGINT NOT NULL DEFAULT 0;
-- A countable goal: from the baseline to the target, with planned points between.
CREATE TABLE assignment_goal (
  assignment TEXT PRIMARY KEY,
  unit TEXT NOT NULL,
  baseline TEXT NOT NULL,
  target TEXT NOT NULL,
  plan_json TEXT NOT NULL,
  rev BIGINT NOT NULL
);
-- Who held an assignment from when on: the lead's side, or those who decide.
CREATE TABLE assignment_hold (
  id TEXT PRIMARY KEY,
  assignment TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('lead', 'secretariat', 'paused', 'none')),
  org TEXT NOT NULL,
  person TEXT NOT NULL
);
CREATE INDEX assignment_hold_assignment ON assignment_hold (assignment, id);
