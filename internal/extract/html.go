package extract

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"dondoc/internal/extract/webpage"
	"dondoc/internal/fault"
)

// fromHTML takes the document out of a page, a line per block, without what a
// portal puts around it. Nothing that the page names is ever fetched.
func fromHTML(b []byte) (Document, error) {
	src, enc := pageSource(b)
	p, err := webpage.Read(src)
	if errors.Is(err, webpage.ErrTooLarge) {
		return Document{}, fault.Because(fault.TooLarge, "Trang có một phần tử quá lớn, thường là ảnh nhúng, hoặc quá nhiều phần tử. Chép riêng nội dung văn bản rồi dán vào.", err)
	}
	if err != nil {
		return Document{}, err
	}
	d := Document{Kind: HTML, Text: tidy(p.Text), Encoding: enc}
	if enc == oneByteFont { // which it is shows only now that entities are letters
		d.Text, d.Encoding = pageLetters(d.Text, b)
	} else if s, old := Legacy(d.Text); old != UTF8 {
		d.Text, d.Encoding = s, old
	}
	if d.Encoding != UTF8 && d.Encoding != UTF16 {
		guess := ""
		if d.Encoding == CP || d.Encoding == TCVN3 || d.Encoding == VNI {
			guess = " (bảng mã suy đoán)"
		}
		d.Warnings = append(d.Warnings, Warning{"encoding_converted", "Trang dùng bảng mã " + string(d.Encoding) + guess + ", đã chuyển sang Unicode. Xem lại chữ trước khi giữ kết quả."})
	}
	if p.Cut {
		d.Warnings = append(d.Warnings, Warning{"page_furniture", "Đã bỏ trình đơn, cột bên, tin liên quan và chân trang của trang mạng. Đối chiếu với trang gốc nếu thấy thiếu."})
	}
	if p.Hidden {
		d.Warnings = append(d.Warnings, Warning{"hidden_text", "Trang có chữ ẩn; chữ ẩn không được đọc."})
	}
	if p.Pictures > 0 {
		d.Warnings = append(d.Warnings, Warning{"pictures_left_out", fmt.Sprintf("Trang có %d ảnh; chữ trong ảnh không được đọc và hệ thống không tải ảnh ở nơi khác về. Nếu văn bản nằm trong ảnh, tải tệp ảnh lên.", p.Pictures)})
	}
	return d, nil
}

// oneByteFont stands for a page of one byte a letter: what letters they are,
// its fonts say, which a page names in too many ways.
const oneByteFont Encoding = "?"

var declared = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w\-:]{2,40})`)

// charsetOf is the encoding that a page names, or "".
func charsetOf(b []byte) string {
	if m := declared.FindSubmatch(b[:min(len(b), 4096)]); m != nil {
		return strings.ToLower(string(m[1]))
	}
	return ""
}

// pageSource turns the bytes of a page into text. Pages name their encoding,
// and many name a wrong one: UTF-8 shows itself, and what is one byte a letter
// is left as such.
func pageSource(b []byte) (string, Encoding) {
	if s, ok := wide(b); ok {
		return s, UTF16
	}
	s := strings.TrimPrefix(string(b), "\ufeff")
	if utf8.ValidString(s) {
		return s, UTF8
	}
	if damagedUTF8(s) {
		return strings.ToValidUTF8(s, "\ufffd"), UTF8
	}
	name := charsetOf(b)
	switch enc, canonical := charset.Lookup(name); canonical {
	case "", "utf-8", "windows-1252", "windows-1258", "replacement", "x-user-defined", "utf-16le", "utf-16be":
	default:
		if out, err := enc.NewDecoder().String(s); err == nil {
			return norm.NFC.String(out), Encoding(strings.ToUpper(canonical[:1]) + canonical[1:])
		}
	}
	latin := make([]rune, len(s))
	for i := range len(s) {
		latin[i] = rune(s[i])
	}
	return string(latin), oneByteFont
}

// pageLetters says which letters those of a one-byte page are; of two that read
// alike, the one that the page names.
func pageLetters(s string, b []byte) (string, Encoding) {
	name := charsetOf(b)
	best, enc, top := s, CP, -2.0
	try := func(out string, is Encoding, bonus float64) {
		if v := score(out) + bonus; v > top {
			best, enc, top = out, is, v
		}
	}
	bonus := 0.0
	if strings.HasSuffix(name, "1258") {
		bonus = 0.05
	}
	try(norm.NFC.String(mapped(s, charmap.Windows1258)), CP, bonus)
	try(norm.NFC.String(mapped(s, charmap.Windows1252)), Windows1252, 0)
	convert, old := oneByte(s)
	try(convert(s), old, 0)
	return best, enc
}

// mapped reads the one-byte letters of a text by a table. Letters that were
// written as entities stay.
func mapped(s string, table *charmap.Charmap) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || r > 0xff {
			return r
		}
		if x := table.DecodeByte(byte(r)); x != utf8.RuneError {
			return x
		}
		return r
	}, s)
}

// tidy folds blanks within lines and drops runs of empty lines.
func tidy(s string) string {
	var out []string
	for line := range strings.Lines(s) {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
