package reading

import (
	"regexp"
	"strconv"
	"strings"

	"dondoc/internal/civil"
)

const (
	prep    = `(?:(?:[Hh]oàn thành|[Bb]áo cáo|[Xx]ong|chậm nhất|muộn nhất|kết quả|thời hạn|thời gian|chậm nhất là|muộn nhất là)[ :]+)*(?:chậm nhất(?: là)?|muộn nhất(?: là)?|trước|đến hết|hết|đến trước|đến|vào|trong|từ|kể từ|xong trước|xong)?\s*`
	dmyForm = `(?:ngày\s+)?(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})`
	longDay = `ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})`
)

// rule reads one way of stating a limit.
type rule struct {
	re   *regexp.Regexp
	read func(m []string, year int) Deadline
}

//go:fix inline

func on(d civil.Date, bound string) Deadline {
	if d == "" {
		return Deadline{Kind: None}
	}
	return Deadline{Kind: OnDate, Date: new(string(d)), Bound: new(bound)}
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func boundOf(p string) string {
	switch p = strings.ToLower(p); {
	case strings.Contains(p, "trước"):
		return "before"
	case strings.Contains(p, "hết"):
		return "end_of"
	case strings.Contains(p, "vào"):
		return "on"
	}
	return "by"
}

func every(s string) *string {
	switch s {
	case "ngày":
		return new("day")
	case "tuần":
		return new("week")
	case "tháng":
		return new("month")
	case "quý":
		return new("quarter")
	case "năm":
		return new("year")
	case "6 tháng", "sáu tháng", "06 tháng":
		return new("half")
	}
	return nil
}

const limit = `(?:chậm nhất(?: là)?(?: trước| vào| đến)?|muộn nhất(?: là)?(?: trước| vào)?|xong trước|đến trước|trước|đến hết|hết|vào|đến)\s+`

// rules in order of preference; the first that matches a sentence earliest wins
// within its group.
var rules = []rule{ //nolint:gochecknoglobals // a constant table
	{regexp.MustCompile(`(?i)(` + limit + `)` + longDay), func(m []string, _ int) Deadline {
		return on(civil.New(atoi(m[4]), atoi(m[3]), atoi(m[2])), boundOf(m[1]))
	}},
	{regexp.MustCompile(`(?i)(` + limit + `)` + dmyForm), func(m []string, _ int) Deadline {
		return on(civil.New(atoi(m[4]), atoi(m[3]), atoi(m[2])), boundOf(m[1]))
	}},
	{regexp.MustCompile(`(?i)(` + limit + `)ngày\s+(\d{1,2})/(\d{1,2})(?:[^\d/]|$)`), func(m []string, year int) Deadline {
		if year == 0 {
			return Deadline{Kind: None}
		}
		return on(civil.New(year, atoi(m[3]), atoi(m[2])), boundOf(m[1]))
	}},
	{regexp.MustCompile(`(?i)(?:định kỳ\s+)?(?:hằng|hàng)\s+(ngày|tuần|tháng|quý|năm)(?:\s*[,(]?\s*(?:định kỳ))?`), func(m []string, _ int) Deadline {
		return Deadline{Kind: Recurring, Every: every(strings.ToLower(m[1]))}
	}},
	{regexp.MustCompile(`(?i)định kỳ\s+(?:mỗi\s+)?(0?6 tháng|sáu tháng|ngày|tuần|tháng|quý|năm)`), func(m []string, _ int) Deadline {
		return Deadline{Kind: Recurring, Every: every(strings.ToLower(m[1]))}
	}},
	{regexp.MustCompile(`(?i)ngay trong ngày|trong (?:vòng|thời hạn|thời gian) \d+ (?:ngày làm việc|ngày|giờ|tháng|tuần)|chậm nhất (?:là )?(?:sau )?\d+ (?:ngày làm việc|ngày|giờ|tháng)(?: kể từ [^,.;]+)?|(?:ngay sau khi|sau khi (?:được|có)) (?:[^,.;]{3,60})|trước khi (?:trình|gửi|ban hành|họp|khai)[^,.;]{0,40}|tại [Kk]ỳ họp thứ \d+`), func([]string, int) Deadline {
		return Deadline{Kind: Relative}
	}},
	{regexp.MustCompile(`(?i)((?:trước|đến hết|hết|trong|đến|cuối|chậm nhất(?: là)?(?: trong)?|xong trong|vào)\s+(?:cuối\s+)?)tháng\s+(\d{1,2})(?:[/.\-]|\s+năm\s+)(\d{4})`), func(m []string, _ int) Deadline {
		return on(endOfMonth(atoi(m[3]), atoi(m[2])), "end_of")
	}},
	{regexp.MustCompile(`(?i)((?:trước|đến hết|hết|trong|đến|cuối|vào)\s+)tháng\s+(\d{1,2})(?:[^\d/.\-]|$)`), func(m []string, year int) Deadline {
		if year == 0 {
			return Deadline{Kind: None}
		}
		return on(endOfMonth(year, atoi(m[2])), "end_of")
	}},
	{regexp.MustCompile(`(?i)(?:trong|hết|trước|đến hết|cuối)\s+quý\s+(IV|III|II|I|[1-4])(?:[/.\-]|\s+năm\s+|\s*[,/]\s*)(\d{4})`), func(m []string, _ int) Deadline {
		return on(endOfMonth(atoi(m[2]), 3*quarter(m[1])), "end_of")
	}},
	{regexp.MustCompile(`(?i)(?:hoàn thành\s+)?(?:trong|hết|đến hết|cuối|ngay trong)\s+(?:cuối\s+)?năm\s+(\d{4})`), func(m []string, _ int) Deadline {
		return on(civil.New(atoi(m[1]), 12, 31), "end_of")
	}},
	{regexp.MustCompile(`^Năm\s+(\d{4}),`), func(m []string, _ int) Deadline {
		return on(civil.New(atoi(m[1]), 12, 31), "end_of")
	}},
	{regexp.MustCompile(`(?i)(?:báo cáo )?định kỳ(?: theo quy định)?`), func([]string, int) Deadline { return Deadline{Kind: Recurring} }},
}

func quarter(s string) int {
	switch strings.ToUpper(s) {
	case "I", "1":
		return 1
	case "II", "2":
		return 2
	case "III", "3":
		return 3
	}
	return 4
}

func endOfMonth(y, m int) civil.Date {
	if d := civil.New(y, m, 1); d != "" {
		return d.EndOfMonth()
	}
	return ""
}

var (
	// goals and horizons are aims, not limits.
	horizon = regexp.MustCompile(`(?i)(?:giai đoạn|phấn đấu|mục tiêu|nhiệm kỳ|tầm nhìn|định hướng|các năm tiếp theo|năm tiếp theo|kế hoạch (?:vốn )?năm|so với|dự toán năm|từ nay)[^.;]{0,40}$`)
	aimsAt  = regexp.MustCompile(`^\s*(?:và các năm|và những năm|-\s*\d{4})`)
	// what a limit follows directly may belong to a thing done already, not to the order.
	attributive = regexp.MustCompile(`(?i)(?:được giao|đã giao|được ban hành|được thông qua|phát sinh|diễn ra|đạt được|có hiệu lực|đã thực hiện|đã hoàn thành|dự toán|ngân sách|ngân sách nhà nước|kế hoạch|vốn|chỉ tiêu|giá đất)\s*$`)
	vague       = regexp.MustCompile(`(?i)trong thời gian (?:đến|tới|sớm nhất)|thời gian tới|khẩn trương|thường xuyên|kịp thời|sớm|quyết liệt|đẩy nhanh|ngay từ đầu|đúng tiến độ|trong năm \d{4} và các năm tiếp theo|ngay(?: lập tức)?`)
	badDate     = regexp.MustCompile(`(?:ngày\s+)(\d{1,2})(?:[/.\-]|\s+tháng\s+)(\d{1,2})(?:[/.\-]|\s+năm\s+)(\d{4})`)
)

// found is a deadline with its place in bytes of the working text.
type found struct {
	d          Deadline
	start, end int
}

// deadlines lists the explicit limits that t[from:to] states, in order.
// cited are stretches (dates of documents) that are no limits.
func deadlines(t string, from, to, year int, cited []body) []found {
	var out []found
	s := t[from:to]
	for _, r := range rules {
		for _, m := range r.re.FindAllStringSubmatchIndex(s, -1) {
			a, b := from+m[0], from+m[1]
			for b > a && strings.ContainsRune(" ,.;", rune(t[b-1])) {
				b--
			}
			if taken(out, a, b) || within(cited, a, b) || horizon.MatchString(t[from:a]) || aimsAt.MatchString(t[b:to]) || attributive.MatchString(t[from:a]) {
				continue
			}
			groups := make([]string, len(m)/2)
			for i := range groups {
				if m[2*i] >= 0 {
					groups[i] = s[m[2*i]:m[2*i+1]]
				}
			}
			d := r.read(groups, year)
			if d.Kind == None {
				continue
			}
			out = append(out, found{d, a, b})
		}
	}
	return out
}

func taken(list []found, a, b int) bool {
	for _, f := range list {
		if a < f.end && f.start < b {
			return true
		}
	}
	return false
}

func within(list []body, a, b int) bool {
	for _, c := range list {
		if a < c.end && c.start < b {
			return true
		}
	}
	return false
}

// vagueWords finds the first word that presses without a date.
func vagueWords(t string, from, to int) (found, bool) {
	m := vague.FindStringIndex(t[from:to])
	if m == nil {
		return found{d: Deadline{Kind: None}}, false
	}
	return found{Deadline{Kind: None, Vague: true}, from + m[0], from + m[1]}, true
}
