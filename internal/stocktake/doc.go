// Package stocktake builds what a meeting of a committee has before it: the
// state of all duties in the order of four questions (what is to be done; who
// does it and what has moved; is it on track and why not; what now), with three
// decisions chosen by a written rule, every figure with its source. It owns no
// table: it counts by the rules of the lists that it names, and whoever tables
// a pack keeps it.
package stocktake
