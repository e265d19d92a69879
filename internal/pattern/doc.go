// Package pattern answers regular expressions by an automaton that is made
// while it is used: same syntax, same answers as package regexp (which the
// tests hold it to), many times as fast on text that is mostly not matched.
//
// The road: the program that regexp/syntax compiles, with the letters sorted
// into classes that it can't tell apart (alphabet.go); states that are ordered
// lists of its threads, each made when it is first met (automaton.go, step.go);
// where a match began, by the same program read backwards (reverse.go); its
// groups, by walking the match alone (groups.go).
//
// Nothing is compiled before it is first asked, so that patterns cost a start
// nothing. A pattern may be used from many goroutines.
package pattern
