package app

import (
	"context"
	"strings"

	"dondoc/internal/document"
	"dondoc/internal/extract"
	"dondoc/internal/reading"
)

// extractFile takes the text out of a file for the register.
func extractFile(ctx context.Context, name string, content []byte, _ func(done, total int)) (document.Extraction, error) {
	d, err := extract.Extract(ctx, name, content)
	out := document.Extraction{Text: strings.ReplaceAll(d.Text, "\r\n", "\n")} // kept in one way; browsers send forms in the other
	if d.Encoding != extract.UTF8 {
		out.Encoding = string(d.Encoding)
	}
	for _, p := range d.Pages {
		out.Pages = append(out.Pages, reading.Span{Start: p.Start, End: p.End})
	}
	for _, w := range d.Warnings {
		out.Warnings = append(out.Warnings, reading.Warning{Code: w.Code, Message: w.Message})
	}
	return out, err
}

// legacyText recognises pasted text in an old encoding.
func legacyText(s string) document.Extraction {
	text, enc := extract.Legacy(s)
	if enc == extract.UTF8 {
		return document.Extraction{Text: s}
	}
	return document.Extraction{Text: text, Encoding: string(enc), Warnings: []reading.Warning{{Code: "encoding_converted", Message: "Nội dung dán vào dùng bảng mã " + string(enc) + ", đã chuyển sang Unicode."}}}
}
