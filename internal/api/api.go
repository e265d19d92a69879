// Package api is the REST interface: documents, assignments, organisations, as
// OpenAPI 3.1 at /openapi.json. Errors are RFC 9457 problems in Vietnamese,
// lists page by cursor with a Link header, edits need If-Match (428 without,
// 412 when stale), POSTs may carry an Idempotency-Key. Who asks is told by a
// bearer token; what one may not see is not found.
package api

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/document"
	"dondoc/internal/extension"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/storage"
	"dondoc/internal/web"
	"dondoc/internal/workday"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "api", FS: schemaFS} }

// Deps are the rooms that the interface opens.
type Deps struct {
	Documents   *document.Service
	Assignments *assignment.Service
	Extensions  *extension.Service
	Directory   func() *apparatus.Directory
	Calendar    func() *workday.Calendar
	Bearer      func(ctx context.Context, token string) (actor.Actor, error)
	DB          *storage.DB
	Log         *slog.Logger
	NewID       func() string
}

// API serves the interface.
type API struct{ Deps }

// New makes the interface.
func New(d Deps) *API { return &API{d} }

const (
	maxBody = 8 << 20 // a document of two million letters, each up to three bytes, and its envelope
	prefix  = "/api/v1/"
)

// Routes puts the interface under /api/v1/ and its description at /openapi.json.
func (a *API) Routes(rt *web.Router) {
	speak()
	mux := http.NewServeMux()
	mux.Handle(prefix, a.missing(mux))
	cfg := huma.DefaultConfig("Đôn Đốc", "1.0.0")
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath = "", "", ""
	cfg.CreateHooks = nil // no $schema links: they would name a host of their own
	cfg.Info.Description = "Văn bản, nhiệm vụ và cơ quan của hệ thống theo dõi thực hiện kết luận."
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"bearer": {Type: "http", Scheme: "bearer"}}
	cfg.Security = []map[string][]string{{"bearer": {}}}
	h := humago.New(mux, cfg)
	a.documents(h)
	a.assignments(h)
	a.reports(h)
	a.extensions(h)
	a.organisations(h)
	spec, err := json.Marshal(h.OpenAPI())
	if err != nil {
		panic(err) // the description is made from types of this package, and a test reads it
	}
	rt.Handle("GET /openapi.json", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if _, err := w.Write(spec); err != nil {
			a.Log.DebugContext(r.Context(), "description not sent", slog.Any("error", err))
		}
	}))
	rt.Handle(prefix, a.enter(mux))
}

// enter finds out who asks; without a valid token nothing is answered.
func (a *API) enter(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok {
			a.refuse(w, r, fault.Say(fault.Unauthenticated, "Cần mã truy cập: đầu mục Authorization: Bearer …. Tạo mã ở trang cá nhân."))
			return
		}
		who, err := a.Bearer(r.Context(), token)
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		if !identity.Allows(who, identity.APIUse) {
			a.refuse(w, r, fault.Forbidden)
			return
		}
		who.RequestID = a.NewID()
		// The limit goes on a copy: the server looks at its own request for what is
		// left unread, and closes a connection on which the next request would
		// otherwise begin in the middle of this one.
		r = r.WithContext(actor.With(r.Context(), who))
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

func (a *API) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := a.problem(r.Context(), err)
	w.Header().Set("Content-Type", "application/problem+json")
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	w.WriteHeader(p.Status)
	if err := json.NewEncoder(w).Encode(p); err != nil {
		a.Log.DebugContext(r.Context(), "problem not sent", slog.Any("error", err))
	}
}

// Problem is an RFC 9457 problem; Code names an internal failure in the log.
type Problem struct { //nolint:errname // the standard's name for it
	Type   string            `json:"type"`
	Title  string            `json:"title"`
	Status int               `json:"status"`
	Detail string            `json:"detail,omitempty"`
	Code   string            `json:"code,omitempty"`
	Errors map[string]string `json:"errors,omitempty"`
}

// Error is the problem's sentence.
func (p *Problem) Error() string { return p.Title }

// GetStatus tells huma the status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType tells huma the media type.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// problem turns an error into what the caller may know.
func (a *API) problem(ctx context.Context, err error) *Problem {
	if already, ok := errors.AsType[*Problem](err); ok {
		return already
	}
	kind := fault.KindOf(err)
	p := &Problem{Type: "about:blank", Status: web.Status(kind), Title: fault.Sentence(err), Errors: fault.FieldsOf(err)}
	if p.Status >= http.StatusInternalServerError {
		p.Code = actor.From(ctx).RequestID
		a.Log.ErrorContext(ctx, "api request failed", slog.Any("error", err), slog.String("request_id", p.Code))
	}
	return p
}

// may checks a permission of the policy table.
func may(ctx context.Context, p actor.Permission) error {
	if !identity.Allows(actor.From(ctx), p) {
		return fault.NotFound
	}
	return nil
}

// register adds an operation whose error becomes a problem.
func register[I, O any](a *API, h huma.API, op huma.Operation, perm actor.Permission, fn func(ctx context.Context, in *I) (*O, error)) {
	op.MaxBodyBytes = maxBody
	op.Errors = []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity}
	huma.Register(h, op, func(ctx context.Context, in *I) (*O, error) {
		if err := may(ctx, perm); err != nil {
			return nil, a.problem(ctx, err)
		}
		out, err := fn(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

// once makes a POST with an Idempotency-Key happen once: the key's first use
// runs perform, the next ones give its result; another body under the same key is
// Invalid.
func (a *API) once(ctx context.Context, key string, body any, perform func() (string, error)) (string, error) {
	if key == "" {
		return perform()
	}
	b, err := json.Marshal(body)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	hash, who := hex.EncodeToString(sum[:]), actor.From(ctx).ID
	type row struct{ hash, id string }
	x, err := storage.One(ctx, a.DB.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.hash, &x.id)
		return x, err
	}, "SELECT body_hash, result_id FROM api_idempotency WHERE account = $1 AND idem_key = $2", who, key)
	switch {
	case err == nil && x.hash != hash:
		return "", fault.Say(fault.Invalid, "Idempotency-Key này đã dùng cho một nội dung khác. Dùng khóa mới cho nội dung mới.")
	case err == nil && x.id != "":
		return x.id, nil
	case err == nil:
		return "", fault.Say(fault.Busy, "Yêu cầu cùng Idempotency-Key đang được xử lý. Gửi lại sau ít giây.")
	case !errors.Is(err, fault.NotFound):
		return "", err
	}
	if err := a.DB.Technical(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO api_idempotency (account, idem_key, body_hash, made_at, result_id) VALUES ($1, $2, $3, $4, '')", who, key, hash, storage.Millis(tx.Now()))
		return err
	}); err != nil {
		if errors.Is(err, fault.Conflict) {
			return "", fault.Say(fault.Busy, "Yêu cầu cùng Idempotency-Key đang được xử lý. Gửi lại sau ít giây.")
		}
		return "", err
	}
	id, err := perform()
	terr := a.DB.Technical(ctx, func(tx *storage.Tx) error {
		if err != nil { // a refused request may be corrected and sent under the same key
			_, derr := tx.Exec(ctx, "DELETE FROM api_idempotency WHERE account = $1 AND idem_key = $2", who, key)
			return derr
		}
		_, uerr := tx.Exec(ctx, "UPDATE api_idempotency SET result_id = $1 WHERE account = $2 AND idem_key = $3", id, who, key)
		return uerr
	})
	return id, errors.Join(err, terr)
}

// The ages past which remembered answers go: a day, and ten minutes for a
// request that broke off, which would else hold its key for ever.
const (
	answerLife = 24 * time.Hour
	brokenLife = 10 * time.Minute
)

// Sweep forgets old answers to requests that carried an Idempotency-Key.
func Sweep(ctx context.Context, db *storage.DB) error {
	return db.Technical(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM api_idempotency WHERE made_at < $1 OR (result_id = '' AND made_at < $2)", storage.Millis(tx.Now().Add(-answerLife)), storage.Millis(tx.Now().Add(-brokenLife)))
		return err
	})
}
