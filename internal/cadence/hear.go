package cadence

import (
	"regexp"
	"strconv"
	"strings"

	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

var (
	// heardRhythm finds a rhythm, or a unit that continues a list of them
	// ("hằng tháng, quý, 6 tháng và năm"); whether it continues one is decided by
	// what stands before it.
	heardRhythm = regexp.MustCompile(`(hằng |hàng |mỗi |định kỳ (?:mỗi |theo |hằng |hàng )?|, ?|; ?|và |hoặc )?((?:0?6|sáu) tháng|(?:0?3|ba) tháng|ngày|tuần|tháng|qu[ýí]|năm)( ?(?:/|một|1) ?lần)?`)
	heardLast   = regexp.MustCompile(`(?:ngày (?:làm việc )?cuối(?: cùng)?|cuối)(?: của| mỗi)* (tháng|qu[ýí]|năm)`)
	heardOfLast = regexp.MustCompile(`ngày (\d{1,2})(?: của)? tháng cuối(?: cùng)?(?: của| mỗi| hằng| hàng)* qu[ýí]`)
	heardDay    = regexp.MustCompile(`ngày (\d{1,2})(?: ?[/.-] ?(\d{1,2})| tháng (\d{1,2}))?(?:[^\d/.]|$)`)
	heardMonth  = regexp.MustCompile(`tháng (\d{1,2}) (?:hằng|hàng|mỗi) năm`)
	// heardYearly is a day of the year without the word for it: "29/02 hằng năm".
	heardYearly = regexp.MustCompile(`(?:^|[^\d/.-])(\d{1,2})(?: ?[/.-] ?| tháng )(\d{1,2}) (?:hằng|hàng|mỗi) năm`)
	heardBefore = regexp.MustCompile(`trước(?: ngày| thứ| chủ nhật|$)`)
	heardWeek   = regexp.MustCompile(`thứ (hai|ba|tư|năm|sáu|bảy|[2-7])(?:\P{L}|$)|(chủ nhật)`)
)

// Hear takes the words of a rhythm apart, as a notice has them: "trước ngày 20
// hằng tháng", "vào ngày làm việc cuối cùng của tháng", "định kỳ 6 tháng, hằng
// năm" (two). Nothing when the words name no rhythm ("thường xuyên", "định kỳ").
// It is for a short phrase that a reader of whole texts has found, not for a text.
func Hear(phrase string) []Said {
	if len(phrase) > maxLength {
		return nil
	}
	s := strings.ToLower(viet.Line(phrase))
	var rhythms []workday.Every
	day := Said{Bound: workday.By}
	if heardBefore.MatchString(s) {
		day.Bound = workday.Before
	}
	if m := heardLast.FindStringSubmatchIndex(s); m != nil {
		day.Day = -1
		rhythms = append(rhythms, unit(s[m[2]:m[3]]))
		s = s[:m[0]] + " | " + s[m[1]:]
	}
	if m := heardOfLast.FindStringSubmatchIndex(s); m != nil {
		day.Day = small(s[m[2]:m[3]])
		rhythms = append(rhythms, workday.Quarter)
		s = s[:m[0]] + " | " + s[m[1]:]
	}
	if m := heardMonth.FindStringSubmatchIndex(s); m != nil { // before the day, whose words it would take
		day.Month = small(s[m[2]:m[3]])
	}
	if m := heardDay.FindStringSubmatch(s); m != nil {
		day.Day = small(m[1])
		day.Month = max(day.Month, small(m[2]), small(m[3]))
	} else if m := heardYearly.FindStringSubmatchIndex(s); m != nil {
		day.Day, day.Month = small(s[m[2]:m[3]]), small(s[m[4]:m[5]])
		if strings.HasSuffix(strings.TrimSpace(s[:m[2]]), "trước") {
			day.Bound = workday.Before
		}
	}
	if m := heardWeek.FindStringSubmatchIndex(s); m != nil {
		day.Weekday = 7
		if m[2] >= 0 {
			day.Weekday = weekdayOf(s[m[2]:m[3]])
		}
		s = s[:m[0]] + " | " + s[m[1]:]
	}
	end := -1 // of the rhythm before, which a list may continue
	for _, m := range heardRhythm.FindAllStringSubmatchIndex(s, -1) {
		before := ""
		if m[2] >= 0 {
			before = strings.TrimSpace(s[m[2]:m[3]])
		}
		listed := before == "," || before == ";" || before == "và" || before == "hoặc"
		said := before != "" && !listed || m[6] >= 0
		if !said && (!listed || end < 0 || strings.TrimSpace(s[end:m[0]]) != "") || wordGoesOn(s[m[1]:]) {
			continue
		}
		end = m[1]
		rhythms = append(rhythms, unit(s[m[4]:m[5]]))
	}
	return apart(rhythms, day)
}

// apart gives every rhythm what of the day can belong to it.
func apart(rhythms []workday.Every, day Said) []Said {
	var out []Said
	seen := map[workday.Every]bool{}
	for _, every := range rhythms {
		if seen[every] {
			continue
		}
		seen[every] = true
		one := day
		one.Every = every
		if every != workday.Week {
			one.Weekday = 0
		}
		if every == workday.Day || every == workday.Week {
			one.Day = 0
		}
		if every != workday.Year {
			one.Month = 0
		}
		if one.Day == 0 && one.Weekday == 0 {
			one.Bound = ""
		}
		out = append(out, one)
	}
	return out
}

// wordGoesOn reports a unit that is only the beginning of something else: a
// number behind it ("năm 2023", "tháng 6").
func wordGoesOn(rest string) bool {
	rest = strings.TrimPrefix(rest, " ")
	return rest != "" && rest[0] >= '0' && rest[0] <= '9'
}

func unit(s string) workday.Every {
	switch s = strings.TrimPrefix(s, "0"); s {
	case "ngày":
		return workday.Day
	case "tuần":
		return workday.Week
	case "tháng":
		return workday.Month
	case "năm":
		return workday.Year
	case "6 tháng", "sáu tháng":
		return workday.Half
	}
	return workday.Quarter
}

func weekdayOf(s string) int {
	for i, name := range []string{"hai", "ba", "tư", "năm", "sáu", "bảy"} {
		if s == name {
			return i + 1
		}
	}
	return small(s) - 1
}

func small(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
