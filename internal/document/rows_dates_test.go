package document_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// D03: the meeting was on 06/04/2023, the notice is of 08/05/2023. The day of the
// meeting is nobody's limit; where a limit does lie before the notice it waits
// for a person, and nothing is owed, let alone overdue, before they have looked.
func TestD03ALimitBeforeTheNoticeWaitsForAPerson(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		seed := o.enter(t, notice(t), nil)
		sh, err := o.docs.Sheet(o.ctx, seed.ID)
		if err != nil || len(sh.Findings) == 0 || seed.MetOn != "2023-04-06" || seed.SignedOn != "2023-05-08" {
			t.Fatalf("met on %s, signed on %s, %d findings, %v", seed.MetOn, seed.SignedOn, len(sh.Findings), err)
		}
		for _, f := range sh.Findings {
			if f.Due == "2023-04-06" {
				t.Errorf("the day of the meeting is a limit of “%s”", f.Title)
			}
		}
		d := o.enter(t, "THÔNG BÁO\nKết luận của Trưởng Ban Chỉ đạo\nTrưởng Ban Chỉ đạo yêu cầu Sở Nội vụ rà soát tổ chức bộ máy, hoàn thành trước ngày 06/4/2023.\nTrưởng Ban Chỉ đạo yêu cầu Sở Kế hoạch và Đầu tư báo cáo trước ngày 06/4/2023.", func(r *document.Registration) {
			r.Facts = document.Facts{Number: "09-TB/BCĐ", SignedOn: "2023-05-08"}
		})
		sh, err = o.docs.Sheet(o.ctx, d.ID)
		if err != nil || len(sh.Findings) != 2 {
			t.Fatalf("%d findings, %v", len(sh.Findings), err)
		}
		var all []document.Seen
		for _, f := range sh.Findings {
			all = append(all, document.Seen{ID: f.ID, Rev: f.Rev})
			if flags := f.Flags(d.SignedOn); !slices.Contains(flags, document.EarlyDue) || !strings.Contains(document.EarlyDue.Label(), "cần xác nhận") || f.Due != "2023-04-05" {
				t.Errorf("due %s, flags %v, said as %q", f.Due, flags, document.EarlyDue.Label())
			}
		}
		if _, err := o.docs.Assign(o.ctx, d.ID, all); err == nil {
			t.Error("given out unseen")
		}
		if got := o.given(t, d.ID); len(got) != 0 {
			t.Errorf("%d things are owed that nobody has looked at", len(got))
		}
		// corrected, or confirmed as it is: only then
		first, second := sh.Findings[0], sh.Findings[1]
		if first, err = o.docs.EditFinding(o.ctx, all[0], document.Edit{Title: first.Title, Lead: first.Lead, Due: "2023-07-06"}); err != nil || !first.Ready(d.SignedOn) {
			t.Fatalf("corrected: %v %v", first.Flags(d.SignedOn), err)
		}
		if given, err := o.docs.Assign(o.ctx, d.ID, []document.Seen{{ID: first.ID, Rev: first.Rev}, all[1]}); err != nil || given.Findings != 1 || len(given.NotReady) != 1 {
			t.Errorf("%+v %v", given, err)
		}
		if second, err = o.docs.EditFinding(o.ctx, all[1], document.Edit{Title: second.Title, Lead: second.Lead, Due: second.Due, DueChecked: true}); err != nil || !second.Ready(d.SignedOn) {
			t.Fatalf("confirmed: %v %v", second.Flags(d.SignedOn), err)
		}
		if _, err := o.docs.Assign(o.ctx, d.ID, []document.Seen{{ID: second.ID, Rev: second.Rev}}); err != nil {
			t.Error(err)
		}
	})
}

// O10: the conclusion that came as a page of the portal comes again as a scan.
// It is the same document, by its number, and where that was misread by its day
// and words; no second set of assignments is made.
func TestO10TheSameConclusionAsAScan(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		first := o.enter(t, notice(t), nil)
		if _, err := o.docs.Assign(o.ctx, first.ID, o.ready(t, first.ID)); err != nil {
			t.Fatal(err)
		}
		owed := len(o.given(t, first.ID))
		// as a scan is read: without the portal around it, a letter wrong now and then
		scanned := regexp.MustCompile(`(?s)Tác giả bài viết.*`).ReplaceAllString(notice(t), "")
		n := 0
		scanned = regexp.MustCompile(`người|thực hiện|tỉnh`).ReplaceAllStringFunc(scanned, func(s string) string {
			if n++; n%3 == 0 {
				return strings.NewReplacer("n", "m", "t", "l").Replace(s)
			}
			return s
		})
		docs, q := o.withQueue(func(func(done, total int)) (document.Extraction, error) {
			return document.Extraction{Text: scanned}, nil
		})
		for _, x := range []struct {
			number string
			why    document.Likeness
		}{{"06-TB/BCĐ", document.SameNumber}, {"O6-TB/BCD", document.SameWords}, {"", document.SameWords}} {
			in, err := docs.Receive(o.ctx, scan())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := q.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			f := document.Facts{Number: x.number, SignedOn: "2023-05-08", Subject: "Kết luận của Trưởng Ban Chỉ đạo"}
			likely, err := docs.Likely(o.ctx, document.Intake{Text: scanned, FileHash: "khac"}, f)
			if err != nil || len(likely) != 1 || likely[0].Why != x.why || likely[0].Document.ID != first.ID {
				t.Errorf("%q: the form says %+v %v", x.number, likely, err)
			}
			var dup *document.DuplicateError
			if _, err := docs.Register(o.ctx, document.Registration{Intake: in.ID, Facts: f}); !errors.As(err, &dup) || dup.Found[0].Document.ID != first.ID || dup.Found[0].Why != x.why {
				t.Errorf("%q: %v", x.number, err)
			}
		}
		if again := len(o.given(t, first.ID)); again != owed || owed == 0 {
			t.Errorf("%d assignments, then %d", owed, again)
		}
		total, err := storage.One(t.Context(), db.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM document")
		if err != nil || total != 1 {
			t.Errorf("%d documents, %v", total, err)
		}
		// two papers of one day that bear two numbers are two, however alike
		in, err := o.docs.Receive(o.ctx, document.Arrival{Source: document.Paste, Text: scanned + "\nBản khác."})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.docs.Register(o.ctx, document.Registration{Intake: in.ID, Facts: document.Facts{Number: "08-TB/BCĐ", SignedOn: "2023-05-08", Subject: "Kết luận"}}); err != nil {
			t.Errorf("another number: %v", err)
		}
		// the notice of the next month says nearly the same, and is another one
		if in, err = o.docs.Receive(o.ctx, document.Arrival{Source: document.Paste, Text: scanned + "\nTháng sau."}); err != nil {
			t.Fatal(err)
		}
		if _, err := o.docs.Register(o.ctx, document.Registration{Intake: in.ID, Facts: document.Facts{Number: "07-TB/BCĐ", SignedOn: "2023-06-08", Subject: "Kết luận"}}); err != nil {
			t.Errorf("another month: %v", err)
		}
	})
}
