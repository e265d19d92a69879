package committee_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/committee"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/jobs"
	"dondoc/internal/office"
	"dondoc/internal/stocktake"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/tally"
	"dondoc/internal/workday"
)

func schemas() []storage.Schema {
	return []storage.Schema{audit.Schema(), apparatus.Schema(), blob.Schema(), jobs.Schema(), assignment.Schema(), document.Schema(), committee.Schema()}
}

type world struct {
	*committee.Service

	t     *testing.T
	clock *clock.Manual
	work  *assignment.Service
	docs  *document.Service
	acts  *audit.Service
	sec   context.Context //nolint:containedctx // who acts
}

func as(role actor.Role, org string) context.Context {
	return actor.With(context.Background(), actor.Actor{Kind: actor.Person, ID: string(role) + "-" + org, Name: "Người " + org + " (minh họa)", Org: org, Grants: []actor.Grant{{Role: role, Org: org}}})
}

func set(t *testing.T, db *storage.DB, c *clock.Manual) *world {
	t.Helper()
	acts := audit.New(db)
	dir := apparatus.New(db)
	if err := dir.Import(t.Context(), "kiểm thử", []apparatus.Org{
		{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province},
		{ID: "bcd", Name: "Ban Chỉ đạo cải cách", Kind: apparatus.Committee, Parent: "tinh", Standing: "snv"},
		{ID: "snv", Name: "Sở Nội vụ", Abbr: "SNV", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "skhdt", Name: "Sở Kế hoạch và Đầu tư", Short: "Sở KH&ĐT", Abbr: "SKHĐT", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "sxd", Name: "Sở Xây dựng", Abbr: "SXD", Kind: apparatus.Department, Parent: "tinh"},
	}, apparatus.DefaultGroups(), nil); err != nil {
		t.Fatal(err)
	}
	files, err := blob.New(db, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cal := func() *workday.Calendar { return workday.Default() }
	work := assignment.NewService(db, assignment.Deps{Directory: dir.Directory, Calendar: cal, Blobs: files})
	docs := document.New(db, document.Deps{Blobs: files, Directory: dir.Directory, Assignments: work})
	pack := stocktake.New(db, stocktake.Deps{Directory: dir.Directory, Calendar: cal, Assignments: work, Tally: tally.New(db, tally.Deps{Assignments: work, Directory: dir.Directory, Calendar: cal})})
	s := committee.New(db, committee.Deps{Directory: dir.Directory, Calendar: cal, Assignments: work, Stocktake: pack, Documents: docs, Blobs: files, Names: func() committee.Names {
		return committee.Names{Committee: "Ban Chỉ đạo cải cách", Abbr: "BCĐ", SuperiorState: "Ủy ban nhân dân tỉnh", SuperiorParty: "Tỉnh ủy", Place: "Quy Nhơn"}
	}})
	w := &world{Service: s, t: t, clock: c, work: work, docs: docs, acts: acts, sec: as(actor.Secretariat, "snv")}
	for _, m := range []committee.Member{
		{Name: "Trưởng ban (minh họa)", Title: "Chủ tịch Ủy ban nhân dân tỉnh", Role: committee.Head, Org: "tinh", From: "2023-01-01"},
		{Name: "Ủy viên trực (minh họa)", Title: "Giám đốc Sở Nội vụ", Role: committee.Standing, Org: "snv", From: "2023-01-01"},
		{Name: "Ủy viên cũ (minh họa)", Title: "Giám đốc Sở", Role: committee.Ordinary, Org: "sxd", From: "2023-01-01", To: "2023-03-31"},
		{Name: "Ủy viên (minh họa)", Title: "Giám đốc Sở", Role: committee.Ordinary, Org: "skhdt", From: "2023-01-01"},
	} {
		if _, err := s.PutMember(w.sec, m); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) at(day civil.Date, hour int) { w.clock.Set(day.At(hour, 0)) }

// meet plans a meeting and holds it on a day.
func (w *world) meet(number int, day civil.Date, tpl office.Template) committee.Meeting {
	w.t.Helper()
	m, err := w.Add(w.sec, committee.Plan{Year: day.Year(), Number: number, PlannedAt: day.At(8, 0), Place: "Hội trường A", Template: tpl})
	w.must(err)
	w.at(day, 8)
	m, err = w.Hold(w.sec, m.ID, m.Rev, day.At(8, 0))
	w.must(err)
	return m
}

func (w *world) add(m committee.Meeting, e committee.Entry) committee.Conclusion {
	w.t.Helper()
	c, err := w.AddConclusion(w.sec, m.ID, e)
	w.must(err)
	return c
}

// upload makes the signed copy out of the draft, changed by edit, and takes it in.
func (w *world) upload(m committee.Meeting, number string, edit func(*office.Document)) document.Intake {
	w.t.Helper()
	d, err := w.Notice(w.sec, m.ID)
	w.must(err)
	d.Number, d.Date, d.Draft = number, civil.Of(w.clock.Now()), false
	if edit != nil {
		edit(&d)
	}
	var b bytes.Buffer
	w.must(office.DOCX(&b, d))
	in, err := w.docs.Receive(w.sec, document.Arrival{Source: document.Upload, FileName: "ban-ky.docx", File: &b})
	w.must(err)
	return in
}

func (w *world) duties(m committee.Meeting) []assignment.Assignment {
	w.t.Helper()
	list, err := w.work.ByOrigin(w.sec, document.Kind, string(m.Document))
	w.must(err)
	return list
}

// The whole road: planned, held, concluded, signed, published; no step out of
// turn, and the days between are those of the calendar.
func TestAMeetingGoesItsWay(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		w.at("2023-04-03", 8)
		m := w.meet(3, "2023-04-06", office.Party)
		if len(m.Attendance) != 3 || m.ChairName != "Trưởng ban (minh họa)" {
			t.Errorf("attendance %+v, chair %q: who was no member on that day is not invited", m.Attendance, m.ChairName)
		}
		if _, err := w.Conclude(w.sec, m.ID, 0); !errors.Is(err, fault.Invalid) {
			t.Errorf("concluded without a conclusion: %v", err)
		}
		open := w.add(m, committee.Entry{Words: "Rà soát thủ tục đầu tư"})
		if len(open.Gaps()) != 2 {
			t.Errorf("gaps %v", open.Gaps())
		}
		if _, err := w.Notice(w.sec, m.ID); !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "kết luận 1 chưa có cơ quan chủ trì, chưa đặt hạn") {
			t.Errorf("a notice without lead and day: %v", err)
		}
		w.must(w.ChangeConclusion(w.sec, m.ID, open.ID, open.Rev, committee.Entry{Words: "Rà soát thủ tục đầu tư", Lead: "SKHĐT", Coordinate: []string{"Sở Xây dựng"}, Term: "30/6"}))
		w.add(m, committee.Entry{Words: "Giao Sở Nội vụ theo dõi, đôn đốc", Lead: "Sở Nội vụ", Term: "hằng tuần"})
		w.add(m, committee.Entry{Words: "Nâng cao trách nhiệm người đứng đầu", Lead: "Sở Nội vụ", Term: "không: việc thường xuyên"})
		now, err := w.Find(w.sec, m.ID)
		w.must(err)
		if _, err := w.Conclude(w.sec, m.ID, now.Rev-1); !errors.Is(err, fault.Conflict) {
			t.Errorf("a stale edit: %v", err)
		}
		m, err = w.Conclude(w.sec, m.ID, now.Rev)
		w.must(err)
		if _, err := w.Hold(w.sec, m.ID, 0, c.Now()); !errors.Is(err, fault.Conflict) {
			t.Errorf("held twice: %v", err)
		}
		if _, err := w.AddConclusion(w.sec, m.ID, committee.Entry{Words: "Việc chưa rõ"}); !errors.Is(err, fault.Invalid) {
			t.Errorf("an open conclusion after the meeting: %v", err)
		}
		d, err := w.Notice(w.sec, m.ID)
		w.must(err)
		first, ok := d.Body[1].(office.Paragraph)
		if want := "1. Giao Sở Kế hoạch và Đầu tư chủ trì, phối hợp với Sở Xây dựng rà soát thủ tục đầu tư; hoàn thành chậm nhất ngày 30/6/2023."; d.Symbol != "TB/BCĐ" || d.Superior != "Tỉnh ủy" || !ok || first.Runs[0].Text != want {
			t.Errorf("%q %q %+v", d.Symbol, d.Superior, d.Body[1])
		}

		w.at("2023-05-08", 15)
		in := w.upload(m, "06-TB/BCĐ", nil)
		for _, wrong := range []committee.SignedCopy{{Intake: in.ID, SignedOn: "2023-05-08"}, {Intake: in.ID, Number: "06-TB/BCĐ", SignedOn: "2023-04-05"}, {Intake: in.ID, Number: "06-TB/BCĐ", SignedOn: "2023-05-09"}} {
			if _, err := w.Sign(w.sec, m.ID, wrong); !errors.Is(err, fault.Invalid) {
				t.Errorf("%+v was taken: %v", wrong, err)
			}
		}
		m, err = w.Sign(w.sec, m.ID, committee.SignedCopy{Intake: in.ID, Number: "06-TB/BCĐ", SignedOn: "2023-05-08"})
		w.must(err)
		if m.State != committee.Signed || m.Document == "" {
			t.Fatalf("%+v", m)
		}
		w.at("2023-05-10", 17)
		if _, err := w.Publish(w.sec, m.ID, m.Rev, civil.Date("2023-05-07").At(9, 0)); !errors.Is(err, fault.Invalid) {
			t.Errorf("published before it was signed: %v", err)
		}
		m, err = w.Publish(w.sec, m.ID, m.Rev, civil.Date("2023-05-10").At(16, 19))
		w.must(err)
		pace := w.Pace(m)
		if s := pace.ToSigned; s.Calendar != 32 || s.Working != 19 {
			t.Errorf("met to signed: %d days, %d working", s.Calendar, s.Working)
		}
		if s := pace.ToPublished; s.Calendar != 2 || s.Working != 2 {
			t.Errorf("signed to published: %d days, %d working", s.Calendar, s.Working)
		}
		list, err := w.List(w.sec, 2023)
		w.must(err)
		if y := w.YearPace(list); y.Held != 1 || y.Notices != 1 || y.Published != 1 || y.ToSigned.Working != 19 || y.LongestOf != m.ID {
			t.Errorf("year %+v", y)
		}
	})
}

// The signed copy becomes assignments once: with their places in the text, no
// finding left to be read, and an act on every record.
func TestTheSignedCopyGivesOneSetOfDuties(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		m := w.meet(4, "2023-06-20", office.State)
		w.add(m, committee.Entry{Words: "Rà soát thủ tục đầu tư", Lead: "Sở KH&ĐT", Coordinate: []string{"SXD"}, Term: "15/7/2023"})
		w.add(m, committee.Entry{Words: "Báo cáo hồ sơ xây dựng trễ hạn", Lead: "Sở Xây dựng", Term: "hằng tuần"})
		w.add(m, committee.Entry{Words: "Nâng cao trách nhiệm người đứng đầu", Lead: "Sở Nội vụ", Term: "không: việc thường xuyên"})
		m, err := w.Conclude(w.sec, m.ID, 0)
		w.must(err)
		w.at("2023-06-26", 9)
		in := w.upload(m, "12/TB-BCĐ", nil)
		comparison, _, err := w.Compare(w.sec, m.ID, in.ID)
		w.must(err)
		if n := comparison.Differences(); n != 0 {
			t.Fatalf("%d differences from the draft: %+v", n, comparison)
		}
		copied := committee.SignedCopy{Intake: in.ID, Number: "12/TB-BCĐ", SignedOn: "2023-06-26"}
		m, err = w.Sign(w.sec, m.ID, copied)
		w.must(err)
		list := w.duties(m)
		if len(list) != 3 || list[0].Lead != "skhdt" || list[0].Due != "2023-07-15" || !list[1].Standing() || !list[2].DueSettled {
			t.Fatalf("%d duties: %+v", len(list), list)
		}
		sheet, err := w.docs.Sheet(w.sec, m.Document)
		w.must(err)
		text := []rune(sheet.Document.Text)
		if q := string(text[list[0].SpanStart:list[0].SpanEnd]); !strings.Contains(q, "rà soát thủ tục đầu tư") {
			t.Errorf("the duty points to %q", q)
		}
		for _, f := range sheet.Findings {
			if f.State != document.Confirmed || f.Assignment == "" {
				t.Errorf("left to be read: %+v", f)
			}
		}
		if sheet.Document.Open != 0 {
			t.Errorf("%d findings open", sheet.Document.Open)
		}

		if again, err := w.Sign(w.sec, m.ID, copied); err != nil || again.Document != m.Document {
			t.Errorf("the same press twice: %v", err)
		}
		other := w.upload(m, "12/TB-BCĐ", func(d *office.Document) { d.Note = "bản khác" })
		if _, err := w.Sign(w.sec, m.ID, committee.SignedCopy{Intake: other.ID, Number: "13/TB-BCĐ", SignedOn: "2023-06-26"}); !errors.Is(err, fault.Conflict) || !strings.Contains(fault.Sentence(err), "12/TB-BCĐ") {
			t.Errorf("a second copy: %v", err)
		}
		if now := w.duties(m); len(now) != 3 {
			t.Errorf("a second set: %d", len(now))
		}
		acts, err := w.acts.Timeline(w.sec, m.ID.Ref())
		w.must(err)
		if !slices.ContainsFunc(acts, func(e audit.Entry) bool { return e.Verb == string(committee.VerbSign) }) {
			t.Error("signing is not on the meeting's record")
		}
		note, err := w.NoteOf(w.sec, list[0])
		w.must(err)
		if note.Meeting != m.ID {
			t.Errorf("the duty does not know its meeting: %+v", note)
		}
	})
}

// What the signer changed is shown before anything is given out, and what was
// added is left to be read.
func TestDifferencesFromTheDraftAreSeenFirst(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		m := w.meet(4, "2023-06-20", office.State)
		w.add(m, committee.Entry{Words: "Rà soát thủ tục đầu tư theo từng lĩnh vực", Lead: "SKHĐT", Term: "15/7/2023"})
		w.add(m, committee.Entry{Words: "Thống kê hồ sơ xây dựng trễ hạn", Lead: "SXD", Term: "hằng tháng"})
		m, err := w.Conclude(w.sec, m.ID, 0)
		w.must(err)
		w.at("2023-06-26", 9)
		in := w.upload(m, "12/TB-BCĐ", func(d *office.Document) {
			d.Body[1] = office.Text("1. Giao Sở Kế hoạch và Đầu tư rà soát toàn bộ thủ tục đầu tư theo từng lĩnh vực; hoàn thành chậm nhất ngày 31/7/2023.")
			d.Body = append(d.Body[:3:3], append([]office.Block{office.Text("3. Giao Sở Nội vụ báo cáo kết quả thi tuyển trước ngày 30/8/2023.")}, d.Body[3:]...)...)
		})
		x, _, err := w.Compare(w.sec, m.ID, in.ID)
		w.must(err)
		if x.Differences() != 2 || x.Matches[0].Same || !x.Matches[0].Found || !x.Matches[1].Same || len(x.Added) != 1 || !strings.Contains(x.Added[0], "thi tuyển") {
			t.Fatalf("%+v", x)
		}
		signed := committee.SignedCopy{Intake: in.ID, Number: "12/TB-BCĐ", SignedOn: "2023-06-26"}
		if _, err := w.Sign(w.sec, m.ID, signed); fault.FieldsOf(err)["seen"] == "" {
			t.Fatalf("signed without a look at the differences: %v", err)
		}
		signed.Seen = true
		m, err = w.Sign(w.sec, m.ID, signed)
		w.must(err)
		if n := len(w.duties(m)); n != 2 {
			t.Errorf("%d duties", n)
		}
		sheet, err := w.docs.Sheet(w.sec, m.Document)
		w.must(err)
		open := 0
		for _, f := range sheet.Findings {
			if f.State == document.Open {
				open++
				if !strings.Contains(f.Title, "thi tuyển") {
					t.Errorf("open: %q", f.Title)
				}
			}
		}
		if open != 1 {
			t.Errorf("%d findings open: what was added must be read", open)
		}
	})
}
