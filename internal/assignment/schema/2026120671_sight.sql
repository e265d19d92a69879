-- What the chairman's page asks of a large register: each index holds only the
-- rows that the question is about, and all of the columns that it looks at.
-- (SQLite reads the table when a column of the condition is not among them.)
-- Their conditions are such as no other index can answer, so that an engine
-- whose statistics are old does not take another one.
CREATE INDEX assignment_sight_open ON assignment (lead_org, due_last, state, due_sort, due_on, due_settled, deadline_kind, paused_on, is_group) WHERE state <> 'confirmed' AND state <> 'cancelled' AND state <> 'superseded' AND is_group = FALSE;
CREATE INDEX assignment_sight_last ON assignment (due_last, lead_org, state, holder_org, holder_name, assigned_on, is_group) WHERE state <> 'confirmed' AND state <> 'cancelled' AND state <> 'superseded' AND is_group = FALSE;
CREATE INDEX assignment_sight_done ON assignment (confirmed_on, lead_org, late_original, late_days, is_open, due_on, state, is_group) WHERE confirmed_on <> '' AND due_on <> '' AND is_group = FALSE AND state <> 'cancelled' AND state <> 'superseded';
CREATE INDEX assignment_sight_late ON assignment (reported_on, lead_org, due_last, assigned_on, state, is_group) WHERE reported_on > due_last AND due_last <> '' AND is_group = FALSE AND state <> 'cancelled' AND state <> 'superseded';
-- Whether a thing was late is settled when its last day is over; forecasts learn from that.
CREATE INDEX assignment_sight_past ON assignment (due_last, lead_org, state, late_days, is_group) WHERE is_group = FALSE AND due_last <> '' AND state <> 'cancelled' AND state <> 'superseded';
