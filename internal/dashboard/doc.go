// Package dashboard says what a chairman needs to know before anything else:
// what is late and who holds it, what is due this week, what waits for a
// decision. It counts nothing itself: every figure comes from a room's Stats and
// leads to the list behind it.
package dashboard
