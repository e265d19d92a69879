// Package storage opens the database and is the only way to it. It knows two
// engines, SQLite and PostgreSQL, and lets everybody else write one SQL text
// for both: $1..$n parameters (first appearing in ascending order), text keys
// made in Go, days as text, instants as BIGINT milliseconds.
//
// Reading goes through DB.Reader. Writing has exactly two doors: DB.Write,
// which must be told the act it records (DESIGN §3.2), and DB.Technical for the
// short closed list of tables that hold no facts (sessions, drafts, jobs …).
//
// What the engines do differently has a name here and nowhere else: full text
// (search.go), opening and pragmas (open.go), constraint errors (errors.go).
package storage
