// Package assignment is the currency of the house (nhiệm vụ): whatever is owed,
// by whom, until when, whatever gave rise to it. It has one lead organisation,
// coordinating ones, an origin with the exact characters it was read from, and
// a deadline or the open admission that there is none.
//
// States and who may move them (drawn in docs/states-assignment.md):
//
//	drafted       not given out yet; lead may be missing            secretariat, chairman
//	assigned      waits for the lead to acknowledge
//	acknowledged  under way                                         lead agency
//	disputed      the lead says: not ours, overlapping, impossible   lead agency → decided by the secretariat
//	reported      the head of the lead has handed in a report        lead agency's head
//	confirmed     done, by somebody of another agency                secretariat or chairman
//	returned      sent back with a reason; reported again            secretariat or chairman
//	cancelled, superseded                                           secretariat or chairman
//
// Nobody confirms the work of their own agency. A group is a parent that holds
// the sum of its members and has no moves of its own. A recurring duty stays
// open: confirming a period's report opens the next period. What was handed in
// late stays late for ever. Rule for following assigned tasks: Decision
// 42/2014/QĐ-TTg amended by 23/2018/QĐ-TTg.
package assignment
