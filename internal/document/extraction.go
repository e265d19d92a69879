package document

import (
	"context"

	"dondoc/internal/extract"
	"dondoc/internal/reading"
)

// Extraction is the text of a file, as extract found it.
type Extraction struct {
	Text     string
	Encoding string // the old encoding that it was converted from, or ""
	Warnings []reading.Warning
}

// FromFile takes the text out of a file, as Deps.Extract does unless it is set;
// progress tells how many pages are done.
func FromFile(ctx context.Context, name string, content []byte, progress func(done, total int)) (Extraction, error) {
	d, err := extract.With(ctx, name, content, extract.Options{Progress: progress})
	if err != nil {
		return Extraction{}, err
	}
	x := Extraction{Text: d.Text, Encoding: old(d.Encoding)}
	for _, w := range d.Warnings {
		x.Warnings = append(x.Warnings, reading.Warning{Code: w.Code, Message: w.Message})
	}
	return x, nil
}

// fromPaste recognises an old encoding in a pasted text.
func fromPaste(text string) Extraction {
	s, enc := extract.Legacy(text)
	x := Extraction{Text: s, Encoding: old(enc)}
	if x.Encoding != "" {
		x.Warnings = append(x.Warnings, reading.Warning{Code: "encoding_converted", Message: "Nội dung dán dùng bảng mã " + x.Encoding + ", đã được chuyển sang Unicode."})
	}
	return x
}

// old names an encoding whose conversion is a guess that a person must accept;
// UTF-16 announces itself and is none.
func old(e extract.Encoding) string {
	if e == "" || e == extract.UTF8 || e == extract.UTF16 {
		return ""
	}
	return string(e)
}
