// Package documentweb shows the register of documents and the page on which a
// notice is read into assignments. Every page works without script: the
// finding being worked on is in the address (?f=), each decision is a form of
// its own, and the script only adds keys and keeps drafts.
package documentweb
