// Package apparatusweb shows the register of organisations: the tree as of a
// day, one organisation with its predecessors and successors, the forms of the
// administrator, CSV and JSON.
package apparatusweb
