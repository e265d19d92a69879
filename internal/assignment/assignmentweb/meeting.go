package assignmentweb

import (
	"net/http"
	"net/url"
	"strings"

	"dondoc/internal/assignment"
	"dondoc/internal/web/ui"
)

// meetingFacts is what meetings of the committee said about an assignment:
// where it was concluded, how often it was repeated, what it took the place of.
func (p *Pages) meetingFacts(r *http.Request, a assignment.Assignment) ([]ui.Fact, error) {
	if p.Committee == nil {
		return nil, nil
	}
	n, err := p.Committee.NoteOf(r.Context(), a)
	if err != nil {
		return nil, err
	}
	var out []ui.Fact
	if words := n.Reminder.Word(); words != "" {
		out = append(out, ui.Fact{Label: "Nhắc lại", Value: ui.Strong(strings.Replace(words, "đã nhắc", "Đã nhắc", 1))})
	}
	if n.Name != "" {
		f := ui.Fact{Label: "Phiên họp", Value: ui.Text(n.Name)}
		if n.Meeting != "" {
			f.Value = ui.Anchor(ui.Link{Label: n.Name, Href: "/lam-viec/hop/" + url.PathEscape(string(n.Meeting))})
		}
		out = append(out, f)
	}
	link := func(label string, id assignment.ID) {
		if other, err := p.Assignments.Find(r.Context(), id); err == nil { // one may see this side only
			out = append(out, ui.Fact{Label: label, Value: ui.Anchor(ui.Link{Label: other.Code, Href: Path(id)}), Note: clip(other.Title)})
		}
	}
	for _, id := range n.Replaces {
		link("Thay cho", id)
	}
	if n.Replaced != "" {
		link("Thay bằng", n.Replaced)
	}
	return out, nil
}
