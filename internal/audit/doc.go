// Package audit is the record of acts (sổ ghi việc): who did what to which
// record, when, why, and the content before and after. It is append only and
// is written only by storage, inside the transaction of the act itself, so
// that no write can be without its line and no line without its write.
//
// Timelines and "as of" views read this one table.
package audit
