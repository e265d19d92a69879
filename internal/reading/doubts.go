package reading

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dondoc/internal/citation"
	"dondoc/internal/pattern"
	"dondoc/internal/viet"
)

// What is said here is about the text as a whole: whether it is Vietnamese,
// whether it is one document, whether its points are numbered as they should
// be. A person decides; the reading goes on as well as it can.

// readable reports a tongue that the rules were made for. Of a text of few
// words they are tried.
func readable(t viet.Tongue) bool { return t == viet.Vietnamese || t == viet.Undecided }

// nothing makes the whole text one that orders nothing.
func (r *reader) nothing() {
	r.roles = make([]Role, len(r.lines))
	for i := range r.roles {
		r.roles[i] = IsContext
	}
}

// doubts says what is unusual about the text as a whole.
func (r *reader) doubts(t viet.Tongue) {
	switch {
	case readable(t):
		r.severalDocuments()
		r.repeatedNumbers()
	case t == viet.Unmarked:
		r.doubt("tongue_unmarked", 0, "Văn bản viết không dấu nên hệ thống không tìm nhiệm vụ. Tải bản có dấu lên, hoặc thêm nhiệm vụ bằng tay.")
	case t == viet.Other:
		r.doubt("tongue_foreign", 0, "Chữ trong văn bản không phải tiếng Việt, hoặc phông chữ, bảng mã làm hỏng chữ. Hệ thống không tìm nhiệm vụ. Đối chiếu với bản gốc; nếu chữ hỏng, lưu lại thành DOCX hoặc quét lại rồi tải lên.")
	default:
		r.doubt("tongue_foreign", 0, "Đây là văn bản "+t.Label()+", không phải văn bản tiếng Việt, nên hệ thống không tìm nhiệm vụ. Tải bản tiếng Việt lên, hoặc thêm nhiệm vụ bằng tay.")
	}
}

// doubt warns of a place of the working text.
func (r *reader) doubt(code string, at int, message string) {
	place := r.point(at)
	r.res.Warnings = append(r.res.Warnings, Warning{Code: code, Message: message, At: &place})
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
func (r *reader) severalDocuments() {
	var starts []int // lines
	last := -1       // the line in which the last head was seen
	first := ""      // the number seen in it
	for i := range r.lines {
		s := r.lineText(i)
		if s == "" {
			continue
		}
		number := r.ownNumber(i, s)
		if number == "" && !isHead(s) {
			continue
		}
		again := last >= 0 && (i-last <= near || number != "" && number == first)
		last = i
		if number != "" {
			first = number
		}
		if again || r.isBlankForm(i) {
			continue
		}
		starts = append(starts, r.headStart(i))
	}
	if len(starts) < 2 {
		return
	}
	var at []string
	for _, i := range starts[1:min(len(starts), 6)] {
		at = append(at, strconv.Itoa(i+1))
	}
	second := r.lines[starts[1]]
	message := fmt.Sprintf("Nội dung này có vẻ gồm %d văn bản. Văn bản thứ hai bắt đầu ở dòng %s, “%s”.", len(starts), at[0], short(r.original(second.start, second.end)))
	if len(at) > 1 {
		message += " Các văn bản sau bắt đầu ở dòng " + strings.Join(at[1:], ", ") + "."
	}
	r.doubt("several_documents", second.start, message+" Tách mỗi văn bản thành một tệp để có đúng số, ngày và cơ quan ban hành.")
}

// isHead reports a line that a document of the State or of the Party begins with.
func isHead(s string) bool {
	const last = "nam"
	if len(s) < len(last) || !strings.EqualFold(s[len(s)-len(last):], last) { // most lines, at a glance
		return false
	}
	return state.MatchString(s) || party.MatchString(s)
}

func (r *reader) lineText(i int) string {
	return strings.TrimSpace(r.t[r.lines[i].start:r.lines[i].end])
}

// ownNumber is the number of a document in its head: a line that begins with
// it, and a place and day, or the motto, close by.
func (r *reader) ownNumber(i int, s string) string {
	m := soRE.FindStringSubmatch(s)
	if m == nil || citation.Parse(m[1]).Style == citation.Unknown {
		return ""
	}
	for k := max(0, i-3); k <= min(i+3, len(r.lines)-1); k++ {
		if near := r.lineText(k); placeDate.MatchString(near) || state.MatchString(near) || strings.Contains(near, ", ngày ") && utf8.RuneCountInString(near) < 120 {
			return citation.Key(m[1])
		}
	}
	return ""
}

// isBlankForm reports the head of a form that belongs to the document before it.
func (r *reader) isBlankForm(i int) bool {
	for k := max(0, i-near); k <= min(i+near, len(r.lines)-1); k++ {
		if blank.MatchString(r.lineText(k)) {
			return true
		}
	}
	return false
}

// headStart goes up from a line of a head to where the head begins.
func (r *reader) headStart(i int) int {
	start := i
	for k := i - 1; k >= 0 && i-k <= near; k-- {
		s := r.lineText(k)
		switch {
		case s == "" || strings.Trim(s, "-_*—– ") == "":
			continue
		case !capitals(s) || !issuing.MatchString(s) && !state.MatchString(s) && !party.MatchString(s) && !motto.MatchString(s):
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
func (r *reader) repeatedNumbers() {
	type point struct {
		sign string
		line int
	}
	last := map[int]point{}
	var again []string
	at := -1
	for i, l := range r.lines {
		s := r.t[l.start:l.end]
		m := marker.FindStringSubmatchIndex(s)
		if m == nil || m[8] >= 0 || m[10] >= 0 || strings.Contains(s, cellMark) {
			if l.head || strings.TrimSpace(s) != "" && capitals(s) {
				clear(last)
			}
			continue
		}
		sign := strings.TrimSpace(s[:m[1]])
		for level := range last {
			if level > l.level {
				delete(last, level)
			}
		}
		if before, ok := last[l.level]; ok && before.sign == sign && !beginsList(sign) {
			again = append(again, fmt.Sprintf("“%s” ở dòng %d và dòng %d", sign, before.line+1, i+1))
			if at < 0 {
				at = l.start
			}
		}
		last[l.level] = point{sign, i}
	}
	if at < 0 {
		return
	}
	more := ""
	if n := len(again) - 3; n > 0 {
		again, more = again[:3], fmt.Sprintf(" và %d chỗ khác", n)
	}
	r.doubt("numbers_repeat", at, "Số thứ tự lặp lại: "+strings.Join(again, "; ")+more+". Đối chiếu với bản gốc, có thể thiếu hoặc thừa một điểm.")
}

// beginsList reports the first sign of a list: a new list may begin anywhere.
func beginsList(sign string) bool {
	return slices.Contains([]string{"1", "a", "A", "I", "i", "1.1"}, strings.Trim(sign, ".)(/"))
}
