-- What the province decides for itself; a missing row means the default.
CREATE TABLE setting_value (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  rev BIGINT NOT NULL
);
