-- A night writes a hundred thousand steps; when one last told anybody stands in
-- its act.
DROP INDEX ladder_step_rung;
