package extensionweb

import (
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/extension"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/listing"
	"dondoc/internal/viet"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

type listView struct {
	Lead   string
	Filter ui.Filter
	Query  listing.Query
	Orgs   []ui.Option
	Errors map[string]string
	Table  ui.Table
	Pages  ui.Pages
	ByOrg  ui.Table
}

func parse(r *http.Request) listing.Query {
	return listing.Parse(r.URL.Query(), extension.Filters(), nil)
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), parse(r)
	status := http.StatusOK
	v := listView{Query: q}
	page, err := p.Extensions.List(ctx, q)
	if errors.Is(err, fault.Invalid) {
		status, v.Errors, err = http.StatusUnprocessableEntity, fault.FieldsOf(err), nil
	}
	if err != nil {
		return err
	}
	pending, err := p.Extensions.Pending(ctx)
	if err != nil {
		return err
	}
	since := civil.New(p.today().Year(), 1, 1)
	stats, err := p.Extensions.Stats(ctx, since)
	if err != nil {
		return err
	}
	v.Lead = lead(len(pending), stats)
	v.Table = p.table(q, pending, page.Rows)
	v.Filter = p.filterBar(q)
	v.Filter.Open = v.Errors != nil
	v.Pages = ui.Pages{Summary: itoa(len(page.Rows)) + " đề nghị trên trang này", Keys: []ui.Key{{Keys: []string{"J", "K"}, Does: "chuyển dòng"}, {Keys: []string{"Enter"}, Does: "mở"}}}
	if q.Cursor != nil {
		v.Pages.First = PathList + "?" + q.Values().Encode()
	}
	if page.Next != nil {
		v.Pages.Next = PathList + "?" + q.After(page.Next).Encode()
	}
	v.Orgs = []ui.Option{{Value: "", Label: "Tất cả cơ quan"}}
	for _, t := range stats.ByOrg {
		v.Orgs = append(v.Orgs, ui.Option{Value: string(t.Org), Label: p.Directory().Name(t.Org)})
	}
	if identity.SeesAll(web.VisitOf(r).Actor) && len(stats.ByOrg) > 0 {
		v.ByOrg = p.byOrg(stats)
	}
	return web.Page(w, r, web.View{Title: "Gia hạn", Section: section, Status: status, Body: listPage(v)})
}

// lead says how things stand before the table does.
func lead(pending int, s extension.Stats) string {
	out := "Không có đề nghị nào chờ đồng chí quyết định."
	if pending > 0 {
		out = itoa(pending) + " đề nghị chờ đồng chí quyết định."
	}
	if s.Total.Asked == 0 {
		return out
	}
	out += fmt.Sprintf(" Từ %s có %d đề nghị: %d được gia hạn, %d không được", s.Since.Format(), s.Total.Asked, s.Total.Granted, s.Total.Refused)
	if s.Total.Decided > 0 {
		out += ", một nửa được quyết định trong " + viet.Decimal(s.Total.Days, 1) + " ngày làm việc"
	}
	return out + "."
}

func columns() []ui.Column {
	return []ui.Column{
		{Label: "Đề nghị", Role: ui.RoleState}, {Label: "Nhiệm vụ", Role: ui.RoleTitle}, {Label: "Chủ trì", Role: ui.RoleMeta}, {Label: "Ai, khi nào", Role: ui.RoleMeta}, {Label: "Lần", Role: ui.RoleNumber}, {Label: "Hạn gốc", Role: ui.RoleDate}, {Label: "Hạn lúc đề nghị → ngày mới", Role: ui.RoleText},
	}
}

func (p *Pages) table(q listing.Query, pending, rows []extension.Case) ui.Table {
	t := ui.Table{ID: "gia-han", Caption: "Đề nghị gia hạn, mới nhất trước", Columns: columns(), Empty: ui.EmptyState("Chưa có đề nghị gia hạn nào.", ui.Link{Label: "Xem nhiệm vụ", Href: workPath})}
	if q.Active() > 0 {
		t.Empty = ui.EmptyState("Không có đề nghị nào khớp "+itoa(q.Active())+" bộ lọc.", ui.Link{Label: "Bỏ hết", Href: PathList})
	}
	first := map[extension.ID]bool{}
	if q.Active() == 0 && q.Cursor == nil && len(pending) > 0 {
		g := ui.Group{Title: "Chờ đồng chí quyết định", Note: itoa(len(pending)) + " đề nghị"}
		for _, c := range pending {
			first[c.ID] = true
			g.Rows = append(g.Rows, p.row(c))
		}
		t.Groups = append(t.Groups, g)
	}
	g := ui.Group{}
	if len(t.Groups) > 0 {
		g.Title = "Các đề nghị khác"
	}
	for _, c := range rows {
		if !first[c.ID] {
			g.Rows = append(g.Rows, p.row(c))
		}
	}
	if len(g.Rows) > 0 || len(t.Groups) == 0 {
		t.Groups = append(t.Groups, g)
	}
	return t
}

func (p *Pages) row(c extension.Case) ui.Row {
	who := c.Asked.Name + ", " + civil.Of(c.Asked.At).Format()
	if c.Decision.Deed.Name != "" {
		who = c.Decision.Deed.Name + ", " + civil.Of(c.Decision.Deed.At).Format()
	} else if n := p.Calendar().Between(civil.Of(c.Asked.At), p.today()); n > 0 && c.State == extension.Asked {
		who = "Chờ " + itoa(n) + " ngày làm việc"
	}
	to := c.Until().Format()
	if c.State == extension.Refused || c.State == extension.Withdrawn {
		to += " (không đổi hạn)"
	}
	return ui.Row{ID: string(c.ID), Href: Path(c.ID), Cells: []templ.Component{
		stateOf(c.State, c.Further), ui.Text(c.Title), ui.Text(p.Directory().Short(c.LeadNow)), ui.Text(who), ui.Text(itoa(c.Nth)), ui.Date(c.Original), ui.Text(c.DueThen.Format() + " → " + to),
	}}
}

func stateKey(s extension.State) string {
	switch s {
	case extension.Asked:
		return "reported"
	case extension.Granted:
		return "confirmed"
	case extension.Refused, extension.Withdrawn:
	}
	return "cancelled"
}

func stateOf(s extension.State, further bool) templ.Component { //nolint:revive // whose it is to decide
	word := s.Word()
	if s == extension.Asked && further {
		word = "Chờ Chủ tịch"
	}
	return ui.State(stateKey(s), word)
}

func (p *Pages) byOrg(s extension.Stats) ui.Table {
	t := ui.Table{ID: "theo-co-quan", Caption: "Đề nghị gia hạn theo cơ quan", Columns: []ui.Column{{Label: "Cơ quan", Role: ui.RoleTitle}, {Label: "Đề nghị", Role: ui.RoleNumber}, {Label: "Được gia hạn", Role: ui.RoleNumber}, {Label: "Không được", Role: ui.RoleNumber}, {Label: "Đã rút", Role: ui.RoleNumber}, {Label: "Đang chờ", Role: ui.RoleNumber}, {Label: "Trung vị ngày làm việc đến quyết định", Role: ui.RoleNumber}}}
	g := ui.Group{Title: "Theo cơ quan", Note: "từ " + s.Since.Format()}
	for _, x := range s.ByOrg {
		days := ui.Absent("Chưa có")
		if x.Decided > 0 {
			days = ui.Text(viet.Decimal(x.Days, 1) + " (" + itoa(x.Decided) + " quyết định)")
		}
		g.Rows = append(g.Rows, ui.Row{Href: PathList + "?" + extension.FilterLead + "=" + string(x.Org), Cells: []templ.Component{ui.Text(p.Directory().Name(x.Org)), ui.Number(x.Asked), ui.Number(x.Granted), ui.Number(x.Refused), ui.Number(x.Withdrawn), ui.Number(x.Waiting), days}})
	}
	t.Groups = []ui.Group{g}
	return t
}

func (p *Pages) filterBar(q listing.Query) ui.Filter {
	qs := "?" + q.Values().Encode()
	f := ui.Filter{Action: PathList, NoSearch: true, ClearHref: PathList, Downloads: []ui.Link{{Label: "CSV", Href: PathList + ".csv" + qs}, {Label: "JSON", Href: PathList + ".json" + qs}}}
	for _, x := range []struct {
		field string
		words func(string) string
	}{
		{extension.FilterState, func(s string) string { return extension.State(s).Word() }},
		{extension.FilterLead, func(s string) string { return p.Directory().Short(apparatus.OrgID(s)) }},
		{extension.FilterCause, func(s string) string { return assignment.Cause(s).Word() }},
		{extension.FilterFrom, func(s string) string { return "Từ " + s }},
		{extension.FilterTo, func(s string) string { return "Đến " + s }},
	} {
		for _, value := range q.Filters[x.field] {
			f.Chips = append(f.Chips, ui.Chip{Label: x.words(value), Remove: PathList + "?" + q.Without(x.field, value).Encode()})
		}
	}
	return f
}

func stateOptions() []ui.Option {
	out := []ui.Option{{Value: "", Label: "Mọi trạng thái"}}
	for _, s := range extension.States() {
		out = append(out, ui.Option{Value: string(s), Label: s.Word()})
	}
	return out
}

func anyCause() []ui.Option {
	out := causes()
	out[0].Label = "Mọi nguyên nhân"
	return out
}

// all walks every page of a list, for the exports.
func (p *Pages) all(r *http.Request) iter.Seq2[extension.Case, error] {
	q := parse(r)
	q.Size = listing.MaxPageSize
	return func(yield func(extension.Case, error) bool) {
		for {
			page, err := p.Extensions.List(r.Context(), q)
			if err != nil {
				yield(extension.Case{}, err)
				return
			}
			for _, c := range page.Rows {
				if !yield(c, nil) {
					return
				}
			}
			if page.Next == nil {
				return
			}
			q.Cursor = page.Next
		}
	}
}

func (p *Pages) listCSV(w http.ResponseWriter, r *http.Request) error {
	head := []string{"Mã nhiệm vụ", "Nhiệm vụ", "Cơ quan chủ trì", "Lần", "Trạng thái", "Nguyên nhân", "Lý do", "Căn cứ", "Hạn gốc", "Hạn lúc đề nghị", "Ngày đề nghị đến", "Người đề nghị", "Đề nghị lúc", "Ngày được gia hạn", "Người quyết định", "Quyết định lúc", "Lý do quyết định"}
	rows := func(yield func([]string, error) bool) {
		for c, err := range p.all(r) {
			decided := ""
			if !c.Decision.Deed.At.IsZero() {
				decided = civil.Instant(c.Decision.Deed.At)
			}
			row := []string{c.Code, c.Title, p.Directory().Name(c.LeadNow), itoa(c.Nth), c.State.Word(), c.Cause.Word(), c.Reason, c.Evidence, c.Original.Format(), c.DueThen.Format(), c.AskedUntil.Format(), c.Asked.Name, civil.Instant(c.Asked.At), c.Decision.Until.Format(), c.Decision.Deed.Name, decided, c.Decision.Reason}
			if !yield(row, err) {
				return
			}
		}
	}
	return web.CSV(w, "gia-han-"+string(p.today())+".csv", head, rows)
}

func (p *Pages) listJSON(w http.ResponseWriter, r *http.Request) error {
	rows := []extension.Case{}
	for c, err := range p.all(r) {
		if err != nil {
			return err
		}
		rows = append(rows, c)
	}
	return web.JSON(w, map[string]any{"as_of": p.Now().Format(time.RFC3339), "extensions": rows})
}

func revText(n int64) string { return strconv.FormatInt(n, 10) }
