-- How far a long job has come, and whether a person asked it to stop.
ALTER TABLE jobs_job ADD COLUMN steps_done BIGINT NOT NULL DEFAULT 0;
ALTER TABLE jobs_job ADD COLUMN steps_total BIGINT NOT NULL DEFAULT 0;
ALTER TABLE jobs_job ADD COLUMN stop_asked BIGINT NOT NULL DEFAULT 0;
