package documentweb

import (
	"fmt"
	"iter"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"dondoc/internal/actor"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/listing"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

type listData struct {
	Facets document.Facets
	Query  listing.Query
	Page   listing.Page[document.Document]
	Work   bool
	// Misread counts the findings said to be misread and not looked into.
	Misread int64
}

func question(r *http.Request) listing.Query {
	return listing.Parse(r.URL.Query(), document.Filters(), document.Sorts())
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	d := listData{Query: question(r), Work: document.MayWork(actor.From(r.Context()))}
	var err error
	if d.Page, err = p.Documents.List(r.Context(), d.Query); err != nil {
		return err
	}
	if d.Facets, err = p.Documents.Facets(r.Context()); err != nil {
		return err
	}
	if d.Work {
		if d.Misread, err = p.Documents.OpenDisputes(r.Context()); err != nil {
			return err
		}
	}
	return web.Page(w, r, web.View{Title: "Văn bản", Section: Section, Body: listPage(d)})
}

// all hands on every row of the list, page by page.
func (p *Pages) all(r *http.Request) iter.Seq2[document.Document, error] {
	return func(yield func(document.Document, error) bool) {
		q := question(r)
		q.Size, q.Cursor = listing.MaxPageSize, nil
		for {
			page, err := p.Documents.List(r.Context(), q)
			if err != nil {
				yield(document.Document{}, err)
				return
			}
			for _, d := range page.Rows {
				if !yield(d, nil) {
					return
				}
			}
			if len(page.Next) == 0 {
				return
			}
			q.Cursor = page.Next
		}
	}
}

func (p *Pages) listCSV(w http.ResponseWriter, r *http.Request) error {
	head := []string{"Số, ký hiệu", "Loại", "Cơ quan ban hành", "Người ký", "Trích yếu", "Ngày họp", "Ngày ký", "Ngày đăng", "Nhiệm vụ đã giao", "Chờ xác nhận", "Đoạn đã xem", "Tổng số đoạn"}
	return web.CSV(w, "van-ban.csv", head, func(yield func([]string, error) bool) {
		for d, err := range p.all(r) {
			row := []string{
				d.Number, d.Type, d.Issuer, d.Signer, d.Subject, d.MetOn.Format(), d.SignedOn.Format(), d.PublishedOn().Format(),
				strconv.Itoa(d.Confirmed), strconv.Itoa(d.Open), strconv.Itoa(d.Accounted), strconv.Itoa(d.Passages),
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	})
}

func (p *Pages) listJSON(w http.ResponseWriter, r *http.Request) error {
	out := []document.Document{}
	for d, err := range p.all(r) {
		if err != nil {
			return err
		}
		out = append(out, d)
	}
	return web.JSON(w, map[string]any{"documents": out})
}

func (d listData) link(v interface{ Encode() string }) string {
	if q := v.Encode(); q != "" {
		return listPath + "?" + q
	}
	return listPath
}

func (d listData) file(ext string) string {
	if q := d.Query.Values().Encode(); q != "" {
		return listPath + "." + ext + "?" + q
	}
	return listPath + "." + ext
}

func (d listData) filter() ui.Filter {
	f := ui.Filter{
		Action: listPath, Query: d.Query.Search, Placeholder: "Tìm theo số, trích yếu, nội dung, có dấu hay không dấu", ClearHref: listPath,
		Downloads: []ui.Link{{Label: "CSV", Href: d.file("csv")}, {Label: "JSON", Href: d.file("json")}},
	}
	if d.Query.Sort != document.SortSigned {
		f.Keep = append(f.Keep, ui.HiddenValue{Name: "xep", Value: d.Query.Sort})
	}
	words := map[string]string{document.FilterType: "Loại: ", document.FilterIssuer: "", document.FilterYear: "Năm "}
	for _, name := range document.Filters() {
		for _, v := range d.Query.Filters[name] {
			label := words[name] + v
			if name == document.FilterOpen {
				label = "Còn nhiệm vụ chờ xác nhận"
			}
			f.Chips = append(f.Chips, ui.Chip{Label: label, Remove: d.link(d.Query.Without(name, v))})
		}
	}
	return f
}

func options(facets []document.Facet, all string) []ui.Option {
	out := []ui.Option{{Label: all}}
	for _, f := range facets {
		out = append(out, ui.Option{Value: f.Value, Label: fmt.Sprintf("%s (%d)", f.Value, f.Count)})
	}
	return out
}

func (d listData) table() ui.Table {
	sorted := func(up, down string) (string, string) {
		switch d.Query.Sort {
		case down:
			return d.link(d.Query.With("xep", up)), "descending"
		case up:
			return d.link(d.Query.With("xep", down)), "ascending"
		}
		return d.link(d.Query.With("xep", down)), ""
	}
	href, mark := sorted(document.SortSignedUp, document.SortSigned)
	entered := ""
	if d.Query.Sort == document.SortRegistered {
		entered = "descending"
	}
	t := ui.Table{ID: "van-ban", Caption: "Văn bản trong sổ", Columns: []ui.Column{
		{Label: "Văn bản", Role: ui.RoleTitle},
		{Label: "Cơ quan ban hành", Role: ui.RoleMeta},
		{Label: "Ngày ký", Role: ui.RoleDate, SortHref: href, Sorted: mark},
		{Label: "Nhiệm vụ", Role: ui.RoleText},
		{Label: "Vào sổ", Role: ui.RoleText, SortHref: d.link(d.Query.With("xep", document.SortRegistered)), Sorted: entered},
	}, Empty: d.empty()}
	g := ui.Group{}
	for _, x := range d.Page.Rows {
		g.Rows = append(g.Rows, ui.Row{ID: "vb-" + string(x.ID), Href: ShowPath(x.ID), Cells: []templ.Component{
			ui.Two(x.Title(), x.Subject), ui.Text(x.Issuer), ui.Date(x.SignedOn), work(x), ui.Two(civil.Of(x.CreatedAt).Format(), x.CreatedName),
		}})
	}
	t.Groups = []ui.Group{g}
	return t
}

func (d listData) empty() templ.Component {
	switch {
	case d.Query.Active() > 0:
		return ui.EmptyState(fmt.Sprintf("Không có văn bản nào khớp %d điều kiện đang chọn.", d.Query.Active()), ui.Link{Label: "Bỏ hết", Href: listPath})
	case d.Work:
		return ui.EmptyState("Chưa có văn bản nào. Tải tệp lên để đọc.", ui.Link{Label: "Vào sổ văn bản", Href: newPath()})
	}
	return ui.EmptyState("Chưa có văn bản nào trong sổ.")
}

func (d listData) pages() ui.Pages {
	p := ui.Pages{Summary: fmt.Sprintf("%d văn bản trên trang này", len(d.Page.Rows)), Keys: []ui.Key{{Keys: []string{"J", "K"}, Does: "dòng sau, trước"}, {Keys: []string{"Enter"}, Does: "mở"}}}
	if len(d.Query.Cursor) > 0 {
		p.First = d.link(d.Query.Values())
	}
	if len(d.Page.Next) > 0 {
		p.Next = d.link(d.Query.After(d.Page.Next))
	}
	return p
}
