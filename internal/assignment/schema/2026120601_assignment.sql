-- The currency: whatever is owed, by whom, until when.
CREATE TABLE assignment (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  parent TEXT NOT NULL,
  is_group BOOLEAN NOT NULL,
  title TEXT NOT NULL,
  quote TEXT NOT NULL,
  lead_org TEXT NOT NULL,
  through_org TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('drafted', 'assigned', 'acknowledged', 'disputed', 'reported', 'confirmed', 'returned', 'cancelled', 'superseded')),
  is_open BOOLEAN NOT NULL,
  assigned_on TEXT NOT NULL,
  assigned_by TEXT NOT NULL,
  origin_kind TEXT NOT NULL,
  origin_id TEXT NOT NULL,
  origin_label TEXT NOT NULL,
  span_start BIGINT NOT NULL,
  span_end BIGINT NOT NULL,
  deadline_json TEXT NOT NULL,
  deadline_kind TEXT NOT NULL CHECK (deadline_kind IN ('date', 'relative', 'recurring', 'none')),
  period TEXT NOT NULL,
  due_on TEXT NOT NULL,
  due_last TEXT NOT NULL,
  due_sort TEXT NOT NULL,
  original_due TEXT NOT NULL,
  due_settled BOOLEAN NOT NULL,
  holder_org TEXT NOT NULL,
  holder_person TEXT NOT NULL,
  holder_name TEXT NOT NULL,
  inner_due TEXT NOT NULL,
  reported_on TEXT NOT NULL,
  reported_by TEXT NOT NULL,
  confirmed_on TEXT NOT NULL,
  times_returned BIGINT NOT NULL,
  note TEXT NOT NULL,
  title_key TEXT NOT NULL,
  search_key BIGINT NOT NULL,
  search_text TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX assignment_lead_due ON assignment (lead_org, due_sort, id);
CREATE INDEX assignment_due ON assignment (due_sort, id);
CREATE INDEX assignment_open_due ON assignment (is_open, due_sort, id);
CREATE INDEX assignment_state_due ON assignment (state, due_sort, id);
CREATE INDEX assignment_holder ON assignment (holder_org, due_sort, id);
CREATE INDEX assignment_person ON assignment (holder_person, due_sort, id);
CREATE INDEX assignment_origin ON assignment (origin_kind, origin_id, span_start);
CREATE INDEX assignment_parent ON assignment (parent);
CREATE INDEX assignment_search_key ON assignment (search_key);
-- Every body that has to do with an assignment, for who may see it.
CREATE TABLE assignment_party (
  org TEXT NOT NULL,
  assignment TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('lead', 'through', 'coordinate', 'holder', 'origin')),
  PRIMARY KEY (org, assignment, part)
);
CREATE INDEX assignment_party_assignment ON assignment_party (assignment);
-- What a coordinating body is asked for, and what it delivered.
CREATE TABLE assignment_part (
  assignment TEXT NOT NULL,
  org TEXT NOT NULL,
  asked TEXT NOT NULL,
  asked_due TEXT NOT NULL,
  delivered_on TEXT NOT NULL,
  delivered_by TEXT NOT NULL,
  body TEXT NOT NULL,
  rev BIGINT NOT NULL,
  PRIMARY KEY (assignment, org)
);
CREATE TABLE assignment_report (
  id TEXT PRIMARY KEY,
  assignment TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'confirmed', 'returned')),
  period TEXT NOT NULL,
  due_on TEXT NOT NULL,
  body TEXT NOT NULL,
  figure TEXT NOT NULL,
  percent BIGINT NOT NULL,
  claimed_on TEXT NOT NULL,
  files_json TEXT NOT NULL,
  org TEXT NOT NULL,
  written_by TEXT NOT NULL,
  written_name TEXT NOT NULL,
  written_at BIGINT NOT NULL,
  submitted_at BIGINT NOT NULL,
  submitted_name TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  decided_name TEXT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX assignment_report_assignment ON assignment_report (assignment, id);
