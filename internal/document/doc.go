// Package document is the register of documents (sổ văn bản) and the reading
// of a notice into assignments (đọc thành nhiệm vụ).
//
// A document comes in as an upload or as pasted text (Receive), which gives an
// intake (văn bản chờ vào sổ): its text, the header as read, and the documents
// that it may be a second copy of. Register makes the intake a document, once,
// however often the button is pressed. Number and symbol repeat, so identity is
// (issuer, type, number, year) for State documents and (issuer, type, number,
// term) for Party ones (Decree 30/2020, 36-HD/VPTW item 1.3.1); a likely second
// copy is offered, never refused, and never read into a second set silently.
//
// Reading keeps one finding (phát hiện) per duty that the reader saw, each with
// the characters that it was read from. States of a finding, and who moves them
// (secretariat or chairman):
//
//	open → confirmed   Assign: becomes an assignment, in one transaction
//	open → dismissed   Dismiss (with a reason) or Context; Reopen takes it back
//	open → split       Split: its parts are new open findings
//	open → merged      Merge: one new open finding in place of several
//
// Every sentence of the text is a passage with an id made of its own words, so
// that marks survive a second reading. A passage is accounted for when it
// carries a finding that was not dismissed, is heading or closing, or a person
// marked it as context or dismissed it with a reason. What the text does not
// state stays empty and is flagged; nothing is guessed.
package document
