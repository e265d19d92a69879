package deadline

import (
	"fmt"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// DayKind is what a day of the strip is.
type DayKind string

// The kinds of day, in the order of strength: what a cell shows if several hold.
const (
	Work    DayKind = "work"    // counted
	Plain   DayKind = "plain"   // worked, outside the count: the day of giving out, after handing in
	Off     DayKind = "off"     // Saturday or Sunday
	Holiday DayKind = "holiday" // a day off with a name
	Swapped DayKind = "swapped" // a Saturday worked for another day
	Paused  DayKind = "paused"
	Late    DayKind = "late"
	Extra   DayKind = "extra" // counted, between the original and the agreed day
)

// MarkKind is something that happened on a day or falls on it.
type MarkKind string

// The marks of a day.
const (
	Given       MarkKind = "given"
	OriginalDay MarkKind = "original"
	NominalDay  MarkKind = "nominal"
	AgreedDay   MarkKind = "due"
	PauseBegins MarkKind = "pause"
	PauseEnds   MarkKind = "resume"
	Extended    MarkKind = "extended"
	HandedIn    MarkKind = "reported"
	Today       MarkKind = "today"
)

// Mark is one thing on a day, with the words for it.
type Mark struct {
	Kind MarkKind `json:"kind"`
	Text string   `json:"text"`
}

// Day is one day of an explanation.
type Day struct {
	Date        civil.Date `json:"date"`
	Kind        DayKind    `json:"kind"`
	N           int        `json:"n,omitempty"`    // which working day since the start
	Late        int        `json:"late,omitempty"` // which day of lateness
	Name        string     `json:"name,omitempty"` // of a holiday or a worked Saturday, with its basis
	Provisional bool       `json:"provisional,omitempty"`
	Marks       []Mark     `json:"marks,omitempty"`
}

// Strip is the answer to "Vì sao hạn này?".
type Strip struct {
	Due       Due      `json:"due"`
	Sentences []string `json:"sentences"` // the same in words, in the order of time
	Days      []Day    `json:"days"`
	// Late counts working days past the agreed day, LateOriginal past the
	// original one, up to the day of handing in or the day of asking.
	Late         int `json:"late"`
	LateOriginal int `json:"late_original"`
}

// maxDays bounds a strip; what is longer begins later, and says so.
const maxDays = 800

// Explain lays out every day from the start to the last of the due day, the
// day of handing in and today.
func Explain(cal *workday.Calendar, f Facts, reported, today civil.Date) Strip { //nolint:gocognit // what a day counts for, case by case
	d, pauses := f.run(cal, today)
	s := Strip{Due: d, Sentences: f.sentences(cal, d, reported)}
	if d.Original == "" {
		return s
	}
	until := today
	if reported != "" {
		until = reported
	}
	if d.PausedSince == "" {
		s.Late = cal.Late(d.Agreed, until)
	}
	s.LateOriginal = cal.Late(d.Original, until)
	start := f.Start
	if start == "" || start > d.Original {
		start = d.Original
	}
	end := max(d.Last, until, f.Nominal, d.Original) // a day from which the due day was moved forward is shown too
	if start.DaysUntil(end) > maxDays {
		start = end.AddDays(-maxDays)
		s.Sentences = append(s.Sentences, "Lịch chỉ hiện từ "+start.Format()+".")
	}
	n, late := cal.Between(f.Start, start), cal.Late(d.Agreed, start)
	for day := start; day <= end; day = day.AddDays(1) {
		x := Day{Date: day, Kind: Off}
		special, named := cal.Special(day)
		if named {
			x.Name, x.Provisional = special.Name, special.Status == "undecided"
		}
		pause := covering(pauses, day)
		switch worked := cal.Working(day); {
		case !worked && named:
			x.Kind = Holiday
		case !worked:
		case pause != nil:
			x.Kind, x.Name = Paused, pause.Why
		case day > start || day > f.Start:
			n++
			x.Kind, x.N = Work, n
			if named {
				x.Kind = Swapped
			}
			if day > until && reported != "" {
				x.Kind, x.N = Plain, 0
			}
			if day > cal.OnOrAfter(d.Original) && day <= d.Last && x.Kind == Work {
				x.Kind = Extra
			}
			if day > d.Last && day > until { // between the due day and the day it moved from
				x.Kind, x.N = Plain, 0
			}
			if day > d.Last && day <= until {
				late++
				x.Kind, x.Late = Late, late
			}
		default:
			x.Kind = Plain
		}
		x.Marks = f.marks(d, day, reported, today)
		s.Days = append(s.Days, x)
	}
	return s
}

func (f Facts) marks(d Due, day, reported, today civil.Date) []Mark {
	var out []Mark
	add := func(k MarkKind, text string) { out = append(out, Mark{k, text}) }
	if day == f.Start {
		add(Given, "Giao việc")
	}
	for _, p := range f.Pauses {
		if day == p.From {
			add(PauseBegins, "Tạm dừng: "+p.Why+" ("+p.By+")")
		}
		if day == p.To {
			add(PauseEnds, "Chạy tiếp")
		}
	}
	for _, e := range f.Extensions {
		if day == e.On {
			add(Extended, "Gia hạn đến "+e.Until.Format()+" ("+e.By+")")
		}
	}
	if day == d.Original && d.Original != d.Agreed {
		add(OriginalDay, "Hạn gốc")
	}
	if day == f.Nominal && f.moved() {
		add(NominalDay, "Ngày theo nhịp, là ngày nghỉ")
	}
	if day == d.Agreed {
		add(AgreedDay, "Hạn")
	}
	if day == reported {
		add(HandedIn, "Nộp báo cáo")
	}
	if day == today {
		add(Today, "Hôm nay")
	}
	return out
}

// moved says that the rhythm's own day is not the due day.
func (f Facts) moved() bool { return f.Nominal != "" && f.Fixed != "" && f.Nominal != f.Fixed }

// moving says from which day a period has moved, and why.
func (f Facts) moving(cal *workday.Calendar) string {
	side, why := "trước", ""
	if f.Fixed > f.Nominal {
		side = "sau"
	}
	if f.OffSince != "" {
		why = ", việc nghỉ được ghi ngày " + f.OffSince.Format() + ", không còn kịp làm xong trước đó,"
	}
	return fmt.Sprintf("Theo nhịp, kỳ này đến hạn %s; ngày đó %s%s nên hạn là ngày làm việc liền %s, %s.", f.Nominal.Format(), rest(cal, f.Nominal), why, side, f.Fixed.Format())
}

// rest says why nobody works on a day.
func rest(cal *workday.Calendar, d civil.Date) string {
	switch x, named := cal.Special(d); {
	case cal.Working(d):
		return "nay là ngày làm việc"
	case named && x.Name != "" && x.Basis != "":
		return "nghỉ (" + x.Name + ", " + x.Basis + ")"
	case named && x.Name != "":
		return "nghỉ (" + x.Name + ")"
	case d.Weekday() == time.Sunday:
		return "là Chủ Nhật"
	}
	return "là thứ Bảy"
}

// sentences say the facts in words, one each.
func (f Facts) sentences(cal *workday.Calendar, d Due, reported civil.Date) []string {
	if d.Original == "" {
		return nil
	}
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if f.Start != "" {
		say("Giao ngày %s, đếm từ ngày hôm sau.", f.Start.Format())
	}
	first := "Hạn gốc " + d.Original.Format()
	if f.Fixed == "" {
		switch f.Bound {
		case workday.Before:
			first = fmt.Sprintf("Văn bản ghi “trước ngày %s” nên hạn gốc là %s", f.Stated.Format(), d.Original.Format())
		case workday.EndOf:
			first = fmt.Sprintf("Văn bản ghi “đến hết ngày %s” nên tính đến 24 giờ ngày đó", f.Stated.Format())
		case workday.By, workday.On:
		}
	}
	if n := cal.Between(f.Start, d.Original); f.Start != "" && n > 0 && cal.Working(d.Original) {
		first += fmt.Sprintf(", ngày làm việc thứ %d", n)
	}
	out = append(out, first+".")
	if f.moved() {
		out = append(out, f.moving(cal))
	}
	at := d.Original
	if f.First != "" {
		at, _ = f.base(cal)
		if at != d.Original && !f.moved() {
			say("Tính lại theo lịch làm việc hiện nay: %s.", at.Format())
		}
	}
	for _, e := range f.events() {
		switch {
		case e.extension != nil && e.extension.Until > at:
			at = e.extension.Until
			say("%s gia hạn ngày %s, đến %s: %s.", e.extension.By, e.extension.On.Format(), at.Format(), e.extension.Why)
		case e.pause != nil && e.pause.To == "":
			say("%s cho tạm dừng từ %s: %s. Đồng hồ đang dừng.", e.pause.By, e.pause.From.Format(), e.pause.Why)
		case e.pause != nil && e.pause.From <= cal.OnOrAfter(at):
			n := e.pause.taken(cal, e.pause.To)
			at = cal.Add(at, n)
			say("%s cho tạm dừng từ %s đến trước %s (%d ngày làm việc): %s. Hạn lùi đến %s.", e.pause.By, e.pause.From.Format(), e.pause.To.Format(), n, e.pause.Why, at.Format())
		}
	}
	if d.Last != d.Agreed && d.PausedSince == "" {
		say("%s là ngày nghỉ nên hạn tính đến hết ngày làm việc kế tiếp, %s.", d.Agreed.Format(), d.Last.Format())
	}
	if d.Provisional {
		say("Trong khoảng này có ngày nghỉ chưa được quyết định, nên hạn còn có thể đổi.")
	}
	if reported != "" {
		switch n := cal.Late(d.Agreed, reported); {
		case n > 0:
			say("Nộp ngày %s, trễ %d ngày làm việc.", reported.Format(), n)
		case cal.Late(d.Original, reported) > 0:
			say("Nộp ngày %s, đúng hạn đã gia hạn, trễ %d ngày làm việc so với hạn gốc.", reported.Format(), cal.Late(d.Original, reported))
		default:
			say("Nộp ngày %s, đúng hạn.", reported.Format())
		}
	}
	return out
}
