package extract

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"dondoc/internal/fault"
)

// RTF is read here rather than by a converter: what is wanted of it, words and
// their lines, is little, nothing in it is ever run or drawn, and the installed
// converter that was tried lost blanks and letters of Vietnamese texts.

// rtfReader turns the control words of RTF 1.9 into lines.
type rtfReader struct {
	in     string
	pos    int
	out    strings.Builder
	groups []rtfGroup
	fonts  map[int]bool // those whose letters are Vietnamese, Windows-1258
	font   int          // of the font table's entry being read
	vn     bool         // the whole file is Windows-1258
	eat    int          // replacement characters still to be passed over
	high   rune         // the first half of a UTF-16 pair
	bytes  []byte       // letters of one-byte encodings, waiting
	bars   int          // ends of cells that no words have followed yet
}

// rtfGroup is what ends with its brace.
type rtfGroup struct {
	skip   bool
	fonts  bool // inside the font table
	uc     int
	font   int
	hidden bool
	table  bool
}

// fromRTF reads a rich text file. Pictures, objects and fields' code are passed
// over.
func fromRTF(name string, content []byte) (Document, error) {
	r := rtfReader{in: string(content), groups: []rtfGroup{{uc: 1}}, fonts: map[int]bool{}}
	if !r.read() {
		return Document{}, fault.Say(fault.Invalid, "Không đọc được tệp “"+name+"”: tệp RTF bị hỏng. Mở bằng Word, lưu thành DOCX rồi tải lên.")
	}
	return legacyWords(Document{Kind: RTF, Encoding: UTF8, Text: tidy(r.out.String())}), nil
}

// read goes through the file; false when groups do not fit or nest too deep.
func (r *rtfReader) read() bool {
	for r.pos < len(r.in) {
		c := r.in[r.pos]
		r.pos++
		switch c {
		case '{':
			if len(r.groups) > maxElements {
				return false
			}
			r.letters()
			r.groups = append(r.groups, r.groups[len(r.groups)-1])
		case '}':
			r.letters()
			if r.groups = r.groups[:len(r.groups)-1]; len(r.groups) == 0 {
				return false
			}
			r.eat = 0
			if len(r.groups) == 1 { // what follows the last brace is no text
				return true
			}
		case '\\':
			r.control()
		case '\r', '\n':
		default:
			r.one(c)
		}
		if r.out.Len() > maxText {
			return false
		}
	}
	r.letters()
	return true // cut off at the end: what came is given
}

func (r *rtfReader) top() *rtfGroup { return &r.groups[len(r.groups)-1] }

// one takes a character of the file's own encoding.
func (r *rtfReader) one(c byte) {
	if r.eat > 0 {
		r.eat--
		return
	}
	if g := r.top(); !g.skip && !g.hidden && !g.fonts {
		r.bytes = append(r.bytes, c)
	}
}

// letters writes the characters that wait, in the encoding of their font.
func (r *rtfReader) letters() {
	if len(r.bytes) == 0 {
		return
	}
	r.ends()
	table := charmap.Windows1252
	if f := r.top().font; r.fonts[f] || r.vn {
		table = charmap.Windows1258
	}
	for _, c := range r.bytes {
		x := table.DecodeByte(c)
		if x == '\ufffd' {
			x = rune(c)
		}
		r.out.WriteRune(x)
	}
	r.bytes = r.bytes[:0]
}

func (r *rtfReader) write(s string) {
	r.letters()
	if g := r.top(); !g.skip && !g.hidden && !g.fonts {
		r.ends()
		r.out.WriteString(s)
	}
}

// ends writes the bars of cells when words follow: the last of a row has none.
func (r *rtfReader) ends() {
	if r.bars > 0 {
		r.out.WriteString(strings.Repeat(" | ", r.bars))
		r.bars = 0
	}
}

// control reads what follows a backslash.
func (r *rtfReader) control() {
	if r.pos >= len(r.in) {
		return
	}
	c := r.in[r.pos]
	if c|0x20 < 'a' || c|0x20 > 'z' {
		r.pos++
		r.sign(c)
		return
	}
	start := r.pos
	for r.pos < len(r.in) && r.in[r.pos]|0x20 >= 'a' && r.in[r.pos]|0x20 <= 'z' && r.pos-start < 32 {
		r.pos++
	}
	word := r.in[start:r.pos]
	start = r.pos
	if r.pos < len(r.in) && r.in[r.pos] == '-' {
		r.pos++
	}
	for r.pos < len(r.in) && r.in[r.pos] >= '0' && r.in[r.pos] <= '9' && r.pos-start < 11 {
		r.pos++
	}
	n, err := strconv.Atoi(r.in[start:r.pos])
	has := err == nil
	if r.pos < len(r.in) && r.in[r.pos] == ' ' {
		r.pos++
	}
	r.word(word, n, has)
}

// sign reads a control symbol.
func (r *rtfReader) sign(c byte) {
	switch c {
	case '\'':
		if r.pos+2 <= len(r.in) {
			if v, err := strconv.ParseUint(r.in[r.pos:r.pos+2], 16, 8); err == nil {
				r.pos += 2
				r.one(byte(v))
			}
		}
	case '*': // a destination that may be passed over, and is
		r.top().skip = true
	case '~':
		r.write(" ")
	case '_':
		r.write("-")
	case '\r', '\n':
		r.write("\n")
	case '\\', '{', '}':
		r.one(c)
	}
}

func (r *rtfReader) word(word string, n int, has bool) {
	g := r.top()
	switch word {
	case "par", "sect", "page", "line":
		if g.table && word != "sect" {
			r.write(" ")
		} else {
			r.write("\n")
		}
	case "pard":
		g.table = false
	case "intbl":
		g.table = true
	case "cell", "nestcell":
		if r.letters(); !g.skip {
			r.bars = min(r.bars+1, maxColumns)
		}
	case "row", "nestrow":
		r.letters()
		r.bars = 0
		r.write("\n")
	case "tab":
		r.write(" ")
	case "emdash":
		r.write("—")
	case "endash":
		r.write("–")
	case "lquote":
		r.write("‘")
	case "rquote":
		r.write("’")
	case "ldblquote":
		r.write("“")
	case "rdblquote":
		r.write("”")
	case "bullet":
		r.write("•")
	case "u":
		r.unicode(n)
	case "uc":
		g.uc = min(max(n, 0), 16)
	case "bin": // raw bytes follow
		r.pos = min(len(r.in), r.pos+max(0, n))
	case "ansicpg":
		r.vn = n == 1258
	case "f":
		r.letters()
		if g.font = n; g.fonts {
			r.font = n
		}
	case "fcharset":
		if g.fonts {
			r.fonts[r.font] = n == 163
		}
	case "fonttbl":
		g.fonts = true
	case "v", "deleted":
		r.letters()
		g.hidden = !has || n != 0
	case "plain":
		r.letters()
		g.hidden = false
	case "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
		"footnote", "annotation", "fldinst", "listtext", "themedata", "colorschememapping", "datastore", "xmlnstbl", "latentstyles", "rsidtbl", "generator", "filetbl", "revtbl", "listtable", "listoverridetable", "nonshppict":
		r.letters()
		g.skip = word != "listtext" // the number of a point, as it is shown
	}
}

// unicode takes a \u: the code unit, and the characters that stand for it in
// older programs, which are passed over.
func (r *rtfReader) unicode(n int) {
	u := rune(uint16(n)) //nolint:gosec // RTF writes code units above 32,767 as negative numbers
	r.eat = r.top().uc
	switch {
	case utf16.IsSurrogate(u) && r.high == 0:
		r.high = u
		return
	case r.high != 0:
		u = utf16.DecodeRune(r.high, u)
		r.high = 0
	}
	r.write(string(u))
}
