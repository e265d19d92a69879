package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/sample"
	"dondoc/internal/storage"
)

type benchSightCmd struct {
	Rows     int    `help:"assignments in the database" default:"1000000"`
	Acts     int    `help:"acts in the record" default:"5000000"`
	Views    int    `help:"views that are timed" default:"100"`
	Database string `help:"an empty database to fill; without it a SQLite file that is thrown away"`
	Filled   bool   `help:"the database was filled by an earlier run: only measure"`
}

// sightLimit is what the page may take at the 95th percentile.
const sightLimit = 200 * time.Millisecond

// sightDay is the day on which the page is looked at; the register is filled
// with the four years before it.
const sightDay = civil.Date("2023-06-12")

// Run measures the chairman's page over a large register: warm, with nothing
// written in between, and with a new assignment before every view.
func (c *benchSightCmd) Run(w world) (err error) {
	dir, err := os.MkdirTemp("", "dondoc-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	address := c.Database
	if address == "" {
		address = "sqlite:" + filepath.Join(dir, "x.db")
	}
	at := sightDay.At(9, 0)
	hand := clock.At(at)
	a, err := app.Open(w.ctx, app.Options{Database: address, Files: filepath.Join(dir, "tep"), Clock: hand, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if c.Filled {
		return c.measure(w, a)
	}
	if _, err := sample.Load(w.ctx, a, hand, at, benchPassword); err != nil {
		return err
	}
	start := clock.System{}.Now()
	if err := c.seed(w.ctx, a); err != nil {
		return err
	}
	if err := settleStatistics(w.ctx, a, address); err != nil {
		return err
	}
	fmt.Fprintf(w.err, "%d assignments and %d acts in %.0f s\n", c.Rows, c.Acts, clock.System{}.Now().Sub(start).Seconds())
	return c.measure(w, a)
}

func (c *benchSightCmd) measure(w world, a *app.App) error {
	srv := httptest.NewServer(a.Handler())
	defer srv.Close()
	secret, who, err := a.Identity.SignIn(w.ctx, "chutich", benchPassword, "127.0.0.1", "bench")
	if err != nil {
		return err
	}
	view := func(path string) (time.Duration, error) {
		req, err := http.NewRequestWithContext(w.ctx, http.MethodGet, srv.URL+path, nil)
		if err != nil {
			return 0, err
		}
		req.AddCookie(&http.Cookie{Name: "dondoc_phien", Value: secret}) //nolint:gosec // a client's cookie
		start := clock.System{}.Now()
		_, err = fetch(srv.Client(), req)
		return clock.System{}.Now().Sub(start), err
	}
	st, err := a.Dashboard.Stats(actor.With(w.ctx, who))
	if err != nil {
		return err
	}
	first, err := view("/lam-viec")
	if err != nil {
		return err
	}
	fmt.Fprintf(w.out, "| chairman's page on %s, %d assignments (%d open, %d late, %d done in a year), %d acts | p50 | p95 | limit | holds |\n|---|---|---|---|---|\n", a.DB.Engine(), c.Rows, st.Total.Open, st.Total.Late, st.Total.Done, c.Acts)
	fmt.Fprintf(w.out, "| first view after a start | %.0f ms | – | – | – |\n", first.Seconds()*1000)
	nothing := func() error { return nil }
	write := func() error {
		_, err := a.Assignments.Assign(actor.With(w.ctx, who), assignment.New{Title: "Rà soát thủ tục hành chính về đầu tư", Lead: "stc", Deadline: assignment.Deadline{Kind: assignment.OnDate, Bound: "by", Date: "2023-09-29"}})
		return err
	}
	for _, x := range []struct {
		what, path string
		before     func() error
	}{{"warm", "/lam-viec", nothing}, {"warm, a new assignment before every view", "/lam-viec", write}, {"what waits for a decision", "/lam-viec/can-quyet-dinh", write}, {"morning digest", "/lam-viec/ban-tin-sang", write}} {
		var took []time.Duration
		for i := range c.Views + 3 {
			if err := x.before(); err != nil {
				return err
			}
			d, err := view(x.path)
			if err != nil {
				return err
			}
			if i >= 3 { // the first ones warm up
				took = append(took, d)
			}
		}
		slices.Sort(took)
		p50, p95 := took[len(took)/2], took[(len(took)*95+99)/100-1]
		fmt.Fprintf(w.out, "| %s | %.0f ms | %.0f ms | %.0f ms | %v |\n", x.what, p50.Seconds()*1000, p95.Seconds()*1000, sightLimit.Seconds()*1000, p95 <= sightLimit)
	}
	return nil
}

// settleStatistics does what the nightly care and the engine's own vacuum do.
func settleStatistics(ctx context.Context, a *app.App, address string) error {
	if a.DB.Engine() == storage.SQLite {
		return a.DB.Care(ctx)
	}
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, "VACUUM ANALYZE")
	return errors.Join(err, pool.Close())
}

// seed writes the register in large pieces by the engine itself: four years of
// work, nearly all of it done, some of it late, a few stragglers. It is a
// pure function of the row's number.
func (c *benchSightCmd) seed(ctx context.Context, a *app.App) error {
	var leads []string
	for _, o := range a.Apparatus.Directory().On(sightDay) {
		if o.Kind == apparatus.Department || o.Kind == apparatus.District {
			leads = append(leads, fmt.Sprintf("(%d, '%s')", len(leads), o.ID))
		}
	}
	s := seeder{postgres: a.DB.Engine() == storage.Postgres, leads: "(VALUES " + strings.Join(leads, ", ") + ")", n: len(leads), rows: c.Rows}
	const batch = 50_000
	for from := 0; from < c.Rows; from += batch {
		err := a.DB.Load(ctx, func(tx *storage.Tx) error {
			for _, q := range s.assignments(from, min(from+batch, c.Rows)) {
				if _, err := tx.Exec(ctx, q); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for from := 0; from < c.Acts; from += 2 * batch {
		err := a.DB.Load(ctx, func(tx *storage.Tx) error {
			_, err := tx.Exec(ctx, s.acts(from, min(from+2*batch, c.Acts), c.Acts))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

type seeder struct {
	postgres bool
	leads    string
	n        int
	rows     int
}

const seedYears = 1461 // days before sightDay

func (s seeder) series(from, to int) string {
	if s.postgres {
		return fmt.Sprintf("WITH s AS (SELECT i::bigint AS i FROM generate_series(%d, %d) AS i)", from, to-1)
	}
	return fmt.Sprintf("WITH RECURSIVE s(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM s WHERE i < %d)", from, to-1)
}

// day is the day so many days after the register begins.
func (s seeder) day(expr string) string {
	begin := string(sightDay.AddDays(-seedYears))
	if s.postgres {
		return "to_char(DATE '" + begin + "' + (" + expr + ")::int, 'YYYY-MM-DD')"
	}
	return "date('" + begin + "', '+' || (" + expr + ") || ' days')"
}

func (s seeder) key(prefix, expr string) string {
	if s.postgres {
		return "'" + prefix + "' || lpad((" + expr + ")::text, " + strconv.Itoa(26-len(prefix)) + ", '0')"
	}
	return fmt.Sprintf("printf('%s%%0%dd', %s)", prefix, 26-len(prefix), expr)
}

// keyAt is a key that begins with its instant, as storage.NewID writes it.
func (s seeder) keyAt(ms, expr string) string {
	var b strings.Builder
	for shift := 45; shift >= 0; shift -= 5 {
		fmt.Fprintf(&b, "substr('0123456789abcdefghjkmnpqrstvwxyz', ((%s >> %d) & 31)::int + 1, 1) || ", ms, shift)
	}
	if s.postgres {
		return b.String() + "lpad((" + expr + ")::text, 16, '0')"
	}
	return strings.ReplaceAll(b.String(), "::int", "") + "printf('%016d', " + expr + ")"
}

func (s seeder) assignments(from, to int) []string {
	id := s.key("00a", "i")
	facts := s.series(from, to) + fmt.Sprintf(`, f AS (SELECT i, i * %d / %d AS a, 20 + (i * 7919) %% 60 AS span, (i * 104729) %% 1000 AS h, (i * 15485863) %% 1000 AS h2, i %% %d AS lead FROM s),
		g AS (SELECT i, a, lead, h, h2, a + span AS d, CASE WHEN h2 < 60 + 7 * lead THEN a + span + 4 + h %% 25 ELSE a + span - h %% 8 END AS r FROM f),
		k AS (SELECT i, a, lead, h, h2, d, r, CASE WHEN h < 10 THEN 'undated' WHEN h < 25 THEN 'late' WHEN r + 2 < %d THEN 'confirmed' WHEN r < %d THEN 'reported' ELSE 'open' END AS fate FROM g)`, seedYears, s.rows, s.n, seedYears, seedYears)
	due := "CASE WHEN fate = 'undated' THEN '' ELSE " + s.day("d") + " END"
	state := "CASE fate WHEN 'confirmed' THEN 'confirmed' WHEN 'reported' THEN 'reported' ELSE CASE WHEN h2 = 7 THEN 'disputed' ELSE 'acknowledged' END END"
	open := "fate <> 'confirmed'"
	// of most that have no day it was recorded that none is set
	q := facts + fmt.Sprintf(` INSERT INTO assignment (id, code, parent, is_group, title, quote, lead_org, through_org, state, is_open, assigned_on, assigned_by, origin_kind, origin_id, origin_label,
		span_start, span_end, deadline_json, deadline_kind, period, due_on, due_last, due_sort, original_due, due_settled, holder_org, holder_person, holder_name, inner_due, reported_on, reported_by,
		confirmed_on, times_returned, note, title_key, search_key, search_text, changed_at, late_days, late_original, heard_on, opened_on, rev)
		SELECT %s, 'NV-S' || i, '', FALSE, 'Rà soát, đơn giản hóa thủ tục hành chính số ' || i, '', l.column2, '', %s, %s, %s, '', '', '', 'Thông báo số 02-TB/BCĐ',
		0, 0, '{"kind":"date"}', 'date', '', %s, %s, CASE WHEN fate = 'undated' THEN '9999-12-31' ELSE %s END, %s, (fate = 'undated' AND h2 > 10), '', '', CASE WHEN h2 %% 3 = 0 THEN '' ELSE 'Cán bộ ' || (i %% 5 + 1) || ' (minh họa)' END, '',
		CASE WHEN fate IN ('confirmed', 'reported') THEN %s ELSE '' END, '', CASE WHEN fate = 'confirmed' THEN %s ELSE '' END, 0, '', 'ra soat', i, 'ra soat thu tuc', 0,
		CASE WHEN fate IN ('confirmed', 'reported') AND r > d THEN (r - d) * 5 / 7 ELSE 0 END, CASE WHEN fate IN ('confirmed', 'reported') AND r > d THEN (r - d) * 5 / 7 ELSE 0 END, %s, %s, 1
		FROM k JOIN %s l ON l.column1 = k.lead`, id, state, open, s.day("a"), due, due, s.day("d"), due, s.day("r"), s.day("r + 2"), s.day("a + 3"), s.day("a + 1"), s.leads)
	return []string{q, s.series(from, to) + fmt.Sprintf(" INSERT INTO assignment_party (org, assignment, part) SELECT l.column2, %s, 'lead' FROM s JOIN %s l ON l.column1 = i %% %d", id, s.leads, s.n)}
}

func (s seeder) acts(from, to, all int) string {
	begin := storage.Millis(sightDay.AddDays(-seedYears).At(8, 0))
	step := int64(seedYears) * 24 * 3600 * 1000 / int64(all)
	return s.series(from, to) + fmt.Sprintf(` INSERT INTO audit_act (id, at, claimed, verb, on_kind, on_id, actor_kind, actor_id, actor_name, actor_org, request_id, reason, before_json, after_json)
		SELECT %s, %d + i * %d, 0, CASE i %% 5 WHEN 0 THEN 'assignment.assign' WHEN 1 THEN 'assignment.acknowledge' WHEN 2 THEN 'assignment.hand_on' WHEN 3 THEN 'assignment.report' ELSE 'assignment.confirm' END,
		'assignment', %s, 'person', 'nguoi-' || i %% 400, 'Cán bộ (minh họa)', 'snv', '', '', '', '{"rev":' || (i %% 5 + 1) || ',"note":"%s"}' FROM s`, s.keyAt(fmt.Sprintf("(%d + i * %d)", begin, step), "i"), begin, step, s.key("00a", fmt.Sprintf("i * %d / %d", s.rows, all)), strings.Repeat("x", 160))
}
