package web

import "net/http"

// aYear is how long a browser remembers a choice, in seconds.
const aYear = 365 * 24 * 3600

// Remember keeps a choice of how pages are shown in this browser. It is no
// secret and decides nothing but looks.
func Remember(w http.ResponseWriter, r *http.Request, name, value string) {
	rt := from(r).rt
	c := rt.cookie(cookieName("dondoc_"+name, rt.opt.Secure), value)
	c.MaxAge = aYear
	http.SetCookie(w, c)
}

// Remembered is the choice that this browser was told to keep, or "".
func Remembered(r *http.Request, name string) string {
	c, err := r.Cookie(cookieName("dondoc_"+name, from(r).rt.opt.Secure))
	if err != nil {
		return ""
	}
	return c.Value
}
