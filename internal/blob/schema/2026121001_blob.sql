-- Files by content: many rows may point to one content (hash).
CREATE TABLE blob_file (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  size BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL
);
CREATE INDEX blob_file_hash ON blob_file (hash);
