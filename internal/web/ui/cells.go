package ui

import (
	"context"
	"html"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"dondoc/internal/civil"
)

// The pieces that stand in every cell of every list are written here by hand:
// a page of fifty rows draws three hundred of them, and a template builds its
// class list anew for each (docs/benchmarks.md).

// markup is finished HTML.
type markup string

// Render writes it as it is.
func (m markup) Render(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, string(m))
	return err
}

// between is words that are escaped, between two pieces of markup.
type between struct{ before, words, after string }

// Render writes the three.
func (b between) Render(_ context.Context, w io.Writer) error {
	p := pen{w: w}
	p.raw(b.before)
	p.words(b.words)
	p.raw(b.after)
	return p.err
}

// pen writes until the first error, which it keeps.
type pen struct {
	w   io.Writer
	err error
}

func (p *pen) raw(s string) {
	if p.err == nil && s != "" {
		_, p.err = io.WriteString(p.w, s)
	}
}

func (p *pen) words(s string) { p.raw(html.EscapeString(s)) }

// attr writes ` name="value"`.
func (p *pen) attr(name, value string) {
	p.raw(" " + name + `="`)
	p.words(value)
	p.raw(`"`)
}

func (p *pen) put(ctx context.Context, c templ.Component) {
	if p.err == nil && c != nil {
		p.err = c.Render(ctx, p.w)
	}
}

// drawn keeps finished HTML by what it shows, for pieces of which there are few.
type drawn struct {
	mu   sync.RWMutex
	done map[string]markup
}

// of gives the piece called key, drawing it the first time.
func (d *drawn) of(key string, draw func() templ.Component) templ.Component {
	d.mu.RLock()
	m, ok := d.done[key]
	d.mu.RUnlock()
	if ok {
		return m
	}
	s, err := templ.ToGoHTML(context.Background(), draw())
	if err != nil {
		return draw()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.done == nil {
		d.done = map[string]markup{}
	}
	if len(d.done) < maxDrawn { // an unknown name is drawn as a plain sign; it must not fill memory
		d.done[key] = markup(s)
	}
	return markup(s)
}

const maxDrawn = 200

//nolint:gochecknoglobals // finished drawings, the same for every visitor
var icons, states drawn

// Icon draws one 16 px sign; it always stands beside its word. An unknown name draws a plain circle.
func Icon(name string) templ.Component {
	return icons.of(name, func() templ.Component { return drawIcon(name) })
}

// Text is plain words, so that a cell can be given a string.
func Text(s string) templ.Component { return plain(s) }

type plain string

// Render writes the words escaped.
func (t plain) Render(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, html.EscapeString(string(t)))
	return err
}

// Quiet is words of the second rank.
func Quiet(s string) templ.Component {
	return between{`<span class="quiet">`, s, "</span>"}
}

// DocNumber is the number of a document, which never breaks and keeps its own digits.
func DocNumber(number string) templ.Component {
	return between{`<span class="doc-no">`, number, "</span>"}
}

// Absent is what is not there, said: "Văn bản không nêu".
func Absent(words string) templ.Component {
	return between{`<span class="absent">`, words, "</span>"}
}

// Date is a day as dd/mm/yyyy; no day is shown as absent.
func Date(d civil.Date) templ.Component {
	if d == "" {
		return Absent("Chưa có")
	}
	return between{`<time datetime="` + html.EscapeString(string(d)) + `">`, d.Format(), "</time>"}
}

// State is icon and word, for rows. word "" is the usual one; give it where
// the word carries more: "Được thay bằng số 14".
func State(key, word string) templ.Component {
	if word == "" {
		return states.of(key, func() templ.Component { return drawState(key, StateWord(key)) })
	}
	return drawState(key, word)
}

// ClockMark is the clock in a row.
func ClockMark(c Clock) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if c.Kind == "" {
			return nil
		}
		p := pen{w: w}
		p.raw(`<span class="state clock k-` + string(c.Kind) + " t-" + c.tone() + `">`)
		p.put(ctx, Icon(c.icon()))
		p.clockWords(c)
		p.raw("</span>")
		return p.err
	})
}

func clockWords(c Clock) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		p := pen{w: w}
		p.clockWords(c)
		return p.err
	})
}

func (p *pen) clockWords(c Clock) {
	if c.Exact == "" {
		p.raw("<span>")
		p.words(c.word())
		p.raw("</span>")
		return
	}
	p.raw("<time")
	if c.Datetime != "" {
		p.attr("datetime", c.Datetime)
	}
	p.attr("title", c.Exact)
	p.raw(">")
	p.words(c.word())
	p.raw(`<span class="print-only">`)
	p.words(" (" + c.Exact + ")")
	p.raw("</span></time>")
}

// tableRows is the rows of one group.
func tableRows(t Table, rows []Row) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		p := pen{w: w}
		var opens []string
		for _, r := range rows {
			if r.Drawn != "" {
				p.raw(r.Drawn)
				continue
			}
			if opens == nil {
				opens = cellOpens(t.Columns)
			}
			p.row(ctx, t, r, opens)
		}
		return p.err
	})
}

func cellOpens(columns []Column) []string {
	opens := make([]string, len(columns))
	for i, c := range columns {
		opens[i] = `<td class="` + c.class() + `" data-label="` + html.EscapeString(c.Label) + `">`
	}
	return opens
}

// DrawRow draws one row of a table with these columns, so that a list may keep
// it: see Row.Drawn.
func DrawRow(ctx context.Context, columns []Column, r Row) (string, error) {
	var b strings.Builder
	p := pen{w: &b}
	p.row(ctx, Table{Columns: columns}, r, cellOpens(columns))
	return b.String(), p.err
}

func (p *pen) row(ctx context.Context, t Table, r Row, opens []string) {
	if r.Current {
		p.raw(`<tr class="row current" aria-current="true"`)
	} else {
		p.raw(`<tr class="row"`)
	}
	if r.ID != "" {
		p.attr("id", r.ID)
	}
	p.raw(">")
	for i, c := range t.Columns {
		p.raw(opens[i])
		if i < len(r.Cells) && r.Cells[i] != nil {
			link := c.Role == RoleTitle && r.Href != ""
			if link {
				p.raw(`<a class="row-link"`)
				p.attr("href", r.Href)
				p.raw(">")
			}
			p.put(ctx, r.Cells[i])
			if link {
				p.raw("</a>")
			}
		}
		p.raw("</td>")
	}
	p.raw("</tr>")
	if r.Open != nil {
		p.raw(`<tr class="row-open"><td colspan="` + strconv.Itoa(len(t.Columns)) + `">`)
		p.put(ctx, r.Open)
		p.raw("</td></tr>")
	}
}

// selectOptions is the choices of a list, those of one group under its name.
func selectOptions(f Field, options []Option) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		p := pen{w: w}
		group := ""
		for _, o := range options {
			if o.Group != group {
				if group != "" {
					p.raw("</optgroup>")
				}
				if group = o.Group; group != "" {
					p.raw("<optgroup")
					p.attr("label", group)
					p.raw(">")
				}
			}
			p.raw("<option")
			p.attr("value", o.Value)
			if f.has(o.Value) {
				p.raw(" selected")
			}
			if o.Off {
				p.raw(" disabled")
			}
			p.raw(">")
			p.words(o.Label)
			p.raw("</option>")
		}
		if group != "" {
			p.raw("</optgroup>")
		}
		return p.err
	})
}
