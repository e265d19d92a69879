package document

import (
	"context"

	"dondoc/internal/extract"
	"dondoc/internal/extract/pdfium"
	"dondoc/internal/reading"
)

// Extraction is the text of a file, as extract found it.
type Extraction struct {
	Text     string
	Encoding string // the old encoding that it was converted from, or ""
	Warnings []reading.Warning
	Pages    []Page // of a PDF or a picture, with the places of their words
}

// FromFile takes the text out of a file, as Deps.Extract does unless it is set;
// progress tells how many pages are done.
func FromFile(ctx context.Context, name string, content []byte, progress func(done, total int)) (Extraction, error) {
	d, err := extract.With(ctx, name, content, extract.Options{Progress: progress})
	if err != nil {
		return Extraction{}, err
	}
	x := Extraction{Text: d.Text, Encoding: old(d.Encoding)}
	for i, sheet := range d.Sheets {
		x.Pages = append(x.Pages, pageOf(i+1, sheet))
	}
	for _, w := range d.Warnings {
		x.Warnings = append(x.Warnings, reading.Warning{Code: w.Code, Message: w.Message})
	}
	return x, nil
}

func pageOf(n int, s pdfium.Sheet) Page {
	p := Page{N: n, Start: s.Start, End: s.End, Width: s.Width, Height: s.Height, Words: make([]Place, len(s.Words))}
	for i, w := range s.Words {
		p.Words[i] = Place{w.Start, w.End, Box(w.Rect)}
	}
	return p
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
