-- Work to be done later or off the request; no facts, so no acts.
CREATE TABLE jobs_job (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  once_key TEXT NOT NULL,
  payload_json TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
  run_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  attempt BIGINT NOT NULL,
  last_error TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX jobs_job_once ON jobs_job (kind, once_key);
CREATE INDEX jobs_job_due ON jobs_job (state, run_at);
