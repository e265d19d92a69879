package documentweb

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"dondoc/internal/apparatus"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// rereadData is a second reading laid beside the findings that stand.
type rereadData struct {
	Token   string
	Reading document.Rereading
	Dir     *apparatus.Directory
	Text    []rune
	Errors  map[string]string
	Chosen  []string // of a form that came back
}

func (p *Pages) rereadForm(w http.ResponseWriter, r *http.Request) error {
	return p.showReread(w, r, rereadData{}, http.StatusOK)
}

func (p *Pages) showReread(w http.ResponseWriter, r *http.Request, d rereadData, status int) error {
	var err error
	if d.Reading, err = p.Documents.Compare(r.Context(), docID(r)); err != nil {
		return err
	}
	d.Token, d.Dir, d.Text = web.Token(r), p.Directory(), []rune(d.Reading.Document.Text)
	return web.Page(w, r, web.View{Title: "Đọc lại " + d.Reading.Document.Title(), Section: Section, Status: status, Body: rereadPage(d)})
}

func (p *Pages) reread(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Invalid
	}
	keys := slices.DeleteFunc(slices.Clone(r.PostForm["take"]), func(k string) bool { return k == "" })
	if r.PostFormValue("none") != "" {
		keys = nil
	} else if len(keys) == 0 {
		return p.showReread(w, r, rereadData{Errors: map[string]string{"take": "Chọn ít nhất một điểm, hoặc bấm giữ nguyên tất cả."}}, http.StatusUnprocessableEntity)
	}
	taken, err := p.Documents.TakeOver(r.Context(), docID(r), keys)
	if fault.KindOf(err) == fault.Conflict {
		return p.showReread(w, r, rereadData{Errors: map[string]string{"": fault.Sentence(err)}, Chosen: keys}, http.StatusConflict)
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, taken.Sentence())
	return web.SeeOther(w, r, ReadPath(docID(r)))
}

// lead is the sentence that the page opens with.
func (d rereadData) lead() (strong, rest string) {
	var parts []string
	for _, k := range []document.DivergenceKind{document.FoundNew, document.FoundChanged, document.FoundGone} {
		n := 0
		for _, x := range d.Reading.Divergences {
			if x.Kind == k && !x.Settled {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d nhiệm vụ %s", n, map[document.DivergenceKind]string{document.FoundNew: "mới", document.FoundChanged: "đọc khác trước", document.FoundGone: "không còn tìm thấy"}[k]))
		}
	}
	if len(parts) == 0 {
		return "Đọc lại không khác trước:", fmt.Sprintf(" %d nhiệm vụ giữ nguyên.", d.Reading.Same)
	}
	return fmt.Sprintf("%d điểm khác:", d.Reading.Open()), fmt.Sprintf(" %s. %d nhiệm vụ đọc như trước.", strings.Join(parts, ", "), d.Reading.Same)
}

// points are those that can be taken over, or those that a person settled.
func (d rereadData) points(settled bool) []document.Divergence { //nolint:revive // which half of the page
	var out []document.Divergence
	for _, x := range d.Reading.Divergences {
		if x.Settled == settled {
			out = append(out, x)
		}
	}
	return out
}

func (d rereadData) table(settled bool) ui.Table { //nolint:revive // which half of the page
	t := ui.Table{
		Caption: "Điểm khác của lần đọc lại", Plain: true,
		Columns: []ui.Column{{Label: "Nhận", Role: ui.RolePick}, {Label: "Nhiệm vụ", Role: ui.RoleTitle}, {Label: "Đang có"}, {Label: "Đọc lại"}},
	}
	if settled {
		t.Columns = t.Columns[1:]
	}
	for _, k := range []document.DivergenceKind{document.FoundNew, document.FoundChanged, document.FoundGone} {
		g := ui.Group{Title: k.Label()}
		for _, x := range d.points(settled) {
			if x.Kind != k {
				continue
			}
			f := x.Then
			if x.Now != nil {
				f = x.Now
			}
			cells := []templ.Component{pick(x.Key, f.Title, slices.Contains(d.Chosen, x.Key)), rereadTitle(f.Title, d.note(x)), d.side(x, x.Now), d.side(x, x.Then)}
			if settled {
				cells = cells[1:]
			}
			g.Rows = append(g.Rows, ui.Row{Cells: cells})
		}
		if n := len(g.Rows); n > 0 {
			g.Note = fmt.Sprintf("%d điểm", n)
			t.Groups = append(t.Groups, g)
		}
	}
	return t
}

// note is the quiet line under a title: why nothing can be taken over here.
func (d rereadData) note(x document.Divergence) string {
	switch {
	case !x.Settled:
		return ""
	case x.Now == nil:
		return "Đoạn này đã có nhiệm vụ do người đọc quyết định"
	case x.Now.State == document.Open:
		return "Đã sửa bởi " + x.Now.Toucher
	}
	return x.Now.State.Label()
}

// side says one reading of a duty: all of a new or lost one, of a changed one
// only what differs.
func (d rereadData) side(x document.Divergence, f *document.Finding) templ.Component {
	if f == nil {
		return ui.Absent("Không có nhiệm vụ")
	}
	var lines []string
	for _, a := range []document.Aspect{document.OnSpan, document.OnLead, document.OnThrough, document.OnCoord, document.OnDeadline} {
		if x.Kind == document.FoundChanged && !slices.Contains(x.Aspects, a) {
			continue
		}
		if x.Kind != document.FoundChanged && (a == document.OnThrough && len(f.ThroughWords()) == 0 || a == document.OnCoord && len(f.CoordWords()) == 0) {
			continue // nothing said and nothing compared
		}
		if line := d.aspect(*f, a); line != "" {
			lines = append(lines, line)
		}
	}
	return rereadSide(lines)
}

func (d rereadData) aspect(f document.Finding, a document.Aspect) string {
	none := func(s, absent string) string {
		if s == "" {
			return absent
		}
		return s
	}
	switch a {
	case document.OnSpan:
		return "“" + ends(string(d.Text[f.Start:f.End])) + "”"
	case document.OnLead:
		return "Chủ trì: " + none(d.bodies(f.LeadWords(), f.Lead, len(f.Expand)), "văn bản không nêu")
	case document.OnThrough:
		return "Qua: " + none(d.bodies(f.ThroughWords(), f.Through, 0), "không nêu")
	case document.OnCoord:
		return "Phối hợp: " + none(joinWords(f.CoordWords()), "không nêu")
	case document.OnDeadline:
		return "Thời hạn: " + none(d.limit(f), "văn bản không nêu")
	}
	return ""
}

func (d rereadData) bodies(words []string, one apparatus.OrgID, members int) string {
	switch {
	case one != "":
		return d.Dir.Name(one)
	case members > 0:
		return fmt.Sprintf("%s (%d cơ quan)", joinWords(words), members)
	}
	return joinWords(words)
}

func (d rereadData) limit(f document.Finding) string {
	words := f.Deadline.Words(d.Text)
	switch {
	case f.Due != "" && words != "":
		return f.Due.Format() + " (“" + words + "”)"
	case f.Due != "":
		return f.Due.Format()
	case f.Every != "":
		return everyWord(f.Every)
	case words != "":
		return "“" + words + "”"
	}
	return ""
}

// ends shortens in the middle, because a stretch that is read differently
// mostly ends elsewhere.
func ends(s string) string {
	words := strings.Fields(s)
	if len(words) <= 50 {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:25], " ") + " … " + strings.Join(words[len(words)-20:], " ")
}
