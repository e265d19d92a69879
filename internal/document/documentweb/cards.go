package documentweb

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/web/ui"
)

// card is one finding beside the text.
func (d *readData) card(f numbered) ui.FindingCard {
	open := d.At != nil && d.At.ID == f.ID
	c := ui.FindingCard{
		ID: "f-" + string(f.ID), Number: f.N, Title: f.Title, Open: open, Href: d.View.at(f.ID, "").path(d.Sheet.Document.ID, "f-"+string(f.ID)),
		Holder: d.holderLine(f.Finding),
	}
	switch f.State {
	case document.Confirmed:
		c.State, c.StateWord = "confirmed", "Đã giao"
	case document.Dismissed:
		c.State = "dismissed"
	case document.Open, document.Merged, document.Split:
		c.State = "drafted"
	}
	c.Cadence, c.Clock = d.clock(f.Finding)
	if !open {
		if n, _ := document.Times(d.Earlier[f.ID]); n > 0 && f.State != document.Dismissed {
			c.Holder += fmt.Sprintf(". Đã nhắc %d lần trước đây", n)
		}
		return c
	}
	c.Why = f.Because
	if f.Origin != document.ByPerson {
		c.Confidence = int(f.Certainty * 100)
		c.Advice = d.advice(f.Finding)
	}
	if f.State == document.Open && d.Work {
		c.Body, c.Acts = d.cardBody(f), d.cardActs(f)
	} else {
		c.Acts = d.decidedActs(f)
	}
	if d.View.Mode != "sua" || f.State != document.Open {
		c.Facts = append(d.facts(f.Finding), d.earlierFacts(f.ID)...)
	}
	return c
}

func (d *readData) advice(f document.Finding) string {
	switch {
	case f.State != document.Open:
		return ""
	case f.Certainty >= 0.8 && f.Ready(d.Sheet.Document.SignedOn):
		return "nên xác nhận"
	case f.Certainty < 0.6:
		return "nên đọc kỹ"
	}
	return ""
}

// holderLine is the second line of a closed card: who answers, or what is missing.
func (d *readData) holderLine(f document.Finding) string {
	switch {
	case f.State == document.Dismissed:
		return f.Reason
	case f.Lead != "" && f.Through != "":
		return d.Dir.Name(f.Lead) + ", qua " + d.Dir.Name(f.Through)
	case f.Lead != "":
		return d.Dir.Name(f.Lead)
	case len(f.Expand) > 0:
		return fmt.Sprintf("%s: tách thành %d việc con", joinWords(f.LeadWords()), len(f.Expand))
	case len(f.Leads) > 1:
		return fmt.Sprintf("%d cơ quan: cần chọn 1 chủ trì", len(f.Leads))
	case len(f.Leads) == 1:
		return "“" + f.Leads[0].Name + "”: chưa có trong danh bạ"
	}
	return "Chưa nêu cơ quan chủ trì"
}

// clock is the deadline's tag: a cadence in words, or a day, or none.
func (d *readData) clock(f document.Finding) (string, *ui.Clock) {
	words := f.Deadline.Words(d.Text)
	switch {
	case f.Every != "":
		return everyWord(f.Every), nil
	case f.Due != "":
		return "", &ui.Clock{Kind: ui.ClockLater, Text: "Hạn " + f.Due.Format(), Datetime: string(f.Due)}
	case f.Deadline.SameDay(d.Text):
		return "Trong ngày, lặp lại từng việc", nil
	case words != "":
		return "", &ui.Clock{Kind: ui.ClockNone, Text: "Chưa có hạn: “" + words + "”"}
	}
	return "", &ui.Clock{Kind: ui.ClockNone}
}

func everyWord(every string) string {
	switch every {
	case "day":
		return "Hằng ngày"
	case "week":
		return "Hằng tuần"
	case "month":
		return "Hằng tháng"
	case "quarter":
		return "Hằng quý"
	case "half":
		return "Sáu tháng một lần"
	case "year":
		return "Hằng năm"
	}
	return "Định kỳ"
}

func (d *readData) facts(f document.Finding) []ui.Fact {
	lead := ui.Fact{Label: "Chủ trì"}
	switch {
	case f.Lead != "":
		lead.Value = ui.Strong(d.Dir.Name(f.Lead))
		lead.Note = partyNote(f.Leads)
		if f.Inherited() {
			lead.Note += " Tên nằm ngoài câu này, ở phần trước của văn bản."
		}
	case len(f.Expand) > 0:
		lead.Value = ui.Strong(joinWords(f.LeadWords()))
		lead.Note = fmt.Sprintf("Giao cho từng cơ quan: tách thành %d việc con dưới một nhiệm vụ chung.", len(f.Expand))
	case len(f.Leads) > 0:
		lead.Value = ui.Text(joinWords(f.LeadWords()))
		lead.Note = d.holderLine(f)
	default:
		lead.Value = ui.Absent("Văn bản không nêu")
	}
	out := []ui.Fact{lead}
	if f.Through != "" {
		out = append(out, ui.Fact{Label: "Qua", Value: ui.Text(d.Dir.Name(f.Through)), Note: d.throughNote(f)})
	} else if len(f.Throughs) > 0 {
		out = append(out, ui.Fact{Label: "Qua", Value: ui.Text(joinWords(f.ThroughWords())), Note: "Chưa có trong danh bạ."})
	}
	out = append(out, d.coordFact(f), d.dueFact(f))
	for _, flag := range f.Flags(d.Sheet.Document.SignedOn) {
		if f.State == document.Open && flag.Blocking() && flag != document.NoLead && flag != document.ManyLeads {
			out = append(out, ui.Fact{Label: "Cần xem", Value: ui.Pressing(flag.Label())})
		}
	}
	return out
}

func partyNote(ps []document.Party) string {
	if len(ps) == 0 {
		return "Do người đọc chọn."
	}
	note := "Văn bản ghi “" + joinWords(names(ps)) + "”."
	if ps[0].Why != "" {
		note += " " + ps[0].Why + "."
	}
	return note
}

func names(ps []document.Party) []string {
	out := make([]string, len(ps))
	for i, p := range ps {
		out[i] = p.Name
	}
	return out
}

func (d *readData) throughNote(f document.Finding) string {
	if o, ok := d.Dir.Get(f.Lead); ok && o.Standing == f.Through {
		return "Cơ quan thường trực của Ban Chỉ đạo."
	}
	return partyNote(f.Throughs)
}

func (d *readData) coordFact(f document.Finding) ui.Fact {
	fact := ui.Fact{Label: "Phối hợp"}
	var known []templ.Component
	for _, id := range f.Coord {
		known = append(known, ui.Text(d.Dir.Name(id)))
	}
	switch {
	case len(known) > 0:
		fact.Value = ui.Join("; ", known...)
		if n := len(f.Coordinates) - len(f.Coord); n > 0 {
			fact.Note = "Văn bản ghi “" + joinWords(f.CoordWords()) + "”."
		}
	case len(f.Coordinates) > 0:
		fact.Value = ui.Text("“" + joinWords(f.CoordWords()) + "”")
		fact.Note = "Chưa chọn cơ quan cụ thể."
	default:
		fact.Value = d.add(f, "Văn bản không nêu")
	}
	return fact
}

func (d *readData) dueFact(f document.Finding) ui.Fact {
	fact := ui.Fact{Label: "Thời hạn"}
	cadence, clock := d.clock(f)
	words := f.Deadline.Words(d.Text)
	switch {
	case cadence != "":
		fact.Value = tag(cadence)
	case f.Due != "":
		fact.Value = ui.ClockTag(*clock)
	default:
		fact.Value = d.add(f, "Chưa có hạn")
	}
	switch {
	case words == "" && f.Due == "" && f.Every == "":
		fact.Note = "Văn bản không nêu thời hạn; vẫn giao được, nhiệm vụ vào danh sách chưa có hạn."
	case words == "":
		fact.Note = "Do người đọc chọn."
	case f.Deadline.SameDay(d.Text):
		fact.Note = "“" + words + "”: đồng hồ trong ngày cho từng việc."
	case f.Deadline.Vague:
		fact.Note = "“" + words + "” không phải một thời hạn."
	case f.Deadline.Bound == "before" && f.Due == f.Deadline.LastDay():
		fact.Note = "“" + words + "”: ngày cuối là " + f.Due.Format() + "."
	default:
		fact.Note = "Văn bản ghi “" + words + "”."
	}
	return fact
}

// candidates are the bodies that the text names for a finding, as choices for
// the lead.
func candidates(f document.Finding) []apparatus.OrgID {
	var out []apparatus.OrgID
	seen := map[apparatus.OrgID]bool{}
	add := func(id apparatus.OrgID) {
		if id != "" && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	for _, p := range f.Leads {
		add(p.Org)
	}
	for _, p := range f.Throughs {
		add(p.Org)
	}
	for _, p := range f.Coordinates {
		add(p.Org)
	}
	return out
}

// leadChoices are the bodies of which the officer picks one, when the text
// names several as leading.
func leadChoices(f document.Finding) []apparatus.OrgID {
	if f.Lead != "" || len(f.Expand) > 0 {
		return nil
	}
	var out []apparatus.OrgID
	for _, p := range f.Leads {
		if p.Org != "" {
			out = append(out, p.Org)
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// everyOne are the bodies that get an assignment each when the officer expands
// the leads that are named.
func everyOne(f document.Finding) []apparatus.OrgID {
	var out []apparatus.OrgID
	for _, p := range f.Leads {
		if p.Org != "" {
			out = append(out, p.Org)
		}
		out = append(out, p.Members...)
	}
	return out
}

func (d *readData) orgOptions(f document.Finding, none string) []ui.Option {
	out := []ui.Option{{Label: none}}
	for _, id := range candidates(f) {
		out = append(out, ui.Option{Value: string(id), Label: d.Dir.Name(id), Group: "Văn bản nêu"})
	}
	for _, o := range d.Orgs {
		out = append(out, ui.Option{Value: string(o.ID), Label: o.Name, Group: "Danh bạ"})
	}
	return out
}

func (d *readData) typed(name, stored string) string {
	if d.Typed != nil {
		return d.Typed.Get(name)
	}
	return stored
}

func (d *readData) typedAll(name string, stored []apparatus.OrgID) []string {
	if d.Typed != nil {
		return append([]string{""}, d.Typed[name]...)
	}
	out := []string{""}
	for _, id := range stored {
		out = append(out, string(id))
	}
	return out
}

func (d *readData) checks(ids []apparatus.OrgID) []ui.Option {
	out := make([]ui.Option, 0, len(ids))
	for _, id := range ids {
		out = append(out, ui.Option{Value: string(id), Label: d.Dir.Name(id)})
	}
	return out
}

func everyOptions() []ui.Option {
	out := []ui.Option{{Label: "Không lặp lại"}}
	for _, e := range []string{"day", "week", "month", "quarter", "half", "year"} {
		out = append(out, ui.Option{Value: e, Label: everyWord(e)})
	}
	return out
}

// splitText is the finding's words with a line for each part that is offered.
func (d *readData) splitText(f document.Finding) string {
	if d.Typed != nil {
		return d.Typed.Get("parts")
	}
	var out strings.Builder
	at := f.Start
	for _, p := range f.Parts {
		if p.Start > at && p.Start > f.Start {
			out.WriteString(string(d.Text[at:p.Start]) + "\n")
			at = p.Start
		}
	}
	return out.String() + string(d.Text[at:f.End])
}

// neighbours are the open findings that another may be merged with.
func (d *readData) neighbours(f numbered) []ui.Option {
	var out []ui.Option
	for _, o := range d.Live {
		if o.ID != f.ID && o.State == document.Open && o.N >= f.N-6 && o.N <= f.N+6 {
			out = append(out, ui.Option{Value: string(o.ID) + ":" + strconv.FormatInt(o.Rev, 10), Label: strconv.Itoa(o.N) + ". " + o.Title})
		}
	}
	return out
}

func dateLine(f document.Facts) string {
	s := ""
	add := func(word string, d civil.Date) {
		if d != "" {
			if s != "" {
				s += " "
			}
			s += word + " " + d.Format() + "."
		}
	}
	add("Họp", f.MetOn)
	add("Ký", f.SignedOn)
	if !f.PublishedAt.IsZero() {
		if s != "" {
			s += " "
		}
		s += "Đăng " + civil.Of(f.PublishedAt).Format()
		if t := f.PublishedAt.In(civil.Zone()); t.Hour()+t.Minute() > 0 {
			s += ", " + t.Format("15:04")
		}
		s += "."
	}
	return s
}
