// Package app puts the house together: it opens the rooms in the order of the
// floors, joins what may only be joined from above, and serves.
package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/calendar"
	"dondoc/internal/clock"
	"dondoc/internal/committee"
	"dondoc/internal/dashboard"
	"dondoc/internal/document"
	"dondoc/internal/extension"
	"dondoc/internal/feed"
	"dondoc/internal/identity"
	"dondoc/internal/jobs"
	"dondoc/internal/ladder"
	"dondoc/internal/lexicon"
	"dondoc/internal/mail"
	"dondoc/internal/notify"
	"dondoc/internal/outward"
	"dondoc/internal/setting"
	"dondoc/internal/stocktake"
	"dondoc/internal/storage"
	"dondoc/internal/tally"
	"dondoc/internal/territory"
	"dondoc/internal/web"
)

// App is the house with its rooms open.
type App struct {
	DB          *storage.DB
	Clock       clock.Clock
	Log         *slog.Logger
	Acts        *audit.Service
	Settings    *setting.Service
	Blobs       *blob.Store
	Territory   *territory.Service
	Apparatus   *apparatus.Service
	Lexicon     *lexicon.Service
	Calendar    *calendar.Service
	Identity    *identity.Service
	Assignments *assignment.Service
	Tally       *tally.Service
	Extensions  *extension.Service
	Dashboard   *dashboard.Service
	Documents   *document.Service
	Committee   *committee.Service
	Notify      *notify.Service
	Ladder      *ladder.Service
	Feeds       *feed.Service
	Jobs        *jobs.Queue

	router    *web.Router
	setupCode atomic.Pointer[string]
	opt       Options
}

// Options are what the operator decides about one run.
type Options struct {
	Database string
	Files    string
	Secure   bool
	Clock    clock.Clock
	Log      *slog.Logger
	// SignInHint is shown on the sign-in page; the demo names its accounts.
	SignInHint string
	// FixedSetupCode is for tests; normally the code is random and printed.
	FixedSetupCode string
	// Inside are private networks that webhooks and the gateway may reach.
	Inside []netip.Prefix
}

// Open opens the database, brings its schema up to date and opens the rooms.
func Open(ctx context.Context, opt Options) (*App, error) {
	db, err := storage.Open(ctx, opt.Database, opt.Clock)
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, Schemas()); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	a := &App{DB: db, Clock: opt.Clock, Log: opt.Log, opt: opt}
	if err := a.rooms(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	a.router = web.NewRouter(a.webOptions())
	a.routes(a.router)
	return a, nil
}

// rooms opens the rooms floor by floor.
func (a *App) rooms(ctx context.Context) error {
	a.Acts = audit.New(a.DB)
	a.Settings = setting.New(a.DB)
	a.Territory = territory.New(a.DB)
	a.Apparatus = apparatus.New(a.DB)
	a.Lexicon = lexicon.New(a.DB, a.Apparatus.Directory)
	a.Calendar = calendar.New(a.DB)
	var err error
	if a.Blobs, err = blob.New(a.DB, a.opt.Files); err != nil {
		return err
	}
	a.Identity = identity.New(a.DB, identity.Limits{
		Idle:       func() time.Duration { return a.Settings.Minutes(setting.IdleMinutes) },
		Privileged: func() time.Duration { return a.Settings.Minutes(setting.IdlePrivilege) },
		Absolute:   func() time.Duration { return time.Duration(a.Settings.Int(setting.SessionHours)) * time.Hour },
	})
	a.Assignments = assignment.NewService(a.DB, assignment.Deps{
		Directory: a.Apparatus.Directory, Calendar: a.Calendar.Calendar, Blobs: a.Blobs, Weekday: func() int { return a.Settings.Int(setting.WeeklyReport) },
		Silence: func() int { return a.Settings.Int(setting.SilentDays) },
		// the rooms above are open by the time anybody acts
		Told: func(ctx context.Context, tx *storage.Tx, v assignment.Verb, x assignment.Assignment) error {
			return a.Ladder.Heard(ctx, tx, v, x)
		},
	})
	a.Tally = tally.New(a.DB, tally.Deps{Assignments: a.Assignments, Directory: a.Apparatus.Directory, Calendar: a.Calendar.Calendar})
	a.Extensions = extension.New(a.DB, extension.Deps{
		Assignments: a.Assignments, Blobs: a.Blobs, Calendar: a.Calendar.Calendar, Most: func() int { return a.Settings.Int(setting.ExtensionMost) },
		Tell: func(ctx context.Context, tx *storage.Tx, e extension.Event) error {
			return a.Ladder.HeardExtension(ctx, tx, e)
		},
	})
	a.Dashboard = dashboard.New(a.DB, dashboard.Deps{Assignments: a.Assignments, Tally: a.Tally, Directory: a.Apparatus.Directory, Calendar: a.Calendar.Calendar, Acts: a.Acts, Accounts: a.Identity})
	a.Apparatus.Holds = tally.Held
	a.Documents = document.New(a.DB, document.Deps{Blobs: a.Blobs, Directory: a.Lexicon.Directory, Assignments: a.Assignments})
	a.Committee = committee.New(a.DB, committee.Deps{
		Directory: a.Apparatus.Directory, Calendar: a.Calendar.Calendar, Assignments: a.Assignments, Documents: a.Documents, Blobs: a.Blobs, Names: a.committeeNames,
		Stocktake: stocktake.New(a.DB, stocktake.Deps{Directory: a.Apparatus.Directory, Calendar: a.Calendar.Calendar, Assignments: a.Assignments, Tally: a.Tally, Extensions: a.asks}),
	})
	a.Notify = notify.New(a.DB, notify.Deps{Settings: a.Settings, Calendar: a.Calendar.For, Post: a.outward(), Mail: mail.Send, Log: a.Log})
	a.Ladder = ladder.New(a.DB, ladder.Deps{Directory: a.Apparatus.Directory, Calendar: a.Calendar.Calendar, Accounts: a.Identity, Assignments: a.Assignments, Notify: a.Notify})
	a.Dashboard.Contribute(a.furtherExtensions(), a.raised())
	a.Feeds = feed.New(a.DB, feed.Deps{
		Accounts: a.Identity, Assignments: a.Assignments, Documents: a.Documents, Directory: a.Apparatus.Directory, Calendar: a.Calendar.Calendar,
		Host: func() string { return hostOf(a.site()) },
	})
	a.chores()
	return a.Reload(ctx)
}

// outward is the one way to HTTP servers of others.
func (a *App) outward() *outward.Client {
	return outward.New(outward.Rules{Hosts: func() []string { return outward.Hosts(a.Settings.Get(setting.OutwardHosts)) }, Inside: a.opt.Inside})
}

// site is the address by which people reach the house, or "".
func (a *App) site() string { return a.Settings.Get(setting.SiteAddress) }

// hostOf is the host that names this installation in identifiers of feeds.
// Without an address it is a name that no real host can have (RFC 6761).
func hostOf(site string) string {
	if u, err := url.Parse(site); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "dondoc.invalid"
}

// Reload reads what the rooms keep in memory.
func (a *App) Reload(ctx context.Context) error {
	if err := errors.Join(a.Settings.Load(ctx), a.Apparatus.Load(ctx), a.Lexicon.Load(ctx), a.Calendar.Load(ctx)); err != nil {
		return err
	}
	return a.refreshSetup(ctx)
}

// refreshSetup makes a set-up code while the database has no account.
func (a *App) refreshSetup(ctx context.Context) error {
	used, err := a.Identity.Any(ctx)
	if err != nil {
		return err
	}
	code := ""
	if !used {
		if code = a.opt.FixedSetupCode; code == "" {
			b := make([]byte, 4)
			if _, err := rand.Read(b); err != nil {
				return err
			}
			code = hex.EncodeToString(b)
		}
	}
	a.setupCode.Store(&code)
	return nil
}

// SetupCode is the one-time code for the set-up page; "" when it is not needed.
func (a *App) SetupCode() string { return *a.setupCode.Load() }

// Close closes the database.
func (a *App) Close() error { return errors.Join(a.Dashboard.Close(), a.DB.Close()) }

// Handler serves the whole house.
func (a *App) Handler() http.Handler { return compress(a.router) }

// Router is the routes, for the role table's test.
func (a *App) Router() *web.Router { return a.router }

// Ready reports whether the database answers and its schema is current.
func (a *App) Ready(ctx context.Context) error {
	if err := a.DB.Ping(ctx); err != nil {
		return err
	}
	ok, err := a.DB.SchemaCurrent(ctx, Schemas())
	if err == nil && !ok {
		err = errors.New("schema is not current")
	}
	return err
}

// newRequestID is short enough to be read out on the phone.
func newRequestID() string {
	b := make([]byte, 4)
	if _, err := rand.Read(b); err != nil {
		return "0"
	}
	return fmt.Sprintf("%X", b)
}

func (a *App) webOptions() web.Options {
	return web.Options{
		Resolve: func(ctx context.Context, cookie string, activity bool) (web.Visit, error) {
			s, err := a.Identity.Resolve(ctx, cookie, activity)
			return web.Visit{Actor: s.Actor, FormToken: s.FormToken, Idle: s.Idle, Expired: s.Expired}, err
		},
		Bearer: a.Identity.Bearer,
		Allows: identity.Allows,
		Unsent: a.unsent,
		KeepDraft: func(ctx context.Context, account, key string, v url.Values) error {
			return a.Identity.SaveDraftFor(ctx, account, key, v)
		},
		Frame: a.frame, Failure: failure, Log: a.Log, Now: a.Clock.Now, Secure: a.opt.Secure, Assets: assets(), NewID: newRequestID, SignIn: "/dang-nhap",
		Gate: func(r *http.Request) string {
			if a.SetupCode() != "" && r.URL.Path != "/cai-dat" && r.URL.Path != "/healthz" && r.URL.Path != "/readyz" {
				return "/cai-dat"
			}
			return ""
		},
	}
}
