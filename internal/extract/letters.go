package extract

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/extract/ocr"
	"dondoc/internal/extract/pdfium"
	"dondoc/internal/fault"
	"dondoc/internal/viet"
)

// A PDF names the glyphs that it draws; what letters they are, it need not say.
// Old fonts give letters of TCVN3 or VNI, and some programs give numbers of
// glyphs that mean nothing.

// minGarbled is how many letters a text needs before it is called unreadable.
const minGarbled = 200

// autorun is what makes a program act when the document is opened. Where it is
// packed it is not seen here; scripts and files are asked for besides.
var autorun = regexp.MustCompile(`/S\s*/(?:JavaScript|Launch|SubmitForm|ImportData|GoToR|GoToE)\b`)

// oldFonts turns letters of old fonts into Vietnamese ones, page by page. Places
// of words stay where a letter stays a letter.
func oldFonts(d Document) Document {
	_, enc := Legacy(d.Text)
	if enc == UTF8 {
		return d
	}
	convert := tcvn3
	if enc == VNI {
		convert = vni
	}
	text := []rune(d.Text)
	var out strings.Builder
	at := 0
	for i := range d.Pages {
		p := &d.Pages[i]
		s := convert(string(text[p.Start:p.End]))
		same := utf8.RuneCountInString(s) == p.End-p.Start && at == p.Start
		p.Start, p.End = at, at+utf8.RuneCountInString(s)
		at = p.End
		if i < len(d.Sheets) {
			d.Sheets[i].Span = pdfium.Span{Start: p.Start, End: p.End}
			if !same {
				d.Sheets[i].Words = nil
			}
		}
		out.WriteString(s)
	}
	d.Text, d.Encoding = out.String(), enc
	d.Warnings = append(d.Warnings, Warning{"encoding_converted", "Tệp dùng phông " + string(enc) + ", đã chuyển sang Unicode. Xem lại chữ trước khi giữ kết quả."})
	return d
}

// garbled reports a text of letters that are words of no language.
func garbled(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.Is(unicode.Co, r) {
			n++
		}
	}
	return n >= minGarbled && viet.TongueOf(s) == viet.Other
}

// looked recognises the letters that a PDF shows, where those that it says are
// words of no language. What is seen is taken only if it is Vietnamese: the
// language may be one that is not known here.
func looked(ctx context.Context, name string, content []byte, said Document, o ocr.Options) (Document, error) {
	d, err := fromScan(ctx, name, content, o)
	switch {
	case err == nil && viet.TongueOf(d.Text) == viet.Vietnamese:
		d.Warnings = append(d.Warnings, Warning{"letters_recognised", "Phông chữ trong tệp không cho biết là chữ gì, nên chữ được nhận dạng từ hình của trang."})
		return d, nil
	case err == nil, errors.Is(err, fault.Invalid) && !errors.Is(err, ocr.ErrMissing):
		return said, nil
	case errors.Is(err, ocr.ErrMissing):
		return said, fault.Because(fault.Invalid, "Phông chữ trong tệp “"+name+"” không cho biết là chữ gì, máy chủ chưa có công cụ nhận dạng chữ. Cài gói tesseract-ocr-vie, hoặc dán nội dung văn bản.", err)
	}
	return said, err
}
