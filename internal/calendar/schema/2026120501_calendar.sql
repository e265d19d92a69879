-- Days that differ from their weekday, each with its legal basis.
CREATE TABLE calendar_day (
  day TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('holiday', 'compensatory', 'swap_off', 'makeup_workday')),
  name TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('decided', 'statutory', 'undecided')),
  basis TEXT NOT NULL,
  rev BIGINT NOT NULL
);
