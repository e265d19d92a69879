package calendar_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"sync"
	"testing"

	"dondoc/internal/apparatus"
	"dondoc/internal/audit"
	"dondoc/internal/calendar"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

// room is an empty calendar on one engine that counts its changes.
type room struct {
	*calendar.Service

	db      *storage.DB
	changes []calendar.Change
}

func onBoth(t *testing.T, test func(t *testing.T, r *room, c *clock.Manual)) {
	t.Helper()
	storagetest.Run(t, []storage.Schema{audit.Schema(), calendar.Schema()}, func(t *testing.T, db *storage.DB, c *clock.Manual) {
		audit.New(db)
		r := &room{Service: calendar.New(db), db: db}
		r.Changed = func(_ context.Context, _ *storage.Tx, c calendar.Change) error {
			r.changes = append(r.changes, c)
			return nil
		}
		test(t, r, c)
	})
}

func holiday(d civil.Date) workday.Special {
	return workday.Special{Date: d, Kind: workday.Holiday, Name: "Nghỉ (kiểm thử)", Status: workday.Decided, Basis: "kiểm thử"}
}

func TestAStoredDayMovesDeadlines(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *room, _ *clock.Manual) {
		ctx := t.Context()
		if err := s.Put(ctx, holiday("2023-06-20"), 0); err != nil {
			t.Fatal(err)
		}
		if s.Calendar().Working("2023-09-01") || s.Calendar().Working("2023-06-20") {
			t.Error("a day of one's own must not drop the holidays that ship with the program")
		}
		if err := s.Seed(ctx); err != nil {
			t.Fatal(err)
		}
		if got := s.Calendar().Add("2023-06-12", 1); got != "2023-06-13" {
			t.Fatal(got)
		}
		bad := holiday("2023-06-13")
		bad.Basis = ""
		if err := s.Put(ctx, bad, 1); fault.FieldsOf(err)["basis"] == "" {
			t.Errorf("a day without basis: %v", err)
		}
		bad = holiday("2023-06-13")
		bad.Kind = "khac"
		if err := s.Put(ctx, bad, 1); fault.FieldsOf(err)["days"] == "" {
			t.Errorf("a day of no kind: %v", err)
		}
		if err := s.Put(ctx, holiday("2023-06-13"), 1); err != nil {
			t.Fatal(err)
		}
		if got := s.Calendar().Add("2023-06-12", 1); got != "2023-06-14" {
			t.Errorf("after the new day: %s", got)
		}
	})
}

// The National Day of 2027 ships undecided on 02–03/9; a decision takes 01/9 instead.
func TestADecisionIsOneWrite(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *room, _ *clock.Manual) {
		ctx := t.Context()
		if err := s.Seed(ctx); err != nil {
			t.Fatal(err)
		}
		d := calendar.Decision{Name: "Quốc khánh 2027", Basis: "Công văn 1/VPCP (kiểm thử)", Days: []workday.Special{
			{Date: "2027-09-01", Kind: workday.Holiday, Status: workday.Decided},
			{Date: "2027-08-30", Kind: workday.SwapOff, Status: workday.Decided, Name: "Nghỉ hoán đổi"},
			{Date: "2027-08-28", Kind: workday.Makeup, Status: workday.Decided, Name: "Làm bù"},
		}, Struck: []civil.Date{"2027-09-03"}}
		if f := s.Future(d); f.Working("2027-09-01") || !f.Working("2027-09-03") || !s.Calendar().Working("2027-09-01") {
			t.Error("the preview is not the calendar to come, or it has changed the present one")
		}
		done, err := s.Decide(ctx, d, 0)
		if err != nil {
			t.Fatal(err)
		}
		for day, works := range map[civil.Date]bool{"2027-09-01": false, "2027-08-30": false, "2027-08-28": true, "2027-09-03": true, "2027-09-02": false} {
			if s.Calendar().Working(day) != works {
				t.Errorf("%s worked: %v", day, !works)
			}
		}
		if len(s.changes) != 1 || s.changes[0].Decision != done.ID || s.changes[0].Why != "Quốc khánh 2027, Công văn 1/VPCP (kiểm thử)" {
			t.Errorf("open deadlines are asked to be reckoned by %+v", s.changes)
		}
		if s.Calendar().Provisional("2027-08-25", "2027-09-10") {
			t.Error("everything is decided, yet deadlines stay provisional")
		}
		got, err := s.Find(ctx, done.ID)
		if err != nil || len(got.Days) != 3 || got.Days[0].Name != "Quốc khánh 2027" || len(got.Struck) != 1 || got.Number != 1 {
			t.Errorf("%+v, %v", got, err)
		}
		if err := s.Load(ctx); err != nil || !s.Calendar().Working("2027-09-03") {
			t.Errorf("a struck day that ships with the program has come back: %v", err)
		}
		n, err := storage.One(ctx, s.db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM audit_act WHERE verb = 'calendar.decide'")
		if err != nil || n != 1 {
			t.Errorf("%d acts, %v", n, err)
		}
		// and back again
		if err := s.Put(ctx, holiday("2027-09-03"), 1); err != nil || s.Calendar().Working("2027-09-03") {
			t.Errorf("a struck day can't be entered again: %v", err)
		}
		if err := s.Remove(ctx, "2027-09-03", "kiểm thử", 2); err != nil || !s.Calendar().Working("2027-09-03") {
			t.Errorf("a stored day can't be removed: %v", err)
		}
		if err := s.Remove(ctx, "2027-09-06", "kiểm thử", 3); fault.FieldsOf(err)["days"] == "" {
			t.Errorf("a day that is not special was removed: %v", err)
		}
	})
}

func TestWhatADecisionCannotSay(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *room, _ *clock.Manual) {
		off := func(d civil.Date, k workday.Kind) workday.Special {
			return workday.Special{Date: d, Kind: k, Status: workday.Decided}
		}
		for name, days := range map[string][]workday.Special{
			"no day":               nil,
			"a day twice":          {off("2027-09-01", workday.Holiday), off("2027-09-01", workday.Holiday)},
			"an impossible day":    {off("2027-02-30", workday.Holiday)},
			"past the bounds":      {off("2101-01-01", workday.Holiday)},
			"a substitute Sunday":  {off("2027-09-05", workday.Compensatory)},
			"a swapped Saturday":   {off("2027-09-04", workday.SwapOff)},
			"a kind there is none": {off("2027-09-01", "nghi")},
		} {
			_, err := s.Decide(t.Context(), calendar.Decision{Name: "x", Basis: "y", Days: days}, 0)
			if fault.FieldsOf(err)["days"] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if len(s.changes) != 0 || s.Number() != 0 {
			t.Error("a refused decision has left something")
		}
	})
}

// Two people enter decisions from the same page: one is told, none is lost.
func TestTwoDecisionsAtOnce(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *room, _ *clock.Manual) {
		s.Changed = nil
		var wg sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			wg.Go(func() { errs[i] = s.Put(t.Context(), holiday(civil.New(2027, 3, 1+i)), 0) })
		}
		wg.Wait()
		done := 0
		for _, err := range errs {
			switch {
			case err == nil:
				done++
			case !errors.Is(err, fault.Conflict):
				t.Error(err)
			}
		}
		list, err := s.Decisions(t.Context(), 0)
		if err != nil || done != 1 || len(list) != 1 || s.Number() != 1 {
			t.Errorf("%d went through, %d kept, number %d, %v", done, len(list), s.Number(), err)
		}
	})
}

func TestAnOrganisationHasDaysAndHoursOfItsOwn(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *room, c *clock.Manual) {
		ctx := t.Context()
		d := calendar.Decision{Org: "ttxtdt", Name: "Nghỉ chuyển trụ sở", Basis: "kiểm thử", Days: []workday.Special{{Date: "2023-06-14", Kind: workday.Holiday, Status: workday.Decided}, {Date: "2023-06-17", Kind: workday.Makeup, Status: workday.Decided}}}
		if _, err := s.Decide(ctx, d, 0); err != nil {
			t.Fatal(err)
		}
		own := s.For("ttxtdt")
		if own.Working("2023-06-14") || !own.Working("2023-06-17") || !s.Calendar().Working("2023-06-14") || s.Calendar().Working("2023-06-17") || s.For("skhdt") != s.Calendar() {
			t.Error("days of one organisation")
		}
		if own != s.For("ttxtdt") {
			t.Error("the calendar of an organisation is made anew each time")
		}
		if len(s.changes) != 0 {
			t.Error("deadlines are days of the province's calendar and do not move")
		}
		h := workday.Hours{Open: 7*60 + 30, Noon: 11*60 + 30, Afternoon: 13 * 60, Close: 16*60 + 30}
		if _, err := s.SetHours(ctx, calendar.HoursFrom{From: "2023-06-15", Hours: h, Basis: "kiểm thử"}, 1); err != nil {
			t.Fatal(err)
		}
		late := h
		late.Close = 18 * 60
		if _, err := s.SetHours(ctx, calendar.HoursFrom{Org: "ttxtdt", From: "2023-07-01", Hours: late, Basis: "kiểm thử"}, 2); err != nil {
			t.Fatal(err)
		}
		if got := s.Calendar().Hours(); got != workday.DefaultHours() || s.HoursOn("", "2023-06-15") != h || s.HoursOn("ttxtdt", "2023-06-30") != h || s.HoursOn("ttxtdt", "2023-07-01") != late {
			t.Errorf("hours before and after their day: %+v", got)
		}
		c.Set(civil.Date("2023-07-03").At(8, 0))
		if !s.Stale() {
			t.Error("the hours in memory are those of another day")
		}
		if err := s.Load(ctx); err != nil || s.Stale() || s.Calendar().Hours() != h || s.For("ttxtdt").Hours() != late || s.For("ttxtdt").Working("2023-06-14") {
			t.Errorf("on the day: %+v, %+v, %v", s.Calendar().Hours(), s.For("ttxtdt").Hours(), err)
		}
		bad := workday.Hours{Open: 7 * 60, Noon: 6 * 60, Afternoon: 13 * 60, Close: 17 * 60}
		if _, err := s.SetHours(ctx, calendar.HoursFrom{From: "2023-08-01", Hours: bad, Basis: "kiểm thử"}, 3); fault.FieldsOf(err)["hours"] != workday.ErrHours.Error() {
			t.Errorf("lunch before the office opens: %v", err)
		}
		back := calendar.Decision{Org: "ttxtdt", Name: "Bỏ", Basis: "kiểm thử", Struck: []civil.Date{"2023-06-14"}}
		if _, err := s.Decide(ctx, back, 3); err != nil || !s.For("ttxtdt").Working("2023-06-14") {
			t.Errorf("an exception can't be taken back: %v", err)
		}
	})
}

// What goes out comes in unchanged; a wrong line is named; a year left out is
// said and stays computed.
func TestACalendarFile(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *room, _ *clock.Manual) {
		ctx := t.Context()
		if err := s.Seed(ctx); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		if err := w.Write(calendar.Columns()); err != nil {
			t.Fatal(err)
		}
		n := 0
		for year := 2020; year <= 2028; year++ { // 2028 is computed
			for _, d := range calendar.Year(s.Calendar(), year) {
				if err := w.Write(calendar.Cells(d)); err != nil {
					t.Fatal(err)
				}
				n++
			}
		}
		w.Flush()
		f, err := s.Judge(out.Bytes(), "")
		if err != nil || f.Count(calendar.Same) != n || len(f.Days) != 0 || n < 110 {
			t.Errorf("%d of %d lines are the same, %d would change, %v", f.Count(calendar.Same), n, len(f.Days), err)
		}
		f, err = s.Judge([]byte("date,kind,name\n2029-02-13,holiday,Tết\n2027-02-30,holiday,x\n2027-09-01,nghi,x\n2027-09-04,swap_off,x\n2029-02-13,holiday,Tết\n2027-04-16,holiday,Giỗ Tổ\n"), "Công văn (kiểm thử)")
		if err != nil || f.Count(calendar.Wrong) != 4 || len(f.Missing) != 1 || f.Missing[0] != 2028 || f.Lines[1].Number != 3 || f.Lines[5].Verdict != calendar.Altered {
			t.Errorf("%+v, %v", f, err)
		}
		for name, text := range map[string]string{"empty": "", "no columns": "ngay,loai\n", "no day": "date,kind\n", "no CSV": "date,kind\n\"2027"} {
			if _, err := s.Judge([]byte(text), ""); fault.FieldsOf(err)["file"] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		f, err = s.Judge([]byte("date,kind,name\n2029-02-12,holiday,Tết\n2029-02-13,holiday,Tết\n"), "Công văn (kiểm thử)")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Decide(ctx, calendar.Decision{Source: calendar.ByImport, Name: "Lịch 2029", Basis: "Công văn (kiểm thử)", Days: f.Days}, 0); err != nil {
			t.Fatal(err)
		}
		if c := s.Calendar(); c.Covered(2028) || !c.Provisional("2028-01-20", "2028-02-01") || c.Working("2028-01-27") || !c.Provisional("2029-08-25", "2029-09-10") || c.Provisional("2029-02-12", "2029-02-13") {
			t.Error("a year that the file leaves out must stay computed and provisional")
		}
	})
}

func TestWhatBecameOfADecision(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *room, _ *clock.Manual) {
		ctx := t.Context()
		d, err := s.Decide(ctx, calendar.Decision{Name: "x", Basis: "y", Days: []workday.Special{holiday("2023-06-20")}}, 0)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			err := s.db.Write(ctx, storage.Act{Verb: "calendar.test", On: ref.New("calendar", string(d.ID))}, func(tx *storage.Tx) error {
				return s.ReckonedTx(ctx, tx, d.ID, 3, []apparatus.OrgID{"b", "a", "b"})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Reckoned(ctx, d.ID); err != nil {
			t.Fatal(err)
		}
		got, err := s.Find(ctx, d.ID)
		if err != nil || got.Moved != 6 || len(got.Told) != 2 || got.Reckoned.IsZero() {
			t.Errorf("%+v, %v", got, err)
		}
		if err := s.Reckoned(ctx, d.ID); err != nil {
			t.Error(err)
		}
		if err := s.Reckoned(ctx, "khong-co"); err != nil {
			t.Error(err)
		}
	})
}
