// Package sample is the demonstration province: Bình Định as of 2023 with its
// real names, invented people marked "(minh họa)", the real notice, and two
// made-up earlier meetings. Its history is played through the services on a
// clock of its own, never inserted. No other package knows this province.
package sample
