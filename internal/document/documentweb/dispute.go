package documentweb

import (
	"net/http"
	"strconv"
	"strings"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// disputeMode is the view in which a card asks what was misread.
const disputeMode = "doc-sai"

func disputesPath() string { return listPath + "/doc-sai" }

// dispute keeps that a finding was misread.
func (p *Pages) dispute(w http.ResponseWriter, r *http.Request) error {
	var wrong []document.Wrong
	for _, v := range r.PostForm["wrong"] {
		if v != "" {
			wrong = append(wrong, document.Wrong(v))
		}
	}
	if err := p.Documents.Dispute(r.Context(), seen(r).ID, wrong, r.PostFormValue("note")); err != nil {
		return p.again(w, r, disputeMode, err)
	}
	web.Flash(w, r, "Đã ghi nhận chỗ đọc sai. Nhiệm vụ giữ nguyên; sửa hoặc bỏ qua nếu cần.")
	return web.SeeOther(w, r, viewBack(r).at(seen(r).ID, "").path(docID(r), "f-"+string(seen(r).ID)))
}

type disputesData struct {
	Token string
	Rows  []document.Dispute
	Dir   *apparatus.Directory
	All   bool
	Next  string
}

func (p *Pages) disputeQuery(r *http.Request) listing.Query {
	v := r.URL.Query()
	q := listing.Query{Filters: map[string][]string{document.FilterState: v[document.FilterState]}}
	if c := v.Get("sau"); c != "" {
		q.Cursor = listing.Cursor{c}
	}
	return q
}

func (p *Pages) disputes(w http.ResponseWriter, r *http.Request) error {
	q := p.disputeQuery(r)
	page, err := p.Documents.Disputes(r.Context(), q)
	if err != nil {
		return err
	}
	d := disputesData{Token: web.Token(r), Rows: page.Rows, Dir: p.Directory(), All: q.First(document.FilterState) == "tat-ca"}
	if len(page.Next) == 1 {
		d.Next = d.path("", page.Next[0])
	}
	return web.Page(w, r, web.View{Title: "Chỗ đọc sai", Section: Section, Body: disputesPage(d)})
}

// disputesJSON gives all of them, with the words and what the reader made of
// them, so that the reader can be tried on them again.
func (p *Pages) disputesJSON(w http.ResponseWriter, r *http.Request) error {
	q := p.disputeQuery(r)
	out := []document.Dispute{}
	for {
		page, err := p.Documents.Disputes(r.Context(), q)
		if err != nil {
			return err
		}
		out = append(out, page.Rows...)
		if page.Next == nil {
			return web.JSON(w, map[string]any{"disputes": out})
		}
		q.Cursor = page.Next
	}
}

func (p *Pages) settleDispute(w http.ResponseWriter, r *http.Request) error {
	rev, err := strconv.ParseInt(r.PostFormValue("rev"), 10, 64)
	if err != nil {
		return fault.Invalid
	}
	err = p.Documents.SettleDispute(r.Context(), r.PathValue("d"), rev, r.PostFormValue("note"))
	switch {
	case fault.KindOf(err) == fault.Conflict:
		web.Flash(w, r, "Chỗ đọc sai này đã được xử lý trước đó.")
	case err != nil:
		return err
	default:
		web.Flash(w, r, "Đã ghi nhận xử lý xong.")
	}
	return web.SeeOther(w, r, disputesPath())
}

// path is the list's address; suffix is that of a download.
func (d disputesData) path(suffix, after string) string {
	var q []string
	if d.All {
		q = append(q, document.FilterState+"=tat-ca")
	}
	if after != "" {
		q = append(q, "sau="+after)
	}
	s := disputesPath() + suffix
	if len(q) > 0 {
		s += "?" + strings.Join(q, "&")
	}
	return s
}

func wrongWords(list []document.Wrong) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = w.Label()
	}
	return strings.Join(out, ". ")
}

// read says what the reader had made of the words.
func (d disputesData) read(x document.Dispute) []ui.Fact {
	lead := joinWords(x.Read.LeadWords())
	if x.Read.Lead != "" {
		lead = d.Dir.Name(x.Read.Lead)
	}
	fact := func(label, value, absent string) ui.Fact {
		if value == "" {
			return ui.Fact{Label: label, Value: ui.Absent(absent)}
		}
		return ui.Fact{Label: label, Value: ui.Text(value)}
	}
	due := x.Read.Due.Format()
	if x.Read.Every != "" {
		due = everyWord(x.Read.Every)
	}
	return []ui.Fact{
		{Label: "Đọc sai", Value: ui.Strong(wrongWords(x.Wrong)), Note: x.Note},
		fact("Máy đọc", x.Read.Title, "Không có tên"), fact("Chủ trì", lead, "Không thấy"), fact("Thời hạn", due, "Không thấy"),
		{Label: "Người báo", Value: ui.Text(x.CreatedBy), Note: civil.Instant(x.CreatedAt)},
	}
}

func wrongOptions() []ui.Option {
	out := make([]ui.Option, 0, len(document.Wrongs()))
	for _, w := range document.Wrongs() {
		out = append(out, ui.Option{Value: string(w), Label: w.Label()})
	}
	return out
}
