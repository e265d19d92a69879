package dashboard

import (
	"context"
	"fmt"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/identity"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
)

// Digest is the chairman's morning on one page.
type Digest struct {
	Day      civil.Date
	Decide   []Item
	Deciding int
	Late     []assignment.Assignment
	LateN    int
	NewLate  int // of these, late since the working day before
	NewFrom  civil.Date
	NewTo    civil.Date
	Today    []assignment.Assignment
	Week     []assignment.Assignment // due later this week
	WeekN    int
	Changed  []Change
	Since    civil.Date // changes are counted from the morning of this working day on
}

// Change is how many assignments an act was done on.
type Change struct {
	Verb string
	N    int
}

// changes are the acts that a digest tells, in its order.
func changes() []assignment.Verb {
	return []assignment.Verb{assignment.VerbAssign, assignment.VerbReport, assignment.VerbConfirm, assignment.VerbReturn, assignment.VerbDispute, assignment.VerbExtend, assignment.VerbSetDue, assignment.VerbCancel}
}

const (
	digestDecide = 6
	digestLate   = 10
	digestWeek   = 50
)

// Digest gathers the morning page: what to decide, the red list, what is due
// today and this week, what has changed since the working day before.
func (s *Service) Digest(ctx context.Context) (Digest, error) {
	today := s.today()
	d := Digest{Day: today, Since: s.deps.Calendar().OnOrBefore(today.AddDays(-1))}
	items, err := s.Items(ctx)
	if err != nil {
		return d, err
	}
	for _, x := range items {
		if len(x.Instructed) > 0 {
			continue
		}
		if d.Deciding++; len(d.Decide) < digestDecide {
			d.Decide = append(d.Decide, x)
		}
	}
	late, err := s.deps.Assignments.List(ctx, listing.Query{Size: digestLate, Filters: map[string][]string{assignment.FilterView: {string(assignment.Late)}}})
	if err != nil {
		return d, err
	}
	d.Late = late.Rows
	week, err := s.deps.Assignments.List(ctx, listing.Query{Size: digestWeek, Filters: map[string][]string{assignment.FilterView: {string(assignment.ThisWeek)}}})
	if err != nil {
		return d, err
	}
	for _, a := range week.Rows {
		if s.deps.Calendar().OnOrAfter(a.Due) <= today {
			d.Today = append(d.Today, a)
		} else {
			d.Week = append(d.Week, a)
		}
	}
	st, err := s.deps.Tally.Stats(ctx, today.AddDays(-doneDays))
	if err != nil {
		return d, err
	}
	d.LateN, d.WeekN = st.Total.Late, st.Total.ThisWeek
	d.NewFrom, d.NewTo = d.Since, today.AddDays(-1)
	fresh, err := s.deps.Tally.Coming(ctx, d.NewFrom, d.NewTo)
	if err != nil {
		return d, err
	}
	for _, c := range fresh {
		d.NewLate += c.N
	}
	d.Changed, err = s.changed(ctx, d.Since)
	return d, err
}

func (s *Service) changed(ctx context.Context, since civil.Date) ([]Change, error) {
	verbs := make([]string, 0, 8)
	for _, v := range changes() {
		verbs = append(verbs, string(v))
	}
	// the verbs say that it is an assignment; a condition on the kind of record
	// would lead an engine to go through all acts on assignments
	w := storage.NewWhere(0).And("x.id >= ?", storage.IDsFrom(since.At(0, 0))).And("x.at >= ?", storage.Millis(since.At(0, 0))).In("x.verb", verbs).And("x.after_json NOT LIKE '%\"group\":true%'")
	from := "audit_act x"
	if !identity.SeesAll(actor.From(ctx)) { // who sees all need not have each looked up
		from += " JOIN assignment a ON a.id = x.on_id"
		s.deps.Assignments.Visible(ctx, w)
	}
	n := map[string]int{}
	err := storage.Each(ctx, s.db.Reader(), func(r storage.Row) error {
		var verb string
		var k int
		err := r.Scan(&verb, &k)
		n[verb] = k
		return err
	}, "SELECT x.verb, COUNT(DISTINCT x.on_id) FROM "+from+w.SQL()+" GROUP BY x.verb", w.Args()...)
	var out []Change
	for _, v := range verbs {
		if n[v] > 0 {
			out = append(out, Change{v, n[v]})
		}
	}
	return out, err
}

// Words says a change the way a digest does: "Giao mới 3 việc".
func (c Change) Words() string {
	if assignment.Verb(c.Verb) == assignment.VerbAssign {
		return fmt.Sprintf("Giao mới %d việc", c.N)
	}
	return fmt.Sprintf("%s: %d việc", assignment.VerbLabel(c.Verb), c.N)
}

// Text is the digest as plain words, for a message: no person is named in it.
func (s *Service) Text(d Digest) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("Bản tin sáng %s", d.Day.Long())
	line("")
	line("Cần quyết định: %d việc", d.Deciding)
	for _, x := range d.Decide {
		line("- %s (%s)", x.What, s.dir().Short(x.Org))
	}
	line("")
	line("Đang trễ: %d việc, %d việc mới trễ từ %s", d.LateN, d.NewLate, d.Since.Format())
	for _, a := range d.Late {
		line("- %s, %s, hạn %s, trễ %d ngày làm việc", a.Title, s.dir().Short(a.Lead), a.Due.Format(), a.LateBy(s.deps.Calendar(), d.Day))
	}
	line("")
	line("Đến hạn hôm nay: %d việc, cả tuần: %d việc", len(d.Today), d.WeekN)
	for _, a := range append(d.Today, d.Week...) {
		line("- %s: %s, %s", a.Due.Format(), a.Title, s.dir().Short(a.Lead))
	}
	if len(d.Changed) > 0 {
		line("")
		line("Từ %s đến nay", d.Since.Format())
		for _, c := range d.Changed {
			line("- %s", c.Words())
		}
	}
	return b.String()
}
