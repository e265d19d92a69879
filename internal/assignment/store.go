package assignment

import (
	"context"
	"encoding/json"
	"strings"

	"dondoc/internal/apparatus"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

const columns = `a.id, a.code, a.parent, a.is_group, a.title, a.lead_org, a.through_org, a.state, a.assigned_on, a.assigned_by, a.origin_kind, a.origin_id, a.origin_label, a.span_start, a.span_end,
	a.deadline_json, a.period, a.due_on, a.original_due, a.due_settled, a.holder_org, a.holder_person, a.holder_name, a.inner_due, a.reported_on, a.reported_by, a.confirmed_on, a.times_returned, a.note, a.changed_at, a.rev,
	a.due_version, a.paused_on, a.late_days, a.late_original, a.opened_on, a.heard_on, a.objection`

func scanRow(r storage.Row) (Assignment, error) { return newRowReader().read(r) }

// rowReader reads rows one after another into the same places, because a list
// would otherwise make its thirty destinations anew for every row. Named
// strings are read as plain ones and numbers as int64: database/sql takes any
// other type through reflection.
type rowReader struct {
	a                             Assignment
	deadline                      string
	changed, start, end, returned int64
	late, lateOriginal            int64
	dest                          []any
}

func newRowReader() *rowReader {
	x := &rowReader{}
	a := &x.a
	x.dest = []any{
		(*string)(&a.ID), &a.Code, (*string)(&a.Parent), &a.Group, &a.Title, (*string)(&a.Lead), (*string)(&a.Through), (*string)(&a.State), (*string)(&a.AssignedOn), &a.AssignedBy,
		&a.Origin.Kind, &a.Origin.ID, &a.OriginLabel, &x.start, &x.end, &x.deadline, &a.Period, (*string)(&a.Due), (*string)(&a.OriginalDue), &a.DueSettled, (*string)(&a.HolderOrg), &a.HolderPerson, &a.HolderName,
		(*string)(&a.InnerDue), (*string)(&a.ReportedOn), &a.ReportedBy, (*string)(&a.ConfirmedOn), &x.returned, &a.Note, &x.changed, &a.Rev,
		&a.DueVersion, (*string)(&a.PausedOn), &x.late, &x.lateOriginal, (*string)(&a.OpenedOn), (*string)(&a.HeardOn), (*string)(&a.Objection),
	}
	return x
}

func (x *rowReader) read(r storage.Row) (a Assignment, err error) {
	if err := r.Scan(x.dest...); err != nil {
		return a, err
	}
	a = x.a
	a.SpanStart, a.SpanEnd, a.TimesReturned = int(x.start), int(x.end), int(x.returned)
	a.LateDays, a.LateOriginal = int(x.late), int(x.lateOriginal)
	a.ChangedAt = storage.Instant(x.changed)
	a.Deadline, err = readDeadline(x.deadline)
	return a, err
}

// upTo reads at most n rows into one piece of memory: a row is over half a
// kilobyte, and a list that grows copies it several times.
func upTo(ctx context.Context, q storage.Querier, n int, query string, args ...any) ([]Assignment, error) {
	rows, one := make([]Assignment, 0, n), newRowReader()
	err := storage.Each(ctx, q, func(r storage.Row) error {
		a, err := one.read(r)
		rows = append(rows, a)
		return err
	}, query, args...)
	return rows, err
}

func find(ctx context.Context, q storage.Querier, id ID) (record, error) {
	a, err := storage.One(ctx, q, func(r storage.Row) (Assignment, error) {
		var quote string
		a, err := scanRow(withQuote{r, &quote})
		a.Quote = quote
		return a, err
	}, "SELECT "+columns+", a.quote FROM assignment a WHERE a.id = $1", string(id))
	if err != nil {
		return record{}, err
	}
	co, err := storage.List(ctx, q, storage.Scalar[apparatus.OrgID], "SELECT org FROM assignment_part WHERE assignment = $1 ORDER BY org", string(id))
	return record{Assignment: a, coordinators: co}, err
}

// withQuote scans one column more, which lists leave out.
type withQuote struct {
	storage.Row

	quote *string
}

// Scan reads the listed columns and the quote.
func (w withQuote) Scan(dest ...any) error { return w.Row.Scan(append(dest, w.quote)...) }

// noDue sorts behind every real day.
const noDue = "9999-12-31"

func (s *Service) values(a Assignment) (deadline, last, sorted string, err error) { //nolint:revive // three columns of one row
	b, err := json.Marshal(a.Deadline)
	if err != nil {
		return "", "", "", err
	}
	last, sorted = string(lastDay(s.calendar(), a.Due)), string(a.Due)
	if a.Due == "" || a.PausedOn != "" {
		last, sorted = "", noDue
	}
	return string(b), last, sorted, nil
}

func searchText(a Assignment, lead string) string {
	return storage.SearchText(viet.Fold(strings.Join([]string{a.Title, a.OriginLabel, a.Code, lead, a.HolderName}, " ")))
}

func (s *Service) insert(ctx context.Context, tx *storage.Tx, a Assignment) error {
	deadline, last, sorted, err := s.values(a)
	if err != nil {
		return err
	}
	key, words := storage.NewKey(tx.Now()), searchText(a, s.dir().Name(a.Lead))
	if _, err := tx.Exec(ctx, `INSERT INTO assignment (id, code, parent, is_group, title, quote, lead_org, through_org, state, is_open, assigned_on, assigned_by, origin_kind, origin_id, origin_label,
		span_start, span_end, deadline_json, deadline_kind, period, due_on, due_last, due_sort, original_due, due_settled, holder_org, holder_person, holder_name, inner_due, reported_on, reported_by,
		confirmed_on, times_returned, note, title_key, search_key, search_text, changed_at, due_version, heard_on, opened_on, rev)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $30, $31, $32, '', '', '', '', 0, '', $26, $27, $28, $29, 1, $33, $34, 1)`,
		string(a.ID), a.Code, string(a.Parent), a.Group, a.Title, a.Quote, string(a.Lead), string(a.Through), string(a.State), a.State.Open(), string(a.AssignedOn), a.AssignedBy, a.Origin.Kind, a.Origin.ID, a.OriginLabel,
		a.SpanStart, a.SpanEnd, deadline, string(a.Deadline.Kind), a.Period, string(a.Due), last, sorted, string(a.OriginalDue), a.DueSettled, titleKey(a.Title), key, words, storage.Millis(tx.Now()),
		string(a.HolderOrg), a.HolderPerson, a.HolderName, string(a.HeardOn), string(a.OpenedOn)); err != nil {
		return err
	}
	return search().Put(ctx, tx, key, words)
}

// titleKey is cut short: an order by title needs its beginning only.
func titleKey(title string) string {
	k := viet.Key(title)
	return k[:min(len(k), 120)]
}

// save writes a changed assignment as of its rev; storage says Conflict when
// no row of that rev is left.
func (s *Service) save(ctx context.Context, tx *storage.Tx, a Assignment) error {
	deadline, last, sorted, err := s.values(a)
	if err != nil {
		return err
	}
	return tx.ExecOne(ctx, `UPDATE assignment SET title = $1, lead_org = $2, through_org = $3, state = $4, is_open = $5, deadline_json = $6, deadline_kind = $7, period = $8, due_on = $9, due_last = $10, due_sort = $11,
		original_due = $12, due_settled = $13, holder_org = $14, holder_person = $15, holder_name = $16, inner_due = $17, reported_on = $18, reported_by = $19, confirmed_on = $20, times_returned = $21, note = $22,
		title_key = $23, search_text = $24, changed_at = $25, assigned_on = $26, due_version = $27, paused_on = $28, late_days = $29, late_original = $30, opened_on = $31, heard_on = $32, objection = $33,
		rev = rev + 1 WHERE id = $34 AND rev = $35`,
		a.Title, string(a.Lead), string(a.Through), string(a.State), a.State.Open(), deadline, string(a.Deadline.Kind), a.Period, string(a.Due), last, sorted,
		string(a.OriginalDue), a.DueSettled, string(a.HolderOrg), a.HolderPerson, a.HolderName, string(a.InnerDue), string(a.ReportedOn), a.ReportedBy, string(a.ConfirmedOn), a.TimesReturned, a.Note,
		titleKey(a.Title), searchText(a, s.dir().Name(a.Lead)), storage.Millis(tx.Now()), string(a.AssignedOn), a.DueVersion, string(a.PausedOn), a.LateDays, a.LateOriginal, string(a.OpenedOn), string(a.HeardOn), string(a.Objection), string(a.ID), a.Rev)
}

// reindex keeps the full text in step after the words changed.
func (s *Service) reindex(ctx context.Context, tx *storage.Tx, a Assignment) error {
	key, err := storage.One(ctx, tx, storage.Scalar[int64], "SELECT search_key FROM assignment WHERE id = $1", string(a.ID))
	if err != nil {
		return err
	}
	return search().Put(ctx, tx, key, searchText(a, s.dir().Name(a.Lead)))
}

func party(ctx context.Context, tx *storage.Tx, id ID, part string, orgs ...apparatus.OrgID) error {
	for _, org := range orgs {
		if org == "" {
			continue
		}
		if _, err := tx.Exec(ctx, "INSERT INTO assignment_party (org, assignment, part) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", string(org), string(id), part); err != nil {
			return err
		}
	}
	return nil
}

func saveReport(ctx context.Context, tx *storage.Tx, r Report) error {
	if r.Files == nil {
		r.Files = []string{}
	}
	files, err := json.Marshal(r.Files)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO assignment_report (id, assignment, state, period, due_on, body, figure, percent, claimed_on, files_json, org, written_by, written_name, written_at, submitted_at, submitted_name, kind, value, cause, repeats, likeness, decided_at, decided_name, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 0, '', '')
		ON CONFLICT (id) DO UPDATE SET state = EXCLUDED.state, period = EXCLUDED.period, due_on = EXCLUDED.due_on, body = EXCLUDED.body, figure = EXCLUDED.figure, percent = EXCLUDED.percent, claimed_on = EXCLUDED.claimed_on,
		files_json = EXCLUDED.files_json, submitted_at = EXCLUDED.submitted_at, submitted_name = EXCLUDED.submitted_name,
		kind = EXCLUDED.kind, value = EXCLUDED.value, cause = EXCLUDED.cause, repeats = EXCLUDED.repeats, likeness = EXCLUDED.likeness`,
		r.ID, string(r.Assignment), string(r.State), r.Period, string(r.Due), r.Body, r.Figure, r.Percent, string(r.ClaimedOn), string(files), string(r.Org), r.WrittenBy, r.WrittenName,
		storage.Millis(r.WrittenAt), storage.Millis(r.SubmittedAt), r.SubmittedBy, string(r.Kind), r.Value, string(r.Cause), r.Repeats, r.Likeness)
	return err
}

const reportColumns = "id, assignment, state, period, due_on, body, figure, percent, claimed_on, files_json, org, written_by, written_name, written_at, submitted_at, submitted_name, decided_at, decided_name, reason, kind, value, cause, repeats, likeness"

func scanReport(r storage.Row) (x Report, err error) {
	var files string
	var written, submitted, decided int64
	if err = r.Scan(&x.ID, &x.Assignment, &x.State, &x.Period, &x.Due, &x.Body, &x.Figure, &x.Percent, &x.ClaimedOn, &files, &x.Org, &x.WrittenBy, &x.WrittenName, &written, &submitted, &x.SubmittedBy, &decided, &x.DecidedBy, &x.Reason, &x.Kind, &x.Value, &x.Cause, &x.Repeats, &x.Likeness); err != nil {
		return x, err
	}
	x.WrittenAt, x.SubmittedAt, x.DecidedAt = storage.Instant(written), storage.Instant(submitted), storage.Instant(decided)
	return x, json.Unmarshal([]byte(files), &x.Files)
}
