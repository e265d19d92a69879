package document_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/reading"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// said is one duty as three notices say it.
const said = "Giao Sở Kế hoạch và Đầu tư rà soát, đơn giản hóa thủ tục hành chính trong lĩnh vực đầu tư, cắt giảm thời gian giải quyết hồ sơ cho nhà đầu tư, báo cáo trước ngày "

func TestADutySaidBeforeIsFoundWithWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db)
		deps := o.deps
		deps.Read = eachDuty
		o.docs = document.New(db, deps)
		enter := func(number, signed, text string) document.Sheet {
			t.Helper()
			d := o.enter(t, text+"\n", func(r *document.Registration) { r.Facts = facts(number, signed) })
			sh, err := o.docs.Sheet(o.ctx, d.ID)
			if err != nil || len(sh.Findings) == 0 {
				t.Fatalf("%d findings, %v", len(sh.Findings), err)
			}
			return sh
		}
		first := enter("01-TB/BCĐ", "2023-02-10", said+"31/3/2023.")
		if _, err := o.docs.Assign(o.ctx, first.Document.ID, o.ready(t, first.Document.ID)); err != nil {
			t.Fatal(err)
		}
		// said again with other words around it, and another date
		enter("02-TB/BCĐ", "2023-04-10", strings.Replace(said, "cắt giảm thời gian", "tiếp tục cắt giảm ít nhất 30% thời gian", 1)+"30/6/2023.")
		// the same words for another agency, another duty for the same one, and the future
		enter("03-TB/BCĐ", "2023-04-11", strings.Replace(said, "Sở Kế hoạch và Đầu tư", "Sở Nội vụ", 1)+"30/6/2023.")
		enter("04-TB/BCĐ", "2023-04-12", "Giao Sở Kế hoạch và Đầu tư tổng hợp danh mục dự án trọng điểm năm 2023 trình Ủy ban nhân dân tỉnh, báo cáo trước ngày 30/6/2023.")
		enter("09-TB/BCĐ", "2023-06-01", said+"30/9/2023.")
		now := enter("05-TB/BCĐ", "2023-05-08", said+"31/7/2023.")

		c.Set(time.Date(2023, 6, 12, 9, 0, 0, 0, time.UTC))
		got, err := o.docs.Earlier(o.ctx, now.Document, now.Findings)
		if err != nil {
			t.Fatal(err)
		}
		list := got[now.Findings[0].ID]
		var names []string
		for _, e := range list {
			names = append(names, e.Name)
		}
		if strings.Join(names, ", ") != "Thông báo số 01-TB/BCĐ, Thông báo số 02-TB/BCĐ" {
			t.Fatalf("found in %q", names)
		}
		if list[0].Assignment == nil || list[0].Assignment.State != assignment.Assigned || list[1].Assignment != nil || list[1].State != document.Open {
			t.Errorf("what became of it: %+v", list)
		}
		if n, since := document.Times(list); n != 2 || since != "2023-02-10" {
			t.Errorf("said %d times since %s", n, since)
		}
		none, err := o.docs.Earlier(o.ctx, first.Document, first.Findings)
		if err != nil || len(none) != 0 {
			t.Errorf("the first of all was said before: %v %v", none, err)
		}
	})
}

func TestDocumentsReadBeforeAreIndexedLater(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		deps := o.deps
		deps.Read = eachDuty
		o.docs = document.New(db, deps)
		for i := range 3 {
			o.enter(t, fmt.Sprintf("%s%d/6/2023.\n", said, 20+i), func(r *document.Registration) {
				r.Facts = facts(fmt.Sprintf("%02d-TB/BCĐ", i+1), fmt.Sprintf("2023-0%d-10", i+1))
			})
		}
		count := func() int64 {
			n, err := storage.One(t.Context(), db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM document_finding_shingle")
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := count()
		if err := db.Write(o.ctx, storage.Act{Verb: document.VerbIndex, On: ref.New(document.Kind, "all")}, func(tx *storage.Tx) error {
			_, err := tx.Exec(t.Context(), "DELETE FROM document_finding_shingle")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		nightly := actor.With(t.Context(), actor.Actor{Kind: actor.Job, ID: "nightly"})
		if err := o.docs.IndexEarlier(nightly); err != nil {
			t.Fatal(err)
		}
		if after := count(); before == 0 || after != before {
			t.Errorf("%d runs kept, %d before", after, before)
		}
	})
}

func facts(number, signed string) document.Facts {
	return document.Facts{Number: number, Type: "Thông báo", SignedOn: civil.Date(signed)}
}

// eachDuty is eachLine with the lead's place and the deadline of each line.
func eachDuty(text string, _ reading.Options) reading.Result {
	res := reading.Result{Text: text}
	at, bound := 0, "before"
	for line := range strings.Lines(text) {
		n := len([]rune(line))
		span := reading.Span{Start: at, End: at + n - 1}
		lead := "Sở Kế hoạch và Đầu tư"
		if strings.Contains(line, "Sở Nội vụ") {
			lead = "Sở Nội vụ"
		}
		head, _, _ := strings.Cut(line, "trước ngày")
		day := "2023-12-31"
		limit := reading.Deadline{Kind: reading.OnDate, Start: at + len([]rune(head)), End: span.End, Date: &day, Bound: &bound}
		res.Assignments = append(res.Assignments, reading.Assignment{Span: span, Task: span, Lead: []string{lead}, Certainty: 0.9, Because: "thử", Deadline: limit})
		at += n
	}
	return res
}
