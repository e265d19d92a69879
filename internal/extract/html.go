package extract

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dondoc/internal/fault"
)

// maxToken bounds one tag or text: a picture may be written into a page, and
// is skipped, but a page is not held in memory twice.
const maxToken = 16 << 20

// fromHTML takes the words of a page, a line per block, without scripts,
// styles, menus and forms. Nothing that the page names is ever fetched.
func fromHTML(b []byte) (Document, error) { //nolint:gocognit // one pass over the tokens
	text, enc := Decode(b)
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(maxToken)
	var out strings.Builder
	skip, depth := 0, 0
	cell := false
	atLineStart := func() bool { return out.Len() == 0 || out.String()[out.Len()-1] == '\n' }
	newline := func() {
		if !atLineStart() {
			out.WriteByte('\n')
		}
	}
	for {
		switch tt := z.Next(); tt {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) { // what follows would be lost without a word
				return Document{}, fault.Say(fault.TooLarge, "Trang có một phần tử quá lớn, thường là ảnh nhúng. Chép riêng nội dung văn bản rồi dán vào.")
			}
			d := Document{Text: tidy(out.String()), Kind: HTML, Encoding: enc}
			if enc != UTF8 {
				d.Warnings = append(d.Warnings, Warning{"encoding_converted", "Trang dùng bảng mã " + string(enc) + ", đã chuyển sang Unicode. Xem lại chữ trước khi giữ kết quả."})
			}
			return d, nil
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(bytes.ToLower(name))
			if depth++; depth > 2_000_000 {
				return Document{}, fault.Say(fault.TooLarge, "Trang có quá nhiều phần tử. Chép riêng nội dung văn bản rồi dán vào.")
			}
			switch {
			case a == atom.Body: // </head> may be left out
				skip = 0
				newline()
			case dropped(a) && tt == html.StartTagToken:
				skip++
			case a == atom.Br:
				out.WriteByte('\n')
			case a == atom.Td || a == atom.Th:
				if cell {
					out.WriteString(" | ")
				}
				cell = true
			case block(a):
				newline()
				cell = false
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(bytes.ToLower(name))
			switch {
			case dropped(a) && skip > 0:
				skip--
			case block(a):
				newline()
				cell = false
			}
		case html.TextToken:
			if skip == 0 {
				t := strings.ReplaceAll(string(z.Text()), "\n", " ")
				if strings.TrimSpace(t) == "" && atLineStart() {
					continue
				}
				out.WriteString(t)
			}
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

func dropped(a atom.Atom) bool {
	switch a { //nolint:exhaustive // the elements whose words are not the document's
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Nav, atom.Select, atom.Button, atom.Textarea, atom.Iframe, atom.Object, atom.Head, atom.Title:
		return true
	}
	return false
}

func block(a atom.Atom) bool {
	switch a { //nolint:exhaustive // the elements that stand on lines of their own
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Li, atom.Ul, atom.Ol, atom.Tr, atom.Table, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Header, atom.Footer, atom.Main, atom.Body, atom.Pre, atom.Hr, atom.Dl, atom.Dt, atom.Dd, atom.Figcaption, atom.Form:
		return true
	}
	return false
}

// tidy folds blanks within lines and drops runs of empty lines.
func tidy(s string) string {
	var out []string
	for line := range strings.Lines(s) {
		line = strings.Join(strings.Fields(strings.ReplaceAll(line, "\u00a0", " ")), " ")
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
