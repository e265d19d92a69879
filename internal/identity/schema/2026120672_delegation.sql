-- A further role, the deputy: the closed list of roles stands in a check, so
-- the table is made anew.
CREATE TABLE identity_grant_wider (
  account TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('admin', 'chairman', 'deputy', 'secretariat', 'agency_head', 'officer', 'focal_point', 'auditor')),
  org TEXT NOT NULL,
  PRIMARY KEY (account, role, org)
);
INSERT INTO identity_grant_wider (account, role, org) SELECT account, role, org FROM identity_grant;
DROP TABLE identity_grant;
ALTER TABLE identity_grant_wider RENAME TO identity_grant;
-- Named kinds of decision, delegated by the chairman to a deputy for some days.
CREATE TABLE identity_delegation (
  id TEXT PRIMARY KEY,
  giver TEXT NOT NULL,
  taker TEXT NOT NULL,
  kinds TEXT NOT NULL,
  from_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  why TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX identity_delegation_taker ON identity_delegation (taker, until_on);
CREATE INDEX identity_delegation_giver ON identity_delegation (giver, until_on);
