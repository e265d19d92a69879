// Package ladder (đôn đốc) does not let go: whatever is owed is urged by rule,
// in working time, up the line, until it is handed in. Per kind of work there
// are rungs, each so many working days before or after the last day: who holds
// the thing, the head of the agency, the secretariat, the Chairman's list. A
// rung is reached once for each due day (assignment.DueVersion), tells each of
// its people once, may ask for an acknowledgement, and says what happens next.
//
// The plan of a night is a pure function of the open assignments, the rungs
// and the day; Run writes what Plan says, so that the dry run "ai sẽ được nhắc,
// vì sao" shows exactly what will be done. The example of the urging by
// calendar is Decision 42/2014/QĐ-TTg, amended by 23/2018/QĐ-TTg; days and
// people are settings, because every province has its own regulation.
package ladder
