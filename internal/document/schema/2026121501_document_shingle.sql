-- Hashes of the runs of words of a finding, so that the same duty in an earlier
-- document is found by an index. Derived from the text; no facts.
CREATE TABLE document_finding_shingle (
  finding_id TEXT NOT NULL,
  shingle BIGINT NOT NULL,
  document_id TEXT NOT NULL,
  PRIMARY KEY (finding_id, shingle)
);
CREATE INDEX document_finding_shingle_hash ON document_finding_shingle (shingle, document_id, finding_id);
CREATE INDEX document_finding_shingle_document ON document_finding_shingle (document_id);
