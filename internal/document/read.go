package document

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/reading"
	"dondoc/internal/viet"
)

// maxTitle is how long a title taken from the text may be, in characters.
const maxTitle = 120

// interpret turns what the reader saw into what is stored: the part of the
// reading that the page shows, and one open finding per assignment.
func interpret(res reading.Result, names names, at time.Time) (Kept, []Finding) {
	text := []rune(res.Text)
	kept := Kept{
		Pages: res.Pages, Header: res.Document, Organisations: res.Organisations, Indices: res.Indices,
		Coverage: res.Coverage, Warnings: res.Warnings, ReadAt: at,
	}
	out := make([]Finding, 0, len(res.Assignments))
	for _, a := range res.Assignments {
		if a.Start < 0 || a.End > len(text) || a.Start >= a.End {
			continue
		}
		f := Finding{Start: a.Start, End: a.End, Origin: ByReader, State: Open, Certainty: a.Certainty, Because: a.Because}
		f.Task, f.Parts = a.Task, a.Parts
		f.Title = titleOf(text, a.Task, a.Span)
		f.Leads = parties(text, a.Span, a.Lead)
		f.Throughs = parties(text, a.Span, a.Through)
		f.Coordinates = parties(text, a.Span, a.Coordinate)
		f.Deadline = deadline(text, a.Deadline)
		if f.Deadline.Date == "" {
			if start, end, ok := impossible(text[a.Start:a.End]); ok {
				f.Deadline = Deadline{Kind: reading.OnDate, Start: a.Start + start, End: a.Start + end}
				kept.Deadlines = append(kept.Deadlines, reading.Span{Start: a.Start + start, End: a.Start + end})
			}
		}
		names.decide(&f)
		out = append(out, f)
		if a.Deadline.Start < a.Deadline.End {
			kept.Deadlines = append(kept.Deadlines, reading.Span{Start: a.Deadline.Start, End: a.Deadline.End})
		}
	}
	return kept, out
}

// titleOf takes a title out of the text itself: the task as written.
func titleOf(text []rune, task, whole reading.Span) string {
	if task.Start >= task.End || task.End > len(text) {
		task = whole
	}
	return clip(viet.Title(viet.Line(strings.Trim(string(text[task.Start:task.End]), " ,;:.-–+"))), maxTitle)
}

// clip shortens at the end of a phrase, else at a blank, so that no word is cut.
func clip(s string, limit int) string {
	r := []rune(s)
	if len(r) <= limit {
		return s
	}
	cut := limit - 1
	for cut > limit/2 && r[cut] != ' ' {
		cut--
	}
	for i := cut; i > limit/2; i-- {
		if strings.ContainsRune(",;:", r[i]) {
			cut = i
			break
		}
	}
	short := string(r[:cut])
	if open := strings.LastIndexByte(short, '('); open > limit/3 && !strings.Contains(short[open:], ")") {
		short = short[:open]
	}
	return strings.TrimRight(short, " ,;:…") + "…"
}

// parties finds where each name stands: in the finding, else the nearest place
// before it, else nowhere (a name put together from a list).
func parties(text []rune, in reading.Span, list []string) []Party {
	var out []Party
	for _, name := range list {
		p := Party{Name: name, Start: -1, End: -1}
		if at := index(text[in.Start:in.End], name); at >= 0 {
			p.Start = in.Start + at
		} else if at := lastIndex(text[max(0, in.Start-4000):in.Start], name); at >= 0 {
			p.Start = max(0, in.Start-4000) + at
		}
		if p.Start >= 0 {
			p.End = p.Start + len([]rune(name))
		}
		out = append(out, p)
	}
	return out
}

func index(text []rune, name string) int {
	before, _, ok := strings.Cut(string(text), name)
	if !ok {
		return -1
	}
	return len([]rune(before))
}

func lastIndex(text []rune, name string) int {
	s := string(text)
	if i := strings.LastIndex(s, name); i >= 0 {
		return len([]rune(s[:i]))
	}
	return -1
}

func deadline(text []rune, d reading.Deadline) Deadline {
	out := Deadline{Kind: d.Kind, Start: d.Start, End: d.End, Vague: d.Vague}
	if out.Kind == "" {
		out.Kind = reading.None
	}
	if out.Start < 0 || out.End > len(text) || out.Start >= out.End {
		out.Start, out.End = -1, -1
	}
	if d.Date != nil {
		if day, err := civil.Parse(*d.Date); err == nil {
			out.Date = day
		}
	}
	if d.Bound != nil {
		out.Bound = *d.Bound
	}
	if d.Every != nil {
		out.Every = *d.Every
	}
	return out
}

var writtenDay = regexp.MustCompile(`(\d{1,2})[/.](\d{1,2})[/.](\d{4})|ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})`)

// impossible finds a day that no calendar has (30/02): it was meant as a limit
// or a date, and only a person can say which day.
func impossible(text []rune) (start, end int, ok bool) {
	s := string(text)
	for _, m := range writtenDay.FindAllStringSubmatchIndex(s, -1) {
		at := 2
		if m[2] < 0 {
			at = 8
		}
		n := [3]int{}
		for i := range n {
			n[i], _ = strconv.Atoi(s[m[at+2*i]:m[at+2*i+1]]) //nolint:errcheck // digits, by the expression
		}
		if civil.New(n[2], n[1], n[0]) == "" {
			start = len([]rune(s[:m[0]]))
			return start, start + len([]rune(s[m[0]:m[1]])), true
		}
	}
	return 0, 0, false
}

// LastDay is the last day on which the thing is in time: "trước ngày 30/6"
// ends with the 29th.
func (d Deadline) LastDay() civil.Date {
	if d.Date != "" && d.Bound == "before" {
		return d.Date.AddDays(-1)
	}
	return d.Date
}

// Words are the words of the text that say the limit, or "".
func (d Deadline) Words(text []rune) string { return cut(text, d.Start, d.End) }

// SameDay reports that the text asks for the same day, per item ("ngay trong ngày").
func (d Deadline) SameDay(text []rune) bool {
	return d.Kind == reading.Relative && strings.Contains(viet.Fold(d.Words(text)), "trong ngay")
}

// cut is text[start:end], or nothing where the span is none.
func cut(text []rune, start, end int) string {
	if start < 0 || end > len(text) || start >= end {
		return ""
	}
	return string(text[start:end])
}
