package documentweb

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/reading"
	"dondoc/internal/web"
)

// seen is the finding in the address with the revision that the form carries.
func seen(r *http.Request) document.Seen {
	rev, err := strconv.ParseInt(r.PostFormValue("rev"), 10, 64)
	if err != nil {
		rev = -1
	}
	return document.Seen{ID: document.FindingID(r.PathValue("f")), Rev: rev}
}

func docID(r *http.Request) document.ID { return document.ID(r.PathValue("id")) }

// viewBack is the view that a form came from.
func viewBack(r *http.Request) view {
	v, err := url.ParseQuery(r.PostFormValue("view"))
	if err != nil {
		return view{}
	}
	return viewOf(v)
}

// onward goes to the next finding that waits, in the view the form came from.
func (p *Pages) onward(w http.ResponseWriter, r *http.Request, after document.FindingID) error {
	v := viewBack(r)
	sh, err := p.Documents.Sheet(r.Context(), docID(r))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(sh.Findings, func(f document.Finding) bool { return f.ID == after })
	d := readData{Sheet: sh, View: v}
	for _, f := range append(slices.Clone(sh.Findings[i+1:]), sh.Findings[:max(i, 0)]...) {
		if f.State == document.Open && d.matches(f) {
			return web.SeeOther(w, r, v.at(f.ID, "").path(docID(r), "f-"+string(f.ID)))
		}
	}
	return web.SeeOther(w, r, v.at("", "").path(docID(r), ""))
}

// again shows the page with what is wrong, what was typed and, for a stale
// edit, the version that somebody else saved.
func (p *Pages) again(w http.ResponseWriter, r *http.Request, mode string, err error) error {
	var stale *document.StaleError
	kind := fault.KindOf(err)
	if kind != fault.Invalid && kind != fault.Conflict && !errors.As(err, &stale) {
		return err
	}
	v := viewBack(r)
	if f := r.PathValue("f"); f != "" {
		v = v.at(document.FindingID(f), mode)
	} else if passage := r.PostFormValue("passage"); passage != "" {
		v = v.on(passage, mode)
	}
	d, serr := p.sheet(r, docID(r), v)
	if serr != nil {
		return serr
	}
	d.Typed, d.Errors = r.PostForm, fault.FieldsOf(err)
	if len(d.Errors) == 0 {
		d.Errors = map[string]string{"": fault.Sentence(err)}
	}
	if errors.As(err, &stale) && stale.Finding != nil {
		if stale.Finding.State == document.Open && mode == "sua" {
			d.Clash, d.Errors = stale.Finding, nil
		} else if stale.Finding.State != document.Open {
			d.View.Mode = ""
		}
	}
	return p.showSheet(w, r, d, web.Status(kind))
}

func (p *Pages) editFinding(w http.ResponseWriter, r *http.Request) error {
	bad := fault.Fields{}
	e := document.Edit{
		Title: r.PostFormValue("title"), Lead: apparatus.OrgID(r.PostFormValue("lead")), Expand: orgs(r.PostForm["expand"]), Through: apparatus.OrgID(r.PostFormValue("through")),
		Coord: orgs(r.PostForm["coord"]), Every: r.PostFormValue("every"), DueChecked: r.PostFormValue("due_checked") != "", Due: web.Day(r.PostForm, "due", civil.Of(p.Now()), bad),
	}
	remember := r.PostFormValue("remember") != ""
	if remember && e.Lead == "" {
		bad.Add("remember", "Chọn cơ quan chủ trì để nhớ tên gọi.")
	}
	err := bad.Err()
	var f document.Finding
	if err == nil {
		f, err = p.Documents.EditFinding(r.Context(), seen(r), e)
	}
	if err != nil {
		return p.again(w, r, "sua", err)
	}
	said := "Đã lưu thay đổi."
	if remember {
		said += p.remember(r, f)
	}
	v := viewBack(r).at(seen(r).ID, "")
	if err := p.dropDraft(r, viewBack(r).at(seen(r).ID, "sua").path(docID(r), "")); err != nil {
		return err
	}
	web.Flash(w, r, said)
	return web.SeeOther(w, r, v.path(docID(r), "f-"+string(seen(r).ID)))
}

// pickLead decides between the bodies that a text names as leading: one leads
// and the others coordinate, or each gets its own.
func (p *Pages) pickLead(w http.ResponseWriter, r *http.Request) error {
	f, err := p.Documents.Finding(r.Context(), seen(r).ID)
	if err != nil {
		return err
	}
	e := document.Edit{Title: f.Title, Through: f.Through, Coord: f.Coord, Due: f.Due, Every: f.Every, DueChecked: f.DueChecked}
	if lead := r.PostFormValue("lead"); lead == "*" {
		e.Expand = everyOne(f)
	} else {
		e.Lead = apparatus.OrgID(lead)
		for _, id := range leadChoices(f) {
			if id != e.Lead {
				e.Coord = union(e.Coord, []apparatus.OrgID{id})
			}
		}
	}
	if _, err := p.Documents.EditFinding(r.Context(), seen(r), e); err != nil {
		return p.again(w, r, "", err)
	}
	return web.SeeOther(w, r, viewBack(r).at(f.ID, "").path(docID(r), "f-"+string(f.ID)))
}

func (p *Pages) split(w http.ResponseWriter, r *http.Request) error {
	f, err := p.Documents.Finding(r.Context(), seen(r).ID)
	if err != nil {
		return err
	}
	d, err := p.Documents.Find(r.Context(), f.Document)
	if err != nil {
		return err
	}
	at, ok := cuts([]rune(d.Text)[f.Start:f.End], r.PostFormValue("parts"))
	if !ok {
		return p.again(w, r, "tach", fault.Field("at", "Phần chữ đã khác văn bản. Chỉ xuống dòng ở chỗ tách, không sửa chữ."))
	}
	for i := range at {
		at[i] += f.Start
	}
	if len(at) == 0 {
		at = []int{f.End}
	}
	made, err := p.Documents.SplitFinding(r.Context(), seen(r), at)
	if err != nil {
		return p.again(w, r, "tach", err)
	}
	web.Flash(w, r, "Đã tách thành "+strconv.Itoa(len(made))+" nhiệm vụ.")
	return web.SeeOther(w, r, viewBack(r).at(made[0].ID, "").path(docID(r), "f-"+string(made[0].ID)))
}

// cuts finds the places of text at which typed starts a new line. Typed must
// hold the same letters; blanks do not count.
func cuts(text []rune, typed string) ([]int, bool) {
	var out []int
	i, fresh := 0, false
	for _, c := range typed {
		if unicode.IsSpace(c) {
			fresh = fresh || c == '\n'
			continue
		}
		for i < len(text) && unicode.IsSpace(text[i]) {
			i++
		}
		if i >= len(text) || text[i] != c {
			return nil, false
		}
		if fresh && i > 0 {
			out = append(out, i)
		}
		fresh = false
		i++
	}
	return out, strings.TrimSpace(string(text[i:])) == ""
}

func (p *Pages) merge(w http.ResponseWriter, r *http.Request) error {
	list := []document.Seen{seen(r)}
	for _, x := range r.PostForm["with"] {
		id, rev, _ := strings.Cut(x, ":")
		n, err := strconv.ParseInt(rev, 10, 64)
		if err != nil {
			n = -1
		}
		list = append(list, document.Seen{ID: document.FindingID(id), Rev: n})
	}
	made, err := p.Documents.MergeFindings(r.Context(), list)
	if err != nil {
		return p.again(w, r, "gop", err)
	}
	web.Flash(w, r, "Đã gộp "+strconv.Itoa(len(list))+" nhiệm vụ.")
	return web.SeeOther(w, r, viewBack(r).at(made.ID, "").path(docID(r), "f-"+string(made.ID)))
}

func (p *Pages) dismiss(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.Documents.Dismiss(r.Context(), seen(r), r.PostFormValue("reason")); err != nil {
		return p.again(w, r, "bo-qua", err)
	}
	return p.onward(w, r, seen(r).ID)
}

func (p *Pages) context(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.Documents.Context(r.Context(), seen(r)); err != nil {
		return p.again(w, r, "", err)
	}
	return p.onward(w, r, seen(r).ID)
}

func (p *Pages) reopen(w http.ResponseWriter, r *http.Request) error {
	if err := p.Documents.Reopen(r.Context(), seen(r)); err != nil {
		return p.again(w, r, "", err)
	}
	return web.SeeOther(w, r, viewBack(r).at(seen(r).ID, "").path(docID(r), "f-"+string(seen(r).ID)))
}

func (p *Pages) markPassage(w http.ResponseWriter, r *http.Request) error {
	passage, class := r.PostFormValue("passage"), document.Class(r.PostFormValue("class"))
	var err error
	if class == document.AsUnseen {
		err = p.Documents.Unmark(r.Context(), docID(r), passage)
	} else {
		err = p.Documents.MarkPassages(r.Context(), docID(r), []string{passage}, class, r.PostFormValue("reason"))
	}
	if err != nil {
		return p.again(w, r, "bo-qua", err)
	}
	return web.SeeOther(w, r, viewBack(r).path(docID(r), passage))
}

func (p *Pages) acceptContext(w http.ResponseWriter, r *http.Request) error {
	if err := p.Documents.AcceptContext(r.Context(), docID(r)); err != nil {
		return p.again(w, r, "", err)
	}
	return web.SeeOther(w, r, viewBack(r).path(docID(r), ""))
}

// addFinding finds the words that were left in the passage.
func (p *Pages) addFinding(w http.ResponseWriter, r *http.Request) error {
	sh, err := p.Documents.Sheet(r.Context(), docID(r))
	if err != nil {
		return err
	}
	text := []rune(sh.Document.Text)
	for _, x := range sh.Passages {
		if x.ID != r.PostFormValue("passage") {
			continue
		}
		at, length := within(text[x.Start:x.End], r.PostFormValue("words"))
		if at < 0 {
			return p.again(w, r, "them", fault.Field("words", "Phần chữ này không có trong đoạn. Giữ nguyên chữ của văn bản."))
		}
		f, err := p.Documents.AddFinding(r.Context(), docID(r), reading.Span{Start: x.Start + at, End: x.Start + at + length})
		if err != nil {
			return p.again(w, r, "them", err)
		}
		return web.SeeOther(w, r, viewBack(r).at(f.ID, "sua").path(docID(r), "f-"+string(f.ID)))
	}
	return fault.NotFound
}

// within finds typed in text without regard to blanks.
func within(text []rune, typed string) (at, length int) {
	want := []rune(strings.Join(strings.Fields(typed), ""))
	if len(want) == 0 {
		return -1, 0
	}
	for i := range text {
		if text[i] != want[0] {
			continue
		}
		j, k := i, 0
		for j < len(text) && k < len(want) {
			if unicode.IsSpace(text[j]) {
				j++
				continue
			}
			if text[j] != want[k] {
				break
			}
			j, k = j+1, k+1
		}
		if k == len(want) {
			return i, j - i
		}
	}
	return -1, 0
}
