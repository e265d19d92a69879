package stocktake

import (
	"fmt"
	"strconv"
	"strings"

	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/office"
)

// Head is who issues the pack.
type Head struct {
	Superior, Issuer, Abbr, Place string
	Signer                        string // the standing member
}

// Document lays a pack out in the form of Decree 30: a summary of one page by
// the four questions, then tables.
func (p Pack) Document(h Head) office.Document {
	style := office.StyleOf(office.State)
	style.Body, style.Between, style.Leading = 13, 6, 1
	style.SignatureRoom = min(style.SignatureRoom, 15)
	doc := office.Document{
		Template: office.State, Style: &style, Superior: h.Superior, Issuer: h.Issuer, Symbol: "BC-" + h.Abbr, Place: h.Place, Year: p.At.In(civil.Zone()).Year(),
		Type: "BÁO CÁO", Subject: "Tình hình thực hiện kết luận của Ban Chỉ đạo, phục vụ " + lowered(p.Title),
		Authority: []string{"TL. TRƯỞNG BAN", "ỦY VIÊN TRỰC"}, Signer: h.Signer, Recipients: []string{"Trưởng Ban Chỉ đạo", "Các thành viên Ban Chỉ đạo", "Lưu: VT"},
		Note: "Số liệu đến " + p.At.In(civil.Zone()).Format("15:04") + " ngày " + OnPaper(civil.Of(p.At)) + ". Nguồn của từng số ở Phụ lục I.",
	}
	for i, q := range p.Summary() {
		doc.Body = append(doc.Body, office.Heading{Level: 2, Text: fmt.Sprintf("%d. %s", i+1, q.Question)})
		for _, a := range q.Answers {
			doc.Body = append(doc.Body, office.Text(a))
		}
	}
	if len(p.Decisions) == 0 {
		doc.Body = append(doc.Body, office.Text("Không có nội dung nào cần quyết định theo quy tắc chọn."))
	} else {
		items := make([]office.Item, len(p.Decisions))
		for i, d := range p.Decisions {
			items[i] = office.Item{{Text: d.Lead + ": ", Bold: true}, {Text: strings.TrimRight(clip(d.Title, 90), ".") + ended(d.Title, 90)}, {Text: d.Ask}}
		}
		doc.Body = append(doc.Body, office.List{Items: items, Mark: office.Letter})
	}
	doc.Annexes = []office.Annex{p.figureAnnex(), p.lateAnnex(), p.movedAnnex(), p.restAnnex()}
	return doc
}

// Answer is one of the four questions with what the data say.
type Answer struct {
	Question string
	Answers  []string
}

// Summary answers the four questions of a stocktake in sentences.
func (p Pack) Summary() []Answer {
	f := map[string]string{}
	for _, x := range p.Figures {
		f[x.Key] = x.Value
	}
	since := p.SinceName
	if since != "đầu năm" {
		since += " (" + OnPaper(p.Since) + ")"
	}
	track := []string{"Không có việc nào đang trễ."}
	if len(p.Slipped) > 0 {
		agencies := map[string]bool{}
		for _, l := range p.Slipped {
			agencies[l.Lead] = true
		}
		top := p.Slipped[0]
		track = []string{fmt.Sprintf("Đang trễ %s việc ở %d cơ quan (ngày %s: %s việc); lâu nhất là %s, trễ %d ngày làm việc.", f["late"], len(agencies), OnPaper(p.Since), f["late_then"], top.Lead, top.Days)}
	}
	var why []string
	if c, ok := p.named(); ok {
		why = append(why, "Nguyên nhân được nêu nhiều nhất khi nộp trễ: "+lowered(c.Name)+" ("+strconv.Itoa(c.N)+" lần)")
	}
	if len(p.Holders) > 0 {
		why = append(why, fmt.Sprintf("ngày trễ nằm nhiều nhất ở %s (%d ngày làm việc, %d việc)", p.Holders[0].Name, p.Holders[0].N, p.Holders[0].Of))
	}
	if len(why) > 0 {
		line := strings.Join(why, "; ") + "."
		track = append(track, strings.ToUpper(line[:1])+line[1:])
	}
	quiet := fmt.Sprintf("Im lặng hoặc chưa mở xem: %s việc. Chưa có hạn: %s việc. Phiên họp trước đã nhắc mà còn mở: %d việc.", f["silent"], f["undated"], len(p.Repeated))
	if len(p.Asks) > 0 {
		quiet += fmt.Sprintf(" Đang xin gia hạn: %d việc.", len(p.Asks))
	}
	track = append(track, quiet)
	return []Answer{
		{"Phải làm gì", []string{fmt.Sprintf("Đang mở %s việc; từ %s giao mới %s việc.", f["open"], since, f["given"])}},
		{"Ai làm, đã chuyển biến gì", []string{fmt.Sprintf("Từ %s xác nhận hoàn thành %s việc; việc có hạn nộp đúng hạn: %s. Đã báo cáo, chờ xác nhận: %s việc.", since, f["moved"], f["in_time"], f["waiting"])}},
		{"Có đúng tiến độ không, vì sao", track},
		{"Nếu chưa thì làm gì: nội dung xin quyết định", nil},
	}
}

// ended is what stands behind a title of at most n characters; a cut one has
// its mark already.
func ended(title string, n int) string {
	if len([]rune(title)) > n {
		return " "
	}
	return ". "
}

// named is the cause that was given most, other than "other".
func (p Pack) named() (Count, bool) {
	for _, c := range p.Causes {
		if c.Name != assignment.OtherCause.Word() {
			return c, true
		}
	}
	return Count{}, false
}

func number(align office.Align) office.Column {
	return office.Column{Title: "TT", Width: 10, Align: align}
}

func (p Pack) figureAnnex() office.Annex {
	figures := office.Table{Caption: "1. Số liệu và nguồn", Columns: []office.Column{number(office.Centre), {Title: "Chỉ tiêu", Share: 3}, {Title: "Số liệu", Share: 2}, {Title: "Nguồn", Share: 3}}}
	for i, f := range p.Figures {
		figures.Rows = append(figures.Rows, office.Cells(strconv.Itoa(i+1), f.Label, f.Value, f.Source))
	}
	a := office.Annex{Title: "Số liệu, nguyên nhân và thời gian trễ", Body: []office.Block{figures}}
	count := func(caption, name, of string, list []Count, withOf bool) {
		t := office.Table{Caption: caption, Columns: []office.Column{number(office.Centre), {Title: name, Share: 4}, {Title: of, Width: 30, Align: office.Centre}}}
		if withOf {
			t.Columns = append(t.Columns, office.Column{Title: "Số việc", Width: 22, Align: office.Centre})
		}
		for i, c := range list {
			row := office.Cells(strconv.Itoa(i+1), c.Name, strconv.Itoa(c.N))
			if withOf {
				row = append(row, office.Cell{Text: strconv.Itoa(c.Of)})
			}
			t.Rows = append(t.Rows, row)
		}
		a.Body = append(a.Body, none(t, caption))
	}
	since := "từ " + p.SinceName
	count("2. Nguyên nhân nêu khi nộp trễ, "+since, "Nguyên nhân", "Số lần", p.Causes, false)
	count("3. Ngày làm việc bị trễ nằm ở đâu, "+since, "Cơ quan đang giữ việc", "Số ngày trễ", p.Holders, true)
	return a
}

// none is a table, or its caption with the words that there is nothing.
func none(t office.Table, caption string) office.Block {
	if len(t.Rows) > 0 {
		return t
	}
	return office.Text(caption + ": không có.")
}

func lines(caption string, list []Line, note string, late bool) office.Block { //nolint:revive // a column more
	t := office.Table{Caption: caption, Columns: []office.Column{number(office.Centre), {Title: "Nhiệm vụ", Share: 5}, {Title: "Chủ trì", Share: 2}, {Title: "Hạn", Width: 24, Align: office.Centre}}}
	if late {
		t.Columns = append(t.Columns, office.Column{Title: "Trễ (ngày làm việc)", Width: 22, Align: office.Centre})
	}
	t.Columns = append(t.Columns, office.Column{Title: note, Share: 3})
	for i, l := range list {
		due := l.Due.Format()
		if l.Due == "" {
			due = "–"
		}
		row := office.Cells(strconv.Itoa(i+1), clip(l.Title, 220), l.Lead, due)
		if late {
			row = append(row, office.Cell{Text: strconv.Itoa(l.Days)})
		}
		t.Rows = append(t.Rows, append(row, office.Cell{Text: l.Note}))
	}
	return none(t, caption)
}

func (p Pack) lateAnnex() office.Annex {
	return office.Annex{Title: "Việc đang trễ", Landscape: true, Body: []office.Block{lines("Việc đang trễ, lâu nhất trước", p.Slipped, "Nguyên nhân, đang ở đâu", true)}}
}

func (p Pack) movedAnnex() office.Annex {
	return office.Annex{Title: "Việc đã chuyển biến từ " + p.SinceName, Landscape: true, Body: []office.Block{
		lines("1. Đã xác nhận hoàn thành, mỗi nhiệm vụ một dòng", p.Moved, "Kết quả", false), lines("2. Đã báo cáo, chờ xác nhận", p.Waiting, "Ghi chú", false),
	}}
}

func (p Pack) restAnnex() office.Annex {
	a := office.Annex{Title: "Việc im lặng, chưa có hạn, đã nhắc nhiều lần", Landscape: true, Body: []office.Block{
		lines("1. Im lặng hoặc chưa mở xem", p.Silent, "Ghi chú", false),
		lines("2. Chưa có hạn", p.Undated, "Ghi chú", false),
		lines("3. Đã nhắc tại phiên họp trước, còn mở", p.Repeated, "Số lần nhắc", false),
	}}
	if len(p.Asks) > 0 {
		a.Body = append(a.Body, lines("4. Đang xin gia hạn", p.Asks, "Nội dung xin", false))
	}
	return a
}
