package feedweb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/feed"
	"dondoc/internal/identity"
	"dondoc/internal/listing"
	"dondoc/internal/web"
)

// Pages are this room's pages.
type Pages struct {
	Feeds     *feed.Service
	Documents *document.Service
	Directory func() *apparatus.Directory
	Now       func() time.Time
	// Site is the address by which people reach this site, "https://…"; "" means
	// the one that a request came by.
	Site   func() string
	Secure bool // behind HTTPS

	misses misses
}

// Addresses of this room.
const (
	PathOwn      = "/lam-viec/lich"
	pathIssue    = PathOwn + "/dia-chi"
	pathCalendar = "/lich/"
	pathNews     = "/ban-tin/"
	pathMine     = "/lam-viec/viec-cua-toi.ics"
	pathList     = "/lam-viec/nhiem-vu.ics"
)

// NoticePath is the feed of a document for those who are signed in.
func NoticePath(id document.ID) string {
	return "/lam-viec/van-ban/" + url.PathEscape(string(id)) + "/dien-bien.atom"
}

// Routes registers the pages.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get(PathOwn, web.SignedIn, p.own)
	rt.Post(pathIssue, web.SignedIn, p.issue)
	rt.Post(pathIssue+"/{id}/thu-hoi", web.SignedIn, p.revoke)
	rt.Get(pathMine, identity.AssignmentWork, p.mine)
	rt.Get(pathList, identity.AssignmentList, p.list)
	rt.Get("/lam-viec/van-ban/{id}/dien-bien.atom", identity.DocumentList, p.news(feed.Notice))
	rt.Get("/lam-viec/co-quan/{id}/dien-bien.atom", identity.AssignmentList, p.news(feed.Agency))
	rt.Get(pathCalendar+"{file}", web.Public, p.byCalendar, web.Quiet())
	rt.Get(pathNews+"{file}", web.Public, p.byNews, web.Quiet())
}

const (
	calendarType = "text/calendar; charset=utf-8"
	atomType     = "application/atom+xml; charset=utf-8"
)

// base is what stands before every link of a feed.
func (p *Pages) base(r *http.Request) string {
	if site := strings.TrimRight(p.Site(), "/"); site != "" {
		return site
	}
	if p.Secure || r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (p *Pages) place(r *http.Request) feed.Place {
	base := p.base(r)
	return feed.Place{Base: base, Self: base + r.URL.RequestURI()}
}

func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	b, err := p.Feeds.Mine(r.Context(), p.place(r))
	return send(w, r, calendarType, b, err)
}

// list is the calendar beside the list of assignments, with the same filters.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	q := listing.Parse(r.URL.Query(), assignment.Filters(), assignment.Sorts())
	if q.First(assignment.FilterView) == "" && q.First(assignment.FilterState) == "" && q.Search == "" {
		q.Filters[assignment.FilterView] = []string{string(assignment.OpenNow)} // as the list itself
	}
	b, err := p.Feeds.Listed(r.Context(), q, p.place(r))
	return send(w, r, calendarType, b, err)
}

func (p *Pages) news(k feed.Kind) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		b, err := p.Feeds.News(r.Context(), k, r.PathValue("id"), p.place(r))
		return send(w, r, atomType, b, err)
	}
}

// byCalendar answers a calendar program.
func (p *Pages) byCalendar(w http.ResponseWriter, r *http.Request) error {
	ctx, _, at, err := p.open(w, r, ".ics", feed.Personal)
	if err != nil {
		return err
	}
	b, err := p.Feeds.Mine(ctx, at)
	return send(w, r, calendarType, b, err)
}

// byNews answers a feed reader.
func (p *Pages) byNews(w http.ResponseWriter, r *http.Request) error {
	ctx, a, at, err := p.open(w, r, ".atom", feed.Notice, feed.Agency)
	if err != nil {
		return err
	}
	b, err := p.Feeds.News(ctx, a.Kind, a.Target, at)
	return send(w, r, atomType, b, err)
}

// open turns a secret address into its owner's context. From then on the
// request no longer carries the secret, so that no log and no error page can
// repeat it.
func (p *Pages) open(w http.ResponseWriter, r *http.Request, suffix string, kinds ...feed.Kind) (context.Context, feed.Address, feed.Place, error) { //nolint:revive // what one request is turned into
	at := p.place(r)
	at.Self, _, _ = strings.Cut(at.Self, "?")
	secret, ok := strings.CutSuffix(r.PathValue("file"), suffix)
	r.URL = &url.URL{Path: "/feed" + suffix}
	w.Header().Del("Set-Cookie") // a program that only reads has no form to fill in
	w.Header().Set("Referrer-Policy", "no-referrer")
	if !ok {
		secret = ""
	}
	ctx, a, err := p.Feeds.Open(r.Context(), secret, r.UserAgent(), kinds...)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		err = p.misses.count(host(r), p.Now())
	}
	return ctx, a, at, err
}

// send answers with a feed, or with nothing where the program has it already.
func send(w http.ResponseWriter, r *http.Request, kind string, body []byte, err error) error {
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	h := w.Header()
	h.Set("Cache-Control", "private, max-age=300")
	h.Set("ETag", tag)
	if matches(r.Header.Values("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if _, err := w.Write(body); err != nil { //nolint:gosec // text/calendar and Atom, escaped by their writers, never shown as a page
		return nil //nolint:nilerr // the program went away
	}
	return nil
}

// matches compares weakly (RFC 9110 §13.1.2): a proxy that compresses marks
// the tag as weak.
func matches(headers []string, tag string) bool {
	for _, h := range headers {
		for x := range strings.SplitSeq(h, ",") {
			if x = strings.TrimSpace(x); x == "*" || strings.TrimPrefix(x, "W/") == tag {
				return true
			}
		}
	}
	return false
}
