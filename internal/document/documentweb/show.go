package documentweb

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/viet"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

type showData struct {
	Token    string
	Sheet    document.Sheet
	CitedBy  []document.Document
	Targets  map[document.ID]document.Document
	Timeline []audit.Entry
	Given    []given
	Dir      *apparatus.Directory
	Work     bool
	Original *document.Document // of a kept copy
}

// given is an assignment that came out of the document.
type given struct {
	Href, Title, Holder string
	State               string
	Clock               *ui.Clock
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d := showData{Token: web.Token(r), Dir: p.Directory(), Work: document.MayWork(actor.From(ctx)), Targets: map[document.ID]document.Document{}}
	var err error
	if d.Sheet, err = p.Documents.Sheet(ctx, docID(r)); err != nil {
		return err
	}
	id := d.Sheet.Document.ID
	if d.CitedBy, err = p.Documents.CitedBy(ctx, id); err != nil {
		return err
	}
	for _, c := range d.Sheet.Citations {
		if c.Target == "" {
			continue
		}
		if d.Targets[c.Target], err = p.Documents.Find(ctx, c.Target); err != nil {
			return err
		}
	}
	if from := d.Sheet.Document.DuplicateOf; from != "" {
		o, err := p.Documents.Find(ctx, from)
		if err != nil {
			return err
		}
		d.Original = &o
	}
	if d.Timeline, err = p.Audit.Timeline(ctx, id.Ref()); err != nil {
		return err
	}
	if d.Given, err = p.given(r, d); err != nil {
		return err
	}
	return web.Page(w, r, web.View{Title: d.Sheet.Document.Title(), Section: Section, Body: showPage(d), Print: true})
}

func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	f, content, err := p.Documents.File(r.Context(), docID(r))
	if err != nil {
		return err
	}
	kind := f.Type
	if kind == "text/html" {
		kind = "text/plain; charset=utf-8" // a page somebody made never runs on this site
	}
	web.Attachment(w, f.Name, kind)
	http.ServeContent(w, r, "", f.CreatedAt, content)
	return nil
}

func (d showData) facts() []ui.Fact {
	doc := d.Sheet.Document
	line := func(label, value, absent string) ui.Fact {
		if value == "" {
			return ui.Fact{Label: label, Value: ui.Absent(absent)}
		}
		return ui.Fact{Label: label, Value: ui.Text(value)}
	}
	on := func(label string, day civil.Date) ui.Fact {
		if day == "" {
			return ui.Fact{Label: label, Value: ui.Absent("Văn bản không nêu")}
		}
		return ui.Fact{Label: label, Value: ui.Date(day)}
	}
	out := []ui.Fact{
		line("Số, ký hiệu", doc.Number, "Không số"), line("Loại", doc.Type, "Chưa ghi"), line("Ban hành", doc.Issuer, "Văn bản không nêu"), line("Người ký", doc.Signer, "Văn bản không nêu"),
		on("Ngày họp", doc.MetOn), on("Ngày ký", doc.SignedOn),
	}
	if doc.PublishedAt.IsZero() {
		out = append(out, ui.Fact{Label: "Ngày đăng", Value: ui.Absent("Chưa ghi")})
	} else {
		out = append(out, ui.Fact{Label: "Ngày đăng", Value: ui.Moment(doc.PublishedAt)})
	}
	if doc.FileID != "" {
		out = append(out, ui.Fact{Label: "Bản gốc", Value: ui.Anchor(ui.Link{Label: doc.FileName, Href: filePath(doc.ID)})})
	}
	if doc.Encoding != "" {
		out = append(out, ui.Fact{Label: "Bảng mã", Value: ui.Text("Chuyển từ " + doc.Encoding)})
	}
	return append(out, ui.Fact{Label: "Vào sổ", Value: ui.Moment(doc.CreatedAt), Note: doc.CreatedName})
}

func (d showData) events() []ui.Event {
	out := make([]ui.Event, 0, len(d.Timeline))
	for _, e := range d.Timeline {
		label := document.VerbLabel(e.Verb)
		if label == "" {
			continue
		}
		out = append(out, ui.Event{Icon: "circle-tick", Title: label, Extra: extra(e), Detail: e.Reason, Who: e.Actor.Name, When: civil.Instant(e.At), Datetime: civil.ISO(e.At)})
	}
	return out
}

// extra says what an act was about, where its content tells.
func extra(e audit.Entry) string {
	var x struct {
		Title       string          `json:"title"`
		Assignments int             `json:"assignments"`
		Findings    json.RawMessage `json:"findings"`
		Passages    []string        `json:"passages"`
		New         int             `json:"new"`
		Changed     int             `json:"changed"`
		Gone        int             `json:"gone"`
	}
	if json.Unmarshal(e.After, &x) != nil {
		return ""
	}
	switch {
	case e.Verb == document.VerbReread && x.New+x.Changed+x.Gone > 0:
		return strconv.Itoa(x.New+x.Changed+x.Gone) + " điểm nhận vào"
	case e.Verb == document.VerbReread:
		return "giữ nguyên tất cả"
	case x.Assignments > 0:
		return strconv.Itoa(x.Assignments) + " nhiệm vụ"
	case len(x.Passages) > 0:
		return strconv.Itoa(len(x.Passages)) + " đoạn"
	case x.Title != "":
		return "“" + x.Title + "”"
	case e.Verb == document.VerbRead && len(x.Findings) > 0:
		return string(x.Findings) + " nhiệm vụ tìm thấy"
	}
	return ""
}

func (d showData) lead() (strong, rest string) {
	doc := d.Sheet.Document
	switch {
	case doc.Open > 0:
		return strconv.Itoa(doc.Open) + " nhiệm vụ chờ xác nhận", " và " + strconv.Itoa(doc.Confirmed) + " nhiệm vụ đã giao."
	case doc.Confirmed > 0:
		return strconv.Itoa(doc.Confirmed) + " nhiệm vụ đã giao,", " không còn nhiệm vụ nào chờ xác nhận."
	}
	return "Chưa tìm thấy nhiệm vụ nào", " trong văn bản này."
}

func (d showData) givenTable() ui.Table {
	t := ui.Table{
		Caption: "Nhiệm vụ từ văn bản này", Plain: true, Columns: []ui.Column{{Label: "Nhiệm vụ", Role: ui.RoleTitle}, {Label: "Chủ trì", Role: ui.RoleMeta}, {Label: "Hạn", Role: ui.RoleClock}, {Label: "Trạng thái", Role: ui.RoleState}},
		Empty: ui.EmptyState("Chưa giao nhiệm vụ nào từ văn bản này."),
	}
	var g ui.Group
	for _, x := range d.Given {
		row := ui.Row{Href: x.Href, Cells: []templ.Component{ui.Text(x.Title), ui.Text(x.Holder), nil, ui.State(x.State, "")}}
		if x.Clock != nil {
			row.Cells[2] = ui.ClockMark(*x.Clock)
		}
		g.Rows = append(g.Rows, row)
	}
	t.Groups = []ui.Group{g}
	return t
}

func citationWords(c document.Citation) string {
	s := c.Number
	if c.Type != "" {
		s = c.Type + " số " + s
	}
	if c.SignedOn != "" {
		s += " ngày " + c.SignedOn.Format()
	}
	if c.Issuer != "" {
		s += " của " + c.Issuer
	}
	return s
}

// cited lists each cited document once, with how often it is named.
func (d showData) cited() []citedOnce {
	var out []citedOnce
	at := map[string]int{}
	for _, c := range d.Sheet.Citations {
		key := viet.Fold(c.Number)
		if i, ok := at[key]; ok {
			out[i].Times++
			if len(citationWords(c)) > len(out[i].Words) {
				out[i].Words = citationWords(c)
			}
			continue
		}
		at[key] = len(out)
		x := citedOnce{Words: citationWords(c), Times: 1}
		if c.Target != "" {
			x.Href = ShowPath(c.Target)
		}
		out = append(out, x)
	}
	return out
}

type citedOnce struct {
	Words, Href string
	Times       int
}

type editData struct {
	intakeData

	Document document.Document
	Clash    *document.Document
}

func (p *Pages) editForm(w http.ResponseWriter, r *http.Request) error {
	doc, err := p.Documents.Find(r.Context(), docID(r))
	if err != nil {
		return err
	}
	d := editData{Document: doc}
	d.Values, d.Kept = p.drafted(r, editPath(doc.ID), valuesOf(doc.Facts))
	return p.showEdit(w, r, d, http.StatusOK)
}

func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, d editData, status int) error {
	d.Token = web.Token(r)
	return web.Page(w, r, web.View{Title: "Sửa " + d.Document.Title(), Section: Section, Status: status, Body: editPage(d)})
}

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	doc, err := p.Documents.Find(r.Context(), docID(r))
	if err != nil {
		return err
	}
	rev, err := strconv.ParseInt(r.PostFormValue("rev"), 10, 64)
	if err != nil {
		return fault.Invalid
	}
	d := editData{Document: doc}
	d.Values = r.PostForm
	facts, err := factsOf(r.PostForm, civil.Of(p.Now()))
	if err == nil {
		_, err = p.Documents.Edit(r.Context(), doc.ID, document.Change{Facts: facts, Rev: rev, DatesChecked: r.PostFormValue("dates_checked") != "", KeepReason: r.PostFormValue("reason")})
	}
	if err != nil {
		var stale *document.StaleError
		var dup *document.DuplicateError
		switch {
		case errors.As(err, &stale) && stale.Document != nil:
			d.Clash = stale.Document
			return p.showEdit(w, r, d, http.StatusConflict)
		case errors.As(err, &dup):
			d.Dups, d.Errors = dup.Found, map[string]string{"reason": fault.Sentence(err)}
			return p.showEdit(w, r, d, http.StatusConflict)
		}
		return p.refused(w, r, err, func(errs map[string]string, status int) error {
			if d.Errors = errs; errs["published_at"] != "" {
				errs["published_on"] = errs["published_at"]
			}
			return p.showEdit(w, r, d, status)
		})
	}
	if err := p.dropDraft(r, editPath(doc.ID)); err != nil {
		return err
	}
	web.Flash(w, r, "Đã lưu thông tin văn bản.")
	return web.SeeOther(w, r, ShowPath(doc.ID))
}

func (d editData) head(rev int64) ui.FormHead {
	return ui.FormHead{Action: editPath(d.Document.ID), Token: d.Token, Draft: editPath(d.Document.ID), Rev: strconv.FormatInt(rev, 10)}
}

func (d editData) conflict() ui.Conflict {
	theirs := valuesOf(d.Clash.Facts)
	c := ui.Conflict{Form: d.head(d.Clash.Rev), KeepOld: ui.Link{Label: "Giữ bản đang có", Href: ShowPath(d.Document.ID)}}
	for _, f := range [][2]string{
		{"number", "Số, ký hiệu"},
		{"type", "Loại văn bản"},
		{"issuer", "Cơ quan ban hành"},
		{"signer", "Người ký"},
		{"subject", "Trích yếu"},
		{"met_on", "Ngày họp"},
		{"signed_on", "Ngày ký"},
		{"published_on", "Ngày đăng"},
		{"published_time", "Giờ đăng"},
	} {
		c.Fields = append(c.Fields, ui.ConflictField{Name: f[0], Label: f[1], Theirs: theirs.Get(f[0]), Mine: d.Values.Get(f[0]), Long: f[0] == "subject"})
	}
	return c
}
