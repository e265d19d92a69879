// Package extract takes the text out of files: plain text in any of the
// encodings that Vietnamese offices used, HTML pages, DOCX, and PDF with a text
// layer. What a file is, its content says, not its name. Hostile files are
// stopped by counting what is really unpacked; nothing is ever fetched.
package extract
