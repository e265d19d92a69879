package pdfium

// The numbers of PDFium's interface that are used here.
const (
	objectText  = 1
	objectPath  = 2
	objectImage = 3
	segmentLine = 0
	segmentMove = 2
)

// thin is how thick a drawn line may be.
const thin = 3.0

// rules finds the lines that tables are drawn with: thin boxes, and the sides
// of larger ones.
func (in *instance) rules(page uint64, p placing) []rule {
	n := min(in.call32("FPDFPage_CountObjects", page), maxObjects)
	var out []rule
	for i := uint32(0); i < n && in.err == nil; i++ {
		obj := uint64(in.call32("FPDFPage_GetObject", page, uint64(i)))
		if obj == 0 || in.call32("FPDFPageObj_GetType", obj) != objectPath {
			continue
		}
		out = append(out, in.path(obj, p)...)
		if len(out) > maxObjects {
			return nil // a drawing
		}
	}
	return out
}

func (in *instance) path(obj uint64, p placing) []rule {
	r := uint64(in.room)
	if in.call32("FPDFPageObj_GetBounds", obj, r, r+4, r+8, r+12) == 0 {
		return nil
	}
	b := p.box(in.float32s(in.room, 4))
	w, h := b.Right-b.Left, b.Bottom-b.Top
	switch {
	case w <= thin && h > thin:
		return []rule{{upright: true, at: b.middle(), from: b.Top, to: b.Bottom}}
	case h <= thin && w > thin:
		return []rule{{at: (b.Top + b.Bottom) / 2, from: b.Left, to: b.Right}}
	case w <= thin:
		return nil
	}
	n := in.call32("FPDFPath_CountSegments", obj)
	if n > maxSegments || in.call32("FPDFPageObj_GetMatrix", obj, r) == 0 {
		return nil
	}
	m := in.float32s(in.room, 6)
	var out []rule
	var sx, sy, x, y float64
	for i := uint32(0); i < n && in.err == nil; i++ {
		seg := uint64(in.call32("FPDFPath_GetPathSegment", obj, uint64(i)))
		if seg == 0 || in.call32("FPDFPathSegment_GetPoint", seg, r, r+4) == 0 {
			continue
		}
		pt := in.float32s(in.room, 2)
		nx, ny := p.point(m[0]*pt[0]+m[2]*pt[1]+m[4], m[1]*pt[0]+m[3]*pt[1]+m[5])
		switch in.call32("FPDFPathSegment_GetType", seg) {
		case segmentMove:
			sx, sy = nx, ny
		case segmentLine:
			out = straight(out, x, y, nx, ny)
		}
		x, y = nx, ny
		if in.call32("FPDFPathSegment_GetClose", seg) != 0 {
			out = straight(out, x, y, sx, sy)
		}
	}
	return out
}

func straight(out []rule, x1, y1, x2, y2 float64) []rule {
	w, h := max(x1, x2)-min(x1, x2), max(y1, y2)-min(y1, y2)
	switch {
	case w <= 1 && h > thin:
		return append(out, rule{upright: true, at: (x1 + x2) / 2, from: min(y1, y2), to: max(y1, y2)})
	case h <= 1 && w > thin:
		return append(out, rule{at: (y1 + y2) / 2, from: min(x1, x2), to: max(x1, x2)})
	}
	return out
}
