-- A long file is kept at once and read by a job; until then its intake waits.
ALTER TABLE document_intake ADD COLUMN state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('waiting', 'ready', 'failed', 'cancelled'));
ALTER TABLE document_intake ADD COLUMN failure TEXT NOT NULL DEFAULT '';
