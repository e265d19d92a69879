package notify_test

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync"
	"testing"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/clock"
	"dondoc/internal/jobs"
	"dondoc/internal/mail"
	"dondoc/internal/notify"
	"dondoc/internal/outward"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

// Over a real connection: what a receiver reads out of the HTTP request is
// signed with its secret.
func TestWebhookOverTheWire(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		var mu sync.Mutex
		var got []outward.Request
		srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			head := map[string]string{}
			for _, k := range []string{"webhook-id", "webhook-timestamp", "webhook-signature"} {
				head[k] = r.Header.Get(k)
			}
			mu.Lock()
			got = append(got, outward.Request{Type: r.Header.Get("Content-Type"), Header: head, Body: body})
			mu.Unlock()
			w.WriteHeader(http.StatusNoContent)
		}))
		t.Cleanup(srv.Close)
		u, err := url.Parse(srv.URL)
		o.must(err)
		_, port, err := net.SplitHostPort(u.Host)
		o.must(err)
		roots := x509.NewCertPool()
		roots.AddCert(srv.Certificate())
		client := outward.New(outward.Rules{
			Roots: roots, Hosts: func() []string { return []string{"example.com:" + port} }, Inside: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
			Lookup: func(context.Context, string) ([]netip.Addr, error) {
				return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
			},
		})
		o.tell = notify.New(db, notify.Deps{Settings: o.set, Calendar: func(apparatus.OrgID) *workday.Calendar { return workday.Default() }, Post: client, Mail: o.post.send, Log: slog.New(slog.DiscardHandler)})
		_, secret, err := o.tell.AddHook(o.admin, notify.Hook{Name: "Nơi nhận", URL: "https://example.com:" + port + "/su-kien"})
		o.must(err)
		o.say(message("k1", o.person("an")))
		o.round()
		if len(got) != 1 || !verified(secret, got[0]) || got[0].Type != "application/cloudevents+json; charset=utf-8" {
			t.Errorf("%+v", got)
		}
	})
}

// The queue sends what was told a few seconds later, comes back for what
// failed, and finds by its rounds what no job was asked for.
func TestTheQueueSends(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a := o.person("an")
		q := jobs.NewQueue(db, slog.New(slog.DiscardHandler))
		o.tell.HandleJobs(q)
		drain := func(after time.Duration, want int) {
			t.Helper()
			c.Set(c.Now().Add(after))
			if _, err := q.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := len(o.post.letters); n != want {
				t.Errorf("%s: %d letters, want %d", c.Now().Format(time.TimeOnly), n, want)
			}
		}
		o.post.mail = func(mail.Letter) error { return errors.New("451 later") }
		o.say(urgent("k1", a))
		o.say(urgent("k2", a))
		drain(0, 0)
		drain(5*time.Second, 2)
		o.post.mail = nil
		drain(5*time.Second, 2)
		drain(30*time.Second, 4)
		drain(time.Minute, 4)
		silent := o.another() // no queue: nobody asks for a job
		o.must(db.Write(o.admin, storage.Act{Verb: "assignment.remind", On: message("", "").On}, func(tx *storage.Tx) error {
			return silent.TellTx(t.Context(), tx, urgent("k3", a))
		}))
		drain(5*time.Minute, 5)
	})
}
