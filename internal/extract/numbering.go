package extract

import (
	"strconv"
	"strings"
)

// Word keeps the numbers of automatic lists apart from the text: a paragraph
// names a list and a level, numbering.xml says how they are written. A reader
// of directives needs them, because points are what duties hang on. Shapes
// follow ECMA-376-1, 17.9.

const maxLevels = 9

type level struct {
	start  int
	format string
	text   string // "%1.%2."
}

type numbering struct {
	levels map[string][maxLevels]level // by abstractNumId
	lists  map[string]list             // by numId
	styles map[string]placed           // by styleId
	// count is one more than the last number at each level, by abstractNumId; 0
	// where none has come yet.
	count map[string]*[maxLevels]int
	begun map[string]bool // numIds whose overrides have been applied
}

type list struct {
	abstract string
	override map[int]int // level → where it starts anew
}

// placed is the list and level that a paragraph or a style names.
type placed struct {
	num   string
	level int
	based string
}

type xmlVal struct {
	Val string `xml:"val,attr"`
}

type xmlNumPr struct {
	Level *xmlVal `xml:"ilvl"`
	Num   *xmlVal `xml:"numId"`
}

// readNumbering reads numbering.xml and styles.xml; either may be missing.
func readNumbering(a *archive) (*numbering, error) {
	n := &numbering{levels: map[string][maxLevels]level{}, lists: map[string]list{}, styles: map[string]placed{}, count: map[string]*[maxLevels]int{}, begun: map[string]bool{}}
	if err := n.readLists(a); err != nil {
		return nil, err
	}
	return n, n.readStyles(a)
}

func (n *numbering) readLists(a *archive) error {
	var doc struct {
		Abstract []struct {
			ID     string `xml:"abstractNumId,attr"`
			Levels []struct {
				Level  string `xml:"ilvl,attr"`
				Start  xmlVal `xml:"start"`
				Format xmlVal `xml:"numFmt"`
				Text   xmlVal `xml:"lvlText"`
			} `xml:"lvl"`
		} `xml:"abstractNum"`
		Nums []struct {
			ID       string `xml:"numId,attr"`
			Abstract xmlVal `xml:"abstractNumId"`
			Override []struct {
				Level string  `xml:"ilvl,attr"`
				Start *xmlVal `xml:"startOverride"`
			} `xml:"lvlOverride"`
		} `xml:"num"`
	}
	if err := a.decode("word/numbering.xml", &doc); err != nil {
		return err
	}
	for _, x := range doc.Abstract {
		var ls [maxLevels]level
		for _, l := range x.Levels {
			if i, ok := levelOf(l.Level); ok {
				ls[i] = level{start: number(l.Start.Val, 1), format: l.Format.Val, text: l.Text.Val}
			}
		}
		n.levels[x.ID] = ls
	}
	for _, x := range doc.Nums {
		l := list{abstract: x.Abstract.Val, override: map[int]int{}}
		for _, o := range x.Override {
			if i, ok := levelOf(o.Level); ok && o.Start != nil {
				l.override[i] = number(o.Start.Val, 1)
			}
		}
		n.lists[x.ID] = l
	}
	return nil
}

func (n *numbering) readStyles(a *archive) error {
	var doc struct {
		Styles []struct {
			ID    string    `xml:"styleId,attr"`
			Based xmlVal    `xml:"basedOn"`
			Num   *xmlNumPr `xml:"pPr>numPr"`
		} `xml:"style"`
	}
	if err := a.decode("word/styles.xml", &doc); err != nil {
		return err
	}
	for _, s := range doc.Styles {
		p := placed{based: s.Based.Val}
		if s.Num != nil && s.Num.Num != nil {
			p.num = s.Num.Num.Val
			if s.Num.Level != nil {
				p.level, _ = levelOf(s.Num.Level.Val)
			}
		}
		n.styles[s.ID] = p
	}
	return nil
}

// styled finds the list that a style, or one that it is based on, names.
func (n *numbering) styled(id string) placed {
	for range 20 {
		s, ok := n.styles[id]
		if !ok || s.num != "" {
			return s
		}
		id = s.based
	}
	return placed{}
}

// next counts a paragraph on and gives what stands before it: "1.", "a)", "-".
func (n *numbering) next(p placed) string {
	l, ok := n.lists[p.num]
	if !ok {
		return ""
	}
	levels, ok := n.levels[l.abstract]
	if !ok {
		return ""
	}
	at := n.count[l.abstract]
	if at == nil {
		at = &[maxLevels]int{}
		n.count[l.abstract] = at
	}
	if !n.begun[p.num] {
		n.begun[p.num] = true
		for i, start := range l.override {
			at[i] = start // as if the one before it had come
			levels[i].start = start
		}
	}
	if at[p.level] == 0 {
		at[p.level] = levels[p.level].start + 1
	} else {
		at[p.level]++
	}
	for i := p.level + 1; i < maxLevels; i++ {
		at[i] = 0
	}
	lv := levels[p.level]
	if lv.format == "bullet" {
		return "-" // the sign itself is usually a letter of a symbol font
	}
	out := lv.text
	for i := range maxLevels {
		v := at[i] - 1
		if at[i] == 0 {
			v = max(1, levels[i].start)
		}
		out = strings.ReplaceAll(out, "%"+strconv.Itoa(i+1), figure(levels[i].format, v))
	}
	return strings.TrimSpace(out)
}

// figure writes a number in one of Word's formats.
func figure(format string, n int) string {
	if n < 1 && format != "none" {
		return strconv.Itoa(n)
	}
	switch format {
	case "none":
		return ""
	case "lowerLetter", "upperLetter":
		s := strings.Repeat(string(rune('a'+(n-1)%26)), min(1+(n-1)/26, 10))
		if format == "upperLetter" {
			return strings.ToUpper(s)
		}
		return s
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	}
	return strconv.Itoa(n)
}

func roman(n int) string {
	if n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, x := range []struct {
		n int
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= x.n {
			b.WriteString(x.s)
			n -= x.n
		}
	}
	return b.String()
}

func levelOf(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n >= maxLevels {
		return 0, false
	}
	return n, true
}

// number reads a start value; Word's own bound is 32,767.
func number(s string, usual int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 32767 {
		return usual
	}
	return n
}
