package limit

import (
	"dondoc/internal/civil"
	"dondoc/internal/pattern"
)

// bareRules read the value of a time label of a plan ("Thời gian thực hiện: Quý
// IV/2025"), where the label stands for the preposition.
var bareRules = []rule{ //nolint:gochecknoglobals // a constant table
	{days, pattern.New(`(?i)` + longDay), func(m []string, _ int) Deadline {
		return on(civil.New(atoi(m[3]), atoi(m[2]), atoi(m[1])), "by")
	}},
	{numeric, pattern.New(dmyForm), func(m []string, _ int) Deadline {
		return on(civil.New(atoi(m[3]), atoi(m[2]), atoi(m[1])), "by")
	}},
	{months, pattern.New(`(?i)tháng\s+(?:\d{1,2}\s*[-–,]\s*)?(\d{1,2})(?:[/.\-]|\s+năm\s+)(\d{4})`), func(m []string, _ int) Deadline {
		return on(endOfMonth(atoi(m[2]), atoi(m[1])), "end_of")
	}},
	{quarters, pattern.New(`(?i)qu[ýí]\s+(IV|III|II|I|[1-4])(?:[/.\-]|\s+năm\s+|\s*,\s*)(\d{4})`), func(m []string, _ int) Deadline {
		return on(endOfMonth(atoi(m[2]), 3*quarter(m[1])), "end_of")
	}},
	{years, pattern.New(`(?i)trước\s+năm\s+(20\d{2})`), func(m []string, _ int) Deadline { return on(civil.New(atoi(m[1])-1, 12, 31), "by") }},
	{years, pattern.New(`(?i)(?:^\s*(?:(?:từ năm|từ|năm|xuyên suốt)\s+)?(?:\d{4}\s*(?:[-–]|đến(?: năm)?)\s*)?|giai đoạn\s+\d{4}\s*[-–]\s*)(20\d{2})(?:\s*\.?\s*$|\. )`), func(m []string, _ int) Deadline { return on(civil.New(atoi(m[1]), 12, 31), "end_of") }},
	{years, pattern.New(`(?i)năm\s+(\d{4})`), func(m []string, _ int) Deadline { return on(civil.New(atoi(m[1]), 12, 31), "end_of") }},
}

// Label reads the value of a time label: what Find knows, else a bare month,
// quarter or year; the last one named where there is a range.
func Label(t string, from, to, year int) []Found {
	s := t[from:to]
	if m := staged.FindStringSubmatchIndex(s); m != nil && !openYears.MatchString(s[m[1]:]) {
		return []Found{{on(civil.New(atoi(s[m[2]:m[3]]), 12, 31), "end_of"), from + m[0], from + m[3]}}
	}
	if out := Find(t, from, to, year, nil); len(out) > 0 {
		return out
	}
	if openEnded.MatchString(s) {
		return nil
	}
	for _, r := range bareRules {
		all := r.re.FindAllStringSubmatchIndex(s, -1)
		if len(all) == 0 {
			continue
		}
		m := all[len(all)-1]
		groups := make([]string, len(m)/2)
		for i := range groups {
			if m[2*i] >= 0 {
				groups[i] = s[m[2*i]:m[2*i+1]]
			}
		}
		if d := r.read(groups, year); d.Kind != None {
			return []Found{{d, from + m[0], from + m[1]}}
		}
	}
	return nil
}

// staged is a stage that opens the value of a label: what comes behind it, "và vận
// hành thường xuyên", has no limit.
var (
	staged    = pattern.New(`(?i)^(?:\p{L}+ ){0,5}?giai đoạn\s+(?:20)?\d{2}\s*[-–]\s*(20\d{2})\b`)
	openYears = pattern.New(`(?i)^\s*(?:và|,) (?:các|những) năm`)
)

// openEnded is a period that does not end.
var openEnded = pattern.New(`(?i)các năm|những năm|tiếp theo|thường xuyên|trở đi`)
