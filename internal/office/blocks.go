package office

// blocks composes the text of a document or of an annex.
func (c *composer) blocks(list []Block) []item {
	var out []item
	for _, b := range list {
		switch b := b.(type) {
		case Heading:
			out = append(out, c.heading(b))
		case Paragraph:
			out = append(out, c.paragraph(b))
		case List:
			out = append(out, c.list(b)...)
		case Table:
			out = append(out, c.table(b)...)
		case PageBreak:
			out = append(out, pageEnd{})
		}
	}
	return out
}

func (c *composer) heading(h Heading) para {
	level := min(max(h.Level, 1), 3)
	text := line(h.Text)
	if level == 1 {
		text = upper(text)
	}
	p := para{
		spans: []span{{text: text, face: faceOf(true, level == 3), size: c.s.Body}},
		align: Justify, before: c.s.Between, first: c.s.FirstLine * mm, leading: c.s.Leading, outline: level, glue: true,
	}
	if level == 1 {
		p.before += 3
	}
	if h.Centre {
		p = centred(p.spans, c.inner*0.9, p.before)
		p.outline, p.glue, p.leading = level, true, c.s.Leading
	}
	return p
}

func (c *composer) paragraph(b Paragraph) para {
	p := para{
		spans: spansOf(b.Runs, c.s.Body), align: b.Align, before: c.s.Between, leading: c.s.Leading,
		left: float64(max(b.Level, 0)) * c.s.FirstLine * mm, first: c.s.FirstLine * mm, glue: b.KeepNext,
	}
	if p.align == Auto {
		p.align = Justify
	}
	if b.NoIndent || p.align == Centre || p.align == Right {
		p.first = 0
	}
	p.left = min(p.left, c.inner/2)
	return p
}

func (c *composer) list(l List) []item {
	out := make([]item, 0, len(l.Items))
	for i, it := range l.Items {
		p := c.paragraph(Paragraph{Runs: it, Level: l.Level})
		if mark := l.Mark.at(i); mark != "" {
			p.spans = append([]span{{text: mark, size: c.s.Body}}, p.spans...)
		}
		out = append(out, p)
	}
	return out
}

// spansOf cleans runs; blanks that meet at a border of runs become one.
func spansOf(runs []Run, size float64) []span {
	var out []span
	blank := true
	for _, r := range runs {
		text := clean(r.Text)
		if blank {
			text = trimLeft(text)
		}
		if text == "" {
			continue
		}
		last := text[len(text)-1]
		blank = last == ' ' || last == '\n'
		out = append(out, span{text: text, face: faceOf(r.Bold, r.Italic), size: size})
	}
	for len(out) > 0 {
		last := &out[len(out)-1]
		if last.text = trimRight(last.text); last.text != "" {
			break
		}
		out = out[:len(out)-1]
	}
	return out
}

func trimLeft(s string) string {
	for s != "" && (s[0] == ' ' || s[0] == '\n') {
		s = s[1:]
	}
	return s
}

func trimRight(s string) string {
	for s != "" && (s[len(s)-1] == ' ' || s[len(s)-1] == '\n') {
		s = s[:len(s)-1]
	}
	return s
}

func (c *composer) table(t Table) []item {
	cols := c.columns(t.Columns)
	if len(cols) == 0 {
		return nil
	}
	size := t.Size
	if size <= 0 {
		size = c.s.Table
	}
	g := grid{cols: cols, borders: true, pad: 4, tall: 2}
	var head row
	for _, col := range t.Columns {
		if line(col.Title) != "" {
			g.head = 1
		}
		head.cells = append(head.cells, cell{span: 1, middle: true, paras: []para{{spans: bold(line(col.Title), size), align: Centre}}})
	}
	if g.head == 1 {
		head.glue = true
		g.rows = append(g.rows, head)
	}
	for _, cells := range t.Rows {
		g.rows = append(g.rows, tableRow(cells, t.Columns, size))
	}
	var out []item
	if caption := line(t.Caption); caption != "" {
		p := centred(bold(caption, c.s.Body), c.inner*0.95, c.s.Between+2)
		p.after, p.glue = 4, true
		out = append(out, p)
	} else {
		out = append(out, para{spans: plain("", 6), glue: true})
	}
	if len(g.rows) == 0 {
		return out
	}
	return append(out, g, para{spans: plain("", 4)})
}

// tableRow fills a row up to the number of columns, and cuts what goes beyond.
func tableRow(cells []Cell, cols []Column, size float64) row {
	var r row
	at := 0
	for _, in := range cells {
		if at == len(cols) {
			break
		}
		n := min(max(in.Span, 1), len(cols)-at)
		runs := in.Runs
		if runs == nil {
			runs = []Run{{Text: in.Text, Bold: in.Bold, Italic: in.Italic}}
		}
		align := in.Align
		if align == Auto && n == 1 { // what covers several columns is a title of rows
			align = cols[at].Align
		}
		if align == Auto {
			align = Left
		}
		spans := spansOf(runs, size)
		if len(spans) == 0 {
			spans = plain("", size)
		}
		r.cells = append(r.cells, cell{span: n, paras: []para{{spans: spans, align: align}}})
		at += n
	}
	for ; at < len(cols); at++ {
		r.cells = append(r.cells, cell{span: 1, paras: []para{{spans: plain("", size)}}})
	}
	return r
}

// columns are the widths in points; together they fill the page's width.
func (c *composer) columns(cols []Column) []float64 {
	out := make([]float64, len(cols))
	fixed, shares := 0.0, 0.0
	for i, col := range cols {
		switch {
		case col.Width > 0:
			out[i] = col.Width * mm
			fixed += out[i]
		case col.Share > 0:
			shares += col.Share
		default:
			shares++
		}
	}
	// Shares keep at least a third of the width, so that nothing is squeezed away.
	room := c.inner
	if shares > 0 {
		room = c.inner * 2 / 3
	}
	scale := 1.0
	if fixed > room || shares == 0 && fixed > 0 {
		scale = room / fixed
	}
	rest := c.inner - fixed*scale
	for i, col := range cols {
		switch {
		case col.Width > 0:
			out[i] *= scale
		case col.Share > 0:
			out[i] = rest * col.Share / shares
		default:
			out[i] = rest / shares
		}
	}
	return out
}
