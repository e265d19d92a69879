// Package identityweb shows identity: signing in and out, the own page,
// accounts for the administrator, the idle ping, drafts, and the set-up page of
// an empty database.
package identityweb
