package extension

import (
	"strings"
	"testing"
	"time"

	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/deadline"
	"dondoc/internal/fault"
	"dondoc/internal/workday"
)

// What may be asked for, on which day: the table of the rule.
func TestWhatMayBeAskedFor(t *testing.T) {
	t.Parallel()
	cal := workday.Default()
	good := Wish{Nonce: strings.Repeat("x", 26), Until: "2023-06-30", Cause: assignment.Land, Reason: "Chờ bàn giao đất.", Evidence: "Biên bản 12"}
	work := assignment.Assignment{Due: "2023-06-17", OriginalDue: "2023-06-17"} // a Saturday: the last day is Monday 19/06
	for name, x := range map[string]struct {
		change func(w *Wish, a *assignment.Assignment)
		today  civil.Date
		files  int
		field  string // "" with conflict false is taken
		clash  bool
	}{
		"before the day":                  {nil, "2023-06-12", 0, "", false},
		"on the Saturday itself":          {nil, "2023-06-17", 0, "", false},
		"on the last day after a weekend": {nil, "2023-06-19", 0, "", false},
		"the day after":                   {nil, "2023-06-20", 0, "", true},
		"no due day":                      {func(_ *Wish, a *assignment.Assignment) { a.Due = "" }, "2023-06-12", 0, "", true},
		"the clock stands":                {func(_ *Wish, a *assignment.Assignment) { a.PausedOn = "2023-06-01" }, "2023-06-12", 0, "", true},
		"no day":                          {func(w *Wish, _ *assignment.Assignment) { w.Until = "" }, "2023-06-12", 0, "until", false},
		"the same day":                    {func(w *Wish, _ *assignment.Assignment) { w.Until = "2023-06-17" }, "2023-06-12", 0, "until", false},
		"an earlier day":                  {func(w *Wish, _ *assignment.Assignment) { w.Until = "2023-06-13" }, "2023-06-12", 0, "until", false},
		"the Monday that holds anyway":    {func(w *Wish, _ *assignment.Assignment) { w.Until = "2023-06-19" }, "2023-06-12", 0, "until", false},
		"the first day that gains":        {func(w *Wish, _ *assignment.Assignment) { w.Until = "2023-06-20" }, "2023-06-12", 0, "", false},
		"a slip of the year":              {func(w *Wish, _ *assignment.Assignment) { w.Until = "2032-06-30" }, "2023-06-12", 0, "until", false},
		"no cause":                        {func(w *Wish, _ *assignment.Assignment) { w.Cause = "" }, "2023-06-12", 0, "cause", false},
		"an unknown cause":                {func(w *Wish, _ *assignment.Assignment) { w.Cause = "weather" }, "2023-06-12", 0, "cause", false},
		"no reason":                       {func(w *Wish, _ *assignment.Assignment) { w.Reason = " \n " }, "2023-06-12", 0, "reason", false},
		"no evidence":                     {func(w *Wish, _ *assignment.Assignment) { w.Evidence = " " }, "2023-06-12", 0, "evidence", false},
		"a file is evidence":              {func(w *Wish, _ *assignment.Assignment) { w.Evidence = "" }, "2023-06-12", 1, "", false},
		"a book for a reason":             {func(w *Wish, _ *assignment.Assignment) { w.Reason = strings.Repeat("dài ", 2000) }, "2023-06-12", 0, "reason", false},
		"an old form":                     {func(w *Wish, _ *assignment.Assignment) { w.Nonce = "" }, "2023-06-12", 0, "reason", false},
	} {
		w, a := good, work
		if x.change != nil {
			x.change(&w, &a)
		}
		err := w.check(cal, a, x.today, x.files)
		fields := fault.FieldsOf(err)
		switch {
		case x.clash != (fault.KindOf(err) == fault.Conflict && err != nil):
			t.Errorf("%s: %v", name, err)
		case x.field != "" && (len(fields) != 1 || fields[x.field] == ""):
			t.Errorf("%s: %v, want one sentence at %s", name, err, x.field)
		case x.field == "" && !x.clash && err != nil:
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatMayBeDecided(t *testing.T) {
	t.Parallel()
	cal := workday.Default()
	for name, x := range map[string]struct {
		v     Verdict
		due   civil.Date
		today civil.Date
		want  string
	}{
		"another day than asked":        {Verdict{Grant, "2023-06-23", ""}, "2023-06-15", "2023-06-12", ""},
		"decided after the day":         {Verdict{Grant, "2023-06-23", ""}, "2023-06-15", "2023-06-20", ""},
		"granted into the past":         {Verdict{Grant, "2023-06-19", ""}, "2023-06-15", "2023-06-20", "until"},
		"granted for today":             {Verdict{Grant, "2023-06-20", ""}, "2023-06-15", "2023-06-20", ""},
		"no later than now":             {Verdict{Grant, "2023-06-15", ""}, "2023-06-15", "2023-06-12", "until"},
		"granted without a day":         {Verdict{Grant, "", ""}, "2023-06-15", "2023-06-12", "until"},
		"refused without a reason":      {Verdict{Refuse, "", ""}, "2023-06-15", "2023-06-12", "reason"},
		"refused, whatever day it says": {Verdict{Refuse, "", "Chưa đủ căn cứ."}, "2023-06-15", "2023-06-20", ""},
		"neither":                       {Verdict{"", "2023-06-30", "x"}, "2023-06-15", "2023-06-12", "choice"},
	} {
		err := x.v.against(cal, assignment.Assignment{Due: x.due}, x.today)
		if fields := fault.FieldsOf(err); (x.want == "") != (err == nil) || x.want != "" && fields[x.want] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := (Verdict{Choice: Grant, Until: "2023-06-30"}).against(cal, assignment.Assignment{Due: "2023-06-15", PausedOn: "2023-06-10"}, "2023-06-12"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("granted while the clock stands: %v", err)
	}
	for nth, row := range map[int][3]bool{1: {true, false, false}, 2: {true, true, false}, 3: {true, true, true}} {
		for most, want := range row {
			if chairmans(nth, most) != want {
				t.Errorf("extension %d of at most %d: the chairman's %v", nth, most, !want)
			}
		}
	}
}

// Both sides of a case are the same facts with and without it; what it gains
// is what the strip counts.
func TestBothSidesOfACase(t *testing.T) {
	t.Parallel()
	cal := workday.Default()
	if median(nil) != 0 || median([]int{3, 1}) != 2 || median([]int{9, 1, 2}) != 2 {
		t.Error("the median is wrong")
	}
	s := &Service{deps: Deps{Calendar: func() *workday.Calendar { return cal }}}
	for _, until := range []civil.Date{"2023-06-16", "2023-06-17", "2023-09-04", "2024-02-20"} {
		e := s.EffectOf("2023-06-15", "2023-06-12", until)
		n := 0
		for d := civil.Date("2023-06-16"); d <= e.Last; d = d.AddDays(1) {
			if cal.Working(d) {
				n++
			}
		}
		facts := deadline.Facts{Stated: "2023-06-12", Bound: workday.By, Extensions: []deadline.Extension{{On: "2023-06-01", Until: "2023-06-15"}, {On: "2023-06-12", Until: until}}}
		if d := deadline.Compute(cal, facts, "2023-06-12"); e.Gain != n || d.Last != e.Last || e.Origin != cal.Late(d.Original, d.Last) {
			t.Errorf("until %s: %+v, counted %d, the deadline says %+v", until, e, n, d)
		}
	}
}

func TestUndoIsForTheSamePersonAndTenMinutes(t *testing.T) {
	t.Parallel()
	at := time.Date(2023, 6, 12, 9, 0, 0, 0, time.UTC)
	r := Request{State: Granted, Decision: Decision{Deed: Deed{At: at, By: "a"}}}
	if got := r.UndoUntil("a", at.Add(UndoWindow)); !got.Equal(at.Add(UndoWindow)) {
		t.Errorf("until %s", got)
	}
	if !r.UndoUntil("b", at).IsZero() || !r.UndoUntil("a", at.Add(UndoWindow+1)).IsZero() {
		t.Error("somebody else, or later, may undo")
	}
	r.State = Asked
	if !r.UndoUntil("a", at).IsZero() {
		t.Error("what is not decided can be undone")
	}
}
