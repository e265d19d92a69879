package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
)

// Handler answers a request or returns one error.
type Handler func(w http.ResponseWriter, r *http.Request) error

// The two permissions that need no line in the policy table.
const (
	// Public is for everybody, signed in or not.
	Public actor.Permission = "public"
	// SignedIn is for everybody with a session.
	SignedIn actor.Permission = "signed-in"
)

// Visit is what a session cookie stands for.
type Visit struct {
	Actor     actor.Actor
	FormToken string
	Idle      time.Duration // how long the session lasts without activity
	Expired   string        // account whose session has just ended; the actor is then anonymous
}

// View is one page to be shown inside the frame.
type View struct {
	Title   string
	Section string // key of the menu entry that is current
	Status  int    // 200 unless set
	Body    templ.Component
	Public  bool // the public frame: sign-in, set-up, errors before sign-in
	Print   bool // wants the print foot
}

// Frame is what the frame around a view needs to know.
type Frame struct {
	View
	Visit Visit
	Path  string // of the request, for the menu and for coming back
	Flash string // one sentence about what was just done
	// Unsent is what was in a form that came after the session had ended.
	Unsent []string
	Now    time.Time
}

// Options wires the kit to the rooms above it.
type Options struct {
	// Resolve turns a session cookie into a visit; activity says whether this request counts as activity.
	Resolve func(ctx context.Context, cookie string, activity bool) (Visit, error)
	// Bearer turns an API token into an actor.
	Bearer func(ctx context.Context, token string) (actor.Actor, error)
	// Allows is the policy table.
	Allows func(a actor.Actor, p actor.Permission) bool
	// KeepDraft keeps what was typed when the session had ended.
	KeepDraft func(ctx context.Context, account, key string, values url.Values) error
	// Unsent gives what was kept under a key, as words to be shown.
	Unsent func(ctx context.Context, key string) []string
	// Frame draws a page around a view.
	Frame func(f Frame) templ.Component
	// Failure draws the body of an error page.
	Failure func(f Failure) templ.Component
	Log     *slog.Logger
	Now     func() time.Time
	// Secure marks cookies for HTTPS only.
	Secure bool
	// Assets serves the files under /tinh/.
	Assets http.Handler
	// NewID makes request ids.
	NewID func() string
	// SignIn is where an anonymous visitor is sent.
	SignIn string
	// Gate, when set, is asked first: a path to send everybody to (the set-up page), or "".
	Gate func(r *http.Request) string
}

// Failure is what an error page says.
type Failure struct {
	Status   int
	Sentence string
	Code     string // request id, for internal errors
	SignedIn bool
}

// Route is one registered address, as the role table tests it.
type Route struct {
	Method  string
	Pattern string
	Perm    actor.Permission
	max     int64
	quiet   bool // requests do not count as activity
	bearer  bool // may come with an API token instead of a session
	handler Handler
}

// Option changes a route's limits.
type Option func(*Route)

// MaxBody lets a route take a body of n bytes; the default is one megabyte.
func MaxBody(n int64) Option { return func(r *Route) { r.max = n } }

// Quiet marks a route that a page calls by itself, so that it is no activity.
func Quiet() Option { return func(r *Route) { r.quiet = true } }

// WithBearer lets a route be used with an API token.
func WithBearer() Option { return func(r *Route) { r.bearer = true } }

// Router collects routes and serves them.
type Router struct {
	mux    *http.ServeMux
	opt    Options
	routes []Route
}

// NewRouter makes an empty router.
func NewRouter(opt Options) *Router {
	rt := &Router{mux: http.NewServeMux(), opt: opt}
	if opt.Assets != nil {
		rt.mux.Handle("GET /tinh/", opt.Assets)
	}
	rt.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		rt.serve(w, r, &Route{Method: r.Method, Pattern: "/", Perm: Public, max: 1 << 20, handler: func(http.ResponseWriter, *http.Request) error { return fault.NotFound }})
	})
	return rt
}

// Get registers a page.
func (rt *Router) Get(pattern string, perm actor.Permission, h Handler, opts ...Option) {
	rt.add(http.MethodGet, pattern, perm, h, opts)
}

// Post registers a form's target.
func (rt *Router) Post(pattern string, perm actor.Permission, h Handler, opts ...Option) {
	rt.add(http.MethodPost, pattern, perm, h, opts)
}

// Handle registers a plain handler that does its own checks (the API).
func (rt *Router) Handle(pattern string, h http.Handler) { rt.mux.Handle(pattern, h) }

func (rt *Router) add(method, pattern string, perm actor.Permission, h Handler, opts []Option) {
	if perm == "" {
		panic("web: route " + pattern + " has no permission")
	}
	route := &Route{Method: method, Pattern: pattern, Perm: perm, max: 1 << 20, handler: h}
	for _, o := range opts {
		o(route)
	}
	rt.routes = append(rt.routes, *route)
	rt.mux.HandleFunc(method+" "+pattern, func(w http.ResponseWriter, r *http.Request) { rt.serve(w, r, route) })
}

// Routes lists every registered route.
func (rt *Router) Routes() []Route { return slices.Clone(rt.routes) }

// ServeHTTP serves a request.
func (rt *Router) ServeHTTP(w http.ResponseWriter, r *http.Request) { rt.mux.ServeHTTP(w, r) }

type ctxKey struct{}

type request struct {
	rt    *Router
	visit Visit
	id    string
	anon  string // form token of a visitor without session
}

func from(r *http.Request) *request {
	q, ok := r.Context().Value(ctxKey{}).(*request)
	if !ok {
		return &request{rt: &Router{}}
	}
	return q
}

// VisitOf is the visit behind a request.
func VisitOf(r *http.Request) Visit { return from(r).visit }

// Token is the form token to be sent back with a form, as field "_token".
func Token(r *http.Request) string {
	q := from(r)
	if q.visit.FormToken != "" {
		return q.visit.FormToken
	}
	return q.anon
}

// Page shows a view inside the frame. The page is drawn whole before the first
// byte leaves, so that a failing component gives an error page, not half a one.
func Page(w http.ResponseWriter, r *http.Request, v View) error {
	q := from(r)
	if v.Status == 0 {
		v.Status = http.StatusOK
	}
	buf := templ.GetBuffer()
	defer templ.ReleaseBuffer(buf)
	f := Frame{View: v, Visit: q.visit, Path: r.URL.Path, Flash: takeFlash(w, r, q.rt.opt.Secure), Unsent: q.rt.unsent(r), Now: q.rt.opt.Now()}
	if !q.visit.Actor.SignedIn() {
		f.Public = true
	}
	if err := q.rt.opt.Frame(f).Render(context.WithValue(r.Context(), pageKey{}, Token(r)), buf); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(buf.Len())) // else it goes out in chunks; compression takes it away
	w.WriteHeader(v.Status)
	_, err := w.Write(buf.Bytes())
	return ignoreGone(err)
}

type pageKey struct{}

// TokenFrom is the form token for components that are given only a context.
func TokenFrom(ctx context.Context) string {
	s, ok := ctx.Value(pageKey{}).(string)
	if !ok {
		return ""
	}
	return s
}

// SeeOther sends the browser on after a form was taken.
func SeeOther(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, LocalPath(path), http.StatusSeeOther)
	return nil
}

// LocalPath is path if it stays on this site, otherwise "/".
func LocalPath(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n") {
		return "/"
	}
	return path
}
