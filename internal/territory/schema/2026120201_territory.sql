-- Administrative units over time; a unit that changes ends, and its successor
-- begins. Codes are those of the General Statistics Office and are never reused.
CREATE TABLE territory_unit (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune')),
  parent TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  name_key TEXT NOT NULL,
  search_text TEXT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX territory_unit_parent ON territory_unit (parent, level, name_key);
CREATE INDEX territory_unit_level ON territory_unit (level, name_key);
CREATE TABLE territory_lineage (
  predecessor TEXT NOT NULL,
  successor TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('renamed', 'merged', 'split', 'part')),
  on_day TEXT NOT NULL,
  basis TEXT NOT NULL,
  PRIMARY KEY (predecessor, successor)
);
CREATE INDEX territory_lineage_successor ON territory_lineage (successor);
