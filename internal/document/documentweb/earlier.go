package documentweb

import (
	"fmt"
	"net/http"

	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/web/ui"
)

// before is one earlier saying of a duty, as the open card shows it.
type before struct {
	Name, Href string
	On         string
	State      string // of the assignment; "" = none was made
	StateHref  string
	Words      string // how late, or why there is no assignment
	Late       bool
}

// lookBack finds for the cards shown where the same duty was said before.
func (p *Pages) lookBack(r *http.Request, d *readData) error {
	list := make([]document.Finding, 0, len(d.Shown)+1)
	for _, f := range d.Shown {
		list = append(list, f.Finding)
	}
	var err error
	if d.Earlier, err = p.Documents.Earlier(r.Context(), d.Sheet.Document, list); err != nil || d.At == nil {
		return err
	}
	for _, e := range d.Earlier[d.At.ID] {
		b, err := p.became(r, e)
		if err != nil {
			return err
		}
		d.Before = append(d.Before, b)
	}
	return nil
}

// became says what an earlier saying of a duty came to.
func (p *Pages) became(r *http.Request, e document.Earlier) (before, error) {
	b := before{Name: e.Name, Href: ReadPath(e.Document) + "?f=" + string(e.Finding), On: e.On.Format()}
	a := e.Assignment
	switch {
	case a == nil && e.State == document.Open:
		b.Words = "Chưa giao"
		return b, nil
	case a == nil:
		return b, nil
	}
	b.StateHref = assignmentPath(string(a.ID))
	if !a.Group {
		b.State = string(a.State)
		if n := p.late(*a); n > 0 {
			b.Words, b.Late = fmt.Sprintf("Trễ %d ngày làm việc", n), a.State.Open()
			if !a.State.Open() {
				b.Words = fmt.Sprintf("Nộp trễ %d ngày làm việc", n)
			}
		}
		return b, nil
	}
	members, err := p.Assignments.Members(r.Context(), a.ID)
	if err != nil {
		return b, err
	}
	done, late := 0, 0
	for _, m := range members {
		if m.State == assignment.Confirmed {
			done++
		}
		if m.State.Open() && p.late(m) > 0 {
			late++
		}
	}
	b.Words, b.Late = fmt.Sprintf("%d trên %d cơ quan đã xong", done, len(members)), late > 0
	if late > 0 {
		b.Words += fmt.Sprintf(", %d đang trễ", late)
	}
	return b, nil
}

// late is by how many working days an assignment is or was late.
func (p *Pages) late(a assignment.Assignment) int {
	if a.State == assignment.Cancelled || a.State == assignment.Superseded {
		return 0
	}
	return a.LateBy(p.Calendar(), civil.Of(p.Now()))
}

// earlierFacts say on the open card how often a duty was said before.
func (d *readData) earlierFacts(id document.FindingID) []ui.Fact {
	n, since := document.Times(d.Earlier[id])
	if n == 0 {
		return nil
	}
	return []ui.Fact{{Label: "Đã nhắc trước", Value: earlierList(fmt.Sprintf("Đã nhắc %d lần từ %s", n, since.Format()), d.Before)}}
}
