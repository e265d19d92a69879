package document_test

import (
	"errors"
	"strings"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

func TestAMisreadingIsKeptBesideTheFinding(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		d := o.enter(t, notice(t), nil)
		sh, err := o.docs.Sheet(o.ctx, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		f := sh.Findings[1]
		if err := o.docs.Dispute(o.ctx, f.ID, nil, ""); fault.FieldsOf(err)["wrong"] == "" {
			t.Errorf("nothing is wrong: %v", err)
		}
		if err := o.docs.Dispute(o.ctx, f.ID, []document.Wrong{"mood"}, ""); fault.FieldsOf(err)["wrong"] == "" {
			t.Errorf("an unknown fault: %v", err)
		}
		head := actor.With(t.Context(), actor.Actor{Kind: actor.Person, ID: "cv", Grants: []actor.Grant{{Role: actor.AgencyHead, Org: "skhdt"}}})
		if err := o.docs.Dispute(head, f.ID, []document.Wrong{document.NotADuty}, ""); !errors.Is(err, fault.Forbidden) {
			t.Errorf("an agency disputes: %v", err)
		}
		if err := o.docs.Dispute(o.ctx, f.ID, []document.Wrong{document.WrongLead, document.WrongDeadline}, " chủ trì là Sở Nội vụ "); err != nil {
			t.Fatal(err)
		}
		now, err := o.docs.Finding(o.ctx, f.ID)
		if err != nil || now.Rev != f.Rev || now.State != document.Open {
			t.Errorf("the finding was changed: %+v %v", now.State, err)
		}
		page, err := o.docs.Disputes(o.ctx, listing.Query{})
		if err != nil || len(page.Rows) != 1 {
			t.Fatalf("%d disputes, %v", len(page.Rows), err)
		}
		x := page.Rows[0]
		if len(x.Wrong) != 2 || x.Note != "chủ trì là Sở Nội vụ" || x.Read.Title != f.Title || x.Version != document.ReaderVersion || x.Name != "Thông báo số 06-TB/BCĐ" ||
			!strings.Contains(x.Words, string([]rune(sh.Document.Text)[f.Start:f.End])) {
			t.Errorf("kept %+v", x)
		}
		if err := o.docs.SettleDispute(o.ctx, x.ID, x.Rev, "đã sửa cách đọc"); err != nil {
			t.Error(err)
		}
		if err := o.docs.SettleDispute(o.ctx, x.ID, x.Rev, ""); !errors.Is(err, fault.Conflict) {
			t.Errorf("settled twice: %v", err)
		}
		open, err := o.docs.OpenDisputes(o.ctx)
		if page, perr := o.docs.Disputes(o.ctx, listing.Query{}); err != nil || perr != nil || open != 0 || len(page.Rows) != 0 {
			t.Errorf("%d open, %d listed, %v %v", open, len(page.Rows), err, perr)
		}
		all, err := o.docs.Disputes(o.ctx, listing.Query{Filters: map[string][]string{document.FilterState: {"tat-ca"}}})
		if err != nil || len(all.Rows) != 1 || all.Rows[0].SettledNote == "" {
			t.Errorf("all: %+v %v", all.Rows, err)
		}
	})
}
