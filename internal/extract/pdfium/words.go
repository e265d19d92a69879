package pdfium

import (
	"context"
	"encoding/binary"
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
	// the document itself has a blank there; others are PDFium's guess, made
	// where the font changes within a word, too
	blankBefore, blankAfter bool
	sure                    float64 // how well it was recognised on a picture
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
	layered       bool // its words are not those that are seen
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
		s.layered = len(s.words) > 0 && in.layered(page, p, s.width, s.height)
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
	s := speller{in: in, text: text, p: p}
	for i, r := range in.letters(text, n) {
		s.letter(i, r)
		if in.err != nil {
			return nil
		}
	}
	s.end()
	return s.out
}

// speller puts the letters of a page together.
type speller struct {
	in     *instance
	text   uint64
	p      placing
	out    []Word
	word   Word
	spelt  strings.Builder
	last   Rect  // of the letter before
	blank  *Rect // the document's own blank before
	inWord bool
}

// besides is how far apart, in heights, neighbours stand. Where a blank is
// farther from a word, letters of another font come between.
const besides = 0.15

func (s *speller) letter(i int, r rune) {
	switch {
	case unicode.IsSpace(r) || r == 0 || r == unicode.ReplacementChar || r == 0x200b || r == 0xfeff:
		if r == ' ' && s.in.call32("FPDFText_IsGenerated", s.text, uint64(i)) == 1 { //nolint:gosec // never negative
			s.end()
			return
		}
		if r == '\r' || r == '\n' {
			s.end()
			return
		}
		blank := s.in.place(s.text, i, s.p)
		s.word.blankAfter = blank.Left-s.last.Right < besides*s.word.size
		s.end()
		s.blank = &blank
	case hyphenated(r): // what follows stands on the next line
		if s.inWord {
			s.spelt.WriteByte('-')
			s.word.soft = true
			s.end()
		}
	case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
	default:
		s.place(i, r)
	}
}

func (s *speller) place(i int, r rune) {
	box := s.in.place(s.text, i, s.p)
	if s.inWord && !unicode.Is(unicode.Mn, r) && s.jumps(box) {
		s.end()
	}
	if !s.inWord {
		s.inWord = true
		s.word = Word{Rect: box, size: box.Bottom - box.Top}
		s.word.blankBefore = s.blank != nil && box.Left-s.blank.Right < besides*s.word.size
		s.blank = nil
		s.in.call("FPDFText_GetCharOrigin", s.text, uint64(i), uint64(s.in.room), uint64(s.in.room+8)) //nolint:gosec // never negative
		o := s.in.float64s(s.in.room, 2)
		if _, s.word.base = s.p.point(o[0], o[1]); s.word.base < box.Top || s.word.base > box.Bottom { // written upwards
			s.word.base = box.Bottom
		}
	}
	s.word.Rect = s.word.and(box)
	s.word.size = min(s.word.size, box.Bottom-box.Top)
	s.spelt.WriteRune(r)
	s.last = box
}

// jumps tells a letter that does not stand beside the one before: letters of
// another font are drawn after the rest of the line.
func (s *speller) jumps(box Rect) bool {
	size := max(s.word.size, 1)
	if m := box.middle(); m > s.last.Left && m < s.last.Right && (box.Top >= s.last.Bottom-0.1*size || box.Bottom <= s.last.Top+0.1*size) {
		return max(box.Top-s.last.Bottom, s.last.Top-box.Bottom) > 0.3*max(size, box.Right-box.Left) // written downwards or upwards
	}
	return box.Left < s.last.Left-0.15*size || box.Left-s.last.Right > 0.3*size || max(box.Bottom-s.last.Bottom, s.last.Bottom-box.Bottom) > 0.8*size
}

func (s *speller) end() {
	if !s.inWord {
		return
	}
	s.inWord = false
	w := s.word
	w.Text = viet.NFC(strings.Map(viet.Mended, strings.ToValidUTF8(s.spelt.String(), "")))
	w.size = max(w.size, 1)
	s.spelt.Reset()
	if w.Text != "" {
		s.out = append(s.out, w)
	}
}

// hyphenated tells the marks that PDFium puts for a hyphen that ends a line.
func hyphenated(r rune) bool { return r == 0x02 || r == 0xfffe || r == 0xad }

// place is the box of one character, as high as its font.
func (in *instance) place(text uint64, i int, p placing) Rect {
	in.call("FPDFText_GetLooseCharBox", text, uint64(i), uint64(in.room)) //nolint:gosec // never negative
	return p.box(in.float32s(in.room, 4))
}
