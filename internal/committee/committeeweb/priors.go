package committeeweb

import (
	"net/http"
	"net/url"

	"dondoc/internal/assignment"
	"dondoc/internal/committee"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

type priorView struct {
	M           committee.Meeting
	Token       string
	Work        bool
	Rows        []priorRow
	Conclusions []ui.Option
	On          assignment.ID // whose form was refused
	Values      url.Values
	Errors      map[string]string
}

type priorRow struct {
	committee.Prior

	Lead  string
	Href  string
	Clock string
	New   string // the conclusion that takes its place
}

func (p *Pages) priors(w http.ResponseWriter, r *http.Request) error {
	return p.showPriors(w, r, http.StatusOK, priorView{})
}

func (p *Pages) showPriors(w http.ResponseWriter, r *http.Request, status int, v priorView) error {
	m, err := p.Committee.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	v.M, v.Token, v.Work = m, web.Token(r), works(r) && committee.VerbCarry.Possible(m.State)
	list, err := p.Committee.Priors(r.Context(), m)
	if err != nil {
		return err
	}
	concl, err := p.Committee.Conclusions(r.Context(), m)
	if err != nil {
		return err
	}
	v.Conclusions = []ui.Option{{Value: "", Label: "Chọn khi có kết luận mới"}}
	names := map[committee.ConclusionID]string{}
	for _, c := range concl {
		names[c.ID] = "Kết luận " + itoa(c.Place) + ": " + short(c.Words, 70)
		v.Conclusions = append(v.Conclusions, ui.Option{Value: string(c.ID), Label: names[c.ID]})
	}
	for _, x := range list {
		v.Rows = append(v.Rows, priorRow{Prior: x, Lead: p.leadName(x.A), Href: "/lam-viec/nhiem-vu/" + url.PathEscape(string(x.A.ID)), Clock: clockWords(x), New: names[x.Carry.Conclusion]})
	}
	return web.Page(w, r, web.View{Title: "Việc cũ tại " + m.Name(), Section: Section, Status: status, Print: true, Body: priorsPage(v)})
}

func (p *Pages) leadName(a assignment.Assignment) string {
	switch {
	case a.Lead != "":
		return p.Directory().Name(a.Lead)
	case a.Group:
		return "Nhiều cơ quan"
	}
	return "Chưa rõ chủ trì"
}

func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

func clockWords(x committee.Prior) string {
	switch {
	case x.A.Group && x.Late > 0:
		return "Trễ lâu nhất " + itoa(x.LateDays) + " ngày làm việc (" + itoa(x.Late) + " trên " + itoa(x.Open) + " phần còn mở)"
	case x.A.Group && x.Open > 0:
		return itoa(x.Open) + " phần việc còn mở, chưa trễ"
	case x.LateDays > 0:
		return "Trễ " + itoa(x.LateDays) + " ngày làm việc, hạn " + x.A.Due.Format()
	case !x.A.State.Open():
		return x.A.State.Word()
	case x.A.Due != "":
		return "Hạn " + x.A.Due.Format()
	case x.A.DueSettled:
		return "Không đặt hạn"
	}
	return "Chưa có hạn"
}

func decisions() []ui.Option {
	out := []ui.Option{{Value: "", Label: "Chưa nói đến"}}
	for _, d := range []committee.Decision{committee.Repeat, committee.Replace, committee.Close} {
		out = append(out, ui.Option{Value: string(d), Label: d.Word()})
	}
	return out
}

func (v priorView) field(x priorRow, name, label, stands string) ui.Field {
	f := ui.Field{ID: string(x.A.ID) + "-" + name, Name: name, Label: label, Value: stands}
	if v.On == x.A.ID && v.Values != nil {
		f.Value, f.Error = v.Values.Get(name), v.Errors[name]
	}
	return f
}

func (p *Pages) carry(w http.ResponseWriter, r *http.Request) error {
	on := assignment.ID(r.PostFormValue("assignment"))
	if _, err := p.Committee.Find(r.Context(), idOf(r)); err != nil {
		return err
	}
	err := p.Committee.Carry(r.Context(), idOf(r), committee.Ruling{Assignment: on, Decision: committee.Decision(r.PostFormValue("decision")), Reason: r.PostFormValue("reason"), Conclusion: committee.ConclusionID(r.PostFormValue("conclusion"))})
	if err != nil {
		errs, status, ok := refused(err)
		if !ok {
			return err
		}
		return p.showPriors(w, r, status, priorView{On: on, Values: r.PostForm, Errors: errs})
	}
	web.Flash(w, r, "Đã ghi cách xử lý việc cũ. Có hiệu lực khi chốt kết luận.")
	return web.SeeOther(w, r, Path(idOf(r))+"/viec-cu#v-"+url.PathEscape(string(on)))
}

func effective(c committee.Carry) string {
	switch {
	case c.Decision == "":
		return ""
	case c.Effective == "":
		return c.Decision.Word() + " (đã chuẩn bị, chưa có hiệu lực)"
	}
	return c.Decision.Word() + " từ " + c.Effective.Format()
}

func (v priorView) priors() []committee.Prior {
	out := make([]committee.Prior, len(v.Rows))
	for i, x := range v.Rows {
		out[i] = x.Prior
	}
	return out
}
