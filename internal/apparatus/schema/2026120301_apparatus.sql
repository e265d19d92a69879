-- Organisations over time: departments, committees, centers, divisions.
CREATE TABLE apparatus_org (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  short TEXT NOT NULL,
  abbr TEXT NOT NULL,
  aliases_json TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('province', 'committee', 'department', 'district', 'commune', 'center', 'division', 'other')),
  parent TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  focal_point BOOLEAN NOT NULL,
  standing TEXT NOT NULL,
  unit TEXT NOT NULL,
  note TEXT NOT NULL,
  name_key TEXT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX apparatus_org_parent ON apparatus_org (parent, name_key);
CREATE TABLE apparatus_lineage (
  predecessor TEXT NOT NULL,
  successor TEXT NOT NULL,
  on_day TEXT NOT NULL,
  basis TEXT NOT NULL,
  PRIMARY KEY (predecessor, successor)
);
-- Phrases by which documents mean many bodies at once.
CREATE TABLE apparatus_group (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  phrases_json TEXT NOT NULL,
  kinds_json TEXT NOT NULL,
  members_json TEXT NOT NULL,
  rev BIGINT NOT NULL
);
