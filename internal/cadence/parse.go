package cadence

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/civil"
)

// Error is what a person reads about a rule that will not do.
type Error struct {
	At  string // the part as it was written, "BYMONTHDAY=32"
	Say string // a Vietnamese sentence that says what is wrong and what to do
}

// Error gives the sentence with its place.
func (e *Error) Error() string {
	if e.At == "" {
		return e.Say
	}
	return "Ở chỗ “" + e.At + "”: " + e.Say
}

func bad(at, say string) error {
	if r := []rune(at); len(r) > 60 {
		at = string(r[:60]) + "…"
	}
	return &Error{At: strings.ToValidUTF8(at, "�"), Say: say}
}

// The names of the lines of a rule.
const (
	startLine = "DTSTART"
	ruleLine  = "RRULE"
	offLine   = "X-DONDOC-OFF"
	dataLine  = "X-DONDOC-DATA"
)

// maxLength is far longer than any rule needs.
const maxLength = 2000

// Parse reads a rule: "FREQ=WEEKLY;BYDAY=FR" alone, or the lines that String
// writes, parted by spaces or line ends in any order. The rule it gives is
// canonical and sound; errors are *Error.
func Parse(s string) (Rule, error) {
	var r Rule
	if len(s) > maxLength {
		return r, bad("", "Quy tắc định kỳ quá dài; chỉ ghi tối đa 2000 ký tự.")
	}
	seen := map[string]bool{}
	for line := range strings.FieldsSeq(s) {
		name, value, found := strings.Cut(line, ":")
		if !found {
			name, value = ruleLine, line
		}
		name = strings.ToUpper(name)
		if name == startLine+";VALUE=DATE" {
			name = startLine
		}
		if seen[name] {
			return Rule{}, bad(line, "phần này ghi hai lần; chỉ giữ một.")
		}
		seen[name] = true
		var err error
		switch name {
		case startLine:
			r.Start, err = day(line, value)
		case ruleLine:
			err = parseRule(&r, value)
		case offLine:
			err = parseOff(&r, line, value)
		case dataLine:
			err = parseData(&r, value)
		default:
			err = bad(line, "không hiểu phần này. Quy tắc gồm DTSTART, RRULE, "+offLine+" và "+dataLine+".")
		}
		if err != nil {
			return Rule{}, err
		}
	}
	if !seen[ruleLine] {
		return Rule{}, bad("", "Thiếu quy tắc lặp lại, ví dụ FREQ=WEEKLY;BYDAY=FR.")
	}
	r = r.whole()
	if err := r.Check(); err != nil {
		return Rule{}, err
	}
	return r, nil
}

// parts reads "A=1;B=2", each name once.
func parts(s string, set func(at, name, value string) error) error {
	seen := map[string]bool{}
	for part := range strings.SplitSeq(s, ";") {
		name, value, found := strings.Cut(part, "=")
		name = strings.ToUpper(name)
		if !found || value == "" {
			return bad(part, "phải ghi dạng TÊN=GIÁ TRỊ, ví dụ BYDAY=FR.")
		}
		if seen[name] {
			return bad(part, "phần này ghi hai lần; chỉ giữ một.")
		}
		seen[name] = true
		if err := set(part, name, strings.ToUpper(value)); err != nil {
			return err
		}
	}
	return nil
}

func parseRule(r *Rule, s string) error {
	return parts(s, func(at, name, value string) (err error) {
		switch name {
		case "FREQ":
			r.Freq = Freq(value)
		case "INTERVAL":
			if r.Interval, err = number(at, value); err == nil && r.Interval == 0 {
				err = bad(at, "khoảng lặp phải từ 1 đến 1000.")
			}
		case "COUNT":
			if r.Count, err = number(at, value); err == nil && r.Count == 0 {
				err = bad(at, "số lần phải từ 1 đến 10000.")
			}
		case "UNTIL":
			r.Until, err = day(at, value)
		case "BYMONTH":
			r.ByMonth, err = numbers(at, value)
		case "BYMONTHDAY":
			r.ByMonthDay, err = numbers(at, value)
		case "BYSETPOS":
			r.BySetPos, err = numbers(at, value)
		case "BYDAY":
			r.ByDay, err = days(at, value)
		case "WKST":
			if value != "MO" {
				err = bad(at, "tuần luôn bắt đầu từ thứ Hai; bỏ phần này.")
			}
		default:
			err = bad(at, "phần này chưa được dùng. Chỉ dùng FREQ, INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, UNTIL và COUNT.")
		}
		return err
	})
}

func parseOff(r *Rule, at, value string) error {
	switch strings.ToUpper(value) {
	case "BEFORE":
		r.Off = Before
	case string(After):
		r.Off = After
	case string(Stay):
		r.Off = Stay
	default:
		return bad(at, "khi gặp ngày nghỉ chỉ chọn BEFORE (ngày làm việc liền trước), AFTER (liền sau) hoặc STAY (giữ nguyên).")
	}
	return nil
}

func parseData(r *Rule, s string) error {
	return parts(s, func(at, name, value string) (err error) {
		switch name {
		case "FROM":
			r.Data.FromDay, err = number(at, value)
		case "GAP":
			r.Data.Gap, err = number(at, value)
		case "LAG":
			r.Data.Lag, err = number(at, value)
		default:
			err = bad(at, "kỳ số liệu chỉ dùng FROM, GAP và LAG.")
		}
		return err
	})
}

// day reads 20230508; an instant after it (T100000Z) is the day it is in Vietnam.
func day(at, s string) (civil.Date, error) {
	if len(s) > 8 {
		for _, form := range []string{"20060102T150405Z", "20060102T150405"} {
			if t, err := time.ParseInLocation(form, s, zoneOf(form)); err == nil {
				s = strings.ReplaceAll(string(civil.Of(t)), "-", "")
				break
			}
		}
	}
	if len(s) != 8 {
		return "", bad(at, "ngày phải ghi dạng NĂM THÁNG NGÀY liền nhau, ví dụ 20230508.")
	}
	d, err := civil.Parse(s[:4] + "-" + s[4:6] + "-" + s[6:])
	if err != nil {
		return "", bad(at, err.Error())
	}
	return d, nil
}

func zoneOf(form string) *time.Location {
	if strings.HasSuffix(form, "Z") {
		return time.UTC
	}
	return civil.Zone()
}

func number(at, s string) (int, error) {
	digits := strings.TrimPrefix(strings.TrimPrefix(s, "+"), "-")
	n, err := strconv.Atoi(s)
	if err != nil || len(digits) > 6 || len(s)-len(digits) > 1 {
		return 0, bad(at, "phải là một số nguyên.")
	}
	return n, nil
}

func numbers(at, s string) ([]int, error) {
	var out []int
	for word := range strings.SplitSeq(s, ",") {
		n, err := number(at, word)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

const dayNames = "SUMOTUWETHFRSA"

func days(at, s string) ([]Day, error) {
	var out []Day
	for word := range strings.SplitSeq(s, ",") {
		cut := max(len(word)-2, 0)
		i := strings.Index(dayNames, word[cut:])
		if len(word) < 2 || i < 0 || i%2 != 0 {
			return nil, bad(at, "ngày trong tuần ghi MO, TU, WE, TH, FR, SA hoặc SU (thứ Hai đến Chủ Nhật), có thể thêm thứ tự như 2FR, -1FR.")
		}
		d := Day{Weekday: time.Weekday(i / 2)}
		if cut > 0 {
			n, err := number(at, word[:cut])
			if err != nil || n == 0 {
				return nil, bad(at, "thứ tự trước ngày trong tuần phải là số khác 0, ví dụ 2FR hoặc -1FR.")
			}
			d.N = n
		}
		out = append(out, d)
	}
	return out, nil
}

// Check says what is wrong with a rule, as an *Error.
func (r Rule) Check() error {
	if !slices.Contains([]Freq{Daily, Weekly, Monthly, Yearly}, r.Freq) {
		return bad("FREQ="+string(r.Freq), "nhịp lặp phải là DAILY, WEEKLY, MONTHLY hoặc YEARLY (ngày, tuần, tháng, năm).")
	}
	for _, c := range []struct {
		name     string
		list     []int
		low, top int
		negative bool
		say      string
	}{
		{"INTERVAL", []int{r.Interval}, 0, 1000, false, "khoảng lặp phải từ 1 đến 1000."},
		{"COUNT", []int{r.Count}, 0, 10000, false, "số lần phải từ 1 đến 10000."},
		{"BYMONTH", r.ByMonth, 1, 12, false, "tháng phải từ 1 đến 12."},
		{"BYMONTHDAY", r.ByMonthDay, 1, 31, true, "ngày phải từ 1 đến 31, hoặc từ -1 đến -31 nếu tính từ cuối tháng."},
		{"BYSETPOS", r.BySetPos, 1, 366, true, "thứ tự phải từ 1 đến 366, hoặc từ -1 đến -366 nếu tính từ cuối."},
		{"FROM", []int{r.Data.FromDay}, 0, 28, false, "ngày bắt đầu kỳ số liệu phải từ 2 đến 28."},
		{"GAP", []int{r.Data.Gap}, 0, 60, false, "khoảng cách từ ngày chốt số liệu đến ngày nộp phải từ 0 đến 60 ngày làm việc."},
		{"LAG", []int{r.Data.Lag}, 0, 12, false, "số kỳ lùi lại phải từ 0 đến 12."},
	} {
		for _, n := range c.list {
			if m := max(n, -n); n < 0 && !c.negative || m < c.low || m > c.top {
				return bad(fmt.Sprintf("%s=%d", c.name, n), c.say)
			}
		}
	}
	if r.Data.FromDay == 1 {
		return bad("FROM=1", "kỳ số liệu bắt đầu từ ngày 1 là kỳ theo lịch; bỏ phần FROM.")
	}
	if err := r.checkDays(); err != nil {
		return err
	}
	return r.checkWhole()
}

func (r Rule) checkDays() error {
	ordinals := 0
	top := 0
	switch r.Freq {
	case Monthly:
		top = 5
	case Yearly:
		if top = 53; len(r.ByMonth) > 0 {
			top = 5
		}
	case Daily, Weekly:
	}
	for _, d := range r.ByDay {
		at := "BYDAY=" + d.String()
		switch {
		case d.Weekday < time.Sunday || d.Weekday > time.Saturday:
			return bad(at, "không có ngày này trong tuần.")
		case d.N == 0:
			continue
		case top == 0:
			return bad(at, "thứ tự (2FR, -1FR) chỉ dùng với nhịp tháng hoặc năm.")
		case max(d.N, -d.N) > top:
			return bad(at, fmt.Sprintf("thứ tự phải từ 1 đến %d, hoặc từ -1 đến -%d nếu tính từ cuối.", top, top))
		}
		ordinals++
	}
	if ordinals > 0 && ordinals < len(r.ByDay) {
		return bad("BYDAY", "không ghi chung ngày có thứ tự (2FR) với ngày không có thứ tự (FR).")
	}
	return nil
}

// checkWhole looks at the parts together.
func (r Rule) checkWhole() error {
	by := len(r.ByDay) + len(r.ByMonthDay)
	switch {
	case r.Off != Before && r.Off != After && r.Off != Stay:
		return bad(offLine+":"+string(r.Off), "khi gặp ngày nghỉ chỉ chọn BEFORE, AFTER hoặc STAY.")
	case r.Freq == Weekly && len(r.ByMonthDay) > 0:
		return bad("BYMONTHDAY", "ngày trong tháng không dùng với nhịp tuần; chọn nhịp tháng (MONTHLY).")
	case r.Count > 0 && r.Until != "":
		return bad("COUNT", "chỉ ghi số lần (COUNT) hoặc ngày cuối (UNTIL), không ghi cả hai.")
	case len(r.BySetPos) > 0 && by+len(r.ByMonth) == 0:
		return bad("BYSETPOS", "phải đi cùng BYDAY, BYMONTHDAY hoặc BYMONTH.")
	case r.Start == "" && r.Count > 0:
		return bad("COUNT", "số lần tính từ một ngày; ghi thêm ngày bắt đầu, ví dụ DTSTART;VALUE=DATE:20230508.")
	case r.Start == "" && r.Interval > 1:
		return bad(fmt.Sprintf("INTERVAL=%d", r.Interval), "khoảng lặp tính từ một ngày; ghi thêm ngày bắt đầu, ví dụ DTSTART;VALUE=DATE:20230508.")
	case r.Start == "" && by == 0 && r.Freq != Daily:
		return bad("FREQ="+string(r.Freq), "chưa nói vào ngày nào; ghi thêm BYDAY, BYMONTHDAY hoặc ngày bắt đầu (DTSTART).")
	}
	for _, d := range []civil.Date{r.Start, r.Until} {
		if d == "" {
			continue
		}
		if _, err := civil.Parse(string(d)); err != nil {
			return bad(string(d), err.Error())
		}
	}
	if r.Data != (Data{}) && !periodic(r.Every()) {
		return bad(dataLine, "kỳ số liệu chỉ đặt cho báo cáo đúng một lần mỗi tháng, quý, 6 tháng hoặc năm.")
	}
	return nil
}
