// Package limit finds the limits of time that a directive states: days, months,
// quarters, rhythms, events, and the words that press without a day. It is pure:
// text in, places out.
package limit

import (
	"slices"
	"strconv"
	"strings"

	"dondoc/internal/civil"
	"dondoc/internal/pattern"
)

// Kind is how a text limits time.
type Kind string

// The kinds of deadline.
const (
	OnDate    Kind = "date"
	Relative  Kind = "relative"
	Recurring Kind = "recurring"
	None      Kind = "none"
)

// Deadline is the limit as the text states it. Vague marks words that press
// without saying when ("khẩn trương", "trong thời gian đến").
type Deadline struct {
	Kind  Kind    `json:"kind"`
	Start int     `json:"start,omitempty"`
	End   int     `json:"end,omitempty"`
	Date  *string `json:"date"`
	Bound *string `json:"bound"`
	Every *string `json:"every"`
	Vague bool    `json:"vague"`
}

const (
	dmyForm = `(?:ngày\s+)?(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})`
	longDay = `ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})`
)

// rule reads one way of stating a limit.
type rule struct {
	needs clue // the pattern is tried only where the sentence has one of these
	re    *pattern.Pattern
	read  func(m []string, year int) Deadline
}

// clue is a set of words that a limit cannot be stated without; looking for
// them is far cheaper than the patterns.
type clue uint

const (
	days clue = 1 << iota
	months
	quarters
	years
	rhythm
	event
	numeric
)

// clueWords are without their first letter, so that either case is found.
var clueWords = []struct { //nolint:gochecknoglobals // a constant table
	word string
	of   clue
}{
	{"gày", days},
	{"háng", months},
	{"uý ", quarters},
	{"uí ", quarters},
	{"ăm", years},
	{"ằng ", rhythm},
	{"àng ", rhythm},
	{"ịnh kỳ", rhythm},
	{"ỗi ", rhythm},
	{"lần", rhythm},
	{"gay trong", event},
	{"rong vòng", event},
	{"rong thời", event},
	{"hậm nhất", event},
	{"au khi", event},
	{"rước khi", event},
	{"khi Luật", event},
	{"khi Ngh", event},
	{"khi Th", event},
	{"khi Ph", event},
	{"khi Ch", event},
	{"khi Đ", event},
	{"khi Quy", event},
	{"khi Kế", event},
	{"ay sau ", event},
	{"ến khi ", event},
	{"ại kỳ họp", event},
	{"ại Kỳ họp", event},
}

// counted reports a unit of time behind a number: "05 ngày làm việc".
func counted(s string) bool {
	return strings.HasPrefix(s, "ngày") || strings.HasPrefix(s, "giờ") || strings.HasPrefix(s, "tuần") || strings.HasPrefix(s, "tháng")
}

// clueBytes are the places in clueWords of the words that begin with a byte.
var clueBytes = func() (by [256][]int) { //nolint:gochecknoglobals // a constant table
	for i, w := range clueWords {
		by[w.word[0]] = append(by[w.word[0]], i)
	}
	return by
}()

func clues(s string) clue {
	var c clue
	for i := range len(s) {
		b := s[i]
		for _, k := range clueBytes[b] {
			if w := &clueWords[k]; c&w.of == 0 && strings.HasPrefix(s[i:], w.word) {
				c |= w.of
			}
		}
		if b < '0' || b > '9' || i+2 >= len(s) {
			continue
		}
		switch s[i+1] {
		case ' ':
			if counted(s[i+2:]) {
				c |= event
			}
		case '/', '.', '-': // 20/6, 30.11: a day without the word
			if s[i+2] >= '0' && s[i+2] <= '9' {
				c |= numeric
			}
		}
	}
	return c
}

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

const limit = `(?:chậm nhất(?: là)?(?: trước| vào| đến)?|muộn nhất(?: là)?(?: trước| vào)?|xong trước|đến trước|ngay trong|trong|trước|đến hết|hết|vào|đến)\s+(?:[Tt]hứ \p{L}+,? )?`

// rules in order of preference; the first that matches a sentence earliest wins
// within its group.
var rules = []rule{ //nolint:gochecknoglobals // a constant table
	{days, pattern.New(`(?i)(` + limit + `)` + longDay), func(m []string, _ int) Deadline {
		return on(civil.New(atoi(m[4]), atoi(m[3]), atoi(m[2])), boundOf(m[1]))
	}},
	{numeric, pattern.New(`(?i)(` + limit + `)` + dmyForm), func(m []string, _ int) Deadline {
		return on(civil.New(atoi(m[4]), atoi(m[3]), atoi(m[2])), boundOf(m[1]))
	}},
	{numeric, pattern.New(`(?i)(` + limit + `)ngày\s+(\d{1,2})/(\d{1,2})(?:[^\d/]|$)`), func(m []string, year int) Deadline {
		if year == 0 {
			return Deadline{Kind: None}
		}
		return on(civil.New(year, atoi(m[3]), atoi(m[2])), boundOf(m[1]))
	}},
	{rhythm, pattern.New(`(?i)(?:định kỳ\s+)?(?:(?:trước|vào|chậm nhất(?: là)?|đến)\s+(?:ngày|thứ)\s+[\p{L}\d]{1,4}\s+(?:của\s+)?)?(?:hằng|hàng|mỗi)\s+(ngày|tuần|tháng|qu[ýí]|năm)(?:\s*[,(]?\s*(?:định kỳ))?`), func(m []string, _ int) Deadline {
		return Deadline{Kind: Recurring, Every: every(strings.ToLower(m[1]))}
	}},
	{rhythm, pattern.New(`(?i)định kỳ\s+(?:mỗi\s+|theo\s+)?(0?6 tháng|sáu tháng|ngày|tuần|tháng|qu[ýí]|năm)`), func(m []string, _ int) Deadline {
		return Deadline{Kind: Recurring, Every: every(strings.ToLower(m[1]))}
	}},
	{event, pattern.New(`(?i)ngay trong ngày|trong (?:vòng|thời hạn|thời gian) \d+ (?:ngày làm việc|ngày|giờ|tháng|tuần)|trong \d+ (?:ngày làm việc|ngày|giờ)(?: kể từ [^,.;]{3,60})?|(?:sau|không quá|tối đa) \d+ (?:ngày làm việc|giờ làm việc|ngày|giờ)(?: kể từ [^,.;]{3,60})?|chậm nhất (?:là )?(?:sau )?\d+ (?:ngày làm việc|ngày|giờ|tháng)(?: kể từ [^,.;]+)?|(?:ngay sau khi|sau khi (?:được|có)) (?:[^,.;]{3,60})|ngay sau (?:thiên tai|bão|lũ|mưa lũ|đợt|hội nghị|cuộc họp|phiên họp|Tết|kỳ họp)(?: [^,.;]{3,40})?|trước khi \p{Ll}[^,.;]{2,60}|từ [^,.;]{3,40} (?:đến|cho đến) khi [^,.;]{3,60}|(?:ngay )?(?:sau )?khi (?:Luật|Nghị định|Nghị quyết|Thông tư|Pháp lệnh|Chiến lược|Đề án|Quy hoạch|Chương trình|Kế hoạch) [^,.;]{3,90}?(?:có hiệu lực(?: thi hành)?|được (?:ban hành|thông qua|phê duyệt))|tại [Kk]ỳ họp thứ \d+`), func([]string, int) Deadline {
		return Deadline{Kind: Relative}
	}},
	{months, pattern.New(`(?i)((?:trước|đến hết|hết|trong|đến|cuối|chậm nhất(?: là)?(?: trong)?|xong trong|vào)\s+(?:cuối\s+)?)tháng\s+(\d{1,2})(?:[/.\-]|\s+năm\s+)(\d{4})`), func(m []string, _ int) Deadline {
		return on(endOfMonth(atoi(m[3]), atoi(m[2])), "end_of")
	}},
	{months, pattern.New(`(?i)((?:trước|đến hết|hết|trong|đến|cuối|vào)\s+)tháng\s+(\d{1,2})(?:[^\d/.\-]|\.(?:\D|$)|$)`), func(m []string, year int) Deadline {
		if year == 0 {
			return Deadline{Kind: None}
		}
		return on(endOfMonth(year, atoi(m[2])), "end_of")
	}},
	{quarters, pattern.New(`(?i)(?:trong|hết|trước|đến hết|cuối|vào|hoàn thành)\s+(?:cuối\s+|đầu\s+)?qu[ýí]\s+(IV|III|II|I|[1-4])(?:[/.\-]|\s+năm\s+|\s*[,/]\s*)(\d{4})`), func(m []string, _ int) Deadline {
		return on(endOfMonth(atoi(m[2]), 3*quarter(m[1])), "end_of")
	}},
	{years, pattern.New(`(?i)(?:hoàn thành\s+)?(?:trong|hết|đến hết|cuối|ngay trong)\s+(?:cuối\s+)?năm\s+(\d{4})`), func(m []string, _ int) Deadline {
		return on(civil.New(atoi(m[1]), 12, 31), "end_of")
	}},
	{quarters, pattern.New(`(?i)(?:trong|hết|trước|đến hết|cuối)\s+(?:cuối\s+)?qu[ýí]\s+(IV|III|II|I|[1-4])(?:[\s,.;)]|$)`), func(m []string, year int) Deadline {
		if year == 0 {
			return Deadline{Kind: None}
		}
		return on(endOfMonth(year, 3*quarter(m[1])), "end_of")
	}},
	{years, pattern.New(`(?i)(?:trước|đến|trong|hết|vào)\s+cuối\s+năm(?:\s+nay)?(?:[,.;)]|$)`), func(_ []string, year int) Deadline {
		if year == 0 {
			return Deadline{Kind: None}
		}
		return on(civil.New(year, 12, 31), "end_of")
	}},
	{numeric, pattern.New(`(?i)(trước|đến hết|hết|chậm nhất(?: là)?)\s+(\d{1,2})/(\d{1,2})(?:[\s,.;)]|$)`), func(m []string, year int) Deadline {
		if year == 0 {
			return Deadline{Kind: None}
		}
		return on(civil.New(year, atoi(m[3]), atoi(m[2])), boundOf(m[1]))
	}},
	{rhythm | months | quarters, pattern.New(`(?i)(0?6|sáu|0?3|ba|0?1|một)\s+tháng\s*(?:/|một\s+|1\s+)\s*lần|ngày\s+\d{1,2}\s+(?:của\s+)?tháng\s+(cuối)\s+(?:mỗi\s+)?quý|(mỗi)\s+qu[ýí]\s+(?:một|1)\s+lần`), func(m []string, _ int) Deadline {
		switch strings.TrimLeft(strings.ToLower(m[1]), "0") {
		case "6", "sáu":
			return Deadline{Kind: Recurring, Every: new("half")}
		case "1", "một":
			return Deadline{Kind: Recurring, Every: new("month")}
		}
		return Deadline{Kind: Recurring, Every: new("quarter")}
	}},
	{years, pattern.New(`^Năm\s+(\d{4}),`), func(m []string, _ int) Deadline {
		return on(civil.New(atoi(m[1]), 12, 31), "end_of")
	}},
	{rhythm, pattern.New(`(?i)(?:báo cáo )?định kỳ(?: theo quy định)?`), func([]string, int) Deadline { return Deadline{Kind: Recurring} }},
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

// Place is a stretch in bytes that states no limit, such as a cited document
// with its date.
type Place struct{ Start, End int }

// Found is a deadline with its place in bytes of the working text.
type Found struct {
	Deadline Deadline
	Start    int
	End      int
}

// Find lists the explicit limits that t[from:to] states, in order.
// cited are stretches (dates of documents) that are no limits.
func Find(t string, from, to, year int, cited []Place) []Found {
	var out []Found
	s := t[from:to]
	has := clues(s)
	for _, r := range rules {
		if r.needs&has == 0 {
			continue
		}
		for _, m := range r.re.FindAllStringSubmatchIndex(s, -1) {
			a, b := from+m[0], from+m[1]
			b = wholeWord(t, a, b)
			for b > a && strings.ContainsRune(" ,.;", rune(t[b-1])) {
				b--
			}
			if taken(out, a, b) || within(cited, a, b) || noLimit(t, from, a, b, to) || r.needs == rhythm && describes(t, from, a, b, to) {
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
			out = append(out, Found{d, a, b})
		}
	}
	slices.SortStableFunc(out, func(x, y Found) int { return x.Start - y.Start })
	return out
}

func taken(list []Found, a, b int) bool {
	for _, f := range list {
		if a < f.End && f.Start < b {
			return true
		}
	}
	return false
}

func within(list []Place, a, b int) bool {
	for _, c := range list {
		if a < c.End && c.Start < b {
			return true
		}
	}
	return false
}
