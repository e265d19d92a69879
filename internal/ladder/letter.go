package ladder

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/office"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// LetterState is how far a letter has come.
type LetterState string

// The states of a letter.
const (
	LetterDrafted LetterState = "drafted"
	LetterSent    LetterState = "sent"
)

// LetterRow is one late thing that a letter names.
type LetterRow struct {
	ID     assignment.ID `json:"id"`
	Code   string        `json:"code"`
	Title  string        `json:"title"`
	Origin string        `json:"origin"`
	Due    civil.Date    `json:"due"`
	Late   int           `json:"late"` // working days on the day of the letter
	Told   int           `json:"told"` // reminders before
}

// Letter is a letter that urges an agency (công văn đôn đốc), as drafted.
type Letter struct {
	ID        string          `json:"id"`
	Org       apparatus.OrgID `json:"org"`
	DraftedAt time.Time       `json:"drafted_at"`
	DraftedBy string          `json:"drafted_by"`
	AsOf      civil.Date      `json:"as_of"`
	AnswerBy  civil.Date      `json:"answer_by"`
	Rows      []LetterRow     `json:"rows"`
	State     LetterState     `json:"state"`
	Number    string          `json:"number,omitempty"`
	SignedOn  civil.Date      `json:"signed_on,omitempty"`
	Rev       int64           `json:"rev"`
}

// answerDays is how many working days a letter leaves for the answer.
const answerDays = 3

// Urgent counts what is late at each agency: whom a letter could go to.
type Urgent struct {
	Org    apparatus.OrgID
	Late   int
	Worst  int        // working days
	Letter civil.Date // of the last letter, "" if none
}

// Agencies lists the agencies with late work, the latest first.
func (s *Service) Agencies(ctx context.Context) ([]Urgent, error) {
	if !identitySees(ctx) {
		return nil, fault.NotFound
	}
	today := civil.Of(s.db.Now())
	type row struct {
		org   apparatus.OrgID
		n     int
		first civil.Date
	}
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.org, &x.n, &x.first)
		return x, err
	}, `SELECT lead_org, COUNT(*), MIN(due_last) FROM assignment WHERE `+still+` AND due_sort < $1 AND due_last < $2
		GROUP BY lead_org ORDER BY MIN(due_last), lead_org`, string(today), string(today))
	if err != nil {
		return nil, err
	}
	last := map[apparatus.OrgID]civil.Date{}
	if err := storage.Each(ctx, s.db.Reader(), func(r storage.Row) error {
		var org apparatus.OrgID
		var at int64
		if err := r.Scan(&org, &at); err != nil {
			return err
		}
		last[org] = civil.Of(storage.Instant(at))
		return nil
	}, "SELECT org, MAX(drafted_at) FROM ladder_letter WHERE state <> 'dropped' GROUP BY org"); err != nil {
		return nil, err
	}
	var out []Urgent
	for _, x := range rows {
		if n := s.deps.Calendar().Between(x.first, today); n > 0 {
			out = append(out, Urgent{x.org, x.n, n, last[x.org]})
		}
	}
	return out, nil
}

// Draft writes down what is late at an agency now and drafts the letter from
// it. Later changes do not change the letter.
func (s *Service) Draft(ctx context.Context, org apparatus.OrgID) (Letter, error) {
	who := actor.From(ctx)
	if !who.HasAny(actor.Secretariat, actor.Chairman) {
		return Letter{}, fault.Forbidden
	}
	today := civil.Of(s.db.Now())
	cal := s.deps.Calendar()
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x LetterRow, err error) {
		var last civil.Date
		err = r.Scan(&x.ID, &x.Code, &x.Title, &x.Origin, &x.Due, &last, &x.Told)
		x.Late = cal.Between(last, today)
		return x, err
	}, `SELECT a.id, a.code, CASE WHEN a.period = '' THEN a.title ELSE a.title || ' (' || a.period || ')' END, a.origin_label, a.due_on, a.due_last,
			(SELECT COUNT(*) FROM ladder_step t WHERE t.assignment = a.id AND t.outcome = 'told')
		FROM assignment a WHERE a.lead_org = $1 AND a.due_last < $2 AND `+stillA+` ORDER BY a.due_sort, a.id LIMIT 200`, string(org), string(today))
	if err != nil {
		return Letter{}, err
	}
	late := rows[:0]
	for _, x := range rows {
		if x.Late > 0 {
			late = append(late, x)
		}
	}
	if len(late) == 0 {
		return Letter{}, fault.Say(fault.Conflict, s.deps.Directory().Name(org)+" không còn nhiệm vụ nào trễ hạn, không cần công văn đôn đốc.")
	}
	l := Letter{Org: org, DraftedBy: who.Name, AsOf: today, AnswerBy: cal.Add(today, answerDays), Rows: late, State: LetterDrafted, Rev: 1}
	body, err := json.Marshal(l.Rows)
	if err != nil {
		return l, err
	}
	err = s.db.Write(ctx, storage.Act{Verb: verbLetter, On: ref.New("letter", "new")}, func(tx *storage.Tx) error {
		l.ID, l.DraftedAt = tx.NewID(), tx.Now()
		tx.Act.On, tx.Act.After = ref.New("letter", l.ID), l
		tx.Act.About = l.about()
		_, err := tx.Exec(ctx, `INSERT INTO ladder_letter (id, org, drafted_at, drafted_by, as_of, answer_by, rows_json, state, number, signed_on, rev) VALUES ($1, $2, $3, $4, $5, $6, $7, 'drafted', '', '', 1)`,
			l.ID, string(l.Org), storage.Millis(l.DraftedAt), l.DraftedBy, string(l.AsOf), string(l.AnswerBy), string(body))
		return err
	})
	return l, err
}

func (l Letter) about() []ref.Ref {
	out := make([]ref.Ref, len(l.Rows))
	for i, x := range l.Rows {
		out[i] = x.ID.Ref()
	}
	return out
}

const letterColumns = "id, org, drafted_at, drafted_by, as_of, answer_by, rows_json, state, number, signed_on, rev"

func scanLetter(r storage.Row) (l Letter, err error) {
	var at int64
	var rows string
	if err = r.Scan(&l.ID, &l.Org, &at, &l.DraftedBy, &l.AsOf, &l.AnswerBy, &rows, &l.State, &l.Number, &l.SignedOn, &l.Rev); err != nil {
		return l, err
	}
	l.DraftedAt = storage.Instant(at)
	return l, json.Unmarshal([]byte(rows), &l.Rows)
}

// Find gives one letter.
func (s *Service) Find(ctx context.Context, id string) (Letter, error) {
	if !identitySees(ctx) {
		return Letter{}, fault.NotFound
	}
	return storage.One(ctx, s.db.Reader(), scanLetter, "SELECT "+letterColumns+" FROM ladder_letter WHERE id = $1", id)
}

// Letters lists the letters, newest first.
func (s *Service) Letters(ctx context.Context, most int) ([]Letter, error) {
	if !identitySees(ctx) {
		return nil, fault.NotFound
	}
	return storage.List(ctx, s.db.Reader(), scanLetter, "SELECT "+letterColumns+fmt.Sprintf(" FROM ladder_letter WHERE state <> 'dropped' ORDER BY id DESC LIMIT %d", most))
}

// Sent notes the number and day that the signed letter got.
func (s *Service) Sent(ctx context.Context, id string, rev int64, number string, on civil.Date) (Letter, error) {
	who := actor.From(ctx)
	if !who.HasAny(actor.Secretariat, actor.Chairman) {
		return Letter{}, fault.Forbidden
	}
	l, err := s.Find(ctx, id)
	if err != nil {
		return l, err
	}
	f := fault.Fields{}
	if number = viet.Line(number); number == "" || len([]rune(number)) > 60 {
		f.Add("number", "Ghi số, ký hiệu của công văn đã ký, ví dụ 125/CV-BCĐ.")
	}
	if on == "" || on < l.AsOf || on > civil.Of(s.db.Now()) {
		f.Add("signed", "Ngày ký phải từ "+l.AsOf.Format()+" đến hôm nay.")
	}
	if err := f.Err(); err != nil {
		return l, err
	}
	before := l
	l.Number, l.SignedOn, l.State = number, on, LetterSent
	err = s.db.Write(ctx, storage.Act{Verb: verbSend, On: ref.New("letter", id), About: l.about(), Reason: "Công văn số " + number + " ngày " + on.Format(), Before: before, After: l}, func(tx *storage.Tx) error {
		return tx.ExecOne(ctx, "UPDATE ladder_letter SET number = $1, signed_on = $2, state = 'sent', rev = rev + 1 WHERE id = $3 AND rev = $4 AND state = 'drafted'", number, string(on), id, rev)
	})
	l.Rev++
	return l, err
}

// House is what stands in the head of a letter; a province's own settings.
type House struct {
	Superior  string
	Issuer    string
	Symbol    string
	Place     string
	Authority []string
	Signer    string
	Template  office.Template
}

// Document is the letter in the layout of Decree 30/2020, for the secretariat's
// signature. Number and day stay open until it is signed.
func (s *Service) Document(l Letter, h House) office.Document {
	worst := 0
	rows := make([][]office.Cell, len(l.Rows))
	for i, x := range l.Rows {
		worst = max(worst, x.Late)
		rows[i] = office.Cells(strconv.Itoa(i+1), x.Title, x.Origin, x.Due.Format(), strconv.Itoa(x.Late))
	}
	name := s.deps.Directory().Name(l.Org)
	notices := origins(l.Rows)
	d := office.Document{
		Template: h.Template, Superior: h.Superior, Issuer: h.Issuer, Symbol: h.Symbol, Place: h.Place, Year: l.AsOf.Year(), Number: l.Number, Date: l.SignedOn,
		Subject: "đôn đốc thực hiện nhiệm vụ quá hạn", To: []string{name}, Draft: l.State == LetterDrafted,
		Body: []office.Block{
			office.Text(fmt.Sprintf("Qua theo dõi việc thực hiện %s, đến hết ngày %s %s còn %02d nhiệm vụ quá hạn chưa có báo cáo kết quả, nhiệm vụ chậm nhất đã quá hạn %d ngày làm việc, cụ thể như sau:", notices, l.AsOf.Format(), name, len(l.Rows), worst)),
			office.Table{Columns: []office.Column{{Title: "TT", Width: 10, Align: office.Centre}, {Title: "Nhiệm vụ", Share: 3}, {Title: "Văn bản giao", Share: 1.3}, {Title: "Hạn", Width: 23, Align: office.Centre}, {Title: "Quá hạn (ngày làm việc)", Width: 22, Align: office.Right}}, Rows: rows},
			office.Text(fmt.Sprintf("Đề nghị %s chỉ đạo hoàn thành các nhiệm vụ nêu trên; báo cáo kết quả, nêu rõ nguyên nhân chậm và trách nhiệm, trước 17 giờ ngày %s. Trường hợp cần thêm thời gian, báo cáo rõ phần đã làm, phần còn lại và thời điểm hoàn thành.", name, l.AnswerBy.Format())),
			office.Text("Sau thời hạn trên, các nhiệm vụ chưa có báo cáo được đưa vào danh sách trình Chủ tịch Ủy ban nhân dân tỉnh xem xét./."),
		},
		Authority: h.Authority, Signer: h.Signer, Recipients: []string{"Như trên", "Trưởng Ban Chỉ đạo (báo cáo)", "Lưu: VT, thường trực Ban Chỉ đạo"},
		Note: "Số liệu đến " + civil.Instant(l.DraftedAt) + ". Số ngày quá hạn tính theo ngày làm việc.",
	}
	if l.State != LetterDrafted {
		d.Note = ""
	}
	return d
}

// origins names the documents that the late things come from, each once.
func origins(rows []LetterRow) string {
	var out []string
	seen := map[string]bool{}
	for _, x := range rows {
		if x.Origin != "" && !seen[x.Origin] {
			seen[x.Origin] = true
			out = append(out, x.Origin)
		}
	}
	switch {
	case len(out) == 0:
		return "nhiệm vụ được giao"
	case len(out) > 3:
		return fmt.Sprintf("%d văn bản chỉ đạo", len(out))
	}
	return strings.Join(out, "; ")
}
