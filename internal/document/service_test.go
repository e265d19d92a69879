package document_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/jobs"
	"dondoc/internal/listing"
	"dondoc/internal/reading"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

func schemas() []storage.Schema {
	return []storage.Schema{audit.Schema(), apparatus.Schema(), blob.Schema(), jobs.Schema(), assignment.Schema(), document.Schema()}
}

// office is the register with everything that it stands on.
type office struct {
	db    *storage.DB
	docs  *document.Service
	audit *audit.Service
	dir   *apparatus.Service
	ctx   context.Context

	assignments *assignment.Service
	deps        document.Deps
}

func secretary(ctx context.Context, id, name string) context.Context {
	return actor.With(ctx, actor.Actor{Kind: actor.Person, ID: id, Name: name, Org: "snv", Grants: []actor.Grant{{Role: actor.Secretariat, Org: "bcd"}}})
}

func newOffice(t *testing.T, db *storage.DB) *office {
	t.Helper()
	o := &office{db: db, audit: audit.New(db), dir: apparatus.New(db), ctx: secretary(t.Context(), "thuongtruc", "Trần Văn Bình (minh họa)")}
	orgs := []apparatus.Org{
		{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province},
		{ID: "skhdt", Name: "Sở Kế hoạch và Đầu tư", Abbr: "SKHĐT", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "snv", Name: "Sở Nội vụ", Abbr: "SNV", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "ttxtdt", Name: "Trung tâm Xúc tiến đầu tư", Kind: apparatus.Center, Parent: "skhdt", FocalPoint: true},
		{ID: "bcd", Name: "Ban Chỉ đạo thực hiện Chương trình hành động số 09-CTr/TU", Aliases: []string{"Ban Chỉ đạo"}, Kind: apparatus.Committee, Parent: "tinh", Standing: "snv"},
	}
	for i := range 40 {
		orgs = append(orgs, apparatus.Org{ID: apparatus.OrgID(fmt.Sprintf("x%02d", i)), Name: fmt.Sprintf("Ủy ban nhân dân xã Ví dụ %d", i+1), Kind: apparatus.Commune, Parent: "tinh"})
	}
	if err := o.dir.Import(t.Context(), "kiểm thử", orgs, apparatus.DefaultGroups(), nil); err != nil {
		t.Fatal(err)
	}
	files, err := blob.New(db, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	o.assignments = assignment.NewService(db, assignment.Deps{Directory: o.dir.Directory, Calendar: workday.Default, Blobs: files})
	o.deps = document.Deps{Blobs: files, Directory: o.dir.Directory, Assignments: o.assignments}
	o.docs = document.New(db, o.deps)
	return o
}

func notice(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("testdata/06-TB-BCD.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// enter registers a text and fails the test when it is not taken.
func (o *office) enter(t *testing.T, text string, change func(*document.Registration)) document.Document {
	t.Helper()
	in, err := o.docs.Receive(o.ctx, document.Arrival{Source: document.Paste, Text: text})
	if err != nil {
		t.Fatal(err)
	}
	reg := document.Registration{Intake: in.ID, Facts: in.Facts}
	if change != nil {
		change(&reg)
	}
	d, err := o.docs.Register(o.ctx, reg)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheNoticeIsRegisteredAndRead(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		d := o.enter(t, notice(t), nil)
		if d.Number != "06-TB/BCĐ" || d.SignedOn != "2023-05-08" || d.MetOn != "2023-04-06" || civil.Instant(d.PublishedAt) != "16:19, 10/05/2023" {
			t.Errorf("facts %+v", d.Facts)
		}
		sh, err := o.docs.Sheet(o.ctx, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(sh.Findings) < 8 || d.Open != len(sh.Findings) {
			t.Errorf("%d findings, %d open", len(sh.Findings), d.Open)
		}
		text := []rune(sh.Document.Text)
		for _, f := range sh.Findings {
			for _, p := range f.Leads {
				if p.Start >= 0 && string(text[p.Start:p.End]) != p.Name {
					t.Errorf("span of %q is %q", p.Name, string(text[p.Start:p.End]))
				}
			}
		}
		last := sh.Findings[len(sh.Findings)-1]
		if last.Lead != "bcd" || last.Through != "snv" {
			t.Errorf("the committee leads through its standing member, got %q through %q", last.Lead, last.Through)
		}
		keys := map[string]bool{}
		for _, c := range sh.Citations {
			keys[c.Number] = true
		}
		for _, want := range []string{"09-CTr/TU", "48-KL/TW", "50-KL/TW", "18-NQ/TW"} {
			if !keys[want] {
				t.Errorf("citation %s is missing", want)
			}
		}
		entries, err := o.audit.Timeline(o.ctx, d.ID.Ref())
		if err != nil || len(entries) != 2 {
			t.Errorf("timeline %d %v", len(entries), err)
		}
	})
}

func TestDuplicatesAreOfferedNotBlocked(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		first := o.enter(t, notice(t), nil)
		in, err := o.docs.Receive(o.ctx, document.Arrival{Source: document.Upload, FileName: "tb.txt", File: strings.NewReader(strings.ToUpper(notice(t)))})
		if err != nil {
			t.Fatal(err)
		}
		reg := document.Registration{Intake: in.ID, Facts: document.Facts{Number: "6\u200b-TB/BCĐ", SignedOn: "2023-05-08"}}
		_, err = o.docs.Register(o.ctx, reg)
		var dup *document.DuplicateError
		if !errors.As(err, &dup) || dup.Found[0].Document.ID != first.ID || !errors.Is(err, fault.Conflict) {
			t.Fatalf("want an offer, got %v", err)
		}
		reg.KeepReason = "bản đã đính chính"
		second, err := o.docs.Register(o.ctx, reg)
		if err != nil || second.DuplicateOf != first.ID {
			t.Fatalf("kept copy: %v %v", second.DuplicateOf, err)
		}
		again, err := o.docs.Register(o.ctx, reg) // a double click
		if err != nil || again.ID != second.ID {
			t.Errorf("double click made %s besides %s (%v)", again.ID, second.ID, err)
		}
		page, err := o.docs.List(o.ctx, listing.Query{})
		if err != nil || len(page.Rows) != 2 {
			t.Errorf("%d documents, %v", len(page.Rows), err)
		}
	})
}

func TestTwoPeopleEnterOneDocumentAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		regs := make([]document.Registration, 4)
		for i := range regs {
			in, err := o.docs.Receive(o.ctx, document.Arrival{Source: document.Paste, Text: notice(t)})
			if err != nil {
				t.Fatal(err)
			}
			regs[i] = document.Registration{Intake: in.ID, Facts: in.Facts}
		}
		var wg sync.WaitGroup
		errs := make([]error, len(regs))
		for i := range regs {
			wg.Go(func() { _, errs[i] = o.docs.Register(o.ctx, regs[i]) })
		}
		wg.Wait()
		made := 0
		for _, err := range errs {
			var dup *document.DuplicateError
			switch {
			case err == nil:
				made++
			case !errors.As(err, &dup):
				t.Errorf("want an offer, got %v", err)
			}
		}
		if made != 1 {
			t.Errorf("%d documents were made", made)
		}
	})
}

func TestBadInputIsSaidAndKept(t *testing.T) {
	t.Parallel()
	db := storagetest.SQLite(t, schemas(), clock.At(storagetest.Start()))
	o := newOffice(t, db)
	for name, c := range map[string]struct {
		a     document.Arrival
		field string
	}{
		"nothing":        {document.Arrival{Source: document.Paste}, "text"},
		"empty file":     {document.Arrival{Source: document.Upload, FileName: "a.txt", File: strings.NewReader("")}, "file"},
		"program":        {document.Arrival{Source: document.Upload, FileName: "a.pdf", File: strings.NewReader("MZ\x00\x01")}, "file"},
		"locked PDF":     {document.Arrival{Source: document.Upload, FileName: "a.pdf", File: strings.NewReader("%PDF-1.7 /Encrypt")}, "file"},
		"invalid UTF-8":  {document.Arrival{Source: document.Paste, Text: "Giao \xc3\x28 Sở"}, "text"},
		"only invisible": {document.Arrival{Source: document.Paste, Text: "\u200b\u202e \n"}, "text"},
	} {
		if _, err := o.docs.Receive(o.ctx, c.a); err == nil || fault.FieldsOf(err)[c.field] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	in, err := o.docs.Receive(o.ctx, document.Arrival{Source: document.Upload, FileName: "khoa.pdf", File: strings.NewReader("%PDF-1.7 /Encrypt"), Text: notice(t)})
	if err != nil || in.FileName != "khoa.pdf" || in.Text == "" {
		t.Errorf("a locked file beside a typed text: %+v %v", in.FileName, err)
	}
	other := secretary(t.Context(), "khac", "Người khác")
	if _, err := o.docs.Intake(other, in.ID); !errors.Is(err, fault.NotFound) {
		t.Errorf("somebody else's intake: %v", err)
	}
	old, err := o.docs.Receive(o.ctx, document.Arrival{Source: document.Paste, Text: "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc. Tr\u00adëng Ban ChØ ®¹o yªu cÇu Së Néi vô b¸o c¸o kÕt qu¶."})
	if err != nil || old.Encoding == "" || !strings.Contains(old.Text, "Cộng hoà xã hội chủ nghĩa Việt Nam") {
		t.Errorf("TCVN3: %q %q %v", old.Encoding, old.Text, err)
	}
	facts := document.Facts{Number: "1/UBND-NC"}
	if _, err := o.docs.Register(o.ctx, document.Registration{Intake: old.ID, Facts: facts}); fault.FieldsOf(err)["encoding"] == "" {
		t.Errorf("converted without asking: %v", err)
	}
	if d, err := o.docs.Register(o.ctx, document.Registration{Intake: old.ID, Facts: facts, EncodingAccepted: true}); err != nil || d.Encoding == "" {
		t.Errorf("accepted: %q %v", d.Encoding, err)
	}
	page, err := o.docs.Receive(o.ctx, document.Arrival{Source: document.Upload, FileName: "tb.html", File: strings.NewReader("<!doctype html><html><body onload=x()><script>evil()</script><p>Giao Sở Nội vụ rà soát.</p></body></html>")})
	if err != nil || strings.Contains(page.Text, "evil") || !strings.Contains(page.Text, "Giao Sở Nội vụ rà soát.") {
		t.Errorf("HTML: %q %v", page.Text, err)
	}
	clerk := actor.With(t.Context(), actor.Actor{Kind: actor.Person, ID: "cv", Grants: []actor.Grant{{Role: actor.Officer, Org: "snv"}}})
	if _, err := o.docs.Register(clerk, document.Registration{Intake: in.ID}); !errors.Is(err, fault.Forbidden) {
		t.Errorf("an officer registers: %v", err)
	}
	if _, err := o.docs.Find(t.Context(), "x"); !errors.Is(err, fault.NotFound) {
		t.Errorf("a visitor: %v", err)
	}
}

func TestCitationsAreLinkedBothWays(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		citing := o.enter(t, notice(t), nil)
		cited := o.enter(t, "Kết luận về sắp xếp đơn vị hành chính cấp huyện, cấp xã.", func(r *document.Registration) {
			r.Facts = document.Facts{Number: "48-KL/TW", Type: "Kết luận", Issuer: "Bộ Chính trị", SignedOn: "2023-01-30"}
		})
		by, err := o.docs.CitedBy(o.ctx, cited.ID)
		if err != nil || len(by) != 1 || by[0].ID != citing.ID {
			t.Fatalf("cited by %v %v", by, err)
		}
		facts := cited.Facts
		facts.SignedOn = "2022-01-30"
		changed, err := o.docs.Edit(o.ctx, cited.ID, document.Change{Facts: facts, Rev: cited.Rev})
		if err != nil {
			t.Fatal(err)
		}
		if by, err = o.docs.CitedBy(o.ctx, cited.ID); err != nil || len(by) != 0 {
			t.Errorf("after the date was corrected: %v %v", by, err)
		}
		facts.SignedOn = "2023-01-30"
		if _, err = o.docs.Edit(o.ctx, cited.ID, document.Change{Facts: facts, Rev: cited.Rev}); !errors.Is(err, fault.Conflict) {
			t.Errorf("stale edit: %v", err)
		}
		var stale *document.StaleError
		if !errors.As(err, &stale) || stale.Document.SignedOn != "2022-01-30" {
			t.Errorf("the version now stored is not given: %v", err)
		}
		if _, err = o.docs.Edit(o.ctx, cited.ID, document.Change{Facts: facts, Rev: changed.Rev}); err != nil {
			t.Fatal(err)
		}
		if by, err = o.docs.CitedBy(o.ctx, cited.ID); err != nil || len(by) != 1 {
			t.Errorf("after it was put right: %v %v", by, err)
		}
	})
}

func TestWorkOnFindings(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		d := o.enter(t, notice(t), nil)
		sheet := func() document.Sheet {
			t.Helper()
			sh, err := o.docs.Sheet(o.ctx, d.ID)
			if err != nil {
				t.Fatal(err)
			}
			return sh
		}
		sh := sheet()
		f := sh.Findings[0]
		if len(f.Parts) < 2 {
			t.Fatalf("the first finding offers %d parts", len(f.Parts))
		}
		parts, err := o.docs.SplitFinding(o.ctx, document.Seen{ID: f.ID, Rev: f.Rev}, nil)
		if err != nil || len(parts) != len(f.Parts) {
			t.Fatalf("split %d %v", len(parts), err)
		}
		if _, err := o.docs.SplitFinding(o.ctx, document.Seen{ID: f.ID, Rev: f.Rev}, nil); !errors.Is(err, fault.Conflict) {
			t.Errorf("split twice: %v", err)
		}
		e := document.Edit{Title: "Rà soát bộ máy", Lead: "snv", Coord: []apparatus.OrgID{"snv", "skhdt"}, Due: "2023-12-31"}
		edited, err := o.docs.EditFinding(o.ctx, document.Seen{ID: parts[0].ID, Rev: 1}, e)
		if err != nil || edited.Lead != "snv" || len(edited.Coord) != 1 {
			t.Fatalf("edit %+v %v", edited.Content, err)
		}
		var stale *document.StaleError
		if _, err := o.docs.EditFinding(o.ctx, document.Seen{ID: parts[0].ID, Rev: 1}, e); !errors.As(err, &stale) || stale.Finding.Due != "2023-12-31" {
			t.Errorf("stale edit: %v", err)
		}
		if _, err := o.docs.EditFinding(o.ctx, document.Seen{ID: parts[1].ID, Rev: 1}, document.Edit{Lead: "khong-co", Due: "2023-02-30"}); len(fault.FieldsOf(err)) != 3 {
			t.Errorf("fields: %v", err)
		}
		joined, err := o.docs.MergeFindings(o.ctx, []document.Seen{{ID: parts[1].ID, Rev: 1}, {ID: edited.ID, Rev: edited.Rev}})
		if err != nil || joined.Start != f.Start || joined.End != f.End || joined.Due != "2023-12-31" || joined.Lead != "" {
			t.Fatalf("merge %+v %v", joined, err)
		}
		if _, err := o.docs.Dismiss(o.ctx, document.Seen{ID: joined.ID, Rev: 1}, " "); fault.FieldsOf(err)["reason"] == "" {
			t.Errorf("dismiss without reason: %v", err)
		}
		gone, err := o.docs.Dismiss(o.ctx, document.Seen{ID: joined.ID, Rev: 1}, "trùng")
		if err != nil {
			t.Fatal(err)
		}
		o.takeAll(t, d.ID)
		for _, x := range sheet().Findings {
			if x.ID == gone.ID && x.State != document.Dismissed || x.State == document.Open && x.Start < f.End && f.Start < x.End {
				t.Errorf("a second reading undid a person's work: %+v", x)
			}
		}
		if err := o.docs.Reopen(o.ctx, document.Seen{ID: gone.ID, Rev: gone.Rev}); err != nil {
			t.Error(err)
		}
		last := sheet().Findings[len(sheet().Findings)-1]
		if _, err := o.docs.Context(o.ctx, document.Seen{ID: last.ID, Rev: last.Rev}); err != nil {
			t.Error(err)
		}
		before := sheet().Coverage
		if err := o.docs.AcceptContext(o.ctx, d.ID); err != nil && before.Proposed > 0 {
			t.Error(err)
		}
		for _, p := range sheet().Passages {
			if p.Class == document.AsUnseen {
				if err := o.docs.MarkPassages(o.ctx, d.ID, []string{p.ID}, document.AsDismissed, "lời dẫn"); err != nil {
					t.Error(err)
				}
			}
		}
		if c := sheet().Coverage; c.Unseen != 0 || c.Accounted != c.Total {
			t.Errorf("coverage %+v", c)
		}
		first := sheet().Passages[2]
		added, err := o.docs.AddFinding(o.ctx, d.ID, reading.Span{Start: first.Start, End: first.Start + 20})
		if err != nil || added.Lead != "" || added.Due != "" {
			t.Errorf("a finding made by hand is filled in: %+v %v", added, err)
		}
		entries, err := o.audit.Timeline(o.ctx, d.ID.Ref())
		if err != nil || len(entries) < 8 {
			t.Errorf("timeline %d %v", len(entries), err)
		}
	})
}
