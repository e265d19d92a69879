// Package assignmentweb shows assignments: Việc của tôi, the lists with their
// CSV and JSON, one assignment with everything that happened to it, and the
// forms of the office's verbs. What a person may not do is not offered, and
// where the reason matters (nobody confirms their own work) it is said.
package assignmentweb
