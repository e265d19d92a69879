// Package lexiconweb shows the lexicon: what was proposed, what is in use, and
// what goes out to make the reader better.
package lexiconweb
