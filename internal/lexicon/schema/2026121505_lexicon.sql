-- Names for bodies that documents use and the directory does not know.
CREATE TABLE lexicon_entry (
  id TEXT PRIMARY KEY,
  phrase TEXT NOT NULL,
  phrase_key TEXT NOT NULL,
  org TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  last_on TEXT NOT NULL,
  note TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'refused', 'retired')),
  reason TEXT NOT NULL,
  document TEXT NOT NULL,
  finding TEXT NOT NULL,
  proposed_at BIGINT NOT NULL,
  proposed_by TEXT NOT NULL,
  proposed_name TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_name TEXT NOT NULL,
  retired_at BIGINT NOT NULL,
  retired_by TEXT NOT NULL,
  retired_name TEXT NOT NULL,
  rev BIGINT NOT NULL
);
-- The same proposal twice at once is one.
CREATE UNIQUE INDEX lexicon_entry_live ON lexicon_entry (phrase_key, org, from_on) WHERE state IN ('proposed', 'approved');
CREATE INDEX lexicon_entry_state ON lexicon_entry (state, proposed_at, id);
