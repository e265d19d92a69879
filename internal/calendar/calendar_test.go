package calendar_test

import (
	"testing"

	"dondoc/internal/audit"
	"dondoc/internal/calendar"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

func TestAStoredDayMovesDeadlines(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, []storage.Schema{audit.Schema(), calendar.Schema()}, func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		ctx := t.Context()
		audit.New(db)
		s := calendar.New(db)
		if err := s.Put(ctx, workday.Special{Date: "2023-06-20", Kind: workday.Holiday, Name: "Nghỉ (kiểm thử)", Status: "decided", Basis: "kiểm thử"}); err != nil {
			t.Fatal(err)
		}
		if s.Calendar().Working("2023-09-01") || s.Calendar().Working("2023-06-20") {
			t.Error("a day of one's own must not drop the holidays that ship with the program")
		}
		if err := s.Seed(ctx); err != nil {
			t.Fatal(err)
		}
		if got := s.Calendar().Add("2023-06-12", 1); got != "2023-06-13" {
			t.Fatal(got)
		}
		if err := s.Put(ctx, workday.Special{Date: "2023-06-13", Kind: workday.Holiday, Name: "Nghỉ (kiểm thử)", Status: "decided"}); fault.FieldsOf(err)["basis"] == "" {
			t.Errorf("a day without basis: %v", err)
		}
		if err := s.Put(ctx, workday.Special{Date: "2023-06-13", Kind: "khac", Name: "Nghỉ (kiểm thử)", Status: "khac", Basis: "kiểm thử"}); fault.FieldsOf(err)["kind"] == "" || fault.FieldsOf(err)["status"] == "" {
			t.Errorf("a day of no kind: %v", err)
		}
		if err := s.Put(ctx, workday.Special{Date: "2023-06-13", Kind: workday.Holiday, Name: "Nghỉ (kiểm thử)", Status: "decided", Basis: "kiểm thử"}); err != nil {
			t.Fatal(err)
		}
		if got := s.Calendar().Add("2023-06-12", 1); got != "2023-06-14" {
			t.Errorf("after the new day: %s", got)
		}
	})
}
