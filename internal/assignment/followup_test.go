package assignment_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/deadline"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

// periods lists the periods of a duty, the first one first.
func (w world) periods(t *testing.T, duty assignment.ID) []assignment.Assignment {
	t.Helper()
	list, err := w.Members(as(actor.Secretariat, "snv"), duty)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func dated(d civil.Date) assignment.Deadline {
	return assignment.Deadline{Kind: assignment.OnDate, Date: d, Bound: workday.By}
}

// A standing duty opens each of its periods once: day by day, after a
// standstill of months, by two at the same time, and not after its end.
func TestEveryPeriodIsOpenedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		sec := as(actor.Secretariat, "snv")
		c.Set(civil.Date("2023-01-04").At(9, 0))
		give := func(e workday.Every) assignment.Assignment {
			return w.give(t, assignment.New{Lead: "skhdt", Coordinate: []apparatus.OrgID{"stc"}, Deadline: assignment.Deadline{Kind: assignment.Recurring, Every: e, Phrase: "định kỳ"}})
		}
		weekly, monthly, daily := give(workday.Week), give(workday.Month), give(workday.Day)
		head := as(actor.AgencyHead, "skhdt")
		first := w.periods(t, weekly.ID)
		if len(first) != 1 || first[0].Period != "tuần 1/2023" || first[0].Due != "2023-01-06" {
			t.Fatalf("%+v", first)
		}
		if _, err := w.HandOn(head, first[0].ID, 0, assignment.Holder{Org: "ttxtdt"}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Acknowledge(head, first[0].ID, 0); err != nil {
			t.Fatal(err)
		}
		for d := civil.Date("2023-01-05"); d <= "2023-02-10"; d = d.AddDays(1) {
			c.Set(d.At(6, 0))
			if _, err := w.OpenPeriods(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		c.Set(civil.Date("2023-06-12").At(6, 0)) // four months of standstill, then two at once
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				if _, err := w.OpenPeriods(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		seen := map[string]bool{}
		list := w.periods(t, weekly.ID)
		for _, a := range list {
			if seen[a.Period] || a.HolderOrg != "ttxtdt" || a.State != assignment.Acknowledged || !cover(a) {
				t.Errorf("%+v", a)
			}
			seen[a.Period] = true
		}
		if len(list) != 24 || !seen["tuần 4/2023"] || !seen["tuần 24/2023"] {
			t.Errorf("%d weeks", len(list))
		}
		if n := len(w.periods(t, monthly.ID)); n != 6 {
			t.Errorf("%d months", n)
		}
		days, worked := w.periods(t, daily.ID), workday.Default().Between("2023-01-04", "2023-06-12")
		if len(days) != worked { // the first is due the day after it is given
			t.Errorf("%d daily reports over %d working days", len(days), worked)
		}
		if _, err := w.Cancel(sec, weekly.ID, 0, "rút"); err != nil {
			t.Fatal(err)
		}
		c.Set(civil.Date("2023-07-12").At(6, 0))
		if _, err := w.OpenPeriods(t.Context()); err != nil || len(w.periods(t, weekly.ID)) != 24 {
			t.Errorf("a cancelled duty goes on: %v", err)
		}
		parts, err := w.Parts(sec, list[3].ID)
		if err != nil || len(parts) != 1 || parts[0].Org != "stc" {
			t.Errorf("parts of a period: %+v, %v", parts, err)
		}
	})
}

// A notice's words give more than a rhythm, and a rhythm may be changed from
// the next period on: open periods keep their day.
func TestTheRhythmIsARule(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		sec := as(actor.Secretariat, "snv")
		c.Set(civil.Date("2023-05-08").At(9, 0))
		duty := w.give(t, assignment.New{Lead: "skhdt", Deadline: assignment.Deadline{Kind: assignment.Recurring, Every: workday.Month, Phrase: "trước ngày 20 hằng tháng"}})
		if p := w.periods(t, duty.ID)[0]; p.Due != "2023-05-19" || p.Period != "tháng 5/2023" {
			t.Errorf("%+v", p)
		}
		if _, err := w.SetRhythm(sec, duty.ID, 0, "RRULE:FREQ=HOURLY", ""); fault.FieldsOf(err)["rule"] == "" {
			t.Errorf("hourly: %v", err)
		}
		if _, err := w.SetRhythm(as(actor.AgencyHead, "skhdt"), duty.ID, 0, "RRULE:FREQ=WEEKLY;BYDAY=FR", ""); !errors.Is(err, fault.Forbidden) {
			t.Errorf("the lead changes its rhythm: %v", err)
		}
		if _, err := w.SetRhythm(sec, duty.ID, duty.Rev, "RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "Trưởng ban đổi"); err != nil {
			t.Fatal(err)
		}
		c.Set(civil.Date("2023-07-03").At(6, 0))
		if _, err := w.OpenPeriods(t.Context()); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range w.periods(t, duty.ID) {
			got = append(got, p.Period+" "+string(p.Due))
		}
		want := []string{"tháng 5/2023 2023-05-19", "tháng 6/2023 2023-06-30", "tháng 7/2023 2023-07-31"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// cover says that a week's report is due within its week, save in the week of
// the Lunar New Year that is off as a whole.
func cover(a assignment.Assignment) bool {
	return a.Due >= a.AssignedOn && a.AssignedOn.DaysUntil(a.Due) <= 10 && a.OriginalDue == a.Due
}

func TestPausesMoveTheDayAndAreExplained(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		sec, head := as(actor.Secretariat, "snv"), as(actor.AgencyHead, "skhdt")
		c.Set(civil.Date("2023-06-01").At(9, 0))
		a := w.give(t, assignment.New{Lead: "skhdt", Deadline: dated("2023-06-09")})
		if _, err := w.Pause(head, a.ID, 0, "chờ Bộ"); !errors.Is(err, fault.Forbidden) {
			t.Errorf("the lead stops its own clock: %v", err)
		}
		c.Set(civil.Date("2023-06-07").At(9, 0))
		a, err := w.Pause(sec, a.ID, a.Rev, "chờ ý kiến Bộ Nội vụ")
		if err != nil || a.PausedOn != "2023-06-07" {
			t.Fatalf("%+v, %v", a, err)
		}
		c.Set(civil.Date("2023-06-20").At(9, 0))
		for view, want := range map[assignment.View]int{assignment.Late: 0, assignment.Undated: 0, assignment.PausedNow: 1, assignment.Silent: 0} {
			p, err := w.List(sec, listing.Query{Size: 9, Filters: map[string][]string{assignment.FilterView: {string(view)}}})
			if err != nil || len(p.Rows) != want {
				t.Errorf("%s while paused: %d, %v", view, len(p.Rows), err)
			}
		}
		a, err = w.Resume(sec, a.ID, a.Rev, "")
		if err != nil || a.Due != "2023-06-22" || a.OriginalDue != "2023-06-09" || a.PausedOn != "" || a.DueVersion != 3 {
			t.Fatalf("%+v, %v", a, err)
		}
		s := w.Explain(a)
		kinds := map[deadline.DayKind]int{}
		for _, d := range s.Days {
			kinds[d.Kind]++
		}
		if kinds[deadline.Paused] != 9 || s.Late != 0 {
			t.Errorf("%v, %d late: %q", kinds, s.Late, s.Sentences)
		}
		c.Set(civil.Date("2023-06-26").At(9, 0))
		if _, err := w.Pause(sec, a.ID, 0, "muộn"); !errors.Is(err, fault.Invalid) {
			t.Errorf("a clock that has run out is stopped: %v", err)
		}
		if _, err := w.Report(head, a.ID, assignment.Filing{Nonce: nonce(1), Body: "xong", Submit: true}); fault.FieldsOf(err)["cause"] == "" {
			t.Errorf("late without a cause: %v", err)
		}
		a, err = w.Report(head, a.ID, assignment.Filing{Nonce: nonce(1), Body: "xong", Submit: true, Cause: assignment.HigherLevel})
		if err != nil || a.LateDays != 2 || a.LateOriginal != 11 {
			t.Errorf("%+v, %v", a, err)
		}
	})
}

// A changed calendar moves what is open, says so on each record and leaves
// alone what was handed in: no judgement turns round.
func TestAChangedCalendarMovesOpenDeadlinesOnly(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		sec, head := as(actor.Secretariat, "snv"), as(actor.AgencyHead, "skhdt")
		cal := workday.Default()
		store, err := blob.New(db, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		s := assignment.NewService(db, assignment.Deps{Directory: w.orgs.Directory, Calendar: func() *workday.Calendar { return cal }, Blobs: store})
		c.Set(civil.Date("2023-06-01").At(9, 0))
		open := w.give(t, assignment.New{Lead: "skhdt", Deadline: dated("2023-06-16")})
		duty := w.give(t, assignment.New{Lead: "skhdt", Deadline: assignment.Deadline{Kind: assignment.Recurring, Every: workday.Month, Phrase: "hằng tháng"}})
		other := w.give(t, assignment.New{Lead: "skhdt", Deadline: dated("2023-06-21")})
		done := w.give(t, assignment.New{Lead: "skhdt", Deadline: dated("2023-06-15")})
		c.Set(civil.Date("2023-06-16").At(9, 0))
		if _, err := s.Report(head, done.ID, assignment.Filing{Nonce: nonce(1), Body: "xong", Submit: true, Cause: assignment.OtherCause}); err != nil {
			t.Fatal(err)
		}
		changed := workday.New(append(workday.DefaultDays(), workday.Special{Date: "2023-06-15", Kind: workday.Holiday, Name: "thử", Status: "decided"}, workday.Special{Date: "2023-06-16", Kind: workday.Holiday, Name: "thử", Status: "decided"}, workday.Special{Date: "2023-06-30", Kind: workday.Holiday, Name: "thử", Status: "decided"}), workday.DefaultHours())
		preview, err := s.PreviewReckon(t.Context(), changed)
		if err != nil || len(preview) != 2 {
			t.Fatalf("%+v, %v", preview, err)
		}
		cal = changed
		told := 0
		n, err := s.Reckon(t.Context(), "Công văn số 1", func(_ context.Context, _ *storage.Tx, moved []assignment.Moved) error {
			told += len(moved)
			return nil
		})
		if err != nil || n != 2 || told != 2 {
			t.Fatalf("%d moved, %d told, %v", n, told, err)
		}
		if n, err := s.Reckon(t.Context(), "lại", nil); err != nil || n != 0 {
			t.Errorf("again: %d, %v", n, err)
		}
		got, err := s.Find(sec, open.ID)
		if err != nil || got.Due != "2023-06-16" || got.Rev != open.Rev+1 {
			t.Errorf("%+v, %v", got, err)
		}
		late, err := s.List(sec, listing.Query{Size: 9, Filters: map[string][]string{assignment.FilterView: {string(assignment.Late)}}})
		if err != nil || len(late.Rows) != 0 {
			t.Errorf("late on a holiday: %+v, %v", late.Rows, err)
		}
		if p := w.periods(t, duty.ID)[0]; p.Due != "2023-06-29" || p.OriginalDue != "2023-06-30" || p.DueVersion != 2 {
			t.Errorf("a period whose last day has become a holiday: %+v", p)
		}
		if x, err := s.Find(sec, done.ID); err != nil || x.LateDays != 1 || x.Rev != done.Rev+1 {
			t.Errorf("what was handed in is judged anew: %+v, %v", x, err)
		}
		if x, err := s.Find(sec, other.ID); err != nil || x.Rev != other.Rev {
			t.Errorf("a deadline that does not move is touched: %+v, %v", x, err)
		}
		acts, err := w.acts.Timeline(t.Context(), open.ID.Ref())
		if err != nil || acts[0].Verb != string(assignment.VerbReckon) || acts[0].Reason != "Công văn số 1" {
			t.Errorf("%+v, %v", acts, err)
		}
	})
}

// A day off that is entered so late that nobody can be done before it moves a
// period to the day after: the day before, the day itself, and afterwards. In
// time it moves to the day before.
func TestADayOffThatIsEnteredLate(t *testing.T) {
	t.Parallel()
	for entered, want := range map[civil.Date]civil.Date{"2023-06-14": "2023-06-15", "2023-06-15": "2023-06-19", "2023-06-16": "2023-06-19", "2023-06-21": "2023-06-19"} {
		storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
			w := set(t, db, c)
			cal := workday.Default()
			s := assignment.NewService(db, assignment.Deps{Directory: w.orgs.Directory, Calendar: func() *workday.Calendar { return cal }})
			c.Set(civil.Date("2023-06-12").At(9, 0))
			duty := w.give(t, assignment.New{Lead: "skhdt", Deadline: assignment.Deadline{Kind: assignment.Recurring, Every: workday.Week}})
			c.Set(entered.At(10, 0))
			storm := workday.Special{Date: "2023-06-16", Kind: workday.Holiday, Name: "Nghỉ chống bão", Status: workday.Decided, Basis: "Công điện 5"}
			cal = cal.With([]workday.Special{storm}, workday.DefaultHours())
			preview, err := s.PreviewReckon(t.Context(), cal)
			if err != nil || len(preview) != 1 || preview[0].To != want {
				t.Fatalf("%s: %+v, %v", entered, preview, err)
			}
			if _, err := s.Reckon(t.Context(), "Công điện 5", nil); err != nil {
				t.Fatal(err)
			}
			if n, err := s.Reckon(t.Context(), "lại", nil); err != nil || n != 0 {
				t.Errorf("%s: again %d, %v", entered, n, err)
			}
			p := w.periods(t, duty.ID)[0]
			told := strings.Contains(strings.Join(s.Explain(p).Sentences, " "), "việc nghỉ được ghi ngày "+entered.Format())
			if p.Due != want || p.OriginalDue != "2023-06-16" || p.LateBy(cal, "2023-06-19") > 0 && want == "2023-06-19" || told != (want == "2023-06-19") {
				t.Errorf("%s: due %s, original %s, said %v", entered, p.Due, p.OriginalDue, told)
			}
		})
	}
}

// The same text twice is pointed out, over the periods of a duty too; a
// progress report asks for no confirmation.
func TestReportsWithSubstance(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		sec, head := as(actor.Secretariat, "snv"), as(actor.AgencyHead, "skhdt")
		c.Set(civil.Date("2023-06-05").At(9, 0))
		duty := w.give(t, assignment.New{Lead: "skhdt", Deadline: assignment.Deadline{Kind: assignment.Recurring, Every: workday.Week}})
		text := func(n string) string {
			return "Tuần " + n + ": tiếp nhận " + n + " phản ánh của doanh nghiệp, giải quyết trong ngày toàn bộ, trình 0."
		}
		first := w.periods(t, duty.ID)[0]
		if a, err := w.Report(head, first.ID, assignment.Filing{Nonce: nonce(1), Body: text("23"), Submit: true, Progress: true}); err != nil || a.State != assignment.Acknowledged {
			t.Fatalf("%+v, %v", a, err)
		}
		if a, err := w.Report(head, first.ID, assignment.Filing{Nonce: nonce(2), Body: "Đã xong phần còn lại, kèm biểu tổng hợp theo năm lĩnh vực ưu tiên.", Submit: true}); err != nil || a.State != assignment.Reported {
			t.Fatalf("%+v, %v", a, err)
		}
		if _, err := w.Confirm(sec, first.ID, 0); err != nil {
			t.Fatal(err)
		}
		c.Set(civil.Date("2023-06-14").At(9, 0))
		if _, err := w.OpenPeriods(t.Context()); err != nil {
			t.Fatal(err)
		}
		second := w.periods(t, duty.ID)[1]
		if _, err := w.Report(head, second.ID, assignment.Filing{Nonce: nonce(3), Body: text("24"), Submit: true}); err != nil {
			t.Fatal(err)
		}
		list, err := w.Reports(sec, second.ID)
		if err != nil || len(list) != 1 || list[0].Repeats != nonce(1) || list[0].Likeness < 85 {
			t.Errorf("%+v, %v", list, err)
		}
		a := w.give(t, assignment.New{Lead: "skhdt", Deadline: dated("2023-12-29")})
		if _, err := w.SetGoal(sec, a.ID, 0, assignment.Goal{Unit: "thủ tục", Baseline: "0", Target: "hai mươi"}, ""); fault.FieldsOf(err)["target"] == "" {
			t.Errorf("a target in words: %v", err)
		}
		if _, err := w.SetGoal(sec, a.ID, 0, assignment.Goal{Unit: "thủ tục", Baseline: "0", Target: "40", Plan: []assignment.Point{{On: "2023-09-30", Value: "25"}, {On: "2023-06-30", Value: "10"}}}, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Report(head, a.ID, assignment.Filing{Nonce: nonce(4), Body: "Đã cắt giảm mười hai thủ tục.", Value: "12", Percent: 30, Submit: true, Progress: true}); err != nil {
			t.Fatal(err)
		}
		tr, ok, err := w.Trajectory(sec, a.ID)
		if err != nil || !ok || tr.Goal.Plan[0].On != "2023-06-30" || len(tr.Actual) != 1 || tr.Actual[0].Value != "12" {
			t.Errorf("%+v, %v, %v", tr, ok, err)
		}
	})
}

func TestSilenceHasItsLists(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		sec, head := as(actor.Secretariat, "snv"), as(actor.AgencyHead, "skhdt")
		c.Set(civil.Date("2023-06-01").At(9, 0))
		looked, never := w.give(t, assignment.New{Lead: "skhdt"}), w.give(t, assignment.New{Lead: "stc"})
		c.Set(civil.Date("2023-06-05").At(9, 0))
		for range 2 {
			if err := w.Opened(head, looked); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Opened(sec, never); err != nil { // the secretariat looking is no sign of the lead
			t.Fatal(err)
		}
		ids := func(v assignment.View) (out []assignment.ID) {
			p, err := w.List(sec, listing.Query{Size: 9, Filters: map[string][]string{assignment.FilterView: {string(v)}}})
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range p.Rows {
				out = append(out, a.ID)
			}
			return out
		}
		if got := ids(assignment.Unopened); len(got) != 1 || got[0] != never.ID {
			t.Errorf("never opened: %v", got)
		}
		if got := ids(assignment.Silent); len(got) != 0 {
			t.Errorf("silent after two days: %v", got)
		}
		c.Set(civil.Date("2023-06-13").At(9, 0))
		if _, err := w.Report(head, looked.ID, assignment.Filing{Nonce: nonce(1), Body: "Đang làm.", Submit: true, Progress: true}); err != nil {
			t.Fatal(err)
		}
		c.Set(civil.Date("2023-06-20").At(9, 0))
		if got := ids(assignment.Silent); len(got) != 1 || got[0] != never.ID {
			t.Errorf("silent: %v", got)
		}
		acts, err := w.acts.Timeline(t.Context(), looked.ID.Ref())
		if err != nil || acts[len(acts)-2].Verb != string(assignment.VerbOpen) || len(acts) != 3 {
			t.Errorf("%+v, %v", acts, err)
		}
	})
}
