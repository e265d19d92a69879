package office

import (
	_ "embed" // the four faces
	"encoding/binary"
	"sync"
)

//go:embed fonts/LiberationSerif-Regular.ttf
var regularTTF []byte

//go:embed fonts/LiberationSerif-Bold.ttf
var boldTTF []byte

//go:embed fonts/LiberationSerif-Italic.ttf
var italicTTF []byte

//go:embed fonts/LiberationSerif-BoldItalic.ttf
var boldItalicTTF []byte

// face is one of the four.
type face int

func faceOf(bold, italic bool) face { //nolint:revive // two facts of a letter
	f := face(0)
	if bold {
		f |= 1
	}
	if italic {
		f |= 2
	}
	return f
}

// style is fpdf's name of the face.
func (f face) style() string { return [...]string{"", "B", "I", "BI"}[f&3] }

func (f face) ttf() []byte {
	return [...][]byte{regularTTF, boldTTF, italicTTF, boldItalicTTF}[f&3]
}

// The letter's vertical measures, shares of the size: those of Times New Roman
// and of Liberation Serif, whose single line is 1.149 of the size.
const (
	singleLine = 1.149
	descent    = 0.258 // below the base line, with the gap between lines
)

// widths are the advances of the characters of the basic plane, in units of
// 1/2048 of the size.
type widths [1 << 16]uint16

var faceWidths = [4]func() *widths{ //nolint:gochecknoglobals // read once from embedded files, never changed
	sync.OnceValue(func() *widths { return readWidths(regularTTF) }),
	sync.OnceValue(func() *widths { return readWidths(boldTTF) }),
	sync.OnceValue(func() *widths { return readWidths(italicTTF) }),
	sync.OnceValue(func() *widths { return readWidths(boldItalicTTF) }),
}

// width of a text in points.
func (f face) width(s string, size float64) float64 {
	table := faceWidths[f&3]()
	n := 0
	for _, r := range s {
		if r > 0xffff {
			r = '\ufffd'
		}
		n += int(table[r])
	}
	return float64(n) * size / unitsPerEm
}

const unitsPerEm = 2048

// readWidths reads the tables cmap (format 4), hhea and hmtx of a TrueType file.
// The files are ours, so a fault in one is a fault of the build.
func readWidths(ttf []byte) *widths {
	u16 := func(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
	u32 := func(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }
	table := func(tag string) []byte {
		for i := range u16(ttf, 4) {
			if e := ttf[12+16*i:]; string(e[:4]) == tag {
				return ttf[u32(e, 8) : u32(e, 8)+u32(e, 12)]
			}
		}
		panic("office: font without table " + tag)
	}
	if u16(table("head"), 18) != unitsPerEm {
		panic("office: font of other units")
	}
	hmtx, count := table("hmtx"), u16(table("hhea"), 34)
	advance := func(glyph int) uint16 {
		return uint16(u16(hmtx, 4*min(glyph, count-1))) //nolint:gosec // read from sixteen bits
	}
	w := new(widths)
	for i := range w {
		w[i] = advance(0)
	}
	readGlyphs(table("cmap"), func(char, glyph int) { w[char] = advance(glyph) })
	return w
}

// readGlyphs tells which glyph each character of the basic plane has.
func readGlyphs(cmap []byte, has func(char, glyph int)) {
	u16 := func(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
	for i := range u16(cmap, 2) {
		e := cmap[4+8*i:]
		sub := cmap[int(binary.BigEndian.Uint32(e[4:])):]
		if u16(e, 0) != 3 || u16(e, 2) != 1 || u16(sub, 0) != 4 {
			continue
		}
		n := u16(sub, 6)
		for at := 0; at < n; at += 2 {
			end, start := u16(sub, 14+at), u16(sub, 16+n+at)
			delta, offset := u16(sub, 16+2*n+at), u16(sub, 16+3*n+at)
			for c := start; c <= end && c < 0xffff; c++ {
				glyph := c
				if offset != 0 {
					if glyph = u16(sub, 16+3*n+at+offset+2*(c-start)); glyph == 0 {
						continue
					}
				}
				has(c, (glyph+delta)&0xffff)
			}
		}
	}
}
