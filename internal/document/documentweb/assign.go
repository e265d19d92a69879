package documentweb

import (
	"net/http"
	"strconv"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// confirm gives one finding out.
func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	g, err := p.Documents.Assign(r.Context(), docID(r), []document.Seen{seen(r)})
	if err != nil {
		return p.again(w, r, "", err)
	}
	web.Flash(w, r, g.Sentence())
	return p.onward(w, r, seen(r).ID)
}

// assignReady gives out every finding of the view that is ready, if the list
// is still the one that was seen.
func (p *Pages) assignReady(w http.ResponseWriter, r *http.Request) error {
	v := viewBack(r)
	d, err := p.sheet(r, docID(r), v)
	if err != nil {
		return err
	}
	list := d.ready()
	if d.pressedBefore(r) {
		return web.SeeOther(w, r, v.list().path(docID(r), ""))
	}
	if len(list) == 0 || fingerprint(list) != r.PostFormValue("seen") {
		return p.again(w, r, "", fault.Say(fault.Conflict, "Danh sách nhiệm vụ sẵn sàng đã thay đổi sau khi trang này mở. Xem lại rồi giao; chưa có gì được ghi thêm."))
	}
	g, err := p.Documents.Assign(r.Context(), docID(r), list)
	if err != nil {
		return p.again(w, r, "", err)
	}
	web.Flash(w, r, g.Sentence())
	return web.SeeOther(w, r, v.list().path(docID(r), ""))
}

// pressedBefore reports that the same person gave out just this list before:
// the second request of a double click.
func (d *readData) pressedBefore(r *http.Request) bool {
	me, at := actor.From(r.Context()).ID, map[time.Time][]document.Seen{}
	for _, f := range d.Live {
		if f.State == document.Confirmed && f.TouchedBy == me {
			at[f.TouchedAt] = append(at[f.TouchedAt], document.Seen{ID: f.ID, Rev: f.Rev - 1})
		}
	}
	for _, list := range at {
		if fingerprint(list) == r.PostFormValue("seen") {
			return true
		}
	}
	return false
}

// given lists the assignments that came out of the document and that the asker
// may see.
func (p *Pages) given(r *http.Request, d showData) ([]given, error) {
	list, err := p.Assignments.ByOrigin(r.Context(), document.Kind, string(d.Sheet.Document.ID))
	if err != nil {
		return nil, err
	}
	members := map[string]int{}
	for _, f := range d.Sheet.Findings {
		members[f.Assignment] = len(f.Expand)
	}
	out := make([]given, 0, len(list))
	for _, a := range list {
		g := given{Href: assignmentPath(string(a.ID)), Title: a.Title, Holder: d.Dir.Name(a.Lead), State: string(a.State), Clock: p.clockOf(a)}
		if a.Group {
			g.Holder = strconv.Itoa(members[string(a.ID)]) + " cơ quan"
		}
		out = append(out, g)
	}
	return out, nil
}

func (p *Pages) clockOf(a assignment.Assignment) *ui.Clock {
	if a.Due == "" && a.SameDay() {
		return &ui.Clock{Kind: ui.ClockLater, Text: "Trong ngày, từng việc"}
	}
	if !a.State.Open() && a.Due != "" {
		return &ui.Clock{Kind: ui.ClockLater, Text: a.Due.Format(), Datetime: string(a.Due)}
	}
	left := p.Calendar().Until(a.Due, p.Now())
	return &ui.Clock{Kind: ui.ClockKind(left.Mark), Text: left.Text, Exact: a.Due.Format(), Datetime: string(a.Due)}
}
