// Package feed lets what is owed be seen where people look anyway: in the
// calendar of a phone or a mail program (iCalendar, RFC 5545 and 7986), and in
// a feed reader (Atom, RFC 4287).
//
// A calendar program or a feed reader has no session. It asks with a secret
// address, which its owner issues, renews and revokes:
//
//	        Issue (whoever it is for)
//	live  → revoked   Revoke, or Issue again for the same thing (the same)
//
// The secret has 160 random bits and is shown once; kept is its hash. An
// address shows what its owner may see at the moment of asking and nothing
// else: the owner's roles are looked up anew each time, and an account that is
// disabled has no live address. What goes out leaves people's names and reasons
// out: a calendar is copied to machines that are not the province's.
//
// The calendar is Việc của tôi: each duty as a task (VTODO) and, because many
// programs hide tasks, a twin event (VEVENT) on its last day. A standing duty
// carries its rhythm as a rule (RRULE) with its exceptions for days off. A duty
// that is closed stays for ninety days, as done or as cancelled, so that it
// does not just vanish.
package feed
