package assignment

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/listing"
	"dondoc/internal/lunar"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

// View is one of the standing lists.
type View string

// The lists.
const (
	All         View = "tat-ca"
	OpenNow     View = "dang-mo"
	Mine        View = "cua-toi"
	Late        View = "tre"
	Undated     View = "chua-co-han"
	Leaderless  View = "chua-ro-chu-tri"
	Waiting     View = "cho-xac-nhan"
	DisputedNow View = "co-y-kien"
	ThisWeek    View = "tuan-nay"
	Unopened    View = "chua-mo"  // the lead has not looked at it
	Silent      View = "im-lang"  // the lead has said nothing for a while
	PausedNow   View = "tam-dung" // the clock stands
)

// Views lists the lists with their names, in the order of the page.
func Views() []struct{ View, Name string } {
	return []struct{ View, Name string }{
		{string(OpenNow), "Đang mở"}, {string(Late), "Đang trễ"}, {string(ThisWeek), "Đến hạn tuần này"}, {string(Waiting), "Chờ xác nhận"}, {string(Undated), "Chưa có hạn"}, {string(Leaderless), "Chưa rõ chủ trì"}, {string(DisputedNow), "Có ý kiến khác"}, {string(Unopened), "Chưa mở xem"}, {string(Silent), "Im lặng"}, {string(PausedNow), "Tạm dừng"}, {string(All), "Tất cả, kể cả đã xong"},
	}
}

// The filters and sorts of a list's address.
const (
	FilterView   = "danh-sach"
	FilterLead   = "chu-tri"
	FilterState  = "trang-thai"
	FilterOrigin = "van-ban"
	FilterFrom   = "han-tu"
	FilterTo     = "han-den"
	SortDue      = "han"
	SortDueDesc  = "-han"
	SortNewest   = "moi"
	SortTitle    = "ten"
)

// usualOff is longer than the runs of days off of most years (Tết with its weekends is nine).
const usualOff = 20

// EarliestDue is a day before which nothing is due whose last day that is not
// late is from or later, so that an index by due day is read from there on. It
// leaves room for a calendar that has just changed.
func EarliestDue(cal *workday.Calendar, from civil.Date) civil.Date {
	return min(from.AddDays(-usualOff), cal.OnOrBefore(from.AddDays(-1)))
}

// Filters lists the filters that a list's address may carry.
func Filters() []string {
	return append([]string{FilterView, FilterLead, FilterState, FilterOrigin, FilterFrom, FilterTo}, SightFilters()...)
}

// Sorts lists the orders; the first is the usual one.
func Sorts() []string { return []string{SortDue, SortDueDesc, SortNewest, SortTitle} }

// Find gives one assignment that the actor may see.
func (s *Service) Find(ctx context.Context, id ID) (Assignment, error) {
	r, err := find(ctx, s.db.Reader(), id)
	if err != nil {
		return Assignment{}, err
	}
	if !maySee(actor.From(ctx), r, s.dir()) {
		return Assignment{}, fault.NotFound
	}
	return r.Assignment, nil
}

// May says why the actor may not use a verb on the assignment now, or nil.
func (s *Service) May(ctx context.Context, id ID, v Verb) error {
	r, err := find(ctx, s.db.Reader(), id)
	if err != nil {
		return err
	}
	if err := may(actor.From(ctx), v, r, s.dir()); err != nil {
		return err
	}
	return r.refuse(v)
}

// Allowed lists the verbs that the actor may use now; Refused says why the
// confirming ones may not, because that reason is shown, not hidden.
func (s *Service) Allowed(ctx context.Context, id ID) (map[Verb]bool, error) {
	r, err := find(ctx, s.db.Reader(), id)
	if err != nil {
		return nil, err
	}
	out := map[Verb]bool{}
	for _, v := range Verbs() {
		out[v] = may(actor.From(ctx), v, r, s.dir()) == nil && r.refuse(v) == nil
	}
	if r.LateBy(s.calendar(), s.today()) > 0 { // objections and pauses come before the clock has run out
		out[VerbDispute], out[VerbPause] = false, false
	}
	return out, nil
}

// Parts lists what coordinating bodies are asked for.
func (s *Service) Parts(ctx context.Context, id ID) ([]Part, error) {
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (p Part, err error) {
		err = r.Scan(&p.Org, &p.Asked, &p.AskedDue, &p.DeliveredOn, &p.DeliveredBy, &p.Body, &p.Rev)
		return p, err
	}, "SELECT org, asked, asked_due, delivered_on, delivered_by, body, rev FROM assignment_part WHERE assignment = $1 ORDER BY org", string(id))
}

// Reports lists the reports, newest first. Drafts are for those who work on it.
func (s *Service) Reports(ctx context.Context, id ID) ([]Report, error) {
	r, err := find(ctx, s.db.Reader(), id)
	if err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	if !maySee(who, r, s.dir()) {
		return nil, fault.NotFound
	}
	q := "SELECT " + reportColumns + " FROM assignment_report WHERE assignment = $1"
	if !works(who, r, s.dir()) {
		q += " AND state <> 'draft'"
	}
	return storage.List(ctx, s.db.Reader(), scanReport, q+" ORDER BY id DESC", string(id))
}

// HasFile reports whether a file hangs on the assignment; NotFound when the
// actor may not see it.
func (s *Service) HasFile(ctx context.Context, id ID, file string) (bool, error) {
	reports, err := s.Reports(ctx, id)
	return slices.ContainsFunc(reports, func(r Report) bool { return slices.Contains(r.Files, file) }), err
}

// Members lists a group's assignments that the actor may see.
func (s *Service) Members(ctx context.Context, parent ID) ([]Assignment, error) {
	w := storage.NewWhere(0).And("a.parent = ?", string(parent))
	s.visible(ctx, w)
	return storage.List(ctx, s.db.Reader(), scanRow, "SELECT "+columns+" FROM assignment a"+w.SQL()+" ORDER BY a.id", w.Args()...)
}

// ByOrigin lists what came out of one record, in the order of its text.
func (s *Service) ByOrigin(ctx context.Context, kind, id string) ([]Assignment, error) {
	w := storage.NewWhere(0).And("a.origin_kind = ?", kind).And("a.origin_id = ?", id).And("a.parent = ?", "")
	s.visible(ctx, w)
	return storage.List(ctx, s.db.Reader(), scanRow, "SELECT "+columns+" FROM assignment a"+w.SQL()+" ORDER BY a.span_start, a.id", w.Args()...)
}

// Visible narrows another room's query on assignment as a to what the actor may see.
func (s *Service) Visible(ctx context.Context, w *storage.Where) { s.visible(ctx, w) }

// visible narrows a query to what the actor may see; the condition stands in
// the query itself, so that no list, count or search can leak.
func (s *Service) visible(ctx context.Context, w *storage.Where) {
	a := actor.From(ctx)
	if identity.SeesAll(a) {
		return
	}
	orgs := scope(a, s.dir())
	if len(orgs) == 0 {
		w.And("a.holder_person = ? AND a.holder_person <> ''", a.ID)
		return
	}
	marks := "?" + strings.Repeat(",?", len(orgs)-1)
	// a union, not an OR: each half comes off its own index
	w.And("a.id IN (SELECT assignment FROM assignment_party WHERE org IN ("+marks+") UNION SELECT id FROM assignment WHERE holder_person = ? AND holder_person <> '')", append(storage.Args(orgs), a.ID)...)
}

// List is one page of a list. Invalid names a filter that cannot be read.
func (s *Service) List(ctx context.Context, q listing.Query) (listing.Page[Assignment], error) {
	w := storage.NewWhere(0)
	from := "assignment a"
	searching := false
	if folded := viet.Fold(q.Search); folded != "" {
		if searching = search().Match(w, s.db.Engine(), folded); searching {
			from = search().From("a")
		}
	}
	if err := s.filter(ctx, q, w); err != nil {
		return listing.Page[Assignment]{}, err
	}
	s.visible(ctx, w)
	order, cursor := s.order(q, w, searching)
	if !searching && inHalves(q) {
		rows, err := s.halves(ctx, q, w, order)
		if err != nil {
			return listing.Page[Assignment]{}, err
		}
		return listing.Cut(rows, q.Size, cursor), nil
	}
	sql := fmt.Sprintf("SELECT %s FROM %s%s ORDER BY %s LIMIT %d", columns, from, w.SQL(), order, q.Size+1)
	if searching {
		sql = strings.Replace(sql, columns, columns+", s.rowid", 1)
		return s.searched(ctx, sql, q, w)
	}
	rows, err := upTo(ctx, s.db.Reader(), q.Size+1, sql, w.Args()...)
	if err != nil {
		return listing.Page[Assignment]{}, err
	}
	return listing.Cut(rows, q.Size, cursor), nil
}

// searched pages by the search key, newest first.
func (s *Service) searched(ctx context.Context, sql string, q listing.Query, w *storage.Where) (listing.Page[Assignment], error) {
	type hit struct {
		a   Assignment
		key int64
	}
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (h hit, err error) {
		h.a, err = scanRow(withKey{r, &h.key})
		return h, err
	}, sql, w.Args()...)
	if err != nil {
		return listing.Page[Assignment]{}, err
	}
	page := listing.Cut(rows, q.Size, func(h hit) listing.Cursor { return listing.Cursor{strconv.FormatInt(h.key, 10)} })
	out := listing.Page[Assignment]{Next: page.Next}
	for _, h := range page.Rows {
		out.Rows = append(out.Rows, h.a)
	}
	return out, nil
}

type withKey struct {
	storage.Row

	key *int64
}

// Scan reads the listed columns and the search key.
func (w withKey) Scan(dest ...any) error { return w.Row.Scan(append(dest, w.key)...) }

func (s *Service) order(q listing.Query, w *storage.Where, searching bool) (string, func(Assignment) listing.Cursor) {
	after := func(piece string, n int) {
		if len(q.Cursor) == n {
			args := make([]any, n)
			for i, c := range q.Cursor {
				args[i] = c
			}
			w.And(piece, args...)
		}
	}
	switch {
	case searching:
		if len(q.Cursor) == 1 {
			var key int64
			if _, err := fmt.Sscan(q.Cursor[0], &key); err == nil {
				w.And("s.rowid < ?", key)
			}
		}
		return "s.rowid DESC", nil
	case q.Sort == SortDueDesc:
		after("(a.due_sort, a.id) < (?, ?)", 2)
		return "a.due_sort DESC, a.id DESC", func(a Assignment) listing.Cursor { return listing.Cursor{sortDue(a), string(a.ID)} }
	case q.Sort == SortNewest:
		after("a.id < ?", 1)
		return "a.id DESC", func(a Assignment) listing.Cursor { return listing.Cursor{string(a.ID)} }
	case q.Sort == SortTitle:
		after("(a.title_key, a.id) > (?, ?)", 2)
		return "a.title_key, a.id", func(a Assignment) listing.Cursor { return listing.Cursor{titleKey(a.Title), string(a.ID)} }
	}
	after("(a.due_sort, a.id) > (?, ?)", 2)
	return "a.due_sort, a.id", func(a Assignment) listing.Cursor { return listing.Cursor{sortDue(a), string(a.ID)} }
}

func (s *Service) filter(ctx context.Context, q listing.Query, w *storage.Where) error {
	today := s.today()
	w.And("a.is_group = ?", false)
	switch View(q.First(FilterView)) {
	case OpenNow:
		w.And("a.is_open = ?", true)
	case Mine:
		w.And("a.is_open = ?", true)
		s.mine(ctx, w)
	case Late:
		w.And("a.is_open = ?", true).And("a.due_sort < ?", string(today)).And("a.due_last < ?", string(today)).And("a.state <> 'reported'")
	case ThisWeek:
		// what fell due on a day off is due with the next working day; the first
		// bound is for the index, no run of days off is as long
		w.And("a.is_open = ?", true).And("a.due_sort >= ?", string(EarliestDue(s.calendar(), today))).And("a.due_sort <= ?", string(today.Monday().AddDays(6))).And("a.due_last >= ?", string(today)).And("a.state <> 'reported'")
	case Undated:
		w.And("a.is_open = ?", true).And("a.due_sort = ?", noDue).And("a.due_settled = ?", false).And("a.deadline_kind <> 'relative'").And("a.paused_on = ''")
	case Leaderless:
		w.And("a.lead_org = ?", "").And("a.is_open = ?", true)
	case Waiting:
		inState(w, string(Reported))
	case DisputedNow:
		inState(w, string(Disputed))
	case Unopened:
		w.And("a.is_open = ?", true).And("a.state = 'assigned' AND a.state <> 'acknowledged'").And("a.opened_on = ''").And("a.assigned_on < ?", string(s.calendar().OnOrBefore(today.AddDays(-1))))
	case Silent:
		w.And("a.is_open = ?", true).And("a.heard_on < ?", string(s.quietSince(today))).And("a.state IN ('assigned', 'acknowledged', 'returned')").And("a.paused_on = ''").And("a.deadline_kind <> 'relative'")
	case PausedNow:
		w.And("a.is_open = ?", true).And("a.paused_on <> ''")
	case All:
	}
	if xs := q.Filters[FilterLead]; len(xs) > 0 {
		w.In("a.lead_org", xs)
	}
	if xs := q.Filters[FilterState]; len(xs) > 0 {
		inState(w, xs...)
	}
	if x := q.First(FilterOrigin); x != "" {
		w.And("a.origin_id = ?", x).And("a.origin_kind = ?", "document")
	}
	for name, piece := range map[string]string{FilterFrom: "a.due_sort >= ?", FilterTo: "a.due_sort <= ?"} {
		x := q.First(name)
		if x == "" {
			continue
		}
		d, err := lunar.Day(x, s.today())
		if err != nil {
			return fault.Field(name, err.Error())
		}
		w.And(piece, string(d))
	}
	return sightFilter(q, w)
}

// quietSince is the day before which the last word of a lead is too long ago.
func (s *Service) quietSince(today civil.Date) civil.Date {
	days := 10
	if s.deps.Silence != nil {
		days = s.deps.Silence()
	}
	d := today
	for range days {
		d = s.calendar().OnOrBefore(d.AddDays(-1))
	}
	return d
}

// mine: a head sees all of the agency's work, an officer what was handed
// to the person or to the own division.
func (s *Service) mine(ctx context.Context, w *storage.Where) {
	a := actor.From(ctx)
	orgs := scope(a, s.dir())
	if a.HasAny(actor.AgencyHead, actor.FocalPoint, actor.Secretariat) && len(orgs) > 0 {
		marks := "?" + strings.Repeat(",?", len(orgs)-1)
		args := storage.Args(orgs)
		w.And("a.id IN (SELECT id FROM assignment WHERE lead_org IN ("+marks+") UNION SELECT id FROM assignment WHERE holder_org IN ("+marks+") AND holder_org <> '' UNION SELECT id FROM assignment WHERE holder_person = ? AND holder_person <> '')", append(append(args, storage.Args(orgs)...), a.ID)...)
		return
	}
	w.And("a.id IN (SELECT id FROM assignment WHERE holder_person = ? AND holder_person <> '' UNION SELECT id FROM assignment WHERE holder_org = ? AND holder_org <> '')", a.ID, a.Org)
}

// Coordinates lists open assignments on which the actor's bodies still owe a part.
func (s *Service) Coordinates(ctx context.Context) ([]Assignment, error) {
	orgs := scope(actor.From(ctx), s.dir())
	if len(orgs) == 0 {
		return nil, nil
	}
	w := storage.NewWhere(0).And("a.is_open = ?", true)
	marks := "?" + strings.Repeat(",?", len(orgs)-1)
	w.And("a.id IN (SELECT assignment FROM assignment_part WHERE delivered_on = '' AND org IN ("+marks+"))", storage.Args(orgs)...)
	return storage.List(ctx, s.db.Reader(), scanRow, "SELECT "+columns+" FROM assignment a"+w.SQL()+" ORDER BY a.due_sort, a.id LIMIT 100", w.Args()...)
}
