-- The register. identity_slot makes the first copy of a document unique; a copy
-- that was kept on purpose carries its own id in the slot.
CREATE TABLE document (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL,
  number_key TEXT NOT NULL,
  identity_slot TEXT NOT NULL,
  kind TEXT NOT NULL,
  issuer TEXT NOT NULL,
  issuer_key TEXT NOT NULL,
  signer TEXT NOT NULL,
  subject TEXT NOT NULL,
  met_on TEXT NOT NULL,
  signed_on TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  year BIGINT NOT NULL,
  file_id TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  text TEXT NOT NULL,
  encoding TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('upload', 'paste', 'api')),
  state TEXT NOT NULL CHECK (state IN ('registered', 'reading', 'done')),
  duplicate_of TEXT NOT NULL,
  duplicate_reason TEXT NOT NULL,
  reading_json TEXT NOT NULL,
  open_findings BIGINT NOT NULL DEFAULT 0,
  confirmed_findings BIGINT NOT NULL DEFAULT 0,
  passages BIGINT NOT NULL DEFAULT 0,
  accounted BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_name TEXT NOT NULL,
  search_key BIGINT NOT NULL,
  search_text TEXT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE UNIQUE INDEX document_slot ON document (identity_slot);
CREATE UNIQUE INDEX document_search_key ON document (search_key);
CREATE INDEX document_number ON document (number_key);
CREATE INDEX document_file ON document (file_hash);
CREATE INDEX document_text ON document (text_hash);
CREATE INDEX document_created ON document (created_at, id);
CREATE INDEX document_signed ON document (signed_on, id);
CREATE INDEX document_open ON document (open_findings, id);

-- What came in and waits to be entered in the register.
CREATE TABLE document_intake (
  id TEXT PRIMARY KEY,
  file_id TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('upload', 'paste', 'api')),
  text TEXT NOT NULL,
  encoding TEXT NOT NULL,
  facts_json TEXT NOT NULL,
  warnings_json TEXT NOT NULL,
  document_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX document_intake_by ON document_intake (created_by, document_id);

-- Documents cited; target_id is filled when the cited one is in the register.
CREATE TABLE document_citation (
  document_id TEXT NOT NULL,
  n BIGINT NOT NULL,
  span_start BIGINT NOT NULL,
  span_end BIGINT NOT NULL,
  number TEXT NOT NULL,
  number_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  signed_on TEXT NOT NULL,
  issuer TEXT NOT NULL,
  target_id TEXT NOT NULL,
  PRIMARY KEY (document_id, n)
);
CREATE INDEX document_citation_key ON document_citation (number_key);
CREATE INDEX document_citation_target ON document_citation (target_id);

-- One duty that the reader or a person saw in the text.
CREATE TABLE document_finding (
  id TEXT PRIMARY KEY,
  document_id TEXT NOT NULL,
  span_start BIGINT NOT NULL,
  span_end BIGINT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('reader', 'person', 'split', 'merge')),
  state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'dismissed', 'merged', 'split')),
  title TEXT NOT NULL,
  lead_org TEXT NOT NULL,
  through_org TEXT NOT NULL,
  due TEXT NOT NULL,
  content_json TEXT NOT NULL,
  certainty DOUBLE PRECISION NOT NULL,
  because TEXT NOT NULL,
  reason TEXT NOT NULL,
  became TEXT NOT NULL,
  assignment_id TEXT NOT NULL,
  touched_at BIGINT NOT NULL,
  touched_by TEXT NOT NULL,
  touched_name TEXT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX document_finding_document ON document_finding (document_id, span_start, id);
CREATE INDEX document_finding_assignment ON document_finding (assignment_id);

-- What a person said about a sentence that carries no duty.
CREATE TABLE document_mark (
  document_id TEXT NOT NULL,
  passage TEXT NOT NULL,
  class TEXT NOT NULL CHECK (class IN ('context', 'dismissed')),
  reason TEXT NOT NULL,
  marked_at BIGINT NOT NULL,
  marked_by TEXT NOT NULL,
  marked_name TEXT NOT NULL,
  PRIMARY KEY (document_id, passage)
);
