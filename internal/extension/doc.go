// Package extension (gia hạn) decides whether an assignment gets a later day.
// A later day is never typed over the old one: the lead asks for it as a case
// with a reason code, a reason and evidence, and the side that gave the work
// out decides it. The original day stays, and every figure goes on counting
// against it as well.
//
// States and who may move them:
//
//	asked      waits for a decision; at most one per assignment    head of the lead, before the day has passed
//	granted    the assignment has the decided day                  secretariat or chairman
//	refused    the day stays as it was                             secretariat or chairman
//	withdrawn  the lead no longer asks                             head of the lead
//
// granted and refused go back to asked when the same person undoes the
// decision within ten minutes; both acts stay on the record.
//
// Nobody decides whose agency has a part in the work, and nobody what they
// asked for themselves. So many extensions as the setting extension.most says
// are the secretariat's to decide, the further ones the chairman's alone: the
// rule of Decision 790/QĐ-UBND-HC (2021) of Đồng Tháp, at most one extension,
// is the example. An assistant's proposal prepares a decision and is none.
// Lateness, once counted, stays: Decision 42/2014/QĐ-TTg follows tasks by the
// day that was given.
package extension
