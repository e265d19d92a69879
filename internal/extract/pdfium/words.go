package pdfium

import (
	"context"
	"encoding/binary"
	"math"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/tetratelabs/wazero/api"

	"dondoc/internal/viet"
)

// Rect is a place on a page: in points, from the upper left corner of the page
// as it is shown.
type Rect struct{ Left, Top, Right, Bottom float64 }

func (r Rect) and(o Rect) Rect {
	return Rect{min(r.Left, o.Left), min(r.Top, o.Top), max(r.Right, o.Right), max(r.Bottom, o.Bottom)}
}

func (r Rect) middle() float64 { return (r.Left + r.Right) / 2 }

// Word is what stands between two blanks, and where.
type Word struct {
	Text string
	Rect
	base float64 // where the letters stand
	size float64 // height of the font
	soft bool    // ends with a hyphen at the end of a line
}

// rule is a straight line that is drawn along an edge of the page.
type rule struct {
	upright  bool
	at       float64 // its place across
	from, to float64 // its reach along
}

// sheet is a page as PDFium gives it.
type sheet struct {
	width, height float64
	words         []Word
	rules         []rule
}

// What one page may hold; more is no text for a person.
const (
	maxChars    = 500_000
	maxObjects  = 20_000
	maxSegments = 2_000
)

func (f *File) sheet(ctx context.Context, n int) (sheet, error) {
	var s sheet
	err := f.onPage(ctx, n, func(page uint64) {
		in := f.in
		s.width, s.height = in.size(page)
		p := in.placing(page, s.width, s.height)
		if text := uint64(in.call32("FPDFText_LoadPage", page)); text != 0 {
			s.words = in.words(text, p)
			in.call("FPDFText_ClosePage", text)
		}
		s.rules = in.rules(page, p)
	})
	return s, err
}

// size is that of the page as it is shown, turned where the page says so.
func (in *instance) size(page uint64) (w, h float64) {
	w = finite(api.DecodeF64(in.call("FPDF_GetPageWidth", page)))
	h = finite(api.DecodeF64(in.call("FPDF_GetPageHeight", page)))
	return w, h
}

// placing turns the document's coordinates into those of the page as shown.
type placing struct{ a, b, c, d, e, f float64 }

func (p placing) point(x, y float64) (sx, sy float64) {
	return p.a*x + p.b*y + p.c, p.d*x + p.e*y + p.f
}

// box places a rectangle that is given by two corners.
func (p placing) box(c []float64) Rect {
	ax, ay := p.point(c[0], c[1])
	bx, by := p.point(c[2], c[3])
	return Rect{min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)}
}

// placing asks PDFium where three points come to lie: rotation and crop are
// then its business.
func (in *instance) placing(page uint64, w, h float64) placing {
	const fine, far = 64, 1000 // answers come in whole numbers
	device := func(x, y float64) (dx, dy float64) {
		in.call("FPDF_PageToDevice", page, 0, 0, uint64(max(w*fine, 1)), uint64(max(h*fine, 1)), 0,
			api.EncodeF64(x), api.EncodeF64(y), uint64(in.room), uint64(in.room+4))
		b := in.bytes(in.room, 8)
		return float64(int32(binary.LittleEndian.Uint32(b))) / fine, float64(int32(binary.LittleEndian.Uint32(b[4:]))) / fine //nolint:gosec // a signed number
	}
	ox, oy := device(0, 0)
	xx, xy := device(far, 0)
	yx, yy := device(0, far)
	return placing{a: (xx - ox) / far, b: (yx - ox) / far, c: ox, d: (xy - oy) / far, e: (yy - oy) / far, f: oy}
}

// letters gives one character per place. PDFium leaves places without a
// meaning out of its text, and then each is asked for.
func (in *instance) letters(text uint64, n int) []rune {
	buf := in.malloc(2 * (n + 1))
	got := in.call32("FPDFText_GetText", text, 0, uint64(n), uint64(buf)) //nolint:gosec // bounded by maxChars
	units := make([]uint16, n)
	whole := int(got) == n+1
	for i, b := 0, in.bytes(buf, 2*n); i < n; i++ {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
		whole = whole && !utf16.IsSurrogate(rune(units[i]))
	}
	in.free(buf)
	out := make([]rune, n)
	for i := range out {
		if whole {
			out[i] = rune(units[i])
		} else {
			out[i] = rune(in.call32("FPDFText_GetUnicode", text, uint64(i)) & 0x1fffff)
		}
	}
	return out
}

func (in *instance) words(text uint64, p placing) []Word {
	n := int(int32(in.call32("FPDFText_CountChars", text))) //nolint:gosec // -1 on failure
	if n <= 0 || in.err != nil {
		return nil
	}
	if n > maxChars {
		in.err = ErrLimit
		return nil
	}
	var out []Word
	start := -1
	all := in.letters(text, n)
	flush := func(end int) {
		if start >= 0 && in.err == nil {
			if w, ok := in.word(text, all, start, end, p); ok {
				out = append(out, w)
			}
		}
		start = -1
	}
	for i, r := range all {
		switch {
		case unicode.IsSpace(r) || r == 0 || r == unicode.ReplacementChar || r == 0x200b || r == 0xfeff:
			flush(i)
		case hyphenated(r): // what follows stands on the next line
			if start >= 0 {
				flush(i + 1)
			}
		case start < 0:
			start = i
		}
	}
	flush(n)
	return out
}

// hyphenated tells the marks that PDFium puts for a hyphen that ends a line.
func hyphenated(r rune) bool { return r == 0x02 || r == 0xfffe || r == 0xad }

func (in *instance) word(text uint64, all []rune, from, to int, p placing) (Word, bool) {
	var w Word
	var b strings.Builder
	for _, r := range all[from:to] {
		switch {
		case hyphenated(r):
			b.WriteByte('-')
			w.soft = true
		case !unicode.IsControl(r) && !unicode.Is(unicode.Bidi_Control, r):
			b.WriteRune(r)
		}
	}
	w.Text = viet.NFC(strings.ToValidUTF8(b.String(), ""))
	last := to - 1
	if w.soft && last > from {
		last-- // the mark has no place of its own
	}
	w.Rect = in.place(text, from, p)
	w.size = w.Bottom - w.Top
	if last > from {
		end := in.place(text, last, p)
		w.size = min(w.size, end.Bottom-end.Top)
		w.Rect = w.and(end)
	}
	in.call("FPDFText_GetCharOrigin", text, uint64(from), uint64(in.room), uint64(in.room+8)) //nolint:gosec // never negative
	o := in.float64s(in.room, 2)
	_, w.base = p.point(o[0], o[1])
	if w.base < w.Top || w.base > w.Bottom { // written upwards
		w.base = w.Bottom
	}
	w.size = math.Max(w.size, 1)
	return w, w.Text != ""
}

// place is the box of one character, as high as its font.
func (in *instance) place(text uint64, i int, p placing) Rect {
	in.call("FPDFText_GetLooseCharBox", text, uint64(i), uint64(in.room)) //nolint:gosec // never negative
	return p.box(in.float32s(in.room, 4))
}
