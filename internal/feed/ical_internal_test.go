package feed

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// property is one line as a reader gets it back.
type property struct{ name, params, value string }

// component is what stands between BEGIN and END.
type component struct {
	name  string
	props []property
	parts []*component
}

func (c *component) get(name string) string {
	for _, p := range c.props {
		if p.name == name {
			return p.value
		}
	}
	return ""
}

func (c *component) params(name string) string {
	for _, p := range c.props {
		if p.name == name {
			return p.params
		}
	}
	return ""
}

func (c *component) all(name string) (out []*component) {
	for _, p := range c.parts {
		if p.name == name {
			out = append(out, p)
		}
	}
	return out
}

// read is the other side of RFC 5545 §3.1: it holds the text to its lines,
// unfolds them and builds the tree. It is strict where readers are lenient.
func read(text string) (*component, error) {
	if !strings.HasSuffix(text, "\r\n") || !utf8.ValidString(text) {
		return nil, errors.New("no end of line at the end, or no UTF-8")
	}
	lines := strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n")
	var whole []string
	for i, l := range lines {
		if strings.ContainsAny(l, "\r\n") || len(l) > 75 || !utf8.ValidString(l) {
			return nil, fmt.Errorf("line %d: %d bytes: %q", i, len(l), l)
		}
		if rest, more := strings.CutPrefix(l, " "); more {
			if len(whole) == 0 || rest == "" {
				return nil, fmt.Errorf("line %d continues nothing", i)
			}
			whole[len(whole)-1] += rest
			continue
		}
		whole = append(whole, l)
	}
	root := &component{}
	stack := []*component{root}
	for _, l := range whole {
		head, value, ok := strings.Cut(l, ":")
		name, params, _ := strings.Cut(head, ";")
		if !ok || name == "" || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
			return nil, fmt.Errorf("no property: %q", l)
		}
		top := stack[len(stack)-1]
		switch name {
		case "BEGIN":
			c := &component{name: value}
			top.parts = append(top.parts, c)
			stack = append(stack, c)
		case "END":
			if top.name != value {
				return nil, fmt.Errorf("%s ends %s", value, top.name)
			}
			stack = stack[:len(stack)-1]
		default:
			top.props = append(top.props, property{name, params, value})
		}
	}
	if len(stack) != 1 || len(root.parts) != 1 {
		return nil, fmt.Errorf("%d open, %d at the top", len(stack)-1, len(root.parts))
	}
	return root.parts[0], nil
}

// unescape reads a TEXT value back.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
			if s[i] == 'n' || s[i] == 'N' {
				b.WriteByte('\n')
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func TestWordsStayWords(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"Rà soát; cắt giảm, báo cáo":       `Rà soát\; cắt giảm\, báo cáo`,
		"a\nATTENDEE:mailto:x":             `a\nATTENDEE:mailto:x`, // bad-inputs J15
		"a\r\nEND:VEVENT\rX":               `a\nEND:VEVENT\nX`,
		"a\u2028BEGIN:VALARM\u0085\u2029b": `a\nBEGIN:VALARM\n\nb`,
		`C:\tep "6%"`:                      `C:\\tep "6%"`,
		"\x00\x07nghe\x7f chuông\ttab":     "nghe chuông\ttab",
		"\xff\xfe hỏng":                    "\ufffd hỏng",
		"Hạn 🗓️ “ngay trong ngày”: 17:00":  "Hạn 🗓️ “ngay trong ngày”: 17:00",
	} {
		if got := escape(words); got != want {
			t.Errorf("%q: %q", words, got)
		}
	}
}

func TestLinesAreFoldedBetweenLetters(t *testing.T) {
	t.Parallel()
	decomposed := strings.Repeat("Phản ánh chậm giải quyết ", 12) // with U+0301, U+0323 …
	for _, words := range []string{strings.Repeat("ễ", 200), strings.Repeat("Ủy ban nhân dân tỉnh; ", 20), decomposed, strings.Repeat("🗓️", 60), strings.Repeat("x", 74), strings.Repeat("x", 75), strings.Repeat("x", 76), strings.Repeat("\u0301", 99)} {
		s := &sheet{}
		s.in("VCALENDAR", func() { s.text("SUMMARY", words) })
		c, err := read(s.b.String())
		if err != nil {
			t.Fatal(err)
		}
		if got := unescape(c.get("SUMMARY")); got != words {
			t.Errorf("%q came back as %q", words, got)
		}
		for l := range strings.SplitSeq(s.b.String(), "\r\n ") {
			if r, _ := utf8.DecodeRuneInString(l); unicode.Is(unicode.M, r) && !strings.HasPrefix(words, "\u0301") {
				t.Errorf("a mark was torn from its letter: %q", l)
			}
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "a\nb", `\n\\;,`, strings.Repeat("ệ", 80), "x\r\nBEGIN:VEVENT\r\n y", "\xf0\x9f", "e\u0302\u0323" + strings.Repeat("\u0301", 200), "\u2028:;,\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, words string) {
		s := &sheet{}
		s.in("VCALENDAR", func() {
			s.put("URL", words)
			s.text("SUMMARY", words)
			s.put("UID", "ở-đây")
		})
		c, err := read(s.b.String())
		if err != nil {
			t.Fatalf("%q: %v", words, err)
		}
		want := clean(words)
		if diff := cmp.Diff([]string{want, oneLine(words), "ở-đây"}, []string{unescape(c.get("SUMMARY")), c.get("URL"), c.get("UID")}); diff != "" {
			t.Errorf("%q: %s", words, diff)
		}
	})
}
