// Package dashboard says what a chairman needs to know before anything else:
// what waits for a decision, what is late and who holds it, what is due, what
// is likely to be late. Every figure comes from a room's own counting and leads
// to the list behind it.
//
// # Cần quyết định
//
// Rooms contribute items (Source): what, why, since when, and the choices. One
// press decides; within ten minutes a second act takes it back, and both stay
// on the record. An instruction becomes an assignment that comes from the
// item. A proposal is prepared by the secretariat and never decides; only what
// is proposed is a filled button, and the page says by whom. Who decides: the
// chairman, or a deputy to whom the kind of decision is delegated on that day
// (identity.Delegation; Law on the organisation of local government, on
// delegation); a deputy sees the bodies of the remit. A deputy whose own agency
// has a part decides nothing about it.
//
// # As of a past day
//
// The record of acts carries what each assignment was after each act. A past
// day is an empty database filled with what the last acts of that day say, and
// looked at by the same code.
package dashboard
