// Package committee is the room of the steering committee: its members over
// time, its meetings (phiên họp), what was concluded there, the notice that is
// drafted from it, and what becomes of earlier duties.
//
// Basis: the notice that the product follows (a committee meets, hears a
// report, members speak, the head concludes, a numbered notice is issued), and
// for the form of the notice Decree 30/2020/NĐ-CP or Guidance 36-HD/VPTW; which
// of the two is a choice of the meeting.
//
// States of a meeting, moved by the secretariat or the chairman:
//
//	planned → held        Hold: what is tabled (the stocktake pack) is frozen
//	held → concluded      Conclude: every conclusion has one lead and a day, a
//	                      rhythm, or the reason why none is set; duties repeated
//	                      or closed by the meeting are so from here on
//	concluded → signed    Sign: the signed copy enters the register, conclusions
//	                      become assignments and replaced duties are superseded,
//	                      in one transaction and once
//	signed → published    Publish: the day on which it was made public
//	held, concluded → signed | published
//	                      Attach: the notice was registered and read before
//
// A duty of an earlier notice is carried over in one of three ways: repeated
// (nhắc lại: counted, no second assignment), replaced (the new conclusion
// carries on, both are linked) or closed earlier (confirmed by the meeting, with
// the reason). All of it is an act on both records.
//
// The secretariat, the chairman and the auditor see all meetings; heads of
// agencies see those that their agency attends. Others find nothing.
package committee
