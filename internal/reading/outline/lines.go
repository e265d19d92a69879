package outline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
)

// Line is one Line of the working text, in bytes, without its marker.
type Line struct {
	Start, End int // of the whole line
	Body       int // where the words begin, after the marker
	Level      int // depth of the list marker; paragraph for none
	As         Role
	Head       bool // a heading
	Annex      bool // the title of what is annexed; nothing above it counts below
	Off        bool // stands in a section that orders nothing
}

// Paragraph is the level of a line without a list marker.
const Paragraph = 20

// CellMark stands between the cells of a table's row.
const CellMark = " | "

var (
	// Marker is a list marker: "Điều 3.", "II.", "1.2.", "a)", "-", "+", "(i)".
	Marker = pattern.New(`^[\s\x{00a0}]*(?:(Điều \d+\.|[IVX]+\.|[A-H]\.)|(\d+(?:\.\d+)*)[.)/]?|([a-zđ]\))|([-–•*])|(\+)|(\((?:[ivx]+|\d+)\)))(?:\s+|$)`)
	// Judging heads sections that judge, aim or explain, and therefore order nothing.
	Judging = pattern.New(`(?i)^(?:về |việc )*(?:đánh giá|kết quả|tình hình|mục đích|yêu cầu$|yêu cầu chung|quan điểm|(?:các |một số )?(?:mục tiêu|chỉ tiêu)|bối cảnh|tồn tại|hạn chế|nguyên nhân|khó khăn|về kết quả|những kết quả|tiêu chí|nhận xét|ưu điểm|thực trạng)`)
	// Tasking heads sections that order.
	Tasking = pattern.New(`(?i)nhiệm vụ|giải pháp|tổ chức thực hiện|thời gian tới|chỉ đạo|nội dung thực hiện|kết luận|kiến nghị`)
	closers = pattern.New(`^(?:Nơi nhận|NƠI NHẬN|Nơi gửi|KT\.|TM\.|TL\.|TUQ\.|Q\.|K/T|T/M|T/L|Lưu:)`)
	furnish = pattern.New(`(?i)^(?:tác giả(?: bài viết)?|nguồn tin|tổng số điểm|click để|ý kiến bạn đọc|bạn đã không sử dụng|thời gian chờ|xếp hạng|từ khóa|những tin (?:mới|cũ) hơn|chia sẻ|in ấn|lượt xem|bài viết)|^(?:Thứ (?:hai|ba|tư|năm|sáu|bảy)|Chủ nhật) - \d`)
	// Label names what a line of a plan's block says.
	Label = pattern.New(`^(Nhiệm vụ cụ thể|Nhiệm vụ|Nội dung nhiệm vụ|Nội dung thực hiện|Nội dung|Cơ quan chủ trì(?: thực hiện| tham mưu)?|Đơn vị chủ trì(?: thực hiện| tham mưu)?|Chủ trì(?: thực hiện)?|Cơ quan,? đơn vị chủ trì|Phân công chủ trì|Cơ quan phối hợp(?: thực hiện)?|Đơn vị phối hợp(?: thực hiện)?|Cơ quan,? đơn vị phối hợp|Phối hợp(?: thực hiện)?|Cơ quan thực hiện|Đơn vị thực hiện|Cơ quan,? đơn vị thực hiện|Phân công thực hiện|Thời gian thực hiện|Thời gian hoàn thành|Thời gian|Thời hạn thực hiện|Thời hạn hoàn thành|Thời hạn|Tiến độ(?: thực hiện)?|Kết quả|Sản phẩm|Kinh phí(?: thực hiện)?)\s*:\s*`)
	// Recipient begins the list of those whom a letter or a telegram is for.
	Recipient = pattern.New(`^Kính gửi\s*:?|^(?:\p{Lu}{2,} ){2,}(?:điện|ĐIỆN)\s*:?$`)
)

// Cut cuts the text and says what each line is, before any order is read.
func Cut(t string) []Line {
	var out []Line
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
		l := Line{Start: pos, End: end, Body: pos, Level: Paragraph, As: IsContext}
		if m := Marker.FindStringSubmatchIndex(t[pos:end]); m != nil {
			l.Body, l.Level = pos+m[1], depth(t[pos:end], m)
		} else {
			l.Body += len(t[pos:end]) - len(strings.TrimLeft(t[pos:end], " \t\u00a0"))
		}
		if s := t[l.Body:end]; l.Level == Paragraph && len(s) > 1 && strings.ContainsAny(s[:1], "-+") { // "-Vụ Nuôi trồng …"
			if r, _ := utf8.DecodeRuneInString(s[1:]); unicode.IsUpper(r) {
				l.Body, l.Level = l.Body+1, 7
			}
		}
		switch rest := strings.TrimSpace(t[l.Body:end]); {
		case rest == "" && l.Level < Paragraph && strings.TrimSpace(t[pos:end]) != "":
			broken = l.Level
		case rest != "":
			if broken > 0 && l.Level == Paragraph {
				l.Level = broken
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
func classify(t string, ls []Line) { //nolint:gocognit // one pass over the lines, each with one role
	first := BodyStart(t, ls)
	closing, ended := false, false
	offLevel := 0
	address := false
	for i := range ls {
		l := &ls[i]
		s := strings.TrimSpace(t[l.Body:l.End])
		switch {
		case s == "":
			if closing {
				l.As = IsClosing
			}
			continue
		case i < first:
			l.As = IsHeading
			continue
		case closers.MatchString(strings.TrimSpace(t[l.Start:l.End])), furnish.MatchString(s) && (ended || i > first):
			l.As = IsClosing
			closing = closing || !furnish.MatchString(s) || ended
			continue
		case (closing || ended) && !annex(s) && !annexed(t, ls, i):
			l.As = IsClosing
			continue
		}
		if annex(s) || (closing || ended) && annexed(t, ls, i) {
			closing, ended, address, offLevel = false, false, false, 0
			l.As, l.Head, l.Annex = IsHeading, true, true
			continue
		}
		if Recipient.MatchString(s) {
			address = true
		}
		if address && l.Level < 7 && !Recipient.MatchString(s) || address && l.Level < Paragraph && len(Sentences(t, l.Body, l.End)) > 1 {
			address = false // the first point, or a line that went on into the text
		}
		if address {
			if l.Level < Paragraph || Recipient.MatchString(s) || utf8.RuneCountInString(s) < 60 {
				l.As, l.Off = IsContext, true
				continue
			}
			address = false
		}
		if heading(t, l, s, ls, i) {
			l.As, l.Head = IsHeading, true
			if Judging.MatchString(s) && !Tasking.MatchString(s) {
				offLevel = l.Level
			} else if offLevel == 0 || l.Level <= offLevel {
				offLevel = 0
			}
		}
		if offLevel > 0 && resumes.MatchString(s) {
			offLevel = 0
		}
		l.Off = offLevel > 0
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
func annexed(t string, ls []Line, i int) bool {
	s := strings.TrimSpace(t[ls[i].Start:ls[i].End])
	if !annexTitle.MatchString(s) || !Capitals(s) {
		return false
	}
	seen := 0
	for _, l := range ls[i+1:] {
		next := strings.TrimSpace(t[l.Start:l.End])
		if next == "" {
			continue
		}
		if seen++; seen > 6 {
			return false
		}
		if issuedWith.MatchString(next) || strings.Contains(next, CellMark) || Marker.MatchString(next) {
			return true
		}
	}
	return false
}

var issuedWith = pattern.New(`(?i)^\(?(?:ban hành )?kèm theo`)

func annex(s string) bool {
	return strings.HasPrefix(s, "PHỤ LỤC") || strings.HasPrefix(s, "Phụ lục ") && utf8.RuneCountInString(s) < 40
}

// BodyStart is the first line of the running text: the head is made of short
// lines and capitals.
func BodyStart(t string, ls []Line) int {
	for i, l := range ls {
		s := strings.TrimSpace(t[l.Start:l.End])
		if s == "" {
			continue
		}
		if Recipient.MatchString(s) {
			return i
		}
		if soRE.MatchString(s) {
			continue
		}
		if i > 0 && (utf8.RuneCountInString(s) > 150 || strings.HasPrefix(s, "Ngày ") || strings.HasPrefix(s, "Thực hiện ") || strings.HasPrefix(s, "Căn cứ ")) && !Capitals(s) {
			return i
		}
		if i > 14 || i > 0 && strings.ContainsAny(s[len(s)-1:], ".:;") && !Capitals(s) && !strings.HasPrefix(s, "V/v") && !placeDate.MatchString(s) {
			return i
		}
	}
	return len(ls)
}

// heading reports a line that names what follows rather than saying it.
func heading(t string, l *Line, s string, ls []Line, i int) bool {
	if Capitals(s) && utf8.RuneCountInString(s) < 200 {
		return true
	}
	n := utf8.RuneCountInString(s)
	if n > 110 || strings.ContainsAny(s[len(s)-1:], ".;:,") && !strings.HasSuffix(s, ":") {
		return false
	}
	if Label.MatchString(s) || strings.HasSuffix(s, ":") && n > 60 {
		return false
	}
	if l.Level >= 7 || l.Level == 6 && strings.HasSuffix(s, ":") || l.Level == Paragraph && !strings.HasSuffix(s, ":") && n > 60 {
		return false
	}
	if _, ok := bodies.At(t, l.Body); ok {
		return false
	}
	// a short marked line counts as a heading if something deeper, or a paragraph, follows
	for _, next := range ls[i+1:] {
		if strings.TrimSpace(t[next.Start:next.End]) == "" {
			continue
		}
		return next.Level > l.Level
	}
	return false
}

// Capitals reports a line written in Capitals.
func Capitals(s string) bool {
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
