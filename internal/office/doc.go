// Package office writes documents out as DOCX and PDF, in the layout of Appendix
// I of Decree 30/2020/NĐ-CP (State) or of Guidance 36-HD/VPTW (Party).
//
// A caller fills a Document: what is said, by whom, to whom. It is composed once
// into a flow of paragraphs and two-column grids with every length in points;
// the two writers print that flow and decide nothing about looks, so a letter
// has the same lines in Word and in the PDF. Lines are measured with the widths
// of Liberation Serif, which are those of Times New Roman.
//
// Sizes are fields of a Style; an office may set its own inside the legal range
// (Style.Check). Nothing here reads a clock: files carry the day of issue, and
// the same document gives the same bytes.
package office
