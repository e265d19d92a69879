-- What an officer says the reader got wrong; kept apart from the finding, which
-- the officer decides all the same.
CREATE TABLE document_dispute (
  id TEXT PRIMARY KEY,
  document_id TEXT NOT NULL,
  finding_id TEXT NOT NULL,
  wrong TEXT NOT NULL,
  note TEXT NOT NULL,
  words TEXT NOT NULL,
  finding_json TEXT NOT NULL,
  version TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'settled')),
  settled_note TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_name TEXT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX document_dispute_state ON document_dispute (state, id);
CREATE INDEX document_dispute_finding ON document_dispute (finding_id);
