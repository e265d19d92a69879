package web

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"dondoc/internal/fault"
)

// Status is the HTTP status of a kind of fault.
func Status(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Busy:
		return http.StatusServiceUnavailable
	case fault.Full:
		return http.StatusInsufficientStorage
	case fault.Internal:
		return http.StatusInternalServerError
	}
	return http.StatusInternalServerError
}

// fail turns an error into a page. Only the fault's own sentence is shown; an
// internal error shows a code, and the log has the rest under the same code.
func (rt *Router) fail(w http.ResponseWriter, r *http.Request, q *request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // the browser went away
	}
	kind := fault.KindOf(err)
	f := Failure{Status: Status(kind), Sentence: fault.Sentence(err), SignedIn: q.visit.Actor.SignedIn()}
	if f.Status >= http.StatusInternalServerError {
		f.Code = q.id
		rt.opt.Log.ErrorContext(r.Context(), "request failed", slog.String("request_id", q.id), slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Any("error", err))
	}
	if kind == fault.Busy || kind == fault.TooMany {
		w.Header().Set("Retry-After", "30")
	}
	if wantsData(r) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(f.Status)
		if err := json.NewEncoder(w).Encode(map[string]any{"status": f.Status, "title": f.Sentence, "code": f.Code, "errors": fault.FieldsOf(err)}); ignoreGone(err) != nil {
			rt.opt.Log.WarnContext(r.Context(), "answer not sent", slog.Any("error", err))
		}
		return
	}
	r = r.WithContext(context.WithValue(r.Context(), ctxKey{}, q))
	v := View{Title: f.Sentence, Status: f.Status, Public: !f.SignedIn, Body: rt.opt.Failure(f)}
	if perr := Page(w, r, v); perr != nil {
		rt.opt.Log.ErrorContext(r.Context(), "error page failed", slog.Any("error", perr), slog.String("request_id", q.id))
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(f.Status)
		_, _ = w.Write([]byte(f.Sentence + " Mã lỗi " + q.id + ".\n")) //nolint:errcheck // the last resort
	}
}

func megabytes(n int64) string {
	return strconv.FormatInt(n>>20, 10) + " MB"
}
