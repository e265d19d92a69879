-- A due day that moves is taken out of and put into every index that holds it,
-- and a changed calendar moves a hundred thousand. So an open assignment stands
-- in no more of them than its lists need: those of one body, and those of what
-- is open. Who holds it is looked up by key alone.
DROP INDEX assignment_due;
DROP INDEX assignment_state_due;
DROP INDEX assignment_holder;
DROP INDEX assignment_person;
-- Lists of everything take what is open and what is closed side by side.
CREATE INDEX assignment_closed_due ON assignment (due_sort, id) WHERE is_open = FALSE;
-- Nearly all that is open was acknowledged: that list comes off the open ones.
CREATE INDEX assignment_state_due ON assignment (state, due_sort, id) WHERE state <> 'acknowledged';
CREATE INDEX assignment_holder ON assignment (holder_org, id) WHERE holder_org <> '';
CREATE INDEX assignment_person ON assignment (holder_person, id) WHERE holder_person <> '';
-- The lists of what is open and the figures about its days come off one index,
-- which holds all that these figures look at. A question about last days bounds
-- the day of the list too: the one is at most a run of days off behind the other.
DROP INDEX assignment_open_due;
DROP INDEX assignment_sight_last;
CREATE INDEX assignment_open_due ON assignment (is_open, due_sort, id, due_last, lead_org, state, is_group, late_days, assigned_on, holder_org, holder_name);
-- How much is open, by body and state; and what has no day and waits for one.
DROP INDEX assignment_sight_open;
CREATE INDEX assignment_sight_open ON assignment (lead_org, state, is_group) WHERE state <> 'confirmed' AND state <> 'cancelled' AND state <> 'superseded' AND is_group = FALSE;
CREATE INDEX assignment_sight_undated ON assignment (lead_org, state, due_last, due_on, due_settled, paused_on, deadline_kind, is_group) WHERE due_last = '' AND due_on = '' AND paused_on = '' AND due_settled = FALSE AND deadline_kind <> 'relative' AND state <> 'confirmed' AND state <> 'cancelled' AND state <> 'superseded' AND is_group = FALSE;
-- What became of past days is asked of what was confirmed and of what is open.
DROP INDEX assignment_sight_past;
CREATE INDEX assignment_sight_past ON assignment (due_last, lead_org, late_days, state, is_group) WHERE state = 'confirmed' AND is_group = FALSE AND due_last <> '';
