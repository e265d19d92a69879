package notifyweb

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/notify"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// outView is what goes out of the house.
type outView struct {
	Token   string
	S       notify.Standing
	Hooks   []notify.Hook
	Filter  ui.Filter
	Channel string
	State   string
	Table   ui.Table
	Pages   ui.Pages
}

const logSize = 50

func (p *Pages) out(w http.ResponseWriter, r *http.Request) error {
	get := r.URL.Query().Get
	q := notify.LogQuery{Channel: notify.Channel(get("kenh")), State: notify.State(get("trang-thai")), Hook: get("webhook"), Message: get("thong-bao"), Before: get("truoc"), Size: logSize + 1}
	list, err := p.Notify.Deliveries(r.Context(), q)
	if err != nil {
		return err
	}
	v := outView{Token: web.Token(r), Channel: string(q.Channel), State: string(q.State)}
	if v.S, err = p.Notify.Standing(r.Context()); err != nil {
		return err
	}
	if v.Hooks, err = p.Notify.Hooks(r.Context()); err != nil {
		return err
	}
	names, err := p.names(r)
	if err != nil {
		return err
	}
	keep := url.Values{}
	for name, value := range map[string]string{"kenh": v.Channel, "trang-thai": v.State, "webhook": q.Hook, "thong-bao": q.Message} {
		if value != "" {
			keep.Set(name, value)
		}
	}
	chip := func(name, label string) {
		if keep.Get(name) != "" {
			less := url.Values{}
			for k, x := range keep {
				if k != name {
					less[k] = x
				}
			}
			v.Filter.Chips = append(v.Filter.Chips, ui.Chip{Label: label, Remove: PathOut + query(less)})
		}
	}
	chip("kenh", q.Channel.Label())
	chip("trang-thai", q.State.Label())
	chip("webhook", "Một webhook")
	chip("thong-bao", "Một thông báo")
	v.Filter.Action, v.Filter.ClearHref, v.Filter.NoSearch = PathOut, PathOut, true
	if q.Before != "" {
		v.Pages.First = PathOut + query(keep)
	}
	if len(list) > logSize {
		list = list[:logSize]
		keep.Set("truoc", list[logSize-1].ID)
		v.Pages.Next = PathOut + query(keep)
	}
	empty := ui.EmptyState("Chưa có lần gửi nào.")
	if len(v.Filter.Chips) > 0 {
		empty = ui.EmptyState("Không có lần gửi nào khớp.", ui.Link{Label: "Bỏ hết", Href: PathOut})
	}
	v.Table = logTable(list, names, empty)
	return web.Page(w, r, web.View{Title: "Gửi đi", Section: sectionOut, Body: outPage(v)})
}

// names are people's and webhooks' names by their ids.
func (p *Pages) names(r *http.Request) (map[string]string, error) {
	list, err := p.Accounts.List(r.Context())
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, a := range list {
		out[a.ID] = a.Name
	}
	hooks, err := p.Notify.Hooks(r.Context())
	for _, h := range hooks {
		out[h.ID] = h.Name
	}
	return out, err
}

func receiver(d notify.Delivery, names map[string]string) string {
	if d.Hook != "" {
		return names[d.Hook]
	}
	return names[d.Account]
}

// what says what was sent without its words: who operates the machine does not
// read the work.
func what(d notify.Delivery) string {
	if d.Channel == notify.ByDigest {
		return number(int(d.Messages)) + " thông báo"
	}
	return d.Kind.Label()
}

func logTable(list []notify.Delivery, names map[string]string, empty templ.Component) ui.Table {
	t := ui.Table{ID: "gui-di", Caption: "Các lần gửi", Columns: []ui.Column{{Label: "Nơi nhận", Role: ui.RoleTitle}, {Label: "Kênh", Role: ui.RoleMeta}, {Label: "Nội dung", Role: ui.RoleMeta}, {Label: "Trạng thái", Role: ui.RoleState}, {Label: "Số lần thử", Role: ui.RoleNumber}, {Label: "Lập lúc", Role: ui.RoleDate}}}
	t.Empty = empty
	var g ui.Group
	for _, d := range list {
		g.Rows = append(g.Rows, ui.Row{ID: d.ID, Href: pathOne + "/" + d.ID, Cells: []templ.Component{ui.Two(receiver(d, names), d.Address), ui.Text(d.Channel.Label()), ui.Text(what(d)), stateCell(d), ui.Number(int(d.Attempt)), ui.Moment(d.At)}})
	}
	t.Groups = []ui.Group{g}
	return t
}

func (p *Pages) delivery(w http.ResponseWriter, r *http.Request) error {
	d, err := p.Notify.Delivery(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	tries, err := p.Notify.Attempts(r.Context(), d.ID)
	if err != nil {
		return err
	}
	names, err := p.names(r)
	if err != nil {
		return err
	}
	v := deliveryView{Token: web.Token(r), D: d, Name: receiver(d, names)}
	for _, a := range tries {
		v.Events = append(v.Events, ui.Event{Icon: icon(a.Outcome), Pressing: a.Outcome == notify.Failed, Title: "Lần " + strconv.FormatInt(a.Number, 10) + ": " + tryWord(a.Outcome), Detail: a.Detail, When: civil.Instant(a.At), Datetime: civil.ISO(a.At)})
	}
	return web.Page(w, r, web.View{Title: "Lần gửi", Section: sectionOut, Body: deliveryPage(v)})
}

type deliveryView struct {
	Token  string
	D      notify.Delivery
	Name   string
	Events []ui.Event
}

func icon(s notify.State) string {
	switch s {
	case notify.Sent:
		return "circle-tick"
	case notify.Failed:
		return "octagon"
	case notify.Dropped:
		return "circle-bar"
	case notify.Waiting, notify.Sending:
	}
	return "clock"
}

// tryWord says what a try came to.
func tryWord(s notify.State) string {
	if s == notify.Waiting {
		return "chưa được, sẽ thử lại"
	}
	switch s { //nolint:exhaustive // the others are no outcome of a try
	case notify.Sent:
		return "đã gửi"
	case notify.Dropped:
		return "không gửi"
	}
	return "hỏng"
}

func (p *Pages) replay(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := p.Notify.Replay(r.Context(), id); err != nil {
		return err
	}
	web.Flash(w, r, "Sẽ gửi lại trong ít giây.")
	return web.SeeOther(w, r, pathOne+"/"+id)
}

func (p *Pages) tryMail(w http.ResponseWriter, r *http.Request) error {
	id, err := p.Notify.TryMail(r.Context())
	if errors.Is(err, fault.Conflict) {
		web.Flash(w, r, fault.Sentence(err))
		return web.SeeOther(w, r, PathOut)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, pathOne+"/"+id)
}
