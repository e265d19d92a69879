package office

import (
	"strconv"
	"strings"
)

// xmlWriter writes the flow as WordprocessingML.
type xmlWriter struct {
	strings.Builder
	l     layout
	inner float64 // between the margins of the section
}

// put writes strings one behind the other.
func (x *xmlWriter) put(parts ...string) {
	for _, p := range parts {
		x.WriteString(p)
	}
}

func documentXML(l layout) string {
	x := &xmlWriter{l: l}
	x.put(xmlHead, `<w:document `, wordNS, `><w:body>`)
	for i, s := range l.sections {
		_, _, x.inner = l.page(s)
		ended := false // the last item is a paragraph that can end the section
		for _, it := range s.items {
			ended = false
			switch it := it.(type) {
			case para:
				x.para(it, x.inner)
				ended = true
			case grid:
				x.grid(it)
			case pageEnd:
				x.put(`<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>`)
			}
		}
		if i < len(l.sections)-1 {
			x.put(`<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>`)
			x.section(s)
			x.put(`</w:pPr></w:p>`)
		} else {
			if !ended { // a table may not be the last
				x.put(`<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>`)
			}
			x.section(s)
		}
	}
	x.put(`</w:body></w:document>`)
	return x.String()
}

// section: A4, the style's margins, a page number from the second page on.
func (x *xmlWriter) section(s section) {
	w, h, _ := x.l.page(s)
	st := x.l.style
	x.put(`<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:headerReference w:type="first" r:id="rId5"/><w:type w:val="nextPage"/>`,
		`<w:pgSz w:w="`, twips(w), `" w:h="`, twips(h), `"`)
	if s.landscape {
		x.put(` w:orient="landscape"`)
	}
	x.put(`/><w:pgMar w:top="`, twips(st.Top*mm), `" w:right="`, twips(st.Right*mm), `" w:bottom="`, twips(st.Bottom*mm), `" w:left="`, twips(st.Left*mm),
		`" w:header="`, twips(st.numberTop()), `" w:footer="`, twips(10*mm), `" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>`)
}

// numberTop is where the page number's line begins, so that it stands in the
// middle of the top margin.
func (s Style) numberTop() float64 { return (s.Top*mm - s.PageNumber*singleLine) / 2 }

// para writes a paragraph that stands in a place of the given width.
func (x *xmlWriter) para(p para, width float64) {
	if p.rule > 0 {
		p.left = (width - p.rule) / 2
		p.right = p.left
	}
	x.put(`<w:p><w:pPr>`)
	if p.outline > 0 {
		x.put(`<w:pStyle w:val="Heading`, strconv.Itoa(p.outline), `"/>`)
	} else if p.align == Justify {
		x.put(`<w:pStyle w:val="BodyText"/>`)
	}
	if p.glue {
		x.put(`<w:keepNext/>`)
	}
	x.borders(p)
	if p.rule > 0 {
		x.put(`<w:spacing w:before="`, twips(p.before), `" w:after="`, twips(p.after), `" w:line="20" w:lineRule="exact"/>`)
	} else {
		x.put(`<w:spacing w:before="`, twips(p.before), `" w:after="`, twips(p.after), `" w:line="`, lines(p.leading), `" w:lineRule="auto"/>`)
	}
	x.put(`<w:ind w:left="`, twips(p.left), `" w:right="`, twips(p.right), `"`)
	if p.first < 0 {
		x.put(` w:hanging="`, twips(-p.first), `"`)
	} else {
		x.put(` w:firstLine="`, twips(p.first), `"`)
	}
	x.put(`/><w:jc w:val="`, [...]string{"left", "left", "center", "right", "both"}[p.align], `"/>`)
	if len(p.spans) == 1 && p.spans[0].text == "" { // the height of an empty line is that of its mark
		x.put(`<w:rPr>`, sizeXML(p.spans[0].size), `</w:rPr>`)
	}
	x.put(`</w:pPr>`)
	for _, s := range p.spans {
		if s.text != "" {
			x.run(s)
		}
	}
	x.put(`</w:p>`)
}

// borders draw a rule as the lower border of an empty paragraph that is drawn in
// from both edges, and a frame as four.
func (x *xmlWriter) borders(p para) {
	const line = ` w:val="single" w:sz="6" w:space="`
	switch {
	case p.rule > 0:
		x.put(`<w:pBdr><w:bottom`, line, `0" w:color="000000"/></w:pBdr>`)
	case p.box:
		x.put(`<w:pBdr>`)
		for _, side := range []string{"top", "left", "bottom", "right"} {
			x.put(`<w:`, side, line, `1" w:color="000000"/>`)
		}
		x.put(`</w:pBdr>`)
	}
}

func sizeXML(pt float64) string {
	return `<w:sz w:val="` + halves(pt) + `"/><w:szCs w:val="` + halves(pt) + `"/>`
}

func (x *xmlWriter) run(s span) {
	x.put(`<w:r><w:rPr>`)
	if s.face&1 != 0 {
		x.put(`<w:b/><w:bCs/>`)
	}
	if s.face&2 != 0 {
		x.put(`<w:i/><w:iCs/>`)
	}
	x.put(sizeXML(s.size))
	if s.underline {
		x.put(`<w:u w:val="single"/>`)
	}
	x.put(`</w:rPr>`)
	at := 0
	for _, m := range numbered().FindAllStringIndex(s.text, -1) {
		x.words(s.text[at:m[0]])
		for i, part := range strings.Split(s.text[m[0]:m[1]], "-") {
			if i > 0 {
				x.put(`<w:noBreakHyphen/>`)
			}
			x.words(part)
		}
		at = m[1]
	}
	x.words(s.text[at:])
	x.put(`</w:r>`)
}

// words writes text; a line end becomes a break.
func (x *xmlWriter) words(text string) {
	for i, part := range strings.Split(text, "\n") {
		if i > 0 {
			x.put(`<w:br/>`)
		}
		if part != "" {
			x.put(`<w:t xml:space="preserve">`, escape(part), `</w:t>`)
		}
	}
}

// escape makes cleaned text XML.
func escape(s string) string { return escaper.Replace(s) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;") //nolint:gochecknoglobals // made once, never changed

func (x *xmlWriter) grid(g grid) {
	total := 0.0
	for _, c := range g.cols {
		total += c
	}
	x.put(`<w:tbl><w:tblPr><w:tblW w:w="`, twips(total), `" w:type="dxa"/>`)
	if g.borders {
		x.put(`<w:tblBorders>`)
		for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			x.put(`<w:`, side, ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
		}
		x.put(`</w:tblBorders>`)
	}
	x.put(`<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="`, twips(g.tall), `" w:type="dxa"/><w:left w:w="`, twips(g.pad), `" w:type="dxa"/><w:bottom w:w="`, twips(g.tall),
		`" w:type="dxa"/><w:right w:w="`, twips(g.pad), `" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, c := range g.cols {
		x.put(`<w:gridCol w:w="`, twips(c), `"/>`)
	}
	x.put(`</w:tblGrid>`)
	for i, r := range g.rows {
		x.put(`<w:tr><w:trPr><w:cantSplit/>`)
		if i < g.head {
			x.put(`<w:tblHeader/>`)
		}
		x.put(`</w:trPr>`)
		at := 0
		for _, c := range r.cells {
			width := 0.0
			for _, w := range g.cols[at : at+c.spans()] {
				width += w
			}
			at += c.spans()
			x.cell(c, width, g.pad, r.glue)
		}
		x.put(`</w:tr>`)
	}
	x.put(`</w:tbl>`)
}

// spans is how many columns a cell covers.
func (c cell) spans() int { return max(c.span, 1) }

func (x *xmlWriter) cell(c cell, width, pad float64, glue bool) {
	x.put(`<w:tc><w:tcPr><w:tcW w:w="`, twips(width), `" w:type="dxa"/>`)
	if c.spans() > 1 {
		x.put(`<w:gridSpan w:val="`, strconv.Itoa(c.spans()), `"/>`)
	}
	if c.middle {
		x.put(`<w:vAlign w:val="center"/>`)
	}
	x.put(`</w:tcPr>`)
	for _, p := range c.paras {
		p.glue = p.glue || glue
		x.para(p, width-2*pad)
	}
	if len(c.paras) == 0 {
		x.put(`<w:p/>`)
	}
	x.put(`</w:tc>`)
}
