-- Every change of the calendar is a decision with a number of its own; a form
-- that was made before the last number is stale. moved and told_json say what
-- became of open deadlines, reckoned_at when they were all looked at.
CREATE TABLE calendar_decision (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  source TEXT NOT NULL CHECK (source IN ('decision', 'import', 'day', 'hours')),
  org_id TEXT NOT NULL,
  name TEXT NOT NULL,
  basis TEXT NOT NULL,
  days_json TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  entered_by TEXT NOT NULL,
  moved BIGINT NOT NULL,
  told_json TEXT NOT NULL,
  reckoned_at BIGINT NOT NULL
);
-- Days that ship with the program and that a decision has taken away.
CREATE TABLE calendar_struck (
  day TEXT PRIMARY KEY,
  basis TEXT NOT NULL
);
-- Office hours in minutes after midnight, from a day on; org_id '' is the province.
CREATE TABLE calendar_hours (
  org_id TEXT NOT NULL,
  from_on TEXT NOT NULL,
  open_at BIGINT NOT NULL,
  noon_at BIGINT NOT NULL,
  afternoon_at BIGINT NOT NULL,
  close_at BIGINT NOT NULL,
  basis TEXT NOT NULL,
  PRIMARY KEY (org_id, from_on)
);
-- Days on which one organisation departs from the province.
CREATE TABLE calendar_exception (
  org_id TEXT NOT NULL,
  day TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('holiday', 'compensatory', 'swap_off', 'makeup_workday')),
  name TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('decided', 'statutory', 'undecided')),
  basis TEXT NOT NULL,
  PRIMARY KEY (org_id, day)
);
