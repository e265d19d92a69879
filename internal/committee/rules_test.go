package committee_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"dondoc/internal/clock"
	"dondoc/internal/committee"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/office"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// A body is typed by any of its names; what may be two is asked back.
func TestABodyIsTypedByAnyName(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		m := w.meet(4, "2023-06-12", office.State)
		for _, typed := range []string{"skhdt", "SKHĐT", "Sở KH&ĐT", "so ke hoach va dau tu", "Sở Kế hoạch và Đầu tư"} {
			if x := w.add(m, committee.Entry{Words: "Việc", Lead: typed}); x.Lead != "skhdt" {
				t.Errorf("%q is %q", typed, x.Lead)
			}
		}
		for _, typed := range []string{"Sở", "Bộ Không Có Thật", "<script>"} {
			if _, err := w.AddConclusion(w.sec, m.ID, committee.Entry{Words: "Việc", Lead: typed}); fault.FieldsOf(err)["lead"] == "" {
				t.Errorf("%q was taken: %v", typed, err)
			}
		}
		if _, err := w.AddConclusion(w.sec, m.ID, committee.Entry{Words: strings.Repeat("dài ", 2000)}); fault.FieldsOf(err)["words"] == "" {
			t.Errorf("a long conclusion: %v", err)
		}
	})
}

// Two clerks upload two copies at the same moment: one notice, one set.
func TestTwoCopiesAtOnceGiveOneSet(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		m := w.meet(4, "2023-06-12", office.State)
		w.add(m, committee.Entry{Words: "Rà soát thủ tục đầu tư", Lead: "SKHĐT", Term: "15/7"})
		w.add(m, committee.Entry{Words: "Thống kê hồ sơ trễ hạn", Lead: "SXD", Term: "hằng tuần"})
		m, err := w.Conclude(w.sec, m.ID, 0)
		w.must(err)
		var in [4]string
		for i := range in {
			in[i] = w.upload(m, "12/TB-BCĐ", func(d *office.Document) { d.Note = strings.Repeat("bản ", i+1) }).ID
		}
		var wait sync.WaitGroup
		var errs [4]error
		for i := range in {
			wait.Go(func() {
				_, errs[i] = w.Sign(w.sec, m.ID, committee.SignedCopy{Intake: in[i], Number: "12/TB-BCĐ", SignedOn: "2023-06-12", Seen: true})
			})
		}
		wait.Wait()
		taken := 0
		for _, err := range errs {
			if err == nil {
				taken++
			} else if !errors.Is(err, fault.Conflict) {
				t.Errorf("refused with %v", err)
			}
		}
		m, err = w.Find(w.sec, m.ID)
		w.must(err)
		if n := len(w.duties(m)); taken != 1 || n != 2 {
			t.Errorf("%d copies taken, %d duties", taken, n)
		}
		all, err := storage.One(t.Context(), db.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM assignment WHERE parent = ''")
		w.must(err)
		docs, err := storage.One(t.Context(), db.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM document")
		w.must(err)
		if all != 2 || docs != 1 {
			t.Errorf("%d duties and %d documents in all", all, docs)
		}
	})
}

// A day that had passed when the notice was signed is asked about first, and a
// notice that the register has already is joined, never entered twice.
func TestDaysThatPassedAndNoticesThatAreThere(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		m := w.meet(4, "2023-06-12", office.State)
		w.add(m, committee.Entry{Words: "Giao Sở Xây dựng thống kê hồ sơ trễ hạn", Lead: "SXD", Term: "20/6"})
		m, err := w.Conclude(w.sec, m.ID, 0)
		w.must(err)
		w.at("2023-06-26", 9)
		signed := committee.SignedCopy{Intake: w.upload(m, "12/TB-BCĐ", nil).ID, Number: "12/TB-BCĐ", SignedOn: "2023-06-26"}
		if _, err := w.Sign(w.sec, m.ID, signed); !strings.Contains(fault.FieldsOf(err)["early"], "1 (20/06/2023)") {
			t.Errorf("a day before the notice: %v", err)
		}
		in := w.upload(m, "12/TB-BCĐ", func(d *office.Document) { d.Note = "Bản đưa vào sổ" })
		doc, err := w.docs.Register(w.sec, document.Registration{Intake: in.ID, Facts: document.Facts{Number: "12/TB-BCĐ", Type: "Thông báo", SignedOn: "2023-06-26"}})
		w.must(err)
		signed.Early = true
		if _, err := w.Sign(w.sec, m.ID, signed); !errors.Is(err, fault.Conflict) || !strings.Contains(fault.Sentence(err), "Gắn văn bản đó") {
			t.Errorf("a notice that is there: %v", err)
		}
		m, err = w.Attach(w.sec, m.ID, 0, doc.ID)
		w.must(err)
		if m.State != committee.Signed || m.Document != doc.ID || len(w.duties(m)) != 0 {
			t.Errorf("%+v", m)
		}
		other := w.meet(5, "2023-06-26", office.State)
		if _, err := w.Attach(w.sec, other.ID, 0, doc.ID); !errors.Is(err, fault.Invalid) {
			t.Errorf("one notice for two meetings: %v", err)
		}
	})
}
