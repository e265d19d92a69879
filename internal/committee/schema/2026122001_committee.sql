-- Members of the committee over time.
CREATE TABLE committee_member (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('head', 'deputy', 'standing', 'member')),
  org TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE TABLE committee_meeting (
  id TEXT PRIMARY KEY,
  year BIGINT NOT NULL,
  number BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'concluded', 'signed', 'published')),
  planned_at BIGINT NOT NULL,
  held_at BIGINT NOT NULL,
  signed_on TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  document TEXT NOT NULL,
  content_json TEXT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE UNIQUE INDEX committee_meeting_number ON committee_meeting (year, number);
CREATE UNIQUE INDEX committee_meeting_document ON committee_meeting (document) WHERE document <> '';
CREATE INDEX committee_meeting_planned ON committee_meeting (planned_at, id);
-- The bodies that attend, for who may see a meeting.
CREATE TABLE committee_party (
  meeting TEXT NOT NULL,
  org TEXT NOT NULL,
  PRIMARY KEY (meeting, org)
);
CREATE INDEX committee_party_org ON committee_party (org, meeting);
CREATE TABLE committee_conclusion (
  id TEXT PRIMARY KEY,
  meeting TEXT NOT NULL,
  place BIGINT NOT NULL,
  words TEXT NOT NULL,
  lead_org TEXT NOT NULL,
  coordinate TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('', 'date', 'recurring', 'none')),
  due TEXT NOT NULL,
  rhythm TEXT NOT NULL,
  reason TEXT NOT NULL,
  assignment TEXT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX committee_conclusion_meeting ON committee_conclusion (meeting, place, id);
CREATE INDEX committee_conclusion_assignment ON committee_conclusion (assignment);
-- What a meeting says about a duty of an earlier notice. effective_on is empty
-- while it is only prepared.
CREATE TABLE committee_carry (
  meeting TEXT NOT NULL,
  assignment TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('repeat', 'replace', 'close')),
  reason TEXT NOT NULL,
  conclusion TEXT NOT NULL,
  effective_on TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  decided_by TEXT NOT NULL,
  PRIMARY KEY (meeting, assignment)
);
CREATE INDEX committee_carry_assignment ON committee_carry (assignment, decision);
-- What was tabled, as it was when the meeting began.
CREATE TABLE committee_pack (
  meeting TEXT PRIMARY KEY,
  content_json TEXT NOT NULL,
  docx TEXT NOT NULL,
  pdf TEXT NOT NULL,
  hash TEXT NOT NULL,
  frozen_at BIGINT NOT NULL
);
