package web

import (
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"iter"
	"mime"
	"net/http"
	"strings"
)

// Flash remembers one sentence to be shown on the next page.
func Flash(w http.ResponseWriter, r *http.Request, sentence string) {
	rt := from(r).rt
	c := rt.cookie(cookieName(flashCookie, rt.opt.Secure), base64.RawURLEncoding.EncodeToString([]byte(sentence)))
	c.MaxAge = 60
	http.SetCookie(w, c)
}

func takeFlash(w http.ResponseWriter, r *http.Request, secure bool) string {
	name := cookieName(flashCookie, secure)
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	http.SetCookie(w, &http.Cookie{Name: name, Path: "/", MaxAge: -1, HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode})
	b, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || len(b) > 500 {
		return ""
	}
	return string(b)
}

// JSON answers with one document.
func JSON(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return ignoreGone(enc.Encode(v))
}

// CSV answers with a table that Excel opens as UTF-8. A cell that a
// spreadsheet would take for a formula is quoted with an apostrophe.
func CSV(w http.ResponseWriter, name string, head []string, rows iter.Seq2[[]string, error]) error {
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	if _, err := w.Write([]byte("\ufeff")); err != nil {
		return ignoreGone(err)
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write(head); err != nil {
		return ignoreGone(err)
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		for i, cell := range row {
			if strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "+") || strings.HasPrefix(cell, "-") || strings.HasPrefix(cell, "@") || strings.HasPrefix(cell, "\t") {
				row[i] = "'" + cell
			}
		}
		if err := c.Write(row); err != nil {
			return ignoreGone(err)
		}
	}
	c.Flush()
	return ignoreGone(c.Error())
}

// Attachment prepares an answer that is a stored file: never shown inside the
// site, whatever it claims to be.
func Attachment(w http.ResponseWriter, name, contentType string) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}
