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
-- What became of past days: the open half stands in sight_last already.
DROP INDEX assignment_sight_past;
DROP INDEX assignment_sight_last;
CREATE INDEX assignment_sight_last ON assignment (due_last, lead_org, state, late_days, holder_org, holder_name, assigned_on, is_group) WHERE state <> 'confirmed' AND state <> 'cancelled' AND state <> 'superseded' AND is_group = FALSE;
CREATE INDEX assignment_sight_past ON assignment (due_last, lead_org, late_days, state, is_group) WHERE state = 'confirmed' AND is_group = FALSE AND due_last <> '';
