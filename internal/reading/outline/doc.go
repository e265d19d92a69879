// Package outline is what a directive's text is made of before any order is read:
// lines with the depth of their list markers, headings, the address list, the
// closing and what is annexed behind it, sentences, and what the head says of the
// document (number, day, issuer, signer; Decree 30/2020, Guideline
// 36-HD/VPTW for the Party's). Places are bytes of the working text.
package outline
