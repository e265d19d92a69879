// Package pdfium reads PDF files with PDFium, compiled to WebAssembly and run
// inside the process. Every document gets an instance of its own (a long one as
// many as are idle, for its pages know nothing of each other), which is its
// sandbox: it has one gigabyte of memory, ten seconds per page, and no file, no
// network, no clock and no environment; when it is closed, nothing is left.
// No form or script environment is ever opened, so scripts and actions of a
// document never run.
//
// Words come with their places on the page; the rest of the package puts them
// in reading order: columns, tables, paragraphs, without running heads.
package pdfium
