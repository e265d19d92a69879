package committee

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/collate"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/reading"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/term"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

// SignedCopy is the signed copy of a notice, as it is entered.
type SignedCopy struct {
	Intake      string // of document.Receive
	Number      string
	SignedOn    civil.Date
	PublishedAt time.Time // zero if not public yet
	// Seen says that a person looked at the differences from the draft, Early that
	// one looked at days that had passed when the notice was signed.
	Seen  bool
	Early bool
}

// Compare lays the signed copy that was received beside the draft; the matches
// are those of the conclusions, in their order.
func (s *Service) Compare(ctx context.Context, id ID, intake string) (collate.Comparison, document.Intake, error) {
	var none collate.Comparison
	if err := requireWork(actor.From(ctx)); err != nil {
		return none, document.Intake{}, err
	}
	m, err := s.Find(ctx, id)
	if err != nil {
		return none, document.Intake{}, err
	}
	in, err := s.deps.Documents.Intake(ctx, intake)
	if err != nil {
		return none, in, err
	}
	d, _, err := s.drafted(ctx, m)
	return d.beside(in.Text), in, err
}

// beside lays the draft beside a text.
func (d drafted) beside(text string) collate.Comparison {
	pieces := make([]string, len(d.conclusions))
	for i, c := range d.conclusions {
		_, pieces[i], _ = strings.Cut(c, ". ") // without its number
	}
	var sentences []collate.Span
	for _, p := range document.Passages([]rune(text)) {
		sentences = append(sentences, collate.Span{Start: p.Start, End: p.End})
	}
	return collate.Compare(pieces, append([]string{d.intro, d.closing, partOne, partTwo}, d.carried...), text, sentences)
}

func (c SignedCopy) check(m Meeting, today civil.Date) error {
	f := fault.Fields{}
	if viet.Line(c.Number) == "" {
		f.Add("number", "Ghi số, ký hiệu của thông báo đã ký.")
	}
	switch {
	case c.SignedOn == "":
		f.Add("signed_on", "Ghi ngày ký.")
	case c.SignedOn < m.MetOn():
		f.Add("signed_on", "Ngày ký trước ngày họp "+m.MetOn().Format()+".")
	case c.SignedOn > today:
		f.Add("signed_on", "Ngày ký không thể sau hôm nay.")
	}
	if !c.PublishedAt.IsZero() && civil.Of(c.PublishedAt) < c.SignedOn {
		f.Add("published_on", "Ngày công bố trước ngày ký.")
	}
	return f.Err()
}

// Sign enters the signed copy in the register and gives its conclusions out as
// assignments, without a reading: all in one transaction, with an act on the
// meeting, on the document and on every assignment. Once there is a notice, a
// second copy gives nothing: the same upload answers with the meeting, another
// one is a Conflict that names the notice.
func (s *Service) Sign(ctx context.Context, id ID, c SignedCopy) (Meeting, error) {
	if err := requireWork(actor.From(ctx)); err != nil {
		return Meeting{}, err
	}
	m, err := s.Find(ctx, id)
	if err != nil {
		return m, err
	}
	if m.Document != "" {
		return s.again(ctx, m, c.Intake)
	}
	if err := m.refuse(VerbSign); err != nil {
		return m, err
	}
	if err := c.check(m, s.today()); err != nil {
		return m, err
	}
	in, err := s.deps.Documents.Intake(ctx, c.Intake)
	if err != nil {
		return m, err
	}
	if in.Document != "" {
		return m, fault.Say(fault.Conflict, "Tệp này đã vào sổ như một văn bản khác. Gắn văn bản đó với phiên họp thay vì nhận lần nữa.")
	}
	d, list, err := s.drafted(ctx, m)
	if err != nil {
		return m, err
	}
	if err := incomplete(list); err != nil {
		return m, err
	}
	if early := passed(list, c.SignedOn); early != "" && !c.Early {
		return m, fault.Field("early", early)
	}
	if n := d.beside(in.Text).Differences(); n > 0 && !c.Seen {
		return m, fault.Field("seen", fmt.Sprintf("Bản ký khác dự thảo ở %d chỗ. Xem từng chỗ rồi đánh dấu đã xem.", n))
	}
	doc, err := s.deps.Documents.Register(ctx, document.Registration{
		Intake: c.Intake, EncodingAccepted: true,
		Facts: document.Facts{Number: c.Number, Type: "Thông báo", Issuer: s.deps.Names().Committee, Signer: s.signer(m), Subject: s.subject(m), MetOn: m.MetOn(), SignedOn: c.SignedOn, PublishedAt: c.PublishedAt},
		Settle: func(ctx context.Context, tx *storage.Tx, doc document.Document) (document.Settled, error) {
			return s.settle(ctx, tx, m, c, doc)
		},
	})
	if errors.Is(err, fault.Conflict) {
		if now, ferr := s.Find(ctx, id); ferr == nil && now.Document != "" {
			return s.again(ctx, now, c.Intake) // somebody was quicker
		}
	}
	if dup, ok := errors.AsType[*document.DuplicateError](err); ok {
		return m, fault.Because(fault.Conflict, dup.Found[0].Document.Title()+" đã có trong sổ văn bản ("+dup.Found[0].Why.Label()+"). Gắn văn bản đó với phiên họp, ở mục Thông báo đã có trong sổ; không nhận thành văn bản thứ hai.", err)
	}
	if err != nil {
		return m, fmt.Errorf("sign %s: %w", id, err)
	}
	now, err := s.Find(ctx, id)
	if err == nil && now.Document != doc.ID {
		return now, fault.Say(fault.Conflict, "Tệp này đã vào sổ như một văn bản khác. Gắn văn bản đó với phiên họp thay vì nhận lần nữa.")
	}
	return now, err
}

// passed names the conclusions whose day lies before the notice was signed:
// nobody is late by a notice that was not there.
func passed(list []Conclusion, signed civil.Date) string {
	var places []string
	for _, c := range list {
		if c.Kind == term.ByDate && c.Due < signed {
			places = append(places, fmt.Sprintf("%d (%s)", c.Place, c.Due.Format()))
		}
	}
	if len(places) == 0 {
		return ""
	}
	return "Hạn của kết luận " + strings.Join(places, ", ") + " đã qua khi ký ngày " + signed.Format() + ". Sửa hạn theo bản ký, hoặc đánh dấu đã kiểm tra."
}

func (s *Service) signer(m Meeting) string {
	if m.Signer != "" {
		return m.Signer
	}
	return m.ChairName
}

// again answers a second copy.
func (s *Service) again(ctx context.Context, m Meeting, intake string) (Meeting, error) {
	if in, err := s.deps.Documents.Intake(ctx, intake); err == nil && in.Document == m.Document {
		return m, nil
	}
	return m, fault.Say(fault.Conflict, "Thông báo của phiên họp này đã vào sổ ("+m.Notice+", ký ngày "+m.SignedOn.Format()+"). Nhiệm vụ đã giao một lần, không giao thêm. Bản ký thay thế được vào sổ như văn bản đính chính.")
}

// settle is what signing does inside the transaction that registers the copy.
func (s *Service) settle(ctx context.Context, tx *storage.Tx, m Meeting, c SignedCopy, doc document.Document) (document.Settled, error) {
	var out document.Settled
	d, list, err := s.drafted(ctx, m)
	if err != nil {
		return out, err
	}
	m.State, m.Notice, m.SignedOn, m.PublishedAt, m.Document = Signed, doc.Number, c.SignedOn, c.PublishedAt, doc.ID
	if !c.PublishedAt.IsZero() {
		m.State = Published
	}
	if err := saveMeeting(ctx, tx, m); err != nil { // first: whoever comes second stops here
		return out, err
	}
	beside := d.beside(doc.Text)
	for _, k := range beside.Known {
		out.Known = append(out.Known, reading.Span{Start: k.Start, End: k.End + 1})
	}
	text := []rune(doc.Text)
	given := map[ConclusionID]assignment.Assignment{}
	for i, x := range beside.Matches {
		concl := list[i]
		a, err := s.give(ctx, tx, doc, text, concl, x)
		if err != nil {
			return out, err
		}
		given[concl.ID] = a
		concl.Assignment = a.ID
		if err := saveConclusion(ctx, tx, concl); err != nil {
			return out, err
		}
		out.Duties = append(out.Duties, document.Duty{Start: x.Start, End: x.End, Title: a.Title, Lead: concl.Lead, Coordinate: concl.Coordinate, Due: concl.Due, Every: string(concl.Every), Assignment: string(a.ID)})
	}
	if err := s.supersede(ctx, tx, m, doc, given); err != nil {
		return out, err
	}
	act := storage.Act{Verb: string(VerbSign), On: m.ID.Ref(), About: []ref.Ref{doc.ID.Ref()}, After: map[string]any{"notice": doc.Number, "signed_on": c.SignedOn, "assignments": len(list), "differences": beside.Differences()}}
	tx.Also(act)
	return out, nil
}

// give makes the assignment of one conclusion, with the words of the copy.
func (s *Service) give(ctx context.Context, tx *storage.Tx, doc document.Document, text []rune, c Conclusion, x collate.Match) (assignment.Assignment, error) {
	n := assignment.New{
		Title: clip(c.Words, 500), Quote: x.Draft, Lead: c.Lead, Coordinate: c.Coordinate, Origin: doc.ID.Ref(), OriginLabel: doc.Title(), SpanStart: x.Start, SpanEnd: x.End,
		AssignedOn: civil.Of(tx.Now()), Undated: c.Kind == term.None, Deadline: assignment.Deadline{Kind: assignment.NoDate, Reason: c.Reason},
	}
	if x.Found {
		n.Quote = viet.Line(string(text[x.Start:x.End]))
	}
	switch c.Kind {
	case term.ByDate:
		n.Deadline = assignment.Deadline{Kind: assignment.OnDate, Date: c.Due, Bound: workday.By, Phrase: c.Word()}
	case term.ByRhythm:
		n.Deadline = assignment.Deadline{Kind: assignment.Recurring, Every: c.Every, Phrase: c.Word()}
	case term.None:
		n.Deadline.SetBy = actor.From(ctx).Name
	}
	a, _, err := s.deps.Assignments.AssignTx(ctx, tx, n)
	if err != nil {
		return a, fmt.Errorf("conclusion %d: %w", c.Place, err)
	}
	return a, nil
}

// supersede ends the duties that conclusions took the place of; both records
// name the other.
func (s *Service) supersede(ctx context.Context, tx *storage.Tx, m Meeting, doc document.Document, given map[ConclusionID]assignment.Assignment) error {
	carries, err := listCarries(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	for _, c := range carries {
		if c.Decision != Replace || c.Effective != "" {
			continue
		}
		a, ok := given[c.Conclusion]
		if !ok {
			return fault.Say(fault.Invalid, "Một việc cũ được thay bằng kết luận không còn. Chọn lại kết luận mới.")
		}
		why := "Thay bằng " + a.Code + " tại " + doc.Title()
		if c.Reason != "" {
			why += ": " + c.Reason
		}
		if _, err := s.deps.Assignments.SupersedeTx(ctx, tx, c.Assignment, why, m.ID.Ref(), a.ID.Ref()); err != nil {
			return naming(ctx, s.deps.Assignments, c.Assignment, err)
		}
		c.Effective, c.By = m.MetOn(), actor.From(ctx).Name
		if err := putCarry(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// Attach joins a notice that was registered and read from the register to its
// meeting. Its assignments then stand for the conclusions, also where the
// meeting wrote down some of its own, so that nothing is given out twice.
func (s *Service) Attach(ctx context.Context, id ID, rev int64, doc document.ID) (Meeting, error) {
	d, err := s.deps.Documents.Find(ctx, doc)
	if err != nil {
		return Meeting{}, err
	}
	return s.change(ctx, id, rev, VerbAttach, func(tx *storage.Tx, m *Meeting) error {
		carries, err := listCarries(ctx, tx, id)
		if err != nil {
			return err
		}
		switch {
		case slices.ContainsFunc(carries, func(c Carry) bool { return c.Decision == Replace && c.Effective == "" }):
			return fault.Say(fault.Conflict, "Có việc cũ được thay bằng kết luận mới. Thông báo đã đọc từ sổ không thay được; đổi cách xử lý việc cũ, hoặc tải bản ký lên.")
		case d.SignedOn == "":
			return fault.Field("document", "Văn bản chưa có ngày ký. Bổ sung ngày ký trong sổ văn bản trước.")
		case d.SignedOn < m.MetOn():
			return fault.Field("document", "Văn bản ký ngày "+d.SignedOn.Format()+", trước ngày họp.")
		}
		n, err := storage.One(ctx, tx, storage.Scalar[int64], "SELECT COUNT(*) FROM committee_meeting WHERE document = $1", string(doc))
		if err != nil {
			return err
		}
		if n > 0 {
			return fault.Field("document", "Văn bản này đã gắn với một phiên họp khác.")
		}
		for _, c := range carries {
			if c.Effective == "" { // a meeting that skipped Conclude
				if err := s.apply(ctx, tx, *m, c); err != nil {
					return err
				}
			}
		}
		m.State, m.Attached, m.Document, m.Notice, m.SignedOn, m.PublishedAt = Signed, true, doc, d.Number, d.SignedOn, d.PublishedAt
		if !d.PublishedAt.IsZero() {
			m.State = Published
		}
		tx.Act.About = []ref.Ref{doc.Ref()}
		return nil
	})
}
