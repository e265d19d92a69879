package sample

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/deadline"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
	"dondoc/internal/tally"
)

// memory is what laws over time look back at.
type memory struct {
	original map[assignment.ID]civil.Date
	late     map[assignment.ID]int
	version  map[assignment.ID]int64
	told     int
	acts     int64
}

func newMemory() memory {
	return memory{original: map[assignment.ID]civil.Date{}, late: map[assignment.ID]int{}, version: map[assignment.ID]int64{}}
}

// laws are checked every Friday evening. Each is a sentence that must hold
// whatever happened:
//
//	 1  an open assignment has a lead that is in the directory, and a person of it sees it
//	 2  the due day follows from the stored facts and the calendar of the day
//	 3  the last day that is not late is worked, and not before the due day
//	 4  an original day, once there, never changes
//	 5  the agreed day is never before the original one, unless a decision fixed an earlier one
//	 6  lateness, once counted, never shrinks
//	 7  the version of a due day never goes back
//	 8  each period of a standing duty is there once, and none that has begun is missing
//	 9  a duty itself owes nothing: no day, no report
//	10  a clock that stands is not late and has no last day
//	11  the list of late work is what the facts say
//	12  every figure is as long as its list
//	13  the figures of the bodies add up to the province's
//	14  who holds a thing now is who the record of holding says
//	15  late days held add up to the lateness of each thing
//	16  the last act on a record says what the record says, and its revision
//	17  nobody has confirmed the work of their own agency
//	18  what is closed is held by nobody, and nothing open hangs under what was cancelled
//	19  a rung is told once for each due day, and everybody at it has exactly one message
//	20  nobody is told about what is not theirs to do: at that instant it lay with the lead
//	21  after a morning nothing that has come to a rung is left untold
//	22  every message says what happens next, and leads to its record
//	23  the record of acts only grows, and names who acted
//	24  what was handed in late names its cause
//	25  at most one request for a later day is open, and only a decided one moves the day
//	26  explaining a deadline gives the same days as computing it
//	27  a changed calendar makes nobody late: no day moves back to the day of the change or before it
//	28  at the end of the year every fact of an assignment is what the acts on it say
func (y *year) laws(d civil.Date) {
	sec := y.as("thuong-truc")
	var all []assignment.Assignment
	q := listing.Query{Size: listing.MaxPageSize, Sort: assignment.SortNewest, Filters: map[string][]string{assignment.FilterView: {string(assignment.All)}}}
	for {
		page, err := y.a.Assignments.List(sec, q)
		if err != nil {
			y.t.Fatal(err)
		}
		all = append(all, page.Rows...)
		if page.Next == nil {
			break
		}
		q.Cursor = page.Next
	}
	y.records(all, d)
	y.duties(d)
	y.figures(all, d)
	y.holding(all, d)
	y.acts(all)
	y.urging(d)
	y.requests()
}

func (y *year) broken(law int, format string, args ...any) {
	y.t.Helper()
	y.t.Errorf("seed %d, law %d: %s", y.seed, law, fmt.Sprintf(format, args...))
}

// records: laws 1 to 7, 10, 24, 26.
func (y *year) records(all []assignment.Assignment, d civil.Date) {
	cal := y.a.Calendar.Calendar()
	stored := y.lasts()
	for _, a := range all {
		if a.State.Open() {
			if _, ok := y.a.Apparatus.Directory().Get(a.Lead); !ok {
				y.broken(1, "%s has no lead", a.Code)
			}
			if _, err := y.a.Assignments.Find(y.as(a.Lead), a.ID); err != nil {
				y.broken(1, "%s is not seen by %s: %v", a.Code, a.Lead, err)
			}
		}
		if a.State.Open() && a.State != assignment.Reported {
			due := deadline.Compute(cal, a.Facts(cal, 5), d)
			if due.Agreed != a.Due && due.PausedSince == "" || due.PausedSince != a.PausedOn {
				y.broken(2, "%s is due %s (paused %q), its facts give %s (%q): %+v", a.Code, a.Due, a.PausedOn, due.Agreed, due.PausedSince, a.Deadline)
			}
			if s := y.a.Assignments.Explain(a); s.Due != due {
				y.broken(26, "%s: explained %+v, computed %+v", a.Code, s.Due, due)
			}
			if last := stored[a.ID]; a.Due != "" && a.PausedOn == "" && (!cal.Working(last) || last != cal.OnOrAfter(a.Due)) {
				y.broken(3, "%s: due %s, last %s", a.Code, a.Due, last)
			}
		}
		if was := y.seen.original[a.ID]; was != "" && was != a.OriginalDue {
			y.broken(4, "%s: original %s was %s", a.Code, a.OriginalDue, was)
		}
		y.seen.original[a.ID] = a.OriginalDue
		if a.Due != "" && a.OriginalDue != "" && a.Due < a.OriginalDue && a.Deadline.Fixed == "" && a.Period == "" {
			y.broken(5, "%s: agreed %s, original %s", a.Code, a.Due, a.OriginalDue)
		}
		if a.LateDays < y.seen.late[a.ID] || a.LateOriginal < a.LateDays && a.Due >= a.OriginalDue {
			y.broken(6, "%s: late %d, was %d; by the original %d", a.Code, a.LateDays, y.seen.late[a.ID], a.LateOriginal)
		}
		y.seen.late[a.ID] = a.LateDays
		if a.DueVersion < y.seen.version[a.ID] {
			y.broken(7, "%s: version %d was %d", a.Code, a.DueVersion, y.seen.version[a.ID])
		}
		y.seen.version[a.ID] = a.DueVersion
		if a.PausedOn != "" && a.LateBy(cal, d) != 0 {
			y.broken(10, "%s is late while paused", a.Code)
		}
	}
	n := y.count("SELECT COUNT(*) FROM assignment WHERE paused_on <> '' AND due_last <> '' OR is_open = TRUE AND is_group = FALSE AND paused_on = '' AND due_on <> '' AND due_last < due_on")
	if n > 0 {
		y.broken(10, "%d records have a last day that cannot be", n)
	}
	if n := y.count(`SELECT COUNT(*) FROM assignment_report r JOIN assignment a ON a.id = r.assignment WHERE r.kind = 'result' AND r.state IN ('submitted', 'confirmed') AND a.late_days > 0 AND r.cause = ''
		AND NOT EXISTS (SELECT 1 FROM assignment_report x WHERE x.assignment = r.assignment AND x.cause <> '')`); n > 0 {
		y.broken(24, "%d late reports without a cause", n)
	}
}

// lasts are the last days that are not late, as they are kept.
func (y *year) lasts() map[assignment.ID]civil.Date {
	y.t.Helper()
	out := map[assignment.ID]civil.Date{}
	if err := storage.Each(y.t.Context(), y.a.DB.Reader(), func(r storage.Row) error {
		var id, last string
		err := r.Scan(&id, &last)
		out[assignment.ID(id)] = civil.Date(last)
		return err
	}, "SELECT id, due_last FROM assignment"); err != nil {
		y.t.Fatal(err)
	}
	return out
}

func (y *year) count(query string, args ...any) int {
	y.t.Helper()
	n, err := storage.One(y.t.Context(), y.a.DB.Reader(), storage.Scalar[int], query, args...)
	if err != nil {
		y.t.Fatal(err)
	}
	return n
}

// duties: laws 8 and 9.
func (y *year) duties(d civil.Date) {
	if n := y.count("SELECT COUNT(*) FROM assignment WHERE is_group = TRUE AND deadline_kind = 'recurring' AND (due_on <> '' OR reported_on <> '')"); n > 0 {
		y.broken(9, "%d duties owe something themselves", n)
	}
	ids, err := storage.List(y.t.Context(), y.a.DB.Reader(), storage.Scalar[string], "SELECT id FROM assignment WHERE is_group = TRUE AND deadline_kind = 'recurring' AND is_open = TRUE")
	if err != nil {
		y.t.Fatal(err)
	}
	sec, cal := y.as("thuong-truc"), y.a.Calendar.Calendar()
	for _, id := range ids {
		duty, err := y.a.Assignments.Find(sec, assignment.ID(id))
		if err != nil {
			y.t.Fatal(err)
		}
		members, err := y.a.Assignments.Members(sec, duty.ID)
		if err != nil {
			y.t.Fatal(err)
		}
		have := map[string]int{}
		for _, m := range members {
			have[m.Period]++
		}
		rule, ok := y.a.Assignments.Rule(duty)
		if !ok || len(members) == 0 {
			y.broken(8, "duty %s has no rule or no period", duty.Code)
			continue
		}
		first := members[0].Deadline.Date
		for at := range rule.From(cal, first) {
			if at.From > d.AddDays(-7) { // a morning may have been missed
				break
			}
			if have[at.Label] != 1 && at.Nominal >= first {
				y.broken(8, "duty %s has %d times %s", duty.Code, have[at.Label], at.Label)
			}
		}
		for label, n := range have {
			if n != 1 {
				y.broken(8, "duty %s has %d times %s", duty.Code, n, label)
			}
		}
	}
}

// figures: laws 11 to 13.
func (y *year) figures(all []assignment.Assignment, d civil.Date) {
	sec, cal := y.as("thuong-truc"), y.a.Calendar.Calendar()
	st, err := y.a.Tally.Stats(sec, d.AddDays(-365))
	if err != nil {
		y.t.Fatal(err)
	}
	list := func(v assignment.View) map[assignment.ID]bool {
		out := map[assignment.ID]bool{}
		q := listing.Query{Size: listing.MaxPageSize, Filters: map[string][]string{assignment.FilterView: {string(v)}}}
		for {
			page, err := y.a.Assignments.List(sec, q)
			if err != nil {
				y.t.Fatal(err)
			}
			for _, a := range page.Rows {
				out[a.ID] = true
			}
			if page.Next == nil {
				return out
			}
			q.Cursor = page.Next
		}
	}
	late := list(assignment.Late)
	for _, a := range all {
		says := a.State.Open() && a.State != assignment.Reported && a.PausedOn == "" && a.Due != "" && cal.OnOrAfter(a.Due) < d
		if says != late[a.ID] {
			y.broken(11, "%s (%s, due %s): facts say late %v, the list %v", a.Code, a.State, a.Due, says, late[a.ID])
		}
	}
	for _, x := range []struct {
		name string
		n    int
		view assignment.View
	}{{"late", st.Total.Late, assignment.Late}, {"open", st.Total.Open, assignment.OpenNow}, {"waiting", st.Total.Waiting, assignment.Waiting}, {"undated", st.Total.Undated, assignment.Undated}, {"this week", st.Total.ThisWeek, assignment.ThisWeek}} {
		if got := len(list(x.view)); got != x.n {
			y.broken(12, "%s: the figure says %d, the list has %d", x.name, x.n, got)
		}
	}
	var sum tally.Tally
	for _, t := range st.ByOrg {
		sum.Open, sum.Late, sum.Done, sum.DoneInDay = sum.Open+t.Open, sum.Late+t.Late, sum.Done+t.Done, sum.DoneInDay+t.DoneInDay
		if t.DoneInDay > t.Done || t.DoneAgreed > t.Done {
			y.broken(13, "%s: %+v", t.Org, t)
		}
	}
	if sum.Open != st.Total.Open || sum.Late != st.Total.Late || sum.Done != st.Total.Done || sum.DoneInDay != st.Total.DoneInDay {
		y.broken(13, "bodies give %+v, the province %+v", sum, st.Total)
	}
}

// holding: laws 14, 15 and 18.
func (y *year) holding(all []assignment.Assignment, d civil.Date) {
	sec, cal := y.as("thuong-truc"), y.a.Calendar.Calendar()
	want, stored := 0, y.lasts()
	for _, a := range all {
		holds, err := y.a.Assignments.Holds(sec, a.ID)
		if err != nil || len(holds) == 0 {
			y.broken(14, "%s is held by nobody: %v", a.Code, err)
			continue
		}
		last := holds[len(holds)-1]
		side := map[assignment.State]assignment.Side{assignment.Assigned: assignment.LeadSide, assignment.Acknowledged: assignment.LeadSide, assignment.Returned: assignment.LeadSide, assignment.Disputed: assignment.SecretariatSide, assignment.Reported: assignment.SecretariatSide, assignment.Drafted: assignment.SecretariatSide}[a.State]
		if side == "" {
			side = assignment.NoSide
		}
		if side == assignment.LeadSide && a.PausedOn != "" {
			side = assignment.PausedSide
		}
		if last.Side != side {
			y.broken(14, "%s is %s and held by %s", a.Code, a.State, last.Side)
		}
		for i := 1; i < len(holds); i++ {
			if holds[i].From.Before(holds[i-1].From) {
				y.broken(14, "%s: held from %s before %s", a.Code, holds[i].From, holds[i-1].From)
			}
		}
		until := d
		if !a.State.Open() {
			until = civil.Of(last.From).AddDays(-1)
		}
		// what was handed in is judged by the last day of then, whatever became of the calendar
		if last := stored[a.ID]; a.State != assignment.Cancelled && a.State != assignment.Superseded && last != "" {
			want += cal.Between(last, until)
		}
	}
	days, err := y.a.Tally.HolderTime(sec, "2023-01-01", d)
	if err != nil {
		y.t.Fatal(err)
	}
	got := 0
	for _, h := range days {
		got += h.Days
	}
	if got != want {
		y.broken(15, "%d late days are held, %d have passed", got, want)
	}
	if n := y.count("SELECT COUNT(*) FROM assignment m JOIN assignment p ON p.id = m.parent WHERE m.is_open = TRUE AND p.state IN ('cancelled', 'superseded')"); n > 0 {
		y.broken(18, "%d open assignments under a cancelled one", n)
	}
}

// acts: laws 16, 17, 23 and 27.
func (y *year) acts(all []assignment.Assignment) {
	for i, a := range all {
		if i%5 != int(y.seed)%5 {
			continue // a fifth of them, another fifth with every seed
		}
		list, err := y.a.Acts.Timeline(y.t.Context(), a.ID.Ref())
		if err != nil {
			y.t.Fatal(err)
		}
		for _, e := range list {
			if e.On != a.ID.Ref() || !strings.HasPrefix(e.Verb, "assignment.") || e.Verb == string(assignment.VerbOpen) {
				continue
			}
			var after assignment.Assignment
			if err := json.Unmarshal(e.After, &after); err != nil {
				y.broken(16, "%s %s: %v", a.Code, e.Verb, err)
			}
			if e.Verb == string(assignment.VerbReckon) {
				break // says what it moved only
			}
			if after.Rev != a.Rev || after.State != a.State || after.Due != a.Due && a.PausedOn == "" || after.Lead != a.Lead {
				y.broken(16, "%s: the last act %s says rev %d %s due %s, the record %d %s %s", a.Code, e.Verb, after.Rev, after.State, after.Due, a.Rev, a.State, a.Due)
			}
			break
		}
		for _, e := range list {
			if e.Verb == string(assignment.VerbReckon) {
				var before, after struct {
					Due civil.Date `json:"due"`
				}
				if err := errors.Join(json.Unmarshal(e.Before, &before), json.Unmarshal(e.After, &after)); err != nil {
					y.broken(27, "%s: %v", a.Code, err)
				}
				if after.Due != "" && after.Due < before.Due && after.Due <= civil.Of(e.At) {
					y.broken(27, "%s: on %s its day moved from %s to %s", a.Code, civil.Of(e.At), before.Due, after.Due)
				}
			}
			if e.Verb == string(assignment.VerbConfirm) && e.Actor.Org == string(y.a.Apparatus.Directory().Agency(a.Lead)) && e.Actor.Org != "ubnd" {
				y.broken(17, "%s of %s is confirmed by %s", a.Code, a.Lead, e.Actor.Name)
			}
			if e.Actor.Name == "" {
				y.broken(23, "%s: %s by nobody", a.Code, e.Verb)
			}
		}
	}
	n, err := y.a.Acts.Count(y.t.Context())
	if err != nil || n < y.seen.acts {
		y.broken(23, "%d acts, there were %d, %v", n, y.seen.acts, err)
	}
	y.seen.acts = n
}

// urging: laws 19 to 22.
func (y *year) urging(d civil.Date) {
	told := y.count("SELECT COUNT(*) FROM ladder_told")
	if told < y.seen.told {
		y.broken(19, "%d tellings, there were %d", told, y.seen.told)
	}
	y.seen.told = told
	if n := y.count("SELECT COUNT(*) FROM (SELECT once_key, recipient FROM notify_message WHERE kind = 'ladder' GROUP BY once_key, recipient HAVING COUNT(*) > 1) x"); n > 0 {
		y.broken(19, "%d messages were told twice", n)
	}
	if n := y.count("SELECT COUNT(*) FROM notify_message WHERE kind = 'ladder'"); n != told {
		y.broken(19, "%d messages for %d tellings", n, told)
	}
	if n := y.count("SELECT COUNT(*) FROM ladder_step s WHERE s.outcome = 'told' AND NOT EXISTS (SELECT 1 FROM ladder_told t WHERE t.assignment = s.assignment AND t.due_version = s.due_version AND t.rung = s.rung)"); n > 0 {
		y.broken(19, "%d rungs told nobody", n)
	}
	if n := y.count(`SELECT COUNT(*) FROM ladder_step s WHERE (SELECT h.side FROM assignment_hold h WHERE h.assignment = s.assignment AND h.from_at <= s.reached_at ORDER BY h.id DESC LIMIT 1) <> 'lead'`); n > 0 {
		y.broken(20, "%d rungs were told of what did not lie with the lead", n)
	}
	if n := y.count("SELECT COUNT(*) FROM notify_message WHERE kind = 'ladder' AND (next_step = '' OR path NOT LIKE '/lam-viec/nhiem-vu/%' OR subject = '')"); n > 0 {
		y.broken(22, "%d messages do not say what is next", n)
	}
	if y.chance(40) { // a run on this day leaves nothing to tell
		if _, err := y.a.Ladder.Run(y.house()); err != nil {
			y.t.Fatal(err)
		}
		plan, _, err := y.a.Ladder.Plan(y.as("thuong-truc"), d, 10)
		if err != nil || len(plan) > 0 {
			y.broken(21, "after the night %d are left, %v", len(plan), err)
		}
	}
}
