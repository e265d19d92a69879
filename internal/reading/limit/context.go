package limit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/pattern"
)

var (
	// goals and horizons are aims, not limits.
	horizon = pattern.New(`(?i)(?:giai đoạn|phấn đấu|mục tiêu|nhiệm kỳ|tầm nhìn|định hướng|các năm tiếp theo|năm tiếp theo|kế hoạch (?:vốn )?năm|so với|dự toán năm|từ nay|đối với các|đối với những)[^.;]{0,40}$`)
	aimsAt  = pattern.New(`^\s*(?:và các năm|và những năm|-\s*\d{4})`)
	// what a limit follows directly may belong to a thing done already, not to the order.
	attributive = pattern.New(`(?i)(?:được giao|đã giao|được ban hành|được thông qua|phát sinh|diễn ra|đạt được|có hiệu lực|đã thực hiện|đã hoàn thành|dự toán|ngân sách|ngân sách nhà nước|kế hoạch|vốn|chỉ tiêu|giá đất)\s*$`)
	vague       = pattern.New(`(?i)trong thời gian (?:đến|tới|sớm nhất)|thời gian tới|khẩn trương|thường xuyên|kịp thời|sớm|quyết liệt|đẩy nhanh|ngay từ đầu|đúng tiến độ|trong năm \d{4} và các năm tiếp theo|ngay(?: lập tức)?`)
)

// noLimit reports a time at t[a:b] that is an aim, or belongs to what is spoken
// of rather than to the order.
func noLimit(t string, from, a, b, to int) bool {
	head := before(t, from, a)
	return horizon.MatchString(head) || aimsAt.MatchString(t[b:min(to, b+60)]) || attributive.MatchString(head)
}

var (
	// clauseStart ends what stands before a rhythm that belongs to the order.
	clauseStart = pattern.New(`(?i)(?:^|[,;:(./–-]|(?:^|\s)(?:và|cần|phải|theo|sẽ|có trách nhiệm|hoặc|báo cáo|gửi|kỳ))\s*$`)
	// ofWhat goes on from a rhythm that describes the noun before it.
	ofMoney = pattern.New(`(?i)(?:kinh phí|ngân sách|dự toán|chi thường xuyên|chỉ tiêu|nguồn vốn|phát triển kinh tế - xã hội)(?: \p{L}+){0,4}\s*$`)
	ofWhat  = pattern.New(`^\s*(?:của|theo (?:hướng|quy định)|hay|hoặc đột xuất|và đột xuất|,? đột xuất|[.,;]|$)`)
	nouns   = pattern.New(`(?i)(?:kế hoạch|nghị quyết|báo cáo|hội nghị|định mức|ngân sách|chương trình|khen thưởng|thi đua|kiểm tra|dự toán|ngân sách|đánh giá|báo cáo|thanh tra|bồi dưỡng|đào tạo|tập huấn|sát hạch|xét|phiên họp|cuộc họp)(?: \p{L}+){0,2}\s*$`)
)

// describes reports a rhythm that is part of a name of something: "kế hoạch
// thanh tra hàng năm", "thi đua khen thưởng hàng năm của đơn vị".
func describes(t string, from, a, b, to int) bool {
	said := strings.ToLower(t[a:b])
	if strings.HasPrefix(said, "định kỳ ") || strings.HasPrefix(said, "trước") || strings.HasPrefix(said, "vào") || strings.HasPrefix(said, "chậm") || strings.HasPrefix(said, "báo cáo") {
		return false
	}
	head := before(t, from, a)
	return ofMoney.MatchString(head) || !clauseStart.MatchString(head) && nouns.MatchString(head) && ofWhat.MatchString(t[b:min(to, b+60)])
}

// wholeWord steps back from inside a word, where a pattern had no room for more.
func wholeWord(t string, a, b int) int {
	if next, _ := utf8.DecodeRuneInString(t[b:]); !unicode.IsLetter(next) {
		return b
	}
	if last, _ := utf8.DecodeLastRuneInString(t[a:b]); !unicode.IsLetter(last) {
		return b
	}
	if cut := strings.LastIndexByte(t[a:b], ' '); cut > 0 {
		return a + cut
	}
	return b
}

// before is what stands directly before a place: far enough for every pattern
// that looks back, and no further, so that a long sentence costs no more.
func before(t string, from, a int) string {
	k := max(from, a-160)
	for k > from && !utf8.RuneStart(t[k]) {
		k--
	}
	return t[k:a]
}

// Vague finds the first word that presses without a date.
func Vague(t string, from, to int) (Found, bool) {
	if !pressing.MatchString(t[from:to]) {
		return Found{Deadline: Deadline{Kind: None}}, false
	}
	m := vague.FindStringIndex(t[from:to])
	if m == nil {
		return Found{Deadline: Deadline{Kind: None}}, false
	}
	return Found{Deadline{Kind: None, Vague: true}, from + m[0], from + m[1]}, true
}

// pressing are parts of all words that press, without a first letter that may
// be large.
var pressing = pattern.New(`thời gian|hẩn trương|hường xuyên|ịp thời|ớm|uyết liệt|ẩy nhanh|gay|iến độ|năm tiếp theo`)
