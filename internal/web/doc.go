// Package web is the kit between HTTP and the rooms: routes that cannot be
// registered without a permission, handlers that return one error, sessions
// and form tokens checked in one place, pages inside one frame.
//
//	rt.Get("/lam-viec/nhiem-vu/{id}", identity.AssignmentView, p.show)
//	rt.Post("/lam-viec/nhiem-vu/{id}/bao-cao", identity.AssignmentWork, p.report, web.MaxBody(60<<20))
//
//	func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
//		…
//		return web.Page(w, r, web.View{Title: a.Title, Section: "nhiem-vu", Body: showPage(data)})
//	}
//
// Every form carries @ui's hidden field "_token" with web.Token(r). A form
// whose typing is worth keeping carries "_draft" with the path of the page it
// stands on: when the session has ended meanwhile, what was typed is kept as a
// draft under that path, and the person comes back to it after signing in.
//
// A handler re-renders its own form for Invalid (422) and Conflict (409, both
// versions); any other error it returns, and web turns its kind into a page.
// Internal errors are logged with a code; the visitor sees only the code.
package web
