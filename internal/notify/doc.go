// Package notify tells people what they must know (thông báo, nhắc việc): in
// the application, by e-mail, by a short text through the province's gateway,
// and tells programs of others by signed webhooks.
//
// A message is told inside the transaction of the fact that it is about; there
// is exactly one per key and recipient, however often it is asked for (SECURITY
// P8). What leaves the house goes through an outbox and a delivery per channel
// and address, each with a state of its own: at most one more copy outside for
// a crash, never none. A delivery's states and who may move them:
//
//	waiting  due at next_at                                     planned from the outbox
//	sending  under a lease; past it anybody takes it over       the one process that claimed it
//	sent     accepted by the server of the other side
//	failed   refused for good, or tried too often               an administrator may replay it
//	dropped  the account was disabled, the hook taken away
//
// A letter keeps its Message-ID and a webhook its webhook-id over all tries, so
// that a copy can be known. Not urgent messages of a person wait for one letter
// in the morning of a working day; nothing goes to a person in quiet hours.
// What leaves by gateway or webhook is Message.Short, without personal data
// (Personal Data Protection Law 91/2025/QH15, Decree 13/2023/NĐ-CP).
package notify
