package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
)

// line is one line of the working text, in bytes, without its marker.
type line struct {
	start, end int // of the whole line
	body       int // where the words begin, after the marker
	level      int // depth of the list marker; paragraph for none
	as         Role
	head       bool // a heading
	annex      bool // the title of what is annexed; nothing above it counts below
	off        bool // stands in a section that orders nothing
}

const paragraph = 20

var (
	marker = pattern.New(`^[\s\x{00a0}]*(?:(Điều \d+\.|[IVX]+\.|[A-H]\.)|(\d+(?:\.\d+)*)[.)/]?|([a-zđ]\))|([-–•*])|(\+)|(\((?:[ivx]+|\d+)\)))(?:\s+|$)`)
	// sections that judge, aim or explain, and therefore order nothing.
	judging   = pattern.New(`(?i)^(?:về |việc )*(?:đánh giá|kết quả|tình hình|mục đích|yêu cầu$|yêu cầu chung|quan điểm|(?:các |một số )?(?:mục tiêu|chỉ tiêu)|bối cảnh|tồn tại|hạn chế|nguyên nhân|khó khăn|về kết quả|những kết quả|tiêu chí|nhận xét|ưu điểm|thực trạng)`)
	tasking   = pattern.New(`(?i)nhiệm vụ|giải pháp|tổ chức thực hiện|thời gian tới|chỉ đạo|nội dung thực hiện|kết luận|kiến nghị`)
	closers   = pattern.New(`^(?:Nơi nhận|NƠI NHẬN|Nơi gửi|KT\.|TM\.|TL\.|TUQ\.|Q\.|K/T|T/M|T/L|Lưu:)`)
	furnish   = pattern.New(`(?i)^(?:tác giả(?: bài viết)?|nguồn tin|tổng số điểm|click để|ý kiến bạn đọc|bạn đã không sử dụng|thời gian chờ|xếp hạng|từ khóa|những tin (?:mới|cũ) hơn|chia sẻ|in ấn|lượt xem|bài viết)|^(?:Thứ (?:hai|ba|tư|năm|sáu|bảy)|Chủ nhật) - \d`)
	labelRE   = pattern.New(`^(Nhiệm vụ cụ thể|Nhiệm vụ|Nội dung nhiệm vụ|Nội dung thực hiện|Nội dung|Cơ quan chủ trì(?: thực hiện| tham mưu)?|Đơn vị chủ trì(?: thực hiện| tham mưu)?|Chủ trì(?: thực hiện)?|Cơ quan,? đơn vị chủ trì|Phân công chủ trì|Cơ quan phối hợp(?: thực hiện)?|Đơn vị phối hợp(?: thực hiện)?|Cơ quan,? đơn vị phối hợp|Phối hợp(?: thực hiện)?|Cơ quan thực hiện|Đơn vị thực hiện|Cơ quan,? đơn vị thực hiện|Phân công thực hiện|Thời gian thực hiện|Thời gian hoàn thành|Thời gian|Thời hạn thực hiện|Thời hạn hoàn thành|Thời hạn|Tiến độ(?: thực hiện)?|Kết quả|Sản phẩm|Kinh phí(?: thực hiện)?)\s*:\s*`)
	recipient = pattern.New(`^Kính gửi\s*:?|^(?:\p{Lu}{2,} ){2,}(?:điện|ĐIỆN)\s*:?$`)
)

// cutLines cuts the text and says what each line is, before any order is read.
func cutLines(t string) []line {
	var out []line
	broken := 0 // level of a marker that stood on a line of its own
	for pos := 0; pos < len(t); {
		end := strings.IndexByte(t[pos:], '\n')
		next := len(t)
		if end >= 0 {
			next = pos + end + 1
			end += pos
		} else {
			end = len(t)
		}
		l := line{start: pos, end: end, body: pos, level: paragraph, as: IsContext}
		if m := marker.FindStringSubmatchIndex(t[pos:end]); m != nil {
			l.body, l.level = pos+m[1], depth(t[pos:end], m)
		} else {
			l.body += len(t[pos:end]) - len(strings.TrimLeft(t[pos:end], " \t\u00a0"))
		}
		if s := t[l.body:end]; l.level == paragraph && len(s) > 1 && strings.ContainsAny(s[:1], "-+") { // "-Vụ Nuôi trồng …"
			if r, _ := utf8.DecodeRuneInString(s[1:]); unicode.IsUpper(r) {
				l.body, l.level = l.body+1, 7
			}
		}
		switch rest := strings.TrimSpace(t[l.body:end]); {
		case rest == "" && l.level < paragraph && strings.TrimSpace(t[pos:end]) != "":
			broken = l.level
		case rest != "":
			if broken > 0 && l.level == paragraph {
				l.level = broken
			}
			broken = 0
		}
		out = append(out, l)
		pos = next
	}
	classify(t, out)
	return out
}

func depth(s string, m []int) int {
	switch {
	case m[2] >= 0:
		return 1
	case m[4] >= 0:
		return 2 + strings.Count(s[m[4]:m[5]], ".")
	case m[6] >= 0:
		return 6
	case m[8] >= 0:
		return 7
	case m[10] >= 0:
		return 8
	}
	return 9
}

// classify finds the head, the end and the headings of the document.
func classify(t string, ls []line) { //nolint:gocognit // one pass over the lines, each with one role
	first := bodyStart(t, ls)
	closing, ended := false, false
	offLevel := 0
	address := false
	for i := range ls {
		l := &ls[i]
		s := strings.TrimSpace(t[l.body:l.end])
		switch {
		case s == "":
			if closing {
				l.as = IsClosing
			}
			continue
		case i < first:
			l.as = IsHeading
			continue
		case closers.MatchString(strings.TrimSpace(t[l.start:l.end])), furnish.MatchString(s) && (ended || i > first):
			l.as = IsClosing
			closing = closing || !furnish.MatchString(s) || ended
			continue
		case (closing || ended) && !annex(s) && !annexed(t, ls, i):
			l.as = IsClosing
			continue
		}
		if annex(s) || (closing || ended) && annexed(t, ls, i) {
			closing, ended, address, offLevel = false, false, false, 0
			l.as, l.head, l.annex = IsHeading, true, true
			continue
		}
		if recipient.MatchString(s) {
			address = true
		}
		if address && l.level < 7 && !recipient.MatchString(s) || address && l.level < paragraph && len(sentences(t, l.body, l.end)) > 1 {
			address = false // the first point, or a line that went on into the text
		}
		if address {
			if l.level < paragraph || recipient.MatchString(s) || utf8.RuneCountInString(s) < 60 {
				l.as, l.off = IsContext, true
				continue
			}
			address = false
		}
		if heading(t, l, s, ls, i) {
			l.as, l.head = IsHeading, true
			if judging.MatchString(s) && !tasking.MatchString(s) {
				offLevel = l.level
			} else if offLevel == 0 || l.level <= offLevel {
				offLevel = 0
			}
		}
		if offLevel > 0 && resumes.MatchString(s) {
			offLevel = 0
		}
		l.off = offLevel > 0
		if strings.HasSuffix(s, "./.") || strings.HasSuffix(s, "./") {
			ended = true
		}
	}
}

// resumes opens the duties inside a section that judges: "…, thành phố cần tập
// trung thực hiện một số nhiệm vụ, giải pháp sau đây:".
var resumes = pattern.New(`(?i)(?:cần|phải|yêu cầu|đề nghị|giao|chỉ đạo|kết luận)\s.{0,200}(?:sau|sau đây|như sau|dưới đây|nhiệm vụ|giải pháp)\s*:$`)

var annexTitle = pattern.New(`^(?:KẾ HOẠCH|CHƯƠNG TRÌNH|QUY CHẾ|QUY ĐỊNH|QUY TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|DANH MỤC|BẢNG|HƯỚNG DẪN|BIỂU|LỘ TRÌNH|NỘI DUNG|PHÂN CÔNG)(?:\s|$)`)

// annexed reports the title of a plan, or whatever else was issued with a
// decision, behind the decision's signature.
func annexed(t string, ls []line, i int) bool {
	s := strings.TrimSpace(t[ls[i].start:ls[i].end])
	if !annexTitle.MatchString(s) || !capitals(s) {
		return false
	}
	seen := 0
	for _, l := range ls[i+1:] {
		next := strings.TrimSpace(t[l.start:l.end])
		if next == "" {
			continue
		}
		if seen++; seen > 6 {
			return false
		}
		if issuedWith.MatchString(next) || strings.Contains(next, cellMark) || marker.MatchString(next) {
			return true
		}
	}
	return false
}

var issuedWith = pattern.New(`(?i)^\(?(?:ban hành )?kèm theo`)

func annex(s string) bool {
	return strings.HasPrefix(s, "PHỤ LỤC") || strings.HasPrefix(s, "Phụ lục ") && utf8.RuneCountInString(s) < 40
}

// bodyStart is the first line of the running text: the head is made of short
// lines and capitals.
func bodyStart(t string, ls []line) int {
	for i, l := range ls {
		s := strings.TrimSpace(t[l.start:l.end])
		if s == "" {
			continue
		}
		if recipient.MatchString(s) {
			return i
		}
		if soRE.MatchString(s) {
			continue
		}
		if i > 0 && (utf8.RuneCountInString(s) > 150 || strings.HasPrefix(s, "Ngày ") || strings.HasPrefix(s, "Thực hiện ") || strings.HasPrefix(s, "Căn cứ ")) && !capitals(s) {
			return i
		}
		if i > 14 || i > 0 && strings.ContainsAny(s[len(s)-1:], ".:;") && !capitals(s) && !strings.HasPrefix(s, "V/v") && !placeDate.MatchString(s) {
			return i
		}
	}
	return len(ls)
}

// heading reports a line that names what follows rather than saying it.
func heading(t string, l *line, s string, ls []line, i int) bool {
	if capitals(s) && utf8.RuneCountInString(s) < 200 {
		return true
	}
	n := utf8.RuneCountInString(s)
	if n > 110 || strings.ContainsAny(s[len(s)-1:], ".;:,") && !strings.HasSuffix(s, ":") {
		return false
	}
	if labelRE.MatchString(s) || strings.HasSuffix(s, ":") && n > 60 {
		return false
	}
	if l.level >= 7 || l.level == 6 && strings.HasSuffix(s, ":") || l.level == paragraph && !strings.HasSuffix(s, ":") && n > 60 {
		return false
	}
	if _, ok := bodies.At(t, l.body); ok {
		return false
	}
	// a short marked line counts as a heading if something deeper, or a paragraph, follows
	for _, next := range ls[i+1:] {
		if strings.TrimSpace(t[next.start:next.end]) == "" {
			continue
		}
		return next.level > l.level
	}
	return false
}

// capitals reports a line written in capitals.
func capitals(s string) bool {
	up, low := 0, 0
	for i := 0; i < len(s); {
		if b := s[i]; b < utf8.RuneSelf {
			switch i++; {
			case b >= 'a' && b <= 'z':
				low++
			case b >= 'A' && b <= 'Z':
				up++
			}
		} else {
			r, n := utf8.DecodeRuneInString(s[i:])
			switch i += n; {
			case unicode.IsUpper(r):
				up++
			case unicode.IsLower(r):
				low++
			}
		}
		if up+len(s)-i <= 4*low { // whatever follows
			return false
		}
	}
	return up >= 4 && up > 4*low
}

// sentence is a stretch of a line.
type sentence struct{ start, end int }

var abbreviation = pattern.New(`(?:^|[\s(])(?:TP|Tp|tp|KT|TM|TL|Q|P|Ths|TS|PGS|GS|St|Mr|v\.v|vv|TX|TT|đ/c|ĐT|QL|S)$`)

// enumerator is a number that stands alone at the start of a sentence: its full
// stop is a list marker, where "năm 2025." ends a sentence.
var enumerator = pattern.New(`^\s*(?:[IVX]+|\d{1,2})$`)

var (
	bracketed    = pattern.New(`\((?:[ivx]+|\d{1,2})\)$`)
	inlineNumber = pattern.New(` \d{1,2}\.\d{1,2}$`)
)

// sentences cuts a line's words at full stops that end a sentence.
func sentences(t string, from, to int) []sentence { //nolint:gocognit // one scan, with the full bodies.Stops that end nothing
	var out []sentence
	start := from
	deep := 0
	for i := from; i < to; i++ {
		switch t[i] {
		case '(':
			deep++
		case ')':
			deep = max(deep-1, 0)
		case '.', '!', '?':
			if deep > 0 || i+1 < to && !isBlank(t[i+1:to]) {
				continue
			}
			if t[i] == '.' && bracketed.MatchString(t[max(start, i-6):i]) {
				continue
			}
			if m := inlineNumber.FindString(t[max(start, i-6):i]); m != "" && t[i] == '.' && i-len(m) > start { // "… cấp xã 1.1. Đối với …"
				out = append(out, sentence{start, i - len(m)})
				start = i + 1 + len(t[i+1:to]) - len(strings.TrimLeft(t[i+1:to], " \t\u00a0"))
				continue
			}
			if i+1 < to && t[i] == '.' && (abbreviation.MatchString(t[start:i]) || enumerator.MatchString(t[start:i])) {
				continue
			}
			rest := strings.TrimLeft(t[i+1:to], " \t\u00a0\u200b")
			r, _ := utf8.DecodeRuneInString(rest)
			if rest != "" && !unicode.IsUpper(r) && !strings.ContainsRune(`"“”'(-`, r) {
				continue
			}
			out = append(out, sentence{start, i})
			start = i + 1 + len(t[i+1:to]) - len(rest)
		}
	}
	if strings.TrimSpace(t[start:to]) != "" {
		out = append(out, sentence{start, to})
	}
	out = bounded(t, out)
	for i := range out {
		out[i] = trim(t, out[i])
		if m := inlineMark.FindString(t[out[i].start:out[i].end]); m != "" {
			out[i].start += len(m)
		}
	}
	return out
}

// longest is how many bytes of a sentence are read as one: more than any
// directive has. What goes on without a full stop is cut at a blank, so that
// reading stays linear in the length of the text.
const longest = 6000

func bounded(t string, list []sentence) []sentence {
	out := list[:0:0]
	for _, s := range list {
		for s.end-s.start > longest {
			cut := strings.LastIndexByte(t[s.start:s.start+longest], ' ')
			if cut <= 0 {
				cut = longest
				for !utf8.RuneStart(t[s.start+cut]) {
					cut--
				}
			}
			out = append(out, sentence{s.start, s.start + cut})
			s.start += cut
		}
		out = append(out, s)
	}
	return out
}

// inlineMark is an enumerator inside a paragraph: "(ii) Bộ Công Thương …".
var inlineMark = pattern.New(`^(?:\((?:[ivx]+|\d{1,2}|[a-zđ])\)|[a-zđ]\)|\d{1,2}\))\s+`)

func isBlank(s string) bool {
	return strings.HasPrefix(s, " ") || strings.HasPrefix(s, "\u00a0") || strings.HasPrefix(s, "/") || strings.HasPrefix(s, "\t")
}

// trim takes blanks from both sides and closing punctuation from the end.
func trim(t string, s sentence) sentence {
	for s.start < s.end {
		r, n := utf8.DecodeRuneInString(t[s.start:s.end])
		if !unicode.IsSpace(r) && r != '\u200b' && r != '\ufeff' {
			break
		}
		s.start += n
	}
	for s.end > s.start {
		r, n := utf8.DecodeLastRuneInString(t[s.start:s.end])
		if !unicode.IsSpace(r) && !strings.ContainsRune(".;,:/\u200b\ufeff-–", r) {
			break
		}
		s.end -= n
	}
	return s
}
