package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/reading"
	"dondoc/internal/sample"
	"dondoc/internal/storage"
)

type benchAll struct {
	Lists    benchCmd         `cmd:"" default:"withargs" help:"Lists, writing and pages against the bare driver."`
	Read     benchReadCmd     `cmd:"" help:"Reading of directives against scanning the same bytes."`
	Calendar benchCalendarCmd `cmd:"" help:"Working time against its limit, lunar dates against a package of npm."`
	Sight    benchSightCmd    `cmd:"" help:"The chairman's page over a million assignments and five million acts."`
	Follow   benchFollowCmd   `cmd:"" help:"Recomputing deadlines and the nightly ladder against their limits."`
}

type benchCmd struct {
	Rows    int           `help:"assignments in the database" default:"100000"`
	Big     int           `help:"a second size to compare lists with; 0 leaves it out" default:"0"`
	For     time.Duration `help:"length of one round" default:"3s"`
	Clients int           `help:"connections at once" default:"16"`
}

const benchPassword = "mot-mat-khau-de-do" //nolint:gosec // of a data folder that is made for the measurement and thrown away

// Run measures what docs/benchmarks.md reports: ratios against the bare driver
// in one run, and sizes against their limits.
func (c *benchCmd) Run(w world) error {
	fmt.Fprintln(w.out, "| what | ours | peer or limit | ratio |\n|---|---|---|---|")
	small, err := c.lists(w, c.Rows)
	if err != nil {
		return err
	}
	if c.Big > 0 {
		big, err := c.lists(w, c.Big)
		if err != nil {
			return err
		}
		fmt.Fprintf(w.out, "| list at %d against %d rows, time a page | %.2f ms | %.2f ms, at most 1.5 × | %.2f × |\n", c.Big, c.Rows, 1000/big, 1000/small, small/big)
	}
	text, err := sample.Notice()
	if err != nil {
		return err
	}
	start := clock.System{}.Now()
	const n = 50
	for range n {
		reading.Read(text, reading.Options{})
	}
	per := clock.System{}.Now().Sub(start).Seconds() * 1000 / n
	fmt.Fprintf(w.out, "| reading the notice | %.1f ms | at most 20 ms | %.2f |\n", per, per/20)
	return nil
}

// house makes a filled database and the app on it.
func (c *benchCmd) house(w world, rows int) (a *app.App, dir string, accounts []sample.Account, err error) { //nolint:revive // what a bench starts with
	if dir, err = os.MkdirTemp("", "dondoc-bench-"); err != nil {
		return nil, "", nil, err
	}
	at := civil.Date("2023-06-12").At(9, 0)
	hand := clock.At(at)
	if a, err = app.Open(w.ctx, app.Options{Database: "sqlite:" + filepath.Join(dir, "x.db"), Files: filepath.Join(dir, "tep"), Clock: hand, Log: slog.New(slog.DiscardHandler)}); err != nil {
		return nil, dir, nil, err
	}
	if accounts, err = sample.Load(w.ctx, a, hand, at, benchPassword); err != nil {
		return a, dir, nil, err
	}
	return a, dir, accounts, fill(w.ctx, a, rows)
}

// fill copies the sample's assignments until there are enough, spread over
// leads and days as the sample's are.
func fill(ctx context.Context, a *app.App, rows int) error {
	var leads []apparatus.OrgID
	for _, o := range a.Apparatus.Directory().On("2023-06-12") {
		if o.Kind == apparatus.Department || o.Kind == apparatus.District {
			leads = append(leads, o.ID)
		}
	}
	const batch = 20_000
	for done := 0; done < rows; done += batch {
		err := a.DB.Load(ctx, func(tx *storage.Tx) error {
			for i := done; i < min(done+batch, rows); i++ {
				due := civil.Date("2023-01-01").AddDays(i * 7 % 900)
				id, key, lead := tx.NewID(), storage.NewKey(tx.Now()), string(leads[i%len(leads)])
				title := fmt.Sprintf("Rà soát, đơn giản hóa thủ tục hành chính số %d", i)
				words := fmt.Sprintf("ra soat don gian hoa thu tuc hanh chinh so %d", i)
				if _, err := tx.Exec(ctx, `INSERT INTO assignment (id, code, parent, is_group, title, quote, lead_org, through_org, state, is_open, assigned_on, assigned_by, origin_kind, origin_id, origin_label,
					span_start, span_end, deadline_json, deadline_kind, period, due_on, due_last, due_sort, original_due, due_settled, holder_org, holder_person, holder_name, inner_due, reported_on, reported_by,
					confirmed_on, times_returned, note, title_key, search_key, search_text, changed_at, rev)
					VALUES ($1, $2, '', FALSE, $3, '', $4, '', 'acknowledged', TRUE, '2022-12-01', '', '', '', 'Thông báo số 02-TB/BCĐ', 0, 0, '{"kind":"date"}', 'date', '', $5, $6, $7, $8, FALSE, '', '', '', '', '', '', '', 0, '', $9, $10, $11, 0, 1)`,
					id, "NV-B"+id[20:], title, lead, string(due), string(due), string(due), string(due), id, key, words); err != nil {
					return err
				}
				if _, err := tx.Exec(ctx, "INSERT INTO assignment_party (org, assignment, part) VALUES ($1, $2, 'lead')", lead, id); err != nil {
					return err
				}
				if _, err := tx.Exec(ctx, "INSERT INTO assignment_search (rowid, body) VALUES ($1, $2)", key, words); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

const listPath = "/lam-viec/nhiem-vu?chu-tri=stc&han-den=30/06/2023&xep=han&danh-sach=tat-ca"

// bareQuery is what the list asks of the database, without anything around it.
const bareQuery = `SELECT a.id, a.code, a.parent, a.is_group, a.title, a.lead_org, a.through_org, a.state, a.assigned_on, a.assigned_by, a.origin_kind, a.origin_id, a.origin_label, a.span_start, a.span_end,
	a.deadline_json, a.period, a.due_on, a.original_due, a.due_settled, a.holder_org, a.holder_person, a.holder_name, a.inner_due, a.reported_on, a.reported_by, a.confirmed_on, a.times_returned, a.note, a.changed_at, a.rev
	FROM assignment a WHERE a.is_group = $1 AND a.lead_org = $2 AND a.due_sort <= $3 ORDER BY a.due_sort, a.id LIMIT 51`

// lists measures the list page, search, creating over the API, and page sizes;
// it gives the pages a second.
func (c *benchCmd) lists(w world, rows int) (float64, error) {
	a, dir, accounts, err := c.house(w, rows)
	defer func() {
		if a != nil {
			err = errors.Join(err, a.Close())
		}
		err = errors.Join(err, os.RemoveAll(dir))
	}()
	if err != nil {
		return 0, err
	}
	srv := httptest.NewServer(a.Handler())
	defer srv.Close()
	secret, _, err := a.Identity.SignIn(w.ctx, "thuongtruc", benchPassword, "127.0.0.1", "bench")
	if err != nil {
		return 0, err
	}
	page := func(path string) *http.Request {
		req, rerr := http.NewRequestWithContext(w.ctx, http.MethodGet, srv.URL+path, nil)
		if rerr != nil {
			panic(rerr) // fixed addresses
		}
		req.AddCookie(&http.Cookie{Name: "dondoc_phien", Value: secret}) //nolint:gosec // a client's cookie
		req.Header.Set("Accept-Encoding", "identity")
		return req
	}
	size, err := fetch(srv.Client(), page(listPath))
	if err != nil {
		return 0, err
	}
	bare := httptest.NewServer(bareHandler(a, size))
	defer bare.Close()
	bareReq := func() *http.Request {
		req, rerr := http.NewRequestWithContext(w.ctx, http.MethodGet, bare.URL, nil)
		if rerr != nil {
			panic(rerr) // a fixed address
		}
		return req
	}
	var ours, peer float64
	const rounds = 3
	for range rounds { // alternating, so that both meet the same machine
		ours += c.rate(func() error { _, err := fetch(srv.Client(), page(listPath)); return err }) / rounds
		peer += c.rate(func() error { _, err := fetch(srv.Client(), bareReq()); return err }) / rounds
	}
	fmt.Fprintf(w.out, "| list of %d, 50 rows by lead and due, pages/s, %d clients | %.0f | bare query, same bytes: %.0f; at least 0.60 | %.2f |\n", rows, c.Clients, ours, peer, ours/peer)
	found := c.rate(func() error {
		_, err := fetch(srv.Client(), page("/lam-viec/nhiem-vu?tim=don+gian+hoa&danh-sach=tat-ca"))
		return err
	})
	fmt.Fprintf(w.out, "| search of %d, newest first, pages/s | %.0f | – | – |\n", rows, found)
	c.creating(w, a, srv, accounts, rows)
	for _, p := range []string{listPath, "/lam-viec/viec-cua-toi", "/lam-viec/van-ban", "/lam-viec/co-quan"} {
		req := page(p)
		req.Header.Set("Accept-Encoding", "gzip")
		n, err := fetch(srv.Client(), req)
		if err != nil {
			return 0, err
		}
		name, _, _ := strings.Cut(p, "?")
		fmt.Fprintf(w.out, "| %s over the wire | %.1f kB | at most 60 kB | %.2f |\n", name, float64(n)/1000, float64(n)/60000)
	}
	return ours, err
}

func bareHandler(a *app.App, size int) http.Handler {
	filler := []byte(strings.Repeat("x", size))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := storage.Each(r.Context(), a.DB.Reader(), func(row storage.Row) error {
			vals := make([]any, 31)
			ptrs := make([]any, 31)
			for i := range vals {
				ptrs[i] = &vals[i]
			}
			return row.Scan(ptrs...)
		}, bareQuery, false, "stc", "2023-06-30")
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		if _, err := w.Write(filler); err != nil {
			return // the client went away
		}
	})
}

// creating measures POST /api/v1/assignments against the same rows written by
// the driver alone, one transaction each, by one client as a script would.
func (c *benchCmd) creating(w world, a *app.App, srv *httptest.Server, accounts []sample.Account, rows int) {
	token := ""
	for _, x := range accounts {
		if x.User == "thuongtruc" {
			token = x.Token
		}
	}
	body := `{"title":"Rà soát thủ tục hành chính về đầu tư","lead":"stc","due":"2023-09-29"}`
	post := func() error {
		req, err := http.NewRequestWithContext(w.ctx, http.MethodPost, srv.URL+"/api/v1/assignments", strings.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("Content-Type", "application/json")
		_, err = fetch(srv.Client(), req)
		return err
	}
	ctx := actor.With(w.ctx, actor.Actor{Kind: actor.Person, ID: "bench", Grants: []actor.Grant{{Role: actor.Secretariat, Org: "snv"}}})
	var ours, peer float64
	const rounds = 3
	for range rounds {
		ours += c.rate(post) / rounds
		peer += c.rate(func() error { return bareCreate(ctx, a) }) / rounds
	}
	fmt.Fprintf(w.out, "| creating over the API at %d rows, durable, 1/s, %d clients | %.0f | driver, same rows: %.0f; at least 0.60 | %.2f |\n", rows, c.Clients, ours, peer, ours/peer)
}

func bareCreate(ctx context.Context, a *app.App) error {
	return a.DB.Load(ctx, func(tx *storage.Tx) error {
		id, key := tx.NewID(), storage.NewKey(tx.Now())
		if _, err := tx.Exec(ctx, `INSERT INTO assignment (id, code, parent, is_group, title, quote, lead_org, through_org, state, is_open, assigned_on, assigned_by, origin_kind, origin_id, origin_label,
			span_start, span_end, deadline_json, deadline_kind, period, due_on, due_last, due_sort, original_due, due_settled, holder_org, holder_person, holder_name, inner_due, reported_on, reported_by,
			confirmed_on, times_returned, note, title_key, search_key, search_text, changed_at, rev)
			VALUES ($1, 'NV', '', FALSE, 'Rà soát thủ tục hành chính về đầu tư', '', 'stc', '', 'assigned', TRUE, '2023-06-12', '', '', '', '', 0, 0, '{"kind":"date","bound":"by","date":"2023-09-29"}', 'date', '', '2023-09-29', '2023-09-29', '2023-09-29', '2023-09-29', FALSE, '', '', '', '', '', '', '', 0, '', $2, $3, 'ra soat thu tuc hanh chinh ve dau tu', 0, 1)`,
			id, id, key); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "INSERT INTO assignment_search (rowid, body) VALUES ($1, 'ra soat thu tuc hanh chinh ve dau tu')", key); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "INSERT INTO assignment_party (org, assignment, part) VALUES ('stc', $1, 'lead')", id); err != nil {
			return err
		}
		for range 2 {
			if _, err := tx.Exec(ctx, `INSERT INTO audit_act (id, at, claimed, verb, on_kind, on_id, actor_kind, actor_id, actor_name, actor_org, request_id, reason, before_json, after_json)
				VALUES ($1, 1, 0, 'assignment.assign', 'assignment', $2, 'person', 'bench', 'bench', 'snv', '', '', '', $3)`, tx.NewID(), id, strings.Repeat("x", 600)); err != nil {
				return err
			}
		}
		return nil
	})
}

// rate runs fn from so many clients for one round and gives calls a second.
func (c *benchCmd) rate(fn func() error) float64 {
	var n, bad atomic.Int64
	var wg sync.WaitGroup
	start := clock.System{}.Now()
	for range c.Clients {
		wg.Go(func() {
			for (clock.System{}).Now().Sub(start) < c.For {
				if fn() != nil {
					bad.Add(1)
					continue
				}
				n.Add(1)
			}
		})
	}
	wg.Wait()
	if bad.Load() > n.Load()/100 {
		return -float64(bad.Load()) // shown as negative: the round failed
	}
	return float64(n.Load()) / clock.System{}.Now().Sub(start).Seconds()
}

// fetch does one request and gives the bytes that came over the wire.
func fetch(client *http.Client, req *http.Request) (int, error) {
	if t, ok := client.Transport.(*http.Transport); ok {
		t.MaxIdleConnsPerHost, t.DisableCompression = 64, true
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	b, err := io.ReadAll(res.Body)
	if cerr := res.Body.Close(); err == nil {
		err = cerr
	}
	if err == nil && res.StatusCode >= http.StatusBadRequest {
		err = fmt.Errorf("status %d: %.200s", res.StatusCode, b)
	}
	return len(b), err
}
