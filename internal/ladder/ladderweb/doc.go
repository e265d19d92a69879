// Package ladderweb shows the ladder: who will be told and why, the rungs, and
// the letters that urge.
package ladderweb
