// Package reading turns the text of a directive into what it orders: header,
// cited documents, bodies named, indices, and assignments, each with the exact
// characters it was read from and the words and rules that led to it.
//
// It is pure: text in, Result out; no clock, no database, no guess. What the
// text does not say stays empty. Every character of the text belongs to exactly
// one stretch of the coverage, so that nothing is lost without being seen.
//
// The road: lines and their roles (lines.go) → sentences → bodies named
// (package bodies) → who is told to act (orders.go, openers.go, tables.go)
// → when (package limit) → parts, reasons, coverage. The unit of an assignment is the sentence, by the rules of
// annotation that the measure in package score is made with.
package reading
