// Package lexicon is what the reader learns from the people who correct it (từ
// điển đọc văn bản): names by which documents call a body and which the
// directory of organisations does not hold.
//
// States of an entry, and who moves them:
//
//	         Propose (whoever works on assignments)
//	proposed → approved  Approve (secretariat, chairman)
//	proposed → refused   Refuse, with a reason (the same)
//	approved → retired   Retire, with a reason (the same)
//
// Four eyes: nobody approves what they proposed, also when they are the only
// member of the secretariat; then the chairman approves. One may refuse one's
// own proposal, which takes it back. Nothing is deleted.
//
// An approved entry counts for documents signed between its days. A retired one
// counts for nothing any more, unless a last day was given: then it counts for
// documents signed up to that day. An entry names a body, and the name follows
// the body: once it has ended, whoever took over by the day of the document is
// meant (docs/decisions/0006).
package lexicon
