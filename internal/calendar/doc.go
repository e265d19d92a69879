// Package calendar keeps the working calendar of the province (lịch làm việc):
// holidays, substitute and swapped days with their basis (Labour Code 2019 Art.
// 111–112, yearly decisions), office hours from a day on, and the days and
// hours by which one organisation departs from it. Counting itself is package
// workday's, which is pure; this room stores the days and hands out calendars
// made from them.
//
// The days that ship with the program are the ground; stored ones prevail over
// them, and a year of which nobody has entered anything is computed from the
// law and marked undecided. Nothing is changed but by a decision: one write,
// one act, one number, whatever the number of days in it. A form carries the
// number that it was made from, so that two people can't overwrite one another
// (Conflict). A decision about the province's days calls Changed once, in its
// own transaction; the room above reckons the open deadlines anew and writes
// back by ReckonedTx and Reckoned what became of it (bad-inputs D23).
//
// The administrator and the secretariat edit; everybody who works here reads.
package calendar
