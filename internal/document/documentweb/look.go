package documentweb

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/web/ui"
)

// back carries the view along, so that an act comes back to it.
func (d *readData) back() []ui.HiddenValue {
	v := d.View
	v.Mode = ""
	return []ui.HiddenValue{{Name: "view", Value: v.values().Encode()}}
}

// act heads the form of one act on a finding, with the revision that was seen.
func (d *readData) act(f document.Finding, act string) ui.FormHead {
	return ui.FormHead{Action: findingActPath(f, act), Token: d.Token, Rev: strconv.FormatInt(f.Rev, 10), Hidden: d.back()}
}

func (d *readData) editHead(f document.Finding) ui.FormHead {
	h := d.act(f, "sua")
	h.Draft = d.View.at(f.ID, "sua").path(f.Document, "")
	return h
}

func (d *readData) passageAct(p document.Passage, class document.Class) ui.FormHead {
	return ui.FormHead{Action: actPath(d.Sheet.Document.ID, "doan"), Token: d.Token, Hidden: append(d.back(), ui.HiddenValue{Name: "passage", Value: p.ID}, ui.HiddenValue{Name: "class", Value: string(class)})}
}

// fingerprint stands for a list of findings as seen, so that a list that
// changed meanwhile is not given out unseen.
func fingerprint(list []document.Seen) string {
	h := sha256.New()
	list = slices.SortedFunc(slices.Values(list), func(a, b document.Seen) int { return strings.Compare(string(a.ID), string(b.ID)) })
	for _, s := range list {
		fmt.Fprintf(h, "%s:%d\n", s.ID, s.Rev)
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}

func (d *readData) passageActs(p document.Passage) templ.Component {
	if p.Class != document.AsUnseen && p.ID != d.Here {
		return nil
	}
	return passageButtons(d, p)
}

// passageKey is the key of a button under the passage that is open; the others
// have none, and a card that is open keeps the keys to itself.
func (d *readData) passageKey(p document.Passage, key string) string {
	if p.ID == d.Here && d.At == nil {
		return key
	}
	return ""
}

func (d *readData) cardBody(f numbered) templ.Component {
	if d.Clash == nil && d.View.Mode == "" && len(leadChoices(f.Finding)) == 0 {
		return nil
	}
	return cardForm(d, f)
}

func (d *readData) cardActs(f numbered) templ.Component {
	if d.Clash != nil || d.View.Mode != "" {
		return nil
	}
	return acts(d, f)
}

func (d *readData) decidedActs(f numbered) templ.Component { return decidedBy(d, f) }

// add is what the text does not state, with the way to add it.
func (d *readData) add(f document.Finding, words string) templ.Component {
	if !d.Work || f.State != document.Open {
		return adder(words, "", "")
	}
	return adder(words, d.View.at(f.ID, "sua").path(f.Document, "f-"+string(f.ID)), "Bổ sung")
}

// group are the bodies that can get an assignment each.
func (d *readData) group(f document.Finding) []apparatus.OrgID {
	all := union(f.Expand, everyOne(f))
	if len(all) < 2 {
		return nil
	}
	return all
}

func (d *readData) noLead(f document.Finding) string {
	if len(d.group(f)) > 0 {
		return "Không có một cơ quan chủ trì: giao cho từng cơ quan"
	}
	return "Chưa chọn"
}

func (d *readData) leadHint(f document.Finding) string {
	if len(f.Leads) == 0 {
		return "Văn bản không nêu."
	}
	return "Văn bản ghi “" + joinWords(f.LeadWords()) + "”."
}

func (d *readData) dueHint(f document.Finding) string {
	if words := f.Deadline.Words(d.Text); words != "" {
		return "Văn bản ghi “" + words + "”."
	}
	return "Văn bản không nêu; có thể để trống."
}

func (d *readData) asksDue(f document.Finding) bool {
	flags := f.Flags(d.Sheet.Document.SignedOn)
	return f.DueChecked || slices.Contains(flags, document.BadDate) || slices.Contains(flags, document.EarlyDue)
}

func checked(b bool) string { //nolint:revive // a form's value
	if b {
		return "1"
	}
	return ""
}

func union(a, b []apparatus.OrgID) []apparatus.OrgID {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func splitHint(f document.Finding) string {
	s := "Xuống dòng ở mỗi chỗ muốn tách. Không sửa chữ của văn bản."
	if len(f.Parts) > 1 {
		s = fmt.Sprintf("Máy gợi ý %d phần, mỗi dòng một phần. ", len(f.Parts)) + s
	}
	return s
}

func confirmWords(f document.Finding) string {
	if n := len(f.Expand); n > 0 {
		return fmt.Sprintf("Xác nhận, giao %d cơ quan", n)
	}
	return "Xác nhận nhiệm vụ"
}

func decidedWords(f document.Finding) string {
	s := f.State.Label()
	if !f.TouchedAt.IsZero() {
		s += " lúc " + civil.Instant(f.TouchedAt)
	}
	if f.Toucher != "" {
		s += ", " + f.Toucher
	}
	if f.Reason != "" {
		s += ". Lý do: " + f.Reason
	}
	return s
}

func orNone(holder string) string {
	if holder == "" {
		return "Chưa rõ chủ trì"
	}
	return holder
}

func foundWords(d *readData) string { return strconv.Itoa(len(d.Live)) + " nhiệm vụ tìm thấy," }

func leftWords(d *readData) string {
	open, due, lead := d.count(onlyOpen), d.count(onlyNoDue), d.count(onlyNoLead)
	parts := []string{strconv.Itoa(d.count(onlyConfirmed)) + " đã giao", strconv.Itoa(open) + " chờ xác nhận"}
	if due > 0 {
		parts = append(parts, strconv.Itoa(due)+" chưa có hạn")
	}
	if lead > 0 {
		parts = append(parts, strconv.Itoa(lead)+" chưa rõ chủ trì")
	}
	return strings.Join(parts, ", ") + "."
}

// all is the view with no filter.
func (v view) all() view {
	v.Filter, v.Org = "", ""
	return v
}

func filterWord(f string) string {
	switch f {
	case onlyNoDue:
		return "Chưa có hạn"
	case onlyNoLead:
		return "Chưa rõ chủ trì"
	case onlyReady:
		return "Sẵn sàng giao"
	case onlyOpen:
		return "Chờ xác nhận"
	case onlyConfirmed:
		return "Đã giao"
	case onlyDismissed:
		return "Đã bỏ qua"
	}
	return ""
}

// filters are the ways to narrow the cards that would show something.
func (d *readData) filters() []ui.Link {
	var out []ui.Link
	id := d.Sheet.Document.ID
	for _, f := range []string{onlyReady, onlyNoDue, onlyNoLead, onlyConfirmed, onlyDismissed} {
		n := d.count(f)
		if n == 0 || d.View.Filter == f {
			continue
		}
		v := d.View.list()
		v.Filter = f
		out = append(out, ui.Link{Label: fmt.Sprintf("%s (%d)", filterWord(f), n), Href: v.path(id, "")})
	}
	v := d.View.list()
	if v.Grouped == "" {
		v.Grouped = "co-quan"
		out = append(out, ui.Link{Label: "Xếp theo cơ quan", Href: v.path(id, "")})
	} else {
		v.Grouped = ""
		out = append(out, ui.Link{Label: "Xếp theo văn bản", Href: v.path(id, "")})
	}
	return out
}

func (d *readData) chips() []ui.Chip {
	var out []ui.Chip
	id := d.Sheet.Document.ID
	if w := filterWord(d.View.Filter); w != "" {
		v := d.View.list()
		v.Filter = ""
		out = append(out, ui.Chip{Label: w, Remove: v.path(id, "")})
	}
	if d.View.Org != "" {
		v := d.View.list()
		v.Org = ""
		out = append(out, ui.Chip{Label: d.Dir.Name(apparatus.OrgID(d.View.Org)), Remove: v.path(id, "")})
	}
	return out
}

func (d *readData) cardPages() ui.Pages {
	at := func(n int) string {
		if n < 1 || n > d.Pages {
			return ""
		}
		v := d.View.list()
		v.Page = strconv.Itoa(n)
		return v.path(d.Sheet.Document.ID, "")
	}
	return ui.Pages{Summary: fmt.Sprintf("Trang %d trên %d, %d nhiệm vụ", d.Page, d.Pages, len(d.Cards)), Prev: at(d.Page - 1), Next: at(d.Page + 1)}
}

func (d *readData) stretchPages(from, to int) ui.Pages {
	all := d.Sheet.Passages
	at := func(i int) string {
		if i < 0 || i >= len(all) {
			return ""
		}
		return d.View.on(all[i].ID, "").path(d.Sheet.Document.ID, all[i].ID)
	}
	prev := ""
	if from > 0 {
		prev = at(max(0, from-passagesPerPage))
	}
	return ui.Pages{Summary: fmt.Sprintf("Đoạn %d đến %d trên %d", from+1, to, len(all)), Prev: prev, Next: at(to)}
}

// passage is the one that is open.
func (d *readData) passage() document.Passage {
	for _, p := range d.Sheet.Passages {
		if p.ID == d.View.Passage {
			return p
		}
	}
	return document.Passage{}
}

func (d *readData) passageText() string {
	p := d.passage()
	return string(d.Text[p.Start:p.End])
}

// conflict lays the version that somebody saved beside what was typed.
func (d *readData) conflict(f document.Finding) ui.Conflict {
	theirs := *d.Clash
	h := d.act(theirs, "sua")
	name := func(id string) string {
		if id == "" {
			return "(chưa chọn)"
		}
		return d.Dir.Name(apparatus.OrgID(id))
	}
	list := func(ids []apparatus.OrgID) string {
		out := make([]string, len(ids))
		for i, id := range ids {
			out[i] = d.Dir.Name(id)
		}
		return strings.Join(out, "; ")
	}
	org := func(field, label string, stored apparatus.OrgID) ui.ConflictField {
		mine := d.Typed.Get(field)
		return ui.ConflictField{Name: field, Label: label, Theirs: string(stored), Mine: mine, TheirsShown: name(string(stored)), MineShown: name(mine)}
	}
	typedOrgs := func(field string) []apparatus.OrgID { return orgs(d.Typed[field]) }
	for _, field := range []string{"expand", "coord"} {
		for _, id := range typedOrgs(field) {
			h.Hidden = append(h.Hidden, ui.HiddenValue{Name: field, Value: string(id)})
		}
	}
	h.Hidden = append(h.Hidden, ui.HiddenValue{Name: "due_checked", Value: d.Typed.Get("due_checked")})
	return ui.Conflict{
		Who: theirs.Toucher, When: civil.Instant(theirs.TouchedAt), Form: h,
		KeepOld: ui.Link{Label: "Giữ bản đang có", Href: d.View.at(f.ID, "").path(f.Document, "f-"+string(f.ID))},
		Fields: []ui.ConflictField{
			{Name: "title", Label: "Tên nhiệm vụ", Theirs: theirs.Title, Mine: d.Typed.Get("title"), Long: true},
			org("lead", "Chủ trì", theirs.Lead), org("through", "Qua", theirs.Through),
			{Label: "Giao từng cơ quan", Theirs: list(theirs.Expand), Mine: list(typedOrgs("expand"))},
			{Label: "Phối hợp", Theirs: list(theirs.Coord), Mine: list(typedOrgs("coord"))},
			{Name: "due", Label: "Hạn", Theirs: theirs.Due.Format(), Mine: d.Typed.Get("due")},
			{Name: "every", Label: "Chu kỳ", Theirs: theirs.Every, Mine: d.Typed.Get("every"), TheirsShown: everyShown(theirs.Every), MineShown: everyShown(d.Typed.Get("every"))},
		},
	}
}

func (d *readData) typedCoord() []string { return d.Typed["coord"] }

func everyShown(e string) string {
	if e == "" {
		return "Không lặp lại"
	}
	return everyWord(e)
}

func orgs(values []string) []apparatus.OrgID {
	var out []apparatus.OrgID
	for _, v := range values {
		if v != "" {
			out = append(out, apparatus.OrgID(v))
		}
	}
	return out
}
