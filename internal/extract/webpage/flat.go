package webpage

import (
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// ErrTooLarge is a page with an element or with more elements than is read.
var ErrTooLarge = errors.New("the page has too much in it")

const (
	// maxToken bounds one tag or text: a picture may be written into a page, and
	// is skipped, but a page is not held in memory twice.
	maxToken    = 16 << 20
	maxElements = 2_000_000
)

// flatten goes through a page once. It gives the page again with only what its
// words and their place hang on, to be made a tree of, and all its words line
// by line, for pages of which no tree can be made.
func flatten(src string) (slim, all string, err error) {
	f := flat{z: html.NewTokenizer(strings.NewReader(src))}
	f.z.SetMaxBuf(maxToken)
	for {
		switch tt := f.z.Next(); tt {
		case html.ErrorToken:
			if !errors.Is(f.z.Err(), io.EOF) { // what follows would be lost without a word
				return "", "", ErrTooLarge
			}
			return f.slim.String(), f.all.String(), nil
		case html.StartTagToken, html.SelfClosingTagToken:
			if f.elements++; f.elements > maxElements {
				return "", "", ErrTooLarge
			}
			f.start(tt == html.SelfClosingTagToken)
		case html.EndTagToken:
			f.end()
		case html.TextToken:
			if raw := string(f.z.Raw()); f.mute == 0 {
				f.slim.WriteString(raw)
				f.all.WriteString(strings.NewReplacer("\n", " ", "\r", " ").Replace(html.UnescapeString(raw)))
			}
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

type flat struct {
	z         *html.Tokenizer
	slim, all strings.Builder
	elements  int
	mute      atom.Atom // the element whose words are passed over
	cell      bool
}

func (f *flat) newline() {
	if s := f.all.String(); s != "" && s[len(s)-1] != '\n' {
		f.all.WriteByte('\n')
	}
}

func (f *flat) start(closed bool) { //nolint:revive // "<br/>" or "<br>"
	name, more := f.z.TagName()
	a := atom.Lookup(name)
	// one that nobody closed does not take the rest of the page with it
	if a == atom.Body || block(a) && slices.Contains(fallible, f.mute) {
		f.mute = 0
	}
	if f.mute != 0 {
		return
	}
	if slices.Contains(muted, a) || slices.Contains(fallible, a) {
		if a != atom.Svg || !closed {
			f.mute = a
		}
		return
	}
	f.slim.WriteString("<" + string(name))
	for more {
		var key, val []byte
		key, val, more = f.z.TagAttr()
		if slices.Contains([]string{"class", "id", "style", "hidden", "role", "href", "start", "value", "type", "rowspan", "colspan", "reversed"}, string(key)) {
			f.slim.WriteString(" " + string(key) + "=\"" + html.EscapeString(string(val[:min(len(val), 300)])) + "\"")
		}
	}
	f.slim.WriteByte('>')
	switch {
	case a == atom.Br:
		f.all.WriteByte('\n')
	case a == atom.Td || a == atom.Th:
		if f.cell {
			f.all.WriteString(" | ")
		}
		f.cell = true
	case block(a):
		f.newline()
		f.cell = false
	}
}

func (f *flat) end() {
	name, _ := f.z.TagName()
	a := atom.Lookup(name)
	switch {
	case f.mute == a && a != 0:
		f.mute = 0
	case f.mute == 0 && !slices.Contains(muted, a) && !slices.Contains(fallible, a):
		f.slim.WriteString("</" + string(name) + ">")
		if block(a) && a != atom.Td && a != atom.Th {
			f.newline()
			f.cell = false
		}
	}
}

// The elements whose words are not the document's. Those that are fallible
// hold no paragraphs, so that one begins where theirs was not closed.
var (
	muted    = []atom.Atom{atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Title, atom.Textarea} //nolint:gochecknoglobals // a constant list
	fallible = []atom.Atom{atom.Select, atom.Datalist, atom.Button, atom.Object, atom.Audio, atom.Video, atom.Canvas, atom.Del}     //nolint:gochecknoglobals // a constant list
)
