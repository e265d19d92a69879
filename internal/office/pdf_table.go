package office

// borderLine is the width of a table's lines.
const borderLine = 0.5

// gridAtoms makes an atom of each row. A row taller than a page is parted
// between lines.
func (c *canvas) gridAtoms(g grid) []atom {
	room := c.bottom - c.l.style.Top*mm
	var heads, out []atom
	for i, r := range g.rows {
		cells := c.measure(g, r)
		head := 0.0
		for _, h := range heads {
			head += h.height
		}
		limit := room - 2*g.tall - borderLine
		if head < room/2 {
			limit -= head
		}
		for len(cells) > 0 {
			first, rest := part(cells, limit)
			a := c.rowAtom(g, r, first)
			a.glue = r.glue && rest == nil
			if i >= g.head && head < room/2 {
				a.heads = heads
			}
			out = append(out, a)
			cells = rest
		}
		if i < g.head {
			heads = append(heads, out[len(out)-1])
		}
	}
	return out
}

// measure lays the cells of a row out.
func (c *canvas) measure(g grid, r row) [][]stroke {
	out := make([][]stroke, len(r.cells))
	at := 0
	for i, cl := range r.cells {
		width := 0.0
		for _, w := range g.cols[at : at+cl.spans()] {
			width += w
		}
		at += cl.spans()
		for _, p := range cl.paras {
			out[i] = append(out[i], c.strokes(p, width-2*g.pad)...)
		}
	}
	return out
}

func height(list []stroke) float64 {
	h := 0.0
	for _, s := range list {
		h += s.before + s.height + s.after
	}
	return h
}

// part takes the lines of each cell that fit into the limit, at least one; rest
// is nil when nothing is left.
func part(cells [][]stroke, limit float64) (first, rest [][]stroke) {
	more := false
	first, rest = make([][]stroke, len(cells)), make([][]stroke, len(cells))
	for i, list := range cells {
		n, used := 0, 0.0
		for n < len(list) {
			used += list[n].before + list[n].height
			if used > limit+0.01 && n > 0 {
				break
			}
			used += list[n].after
			n++
		}
		first[i], rest[i] = list[:n], list[n:]
		more = more || n < len(list)
	}
	if !more {
		return first, nil
	}
	return first, rest
}

func (c *canvas) rowAtom(g grid, r row, cells [][]stroke) atom {
	tall := 0.0
	for _, list := range cells {
		tall = max(tall, height(list))
	}
	tall += 2 * g.tall
	if g.borders {
		tall += borderLine
	}
	left := c.l.style.Left * mm
	return atom{height: tall, draw: func(y float64) {
		x, at := left, 0
		if g.borders {
			c.pdf.SetLineWidth(borderLine)
		}
		for i, cl := range r.cells {
			width := 0.0
			for _, w := range g.cols[at : at+cl.spans()] {
				width += w
			}
			at += cl.spans()
			if g.borders {
				c.pdf.Rect(x, y, width, tall, "D")
			}
			down := y + g.tall
			if cl.middle {
				down += (tall - 2*g.tall - height(cells[i])) / 2
			}
			for _, s := range cells[i] {
				down += s.before
				s.draw(x+g.pad, down)
				down += s.height + s.after
			}
			x += width
		}
		c.pdf.SetLineWidth(0.75)
	}}
}
