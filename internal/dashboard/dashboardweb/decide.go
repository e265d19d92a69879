package dashboardweb

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/dashboard"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// PathDecide is where things wait for a decision.
const PathDecide = "/lam-viec/can-quyet-dinh"

// The forms of an item that need more than a press; one stands open at a time.
const (
	formInstruct = "chi-dao"
	formPropose  = "de-xuat"
)

type decideView struct {
	Items   []dashboard.Item
	Recent  []dashboard.Decided
	Open    string // key of the item whose form is open
	Form    string // which one: an action, chi-dao, de-xuat
	Values  url.Values
	Errors  map[string]string
	Clash   string
	Token   string
	Orgs    []ui.Option
	Now     time.Time
	Today   civil.Date
	Takes   bool // decides something
	Prepare bool // proposes
	Gives   bool // may delegate
	Stands  []actor.Mandate
	Given   []identity.Delegation
	Names   map[string]string // of accounts
	p       *Pages
}

func (v decideView) waiting() int {
	n := 0
	for _, x := range v.Items {
		if len(x.Instructed) == 0 {
			n++
		}
	}
	return n
}

// band is the items of one kind, in their order.
type band struct {
	Kind  dashboard.Kind
	Items []dashboard.Item
}

func (v decideView) bands() []band {
	var out []band
	var handed []dashboard.Item
	for _, k := range identity.DecisionKinds() {
		b := band{Kind: k}
		for _, x := range v.Items {
			switch {
			case x.Kind != k:
			case len(x.Instructed) > 0:
				handed = append(handed, x)
			default:
				b.Items = append(b.Items, x)
			}
		}
		if len(b.Items) > 0 {
			out = append(out, b)
		}
	}
	if len(handed) > 0 {
		out = append(out, band{Items: handed})
	}
	return out
}

func (v decideView) waited(x dashboard.Item) string {
	if x.Since == "" {
		return ""
	}
	switch n := v.p.Calendar().Between(x.Since, v.Today); {
	case n <= 0:
		return "Chờ từ hôm nay"
	default:
		return fmt.Sprintf("Chờ %d ngày làm việc", n)
	}
}

func (v decideView) longest() string {
	first := civil.Date("")
	for _, x := range v.Items {
		if len(x.Instructed) == 0 && x.Since != "" && (first == "" || x.Since < first) {
			first = x.Since
		}
	}
	if n := v.p.Calendar().Between(first, v.Today); first != "" && n > 0 {
		return fmt.Sprintf(", lâu nhất đã chờ %d ngày làm việc", n)
	}
	return ""
}

func anchorOf(x dashboard.Item) string { return "viec-" + strings.ReplaceAll(x.Key(), ":", "-") }

func (v decideView) opens(x dashboard.Item, form string) string {
	return PathDecide + "?" + url.Values{"mo": {x.Key()}, "viec": {form}}.Encode() + "#" + anchorOf(x)
}

func (v decideView) isOpen(x dashboard.Item, form string) bool {
	return v.Open == x.Key() && v.Form == form
}

// head opens a form of an item.
func (v decideView) head(x dashboard.Item, action, label string) ui.FormHead {
	return ui.FormHead{Action: action, Token: v.Token, Rev: strconv.FormatInt(x.Rev, 10), Hidden: []ui.HiddenValue{{Name: "key", Value: x.Key()}}, Label: label}
}

func (v decideView) field(x dashboard.Item, form, name, label string) ui.Field {
	f := ui.Field{ID: anchorOf(x) + "-" + form + "-" + name, Name: name, Label: label}
	if v.isOpen(x, form) {
		f.Value, f.Error = v.Values.Get(name), v.Errors[name]
	}
	return f
}

// label says a choice with the value that is proposed for it.
func (v decideView) label(o dashboard.Option, value string) string {
	switch o.Needs {
	case dashboard.AnOrg:
		return "Giao " + v.p.Directory().Short(apparatus.OrgID(value))
	case dashboard.ADay:
		return o.Label + " " + civil.Date(value).Format()
	case dashboard.Nothing, dashboard.AReason:
	}
	return o.Label
}

// proposed is the choice that the secretariat proposes.
func proposed(x dashboard.Item) (dashboard.Option, bool) {
	if x.Proposal == nil {
		return dashboard.Option{}, false
	}
	i := slices.IndexFunc(x.Options, func(o dashboard.Option) bool { return o.Action == x.Proposal.Action })
	if i < 0 {
		return dashboard.Option{}, false
	}
	return x.Options[i], true
}

// presses are the choices that one press takes: what is proposed first and
// filled, then the others that need nothing more.
func (v decideView) presses(x dashboard.Item) []ui.Press {
	var out []ui.Press
	if o, ok := proposed(x); ok {
		if o.Needs != dashboard.AReason {
			out = append(out, ui.Press{Label: v.label(o, x.Proposal.Value), Kind: ui.Primary, Name: "do", Value: string(o.Action) + "@" + x.Proposal.Value})
		}
	}
	for _, o := range x.Options {
		if p, ok := proposed(x); ok && p.Action == o.Action && o.Needs == dashboard.Nothing {
			continue
		}
		switch o.Needs {
		case dashboard.Nothing:
			out = append(out, ui.Press{Label: o.Label, Name: "do", Value: string(o.Action)})
		case dashboard.AnOrg, dashboard.AReason:
			out = append(out, ui.Press{Label: o.Label, Href: v.opens(x, string(o.Action))})
		case dashboard.ADay:
			if !v.dayShown(x, o) { // else the day stands in the row
				out = append(out, ui.Press{Label: "Ngày khác", Href: v.opens(x, string(o.Action))})
			}
		}
	}
	return out
}

// dayShown reports whether a day can be typed in the row: unless one is
// proposed, until another one is asked for.
func (v decideView) dayShown(x dashboard.Item, o dashboard.Option) bool {
	p, ok := proposed(x)
	return !ok || p.Action != o.Action || v.isOpen(x, string(o.Action))
}

func dayOption(x dashboard.Item) (dashboard.Option, bool) {
	for _, o := range x.Options {
		if o.Needs == dashboard.ADay {
			return o, true
		}
	}
	return dashboard.Option{}, false
}

func (p *Pages) orgOptions() []ui.Option {
	out := []ui.Option{{Value: "", Label: "Chọn cơ quan"}}
	for _, o := range p.Directory().On(civil.Of(p.Now())) {
		if o.Kind != apparatus.Division && o.Kind != apparatus.Commune && o.Kind != apparatus.Committee {
			out = append(out, ui.Option{Value: string(o.ID), Label: o.Name})
		}
	}
	return out
}

func (p *Pages) decidePage(w http.ResponseWriter, r *http.Request) error {
	return p.drawDecide(w, r, http.StatusOK, decideView{Open: r.URL.Query().Get("mo"), Form: r.URL.Query().Get("viec")})
}

func (p *Pages) drawDecide(w http.ResponseWriter, r *http.Request, status int, v decideView) error {
	var err error
	if v.Items, err = p.Dashboard.Items(r.Context()); err != nil {
		return err
	}
	if v.Recent, err = p.Dashboard.Recent(r.Context()); err != nil {
		return err
	}
	who := web.VisitOf(r).Actor
	v.p, v.Token, v.Now = p, web.Token(r), p.Now()
	v.Today = civil.Of(v.Now)
	v.Takes, v.Prepare, v.Gives, v.Stands = identity.Allows(who, identity.DecisionTake), identity.Allows(who, identity.DecisionPropose), identity.Allows(who, identity.DelegationGive), who.Mandates
	if v.Open != "" {
		v.Orgs = p.orgOptions()
	}
	if v.Gives {
		if v.Given, v.Names, err = p.running(r, who.ID); err != nil {
			return err
		}
	}
	return web.Page(w, r, web.View{Title: "Cần quyết định", Section: "can-quyet-dinh", Status: status, Print: true, Body: decideBody(v)})
}

// after ends a form of this page.
func (p *Pages) after(w http.ResponseWriter, r *http.Request, form, done string, err error) error {
	v := decideView{Open: r.PostFormValue("key"), Form: form, Values: r.PostForm}
	switch {
	case err == nil:
		web.Flash(w, r, done)
		return web.SeeOther(w, r, PathDecide)
	case errors.Is(err, fault.Invalid):
		v.Errors = fault.FieldsOf(err)
		if len(v.Errors) == 0 {
			v.Clash = fault.Sentence(err)
		}
		return p.drawDecide(w, r, http.StatusUnprocessableEntity, v)
	case errors.Is(err, fault.Conflict), errors.Is(err, fault.NotFound):
		v.Clash = fault.Sentence(err)
		if v.Clash == "" {
			v.Clash = "Việc này vừa có diễn biến mới. Đọc lại rồi quyết định."
		}
		return p.drawDecide(w, r, http.StatusConflict, v)
	}
	return err
}

func keyOf(r *http.Request) (dashboard.Kind, string) {
	kind, id, _ := strings.Cut(r.PostFormValue("key"), ":")
	return dashboard.Kind(kind), id
}

// choiceOf reads a press: "giao@skhdt", or the action with its field.
func choiceOf(r *http.Request, field string) dashboard.Choice {
	c := dashboard.Choice{Why: r.PostFormValue("why")}
	c.Kind, c.ID = keyOf(r)
	action, value, given := strings.Cut(r.PostFormValue(field), "@")
	c.Action, c.Value = dashboard.Action(action), value
	if !given {
		c.Value = r.PostFormValue("org") + r.PostFormValue("day") // each form has one of the two at most
	}
	if n, err := strconv.ParseInt(r.PostFormValue("rev"), 10, 64); err == nil {
		c.Rev = n
	}
	return c
}

func (p *Pages) take(w http.ResponseWriter, r *http.Request) error {
	c := choiceOf(r, "do")
	err := p.Dashboard.Decide(r.Context(), c)
	return p.after(w, r, string(c.Action), "Đã ghi nhận quyết định. Hoàn tác được trong 10 phút.", err)
}

func (p *Pages) instruct(w http.ResponseWriter, r *http.Request) error {
	o := dashboard.Order{Words: r.PostFormValue("words"), Lead: apparatus.OrgID(r.PostFormValue("lead")), Day: r.PostFormValue("day")}
	o.Kind, o.ID = keyOf(r)
	a, err := p.Dashboard.Instruct(r.Context(), o)
	return p.after(w, r, formInstruct, "Đã chỉ đạo, giao "+p.Directory().Name(a.Lead)+", hạn "+a.Due.Format()+".", err)
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	return p.after(w, r, "", "Đã hoàn tác. Cả hai lần bấm đều còn trong sổ ghi việc.", p.Dashboard.Undo(r.Context(), r.PostFormValue("act")))
}

func (p *Pages) propose(w http.ResponseWriter, r *http.Request) error {
	c := choiceOf(r, "action")
	if c.Action == dashboard.SetDay {
		c.Value = r.PostFormValue("day")
	} else {
		c.Value = r.PostFormValue("org")
	}
	return p.after(w, r, formPropose, "Đã ghi đề xuất. Người quyết định thấy đề xuất kèm tên đồng chí.", p.Dashboard.Propose(r.Context(), c))
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	return p.after(w, r, "", "Đã rút đề xuất.", p.Dashboard.Withdraw(r.Context(), r.PostFormValue("key")))
}

func (p *Pages) decideJSON(w http.ResponseWriter, r *http.Request) error {
	items, err := p.Dashboard.Items(r.Context())
	if err != nil {
		return err
	}
	if items == nil {
		items = []dashboard.Item{}
	}
	return web.JSON(w, map[string]any{"as_of": p.Now().Format(time.RFC3339), "items": items})
}

func (p *Pages) decideCSV(w http.ResponseWriter, r *http.Request) error {
	items, err := p.Dashboard.Items(r.Context())
	if err != nil {
		return err
	}
	head := []string{"Loại việc", "Nội dung", "Cơ quan", "Lý do", "Ý kiến, thời hạn như văn bản nêu", "Chờ từ", "Đề xuất", "Căn cứ đề xuất", "Người đề xuất", "Đã chỉ đạo"}
	v := decideView{p: p}
	rows := func(yield func([]string, error) bool) {
		for _, x := range items {
			row := []string{x.Kind.Word(), x.What, p.Directory().Name(x.Org), x.Why, x.Quote, x.Since.Format(), "", "", "", ""}
			if o, ok := proposed(x); ok {
				row[6], row[7], row[8] = v.label(o, x.Proposal.Value), x.Proposal.Why, x.Proposal.By
			}
			for _, a := range x.Instructed {
				row[9] += a.Code + " "
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	return web.CSV(w, "can-quyet-dinh-"+string(civil.Of(p.Now()))+".csv", head, rows)
}
