// Package office writes documents out as DOCX and PDF, in the layout of Appendix
// I of Decree 30/2020/NĐ-CP (State) or of Guidance 36-HD/VPTW of 3/4/2018 (Party).
//
// A caller fills a Document: what is said, by whom, to whom. It is composed once
// into a flow of paragraphs and two-column grids with every length in points;
// the two writers print that flow and decide nothing about looks, so a letter
// has the same lines in Word and in the PDF. Lines are measured with the widths
// of Liberation Serif, which are those of Times New Roman.
//
//	office.go   the document as its callers see it
//	style.go    sizes and distances, and what the law allows
//	compose.go  head, title, addressees, signature, annexes → flow
//	blocks.go   headings, paragraphs, lists, tables → flow
//	lines.go    words onto lines
//	docx*.go    flow → WordprocessingML
//	pdf*.go     flow → pages
//	format.go   files: their kinds and names
//
// What holds for every document:
//   - Sizes are fields of a Style; an office may set its own inside the legal
//     range (Style.Check).
//   - Numbers of documents (06-TB/BCĐ) are never parted, nor put into capitals.
//   - A row of a table stays on one page, its head stands on every page, a heading
//     stays with its text, a signature with the end of the text. A short document
//     whose last page would hold little more than the signature is drawn together
//     (Style.Fit).
//   - Word numbers nothing: numbers and marks are text, so they survive copying.
//   - Text may hold anything; what no file may carry is left out (clean).
//   - Nothing reads a clock: files carry the day of issue, and the same document
//     gives the same bytes.
package office
