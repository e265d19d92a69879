package outline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dondoc/internal/citation"
	"dondoc/internal/pattern"
)

// Doubt is what is unusual about the lines of a text, and at which byte.
type Doubt struct {
	Code    string
	At      int
	Message string // for the person who reads
}

type doubter struct {
	t        string
	lines    []Line
	original func(from, to int) string
	found    []Doubt
}

// Doubts tells of several documents in one text, and of points of one list that
// bear the same number. The text as it was given is asked for where it is quoted.
func Doubts(t string, lines []Line, original func(from, to int) string) []Doubt {
	d := doubter{t: t, lines: lines, original: original}
	d.severalDocuments()
	d.repeatedNumbers()
	return d.found
}

func (d *doubter) doubt(code string, at int, message string) {
	d.found = append(d.found, Doubt{code, at, message})
}

var (
	// state and party are the heads that each document has once.
	state = pattern.New(`^(?:.{0,80}\s)?CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM\s*$|^(?i:cộng h(?:òa|oà) xã hội chủ nghĩa việt nam)\s*$`)
	party = pattern.New(`^(?:.{0,80}\s)?ĐẢNG CỘNG SẢN VIỆT NAM\s*$`)
	// issuing begins a line that names who issues.
	issuing = pattern.New(`^(?:ỦY BAN|TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|XÃ|PHƯỜNG|ĐẶC KHU|SỞ|BỘ|BAN|VĂN PHÒNG|HỘI ĐỒNG|CHÍNH PHỦ|THỦ TƯỚNG|TỔNG CỤC|CỤC|CHI CỤC|ĐẢNG ỦY|ĐẢNG BỘ|VIỆN|TÒA ÁN|CÔNG AN|THANH TRA|TRUNG TÂM|TRƯỜNG|KHO BẠC|BẢO HIỂM|NGÂN HÀNG|QUỐC HỘI|ỦY VIÊN)(?:\s|$)`)
	// blank is a form that a document carries, with a head of its own.
	blank = pattern.New(`^(?i:\(?(?:biểu )?mẫu(?: số)?(?:\s|:|$)|phụ lục|mẫu biểu)`)
)

// near is how many lines belong to one head.
const near = 8

// severalDocuments looks for heads after the first: of the State's or the
// Party's documents, or a number of its own beside a place and a day.
func (d *doubter) severalDocuments() {
	var starts []int // lines
	last := -1       // the line in which the last head was seen
	first := ""      // the number seen in it
	for i := range d.lines {
		s := d.lineText(i)
		if s == "" {
			continue
		}
		number := d.ownNumber(i, s)
		if number == "" && !isHead(s) {
			continue
		}
		again := last >= 0 && (i-last <= near || number != "" && number == first)
		last = i
		if number != "" {
			first = number
		}
		if again || d.isBlankForm(i) {
			continue
		}
		starts = append(starts, d.headStart(i))
	}
	if len(starts) < 2 {
		return
	}
	var at []string
	for _, i := range starts[1:min(len(starts), 6)] {
		at = append(at, strconv.Itoa(i+1))
	}
	second := d.lines[starts[1]]
	message := fmt.Sprintf("Nội dung này có vẻ gồm %d văn bản. Văn bản thứ hai bắt đầu ở dòng %s, “%s”.", len(starts), at[0], short(d.original(second.Start, second.End)))
	if len(at) > 1 {
		message += " Các văn bản sau bắt đầu ở dòng " + strings.Join(at[1:], ", ") + "."
	}
	d.doubt("several_documents", second.Start, message+" Tách mỗi văn bản thành một tệp để có đúng số, ngày và cơ quan ban hành.")
}

// isHead reports a line that a document of the State or of the Party begins with.
func isHead(s string) bool {
	const last = "nam"
	if len(s) < len(last) || !strings.EqualFold(s[len(s)-len(last):], last) { // most lines, at a glance
		return false
	}
	return state.MatchString(s) || party.MatchString(s)
}

func (d *doubter) lineText(i int) string {
	return strings.TrimSpace(d.t[d.lines[i].Start:d.lines[i].End])
}

// ownNumber is the number of a document in its head: a line that begins with
// it, and a place and day, or the motto, close by.
func (d *doubter) ownNumber(i int, s string) string {
	m := soRE.FindStringSubmatch(s)
	if m == nil || citation.Parse(m[1]).Style == citation.Unknown {
		return ""
	}
	for k := max(0, i-3); k <= min(i+3, len(d.lines)-1); k++ {
		if near := d.lineText(k); placeDate.MatchString(near) || state.MatchString(near) || strings.Contains(near, ", ngày ") && utf8.RuneCountInString(near) < 120 {
			return citation.Key(m[1])
		}
	}
	return ""
}

// isBlankForm reports the head of a form that belongs to the document before it.
func (d *doubter) isBlankForm(i int) bool {
	for k := max(0, i-near); k <= min(i+near, len(d.lines)-1); k++ {
		if blank.MatchString(d.lineText(k)) {
			return true
		}
	}
	return false
}

// headStart goes up from a line of a head to where the head begins.
func (d *doubter) headStart(i int) int {
	start := i
	for k := i - 1; k >= 0 && i-k <= near; k-- {
		s := d.lineText(k)
		switch {
		case s == "" || strings.Trim(s, "-_*—– ") == "":
			continue
		case !Capitals(s) || !issuing.MatchString(s) && !state.MatchString(s) && !party.MatchString(s) && !motto.MatchString(s):
			return start
		}
		start = k
	}
	return start
}

// short is the beginning of a line.
func short(s string) string {
	runes := []rune(strings.TrimSpace(s))
	if len(runes) <= 60 {
		return string(runes)
	}
	return strings.TrimSpace(string(runes[:60])) + "…"
}

// repeatedNumbers looks for points of one list that bear the same number.
func (d *doubter) repeatedNumbers() {
	type point struct {
		sign string
		line int
	}
	last := map[int]point{}
	var again []string
	at := -1
	for i, l := range d.lines {
		s := d.t[l.Start:l.End]
		m := Marker.FindStringSubmatchIndex(s)
		if m == nil || m[8] >= 0 || m[10] >= 0 || strings.Contains(s, CellMark) {
			if l.Head || strings.TrimSpace(s) != "" && Capitals(s) {
				clear(last)
			}
			continue
		}
		sign := strings.TrimSpace(s[:m[1]])
		for level := range last {
			if level > l.Level {
				delete(last, level)
			}
		}
		if before, ok := last[l.Level]; ok && before.sign == sign && !beginsList(sign) {
			again = append(again, fmt.Sprintf("“%s” ở dòng %d và dòng %d", sign, before.line+1, i+1))
			if at < 0 {
				at = l.Start
			}
		}
		last[l.Level] = point{sign, i}
	}
	if at < 0 {
		return
	}
	more := ""
	if n := len(again) - 3; n > 0 {
		again, more = again[:3], fmt.Sprintf(" và %d chỗ khác", n)
	}
	d.doubt("numbers_repeat", at, "Số thứ tự lặp lại: "+strings.Join(again, "; ")+more+". Đối chiếu với bản gốc, có thể thiếu hoặc thừa một điểm.")
}

// beginsList reports the first sign of a list: a new list may begin anywhere.
func beginsList(sign string) bool {
	return slices.Contains([]string{"1", "a", "A", "I", "i", "1.1"}, strings.Trim(sign, ".)(/"))
}
