package calendar

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

// ID names a decision.
type ID string

// Source is how a change came in.
type Source string

// The sources.
const (
	ByDecision Source = "decision" // typed from a decision
	ByImport   Source = "import"   // a calendar file
	ByDay      Source = "day"      // a single day
	ByHours    Source = "hours"    // office hours
)

// Decision is one change of the calendar: all its days, or none.
type Decision struct {
	ID     ID
	Number int64
	Source Source
	Org    apparatus.OrgID // "" is the whole province
	Name   string          // what it is about: "Tết Nguyên đán Đinh Mùi"
	Basis  string          // number and day of the document, or the article of law
	Days   []workday.Special
	Struck []civil.Date // days that are worked or off like their weekday after all
	Hours  *HoursFrom
	At     time.Time
	By     string
	// What became of it, once the open deadlines have been reckoned.
	Moved    int
	Told     []apparatus.OrgID
	Reckoned time.Time
}

// body is what of a decision is stored as JSON and stands in its act.
type body struct {
	Days   []workday.Special `json:"days,omitempty"`
	Struck []civil.Date      `json:"struck,omitempty"`
	Hours  *HoursFrom        `json:"hours,omitempty"`
	Before []workday.Special `json:"before,omitempty"`
}

// maxDays bounds one decision: some years of days.
const maxDays = 1000

// errStale is what a person reads whose form was made before the last change.
var errStale = fault.Say(fault.Conflict, "Lịch làm việc đã được người khác thay đổi. Xem lại thay đổi bên dưới rồi xác nhận lại.")

// Check gives what is wrong with a decision, by field: basis, name, days. The
// words of it are put in order.
func (s *Service) Check(d *Decision) error {
	f := fault.Fields{}
	if d.Basis = viet.Line(d.Basis); d.Basis == "" {
		f.Add("basis", "Ghi căn cứ: số, ngày văn bản hoặc điều luật.")
	}
	if d.Name = viet.Line(d.Name); d.Name == "" {
		f.Add("name", "Ghi tên kỳ nghỉ hoặc nội dung quyết định.")
	}
	if len([]rune(d.Basis)) > 300 || len([]rune(d.Name)) > 200 {
		f.Add("basis", "Tên không quá 200 ký tự, căn cứ không quá 300 ký tự.")
	}
	switch n := len(d.Days) + len(d.Struck); {
	case n == 0:
		f.Add("days", "Ghi ít nhất một ngày.")
	case n > maxDays:
		f.Add("days", fmt.Sprintf("Một quyết định có tối đa %d ngày. Chia thành nhiều lần.", maxDays))
	}
	seen := map[civil.Date]bool{}
	for i := range d.Days {
		x := &d.Days[i]
		if x.Name = viet.Line(x.Name); x.Name == "" {
			x.Name = d.Name
		}
		if x.Basis = viet.Line(x.Basis); x.Basis == "" {
			x.Basis = d.Basis
		}
		if wrong := s.wrong(*x, seen); wrong != "" {
			f.Add("days", wrong)
		}
		seen[x.Date] = true
	}
	for _, day := range d.Struck {
		switch _, special := s.special(d.Org, day); {
		case seen[day]:
			f.Add("days", "Ngày "+day.Format()+" ghi hai lần.")
		case !special:
			f.Add("days", "Ngày "+day.Format()+" không có trong lịch nên không bỏ được.")
		}
		seen[day] = true
	}
	return f.Err()
}

// wrong says why a day can't be entered, "" if it can.
func (s *Service) wrong(x workday.Special, seen map[civil.Date]bool) string {
	if _, err := civil.Parse(string(x.Date)); err != nil {
		return err.Error()
	}
	weekend := x.Date.Weekday() == time.Saturday || x.Date.Weekday() == time.Sunday
	switch {
	case KindName(x.Kind) == "":
		return "Chọn loại ngày: nghỉ lễ, nghỉ bù, nghỉ hoán đổi hay làm bù."
	case !slices.Contains([]string{workday.Decided, workday.Statutory, workday.Undecided}, x.Status):
		return "Chọn tình trạng: theo luật, đã quyết định hay chưa quyết định."
	case seen[x.Date]:
		return "Ngày " + x.Date.Format() + " ghi hai lần."
	case weekend && (x.Kind == workday.Compensatory || x.Kind == workday.SwapOff):
		return "Ngày " + x.Date.Format() + " là " + civil.WeekdayName(x.Date.Weekday()) + ", vốn được nghỉ, không thể là ngày " + strings.ToLower(KindName(x.Kind)) + "."
	}
	return ""
}

// special tells what is special about a day to an organisation or, for "", the province.
func (s *Service) special(org apparatus.OrgID, day civil.Date) (workday.Special, bool) {
	if org == "" {
		return s.Calendar().Special(day)
	}
	for _, x := range s.Exceptions(org) {
		if x.Date == day {
			return x, true
		}
	}
	return workday.Special{}, false
}

// Future is the province's calendar as a decision would make it; nothing is stored.
func (s *Service) Future(d Decision) *workday.Calendar {
	at := s.snap.Load()
	if d.Org != "" {
		return at.cal
	}
	days := slices.DeleteFunc(slices.Clone(at.days), func(x workday.Special) bool { return slices.Contains(d.Struck, x.Date) })
	return workday.New(append(days, d.Days...), at.cal.Hours())
}

// Step is a day of a decision beside what holds now.
type Step struct {
	Date     civil.Date
	Was, Now workday.Special // the zero Special: like its weekday
}

// Steps lists the days of a decision in order, with what held before.
func (s *Service) Steps(d Decision) []Step {
	var out []Step
	for _, x := range d.Days {
		was, _ := s.special(d.Org, x.Date)
		out = append(out, Step{x.Date, was, x})
	}
	for _, day := range d.Struck {
		was, _ := s.special(d.Org, day)
		out = append(out, Step{Date: day, Was: was})
	}
	slices.SortFunc(out, func(a, b Step) int { return strings.Compare(string(a.Date), string(b.Date)) })
	return out
}

// Decide enters a decision in one write. Invalid names the fields; Conflict
// means that the calendar was changed since number was read.
func (s *Service) Decide(ctx context.Context, d Decision, number int64) (Decision, error) {
	if d.Source == "" {
		d.Source = ByDecision
	}
	if err := s.Check(&d); err != nil {
		return d, err
	}
	content := body{Days: d.Days, Struck: d.Struck}
	for _, x := range s.Steps(d) {
		if x.Was.Date != "" {
			content.Before = append(content.Before, x.Was)
		}
	}
	return s.keep(ctx, "calendar.decide", d, content, number, func(tx *storage.Tx) error {
		if d.Org != "" {
			return storeExceptions(ctx, tx, d)
		}
		return storeDays(ctx, tx, d)
	})
}

// keep stores a decision and what it says in one transaction and one act.
func (s *Service) keep(ctx context.Context, verb string, d Decision, content body, number int64, store func(tx *storage.Tx) error) (Decision, error) {
	text, err := json.Marshal(content)
	if err != nil {
		return d, err
	}
	act := storage.Act{Verb: verb, Reason: d.Name + ", " + d.Basis, On: ref.New("calendar", "new"), About: []ref.Ref{ref.New("calendar", "days")}}
	if d.Org != "" {
		act.About = append(act.About, ref.New("organisation", string(d.Org)))
	}
	err = s.db.Write(ctx, act, func(tx *storage.Tx) error {
		last, err := lastNumber(ctx, tx)
		if err != nil {
			return err
		}
		if last != number {
			return errStale
		}
		d.ID, d.Number, d.At, d.By = ID(tx.NewID()), last+1, tx.Now(), actor.From(ctx).Name
		tx.Act.On = ref.New("calendar", string(d.ID))
		if len(content.Before) > 0 {
			tx.Act.Before = map[string]any{"days": content.Before}
		}
		tx.Act.After = map[string]any{"number": d.Number, "days": content.Days, "struck": content.Struck, "hours": content.Hours}
		if _, err := tx.Exec(ctx, `INSERT INTO calendar_decision (id, number, source, org_id, name, basis, days_json, entered_at, entered_by, moved, told_json, reckoned_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '[]', 0)`, string(d.ID), d.Number, string(d.Source), string(d.Org), d.Name, d.Basis, string(text), storage.Millis(d.At), d.By); err != nil {
			return err // a second writer of the same number is a Conflict
		}
		if err := store(tx); err != nil {
			return err
		}
		if d.Org != "" || d.Hours != nil || s.Changed == nil {
			return nil // deadlines are days of the province's calendar
		}
		return s.Changed(ctx, tx, Change{d.ID, d.Name + ", " + d.Basis})
	})
	if fault.KindOf(err) == fault.Conflict {
		err = errStale
	}
	if lerr := s.Load(ctx); err == nil {
		err = lerr
	}
	return d, err
}

func storeDays(ctx context.Context, tx *storage.Tx, d Decision) error {
	for _, x := range d.Days {
		if _, err := tx.Exec(ctx, `INSERT INTO calendar_day (day, kind, name, status, basis, rev) VALUES ($1, $2, $3, $4, $5, 1)
			ON CONFLICT (day) DO UPDATE SET kind = EXCLUDED.kind, name = EXCLUDED.name, status = EXCLUDED.status, basis = EXCLUDED.basis, rev = calendar_day.rev + 1`,
			string(x.Date), string(x.Kind), x.Name, x.Status, x.Basis); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM calendar_struck WHERE day = $1", string(x.Date)); err != nil {
			return err
		}
	}
	for _, day := range d.Struck {
		if _, err := tx.Exec(ctx, "DELETE FROM calendar_day WHERE day = $1", string(day)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "INSERT INTO calendar_struck (day, basis) VALUES ($1, $2) ON CONFLICT (day) DO UPDATE SET basis = EXCLUDED.basis", string(day), d.Basis); err != nil {
			return err
		}
	}
	return nil
}

func storeExceptions(ctx context.Context, tx *storage.Tx, d Decision) error {
	for _, x := range d.Days {
		if _, err := tx.Exec(ctx, `INSERT INTO calendar_exception (org_id, day, kind, name, status, basis) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (org_id, day) DO UPDATE SET kind = EXCLUDED.kind, name = EXCLUDED.name, status = EXCLUDED.status, basis = EXCLUDED.basis`,
			string(d.Org), string(x.Date), string(x.Kind), x.Name, x.Status, x.Basis); err != nil {
			return err
		}
	}
	for _, day := range d.Struck {
		if _, err := tx.Exec(ctx, "DELETE FROM calendar_exception WHERE org_id = $1 AND day = $2", string(d.Org), string(day)); err != nil {
			return err
		}
	}
	return nil
}

// Put enters or changes one day; number as for Decide.
func (s *Service) Put(ctx context.Context, x workday.Special, number int64) error {
	_, err := s.Decide(ctx, Decision{Source: ByDay, Name: x.Name, Basis: x.Basis, Days: []workday.Special{x}}, number)
	return err
}

// Remove takes a day out of the calendar: it is worked or off like its weekday
// again, also one that ships with the program; number as for Decide.
func (s *Service) Remove(ctx context.Context, day civil.Date, basis string, number int64) error {
	_, err := s.Decide(ctx, Decision{Source: ByDay, Name: "Bỏ ngày " + day.Format(), Basis: basis, Struck: []civil.Date{day}}, number)
	return err
}
