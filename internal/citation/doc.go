// Package citation finds the documents that a running text cites: "Kết luận số
// 48-KL/TW ngày 30/01/2023 của Bộ Chính trị". It is pure: text in, mentions out.
//
// The grammar of numbers is that of Decree 30/2020/NĐ-CP (Art. 7, App. I, III)
// for State documents and of Party guidance 36-HD/VPTW for Party documents:
//
//	normative  63/2010/NĐ-CP        admin   766/QĐ-TTg, 790/QĐ-UBND-HC
//	NA         60/2024/QH15         letter  2497/UBND-KSTT
//	party      09-CTr/TU            joint   01/2011/TTLT-VPCP-BNV
//
// Sources contain noise (stray blanks, look-alike letters, 09-Ctr beside
// 09-CTr): it is tolerated in matching, and what was written is kept.
// Offsets count Unicode code points.
package citation
