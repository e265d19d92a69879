package ladder_test

import (
	"strings"
	"testing"

	"dondoc/internal/assignment"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

// The lead hears of what it is given, recurring duties included but not of
// each of their periods; those who direct hear of what waits for them; nobody
// hears of what they did themselves.
func TestTheOtherSideHears(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		store, err := blob.New(db, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		cal := workday.Default()
		w.work = assignment.NewService(db, assignment.Deps{Directory: w.orgs.Directory, Calendar: func() *workday.Calendar { return cal }, Blobs: store, Told: w.Heard})
		c.Set(civil.Date("2023-06-01").At(9, 0))
		sec, head := w.as(t, "thuongtruc"), w.as(t, "stc")
		a := w.give(t, "stc", "2023-06-16")
		if _, err := w.work.Assign(sec, assignment.New{Title: "Báo cáo giải ngân", Lead: "stc", Origin: ref.New("document", "d1"), Deadline: assignment.Deadline{Kind: assignment.Recurring, Every: workday.Week, Phrase: "hằng tuần"}}); err != nil {
			t.Fatal(err)
		}
		c.Set(civil.Date("2023-06-12").At(9, 0))
		if n, err := w.work.OpenPeriods(sec); err != nil || n != 2 {
			t.Fatalf("%d periods, %v", n, err)
		}
		if _, err := w.work.Dispute(head, a.ID, 0, assignment.NotOurs, "Thuộc Sở Kế hoạch và Đầu tư"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.work.Decide(sec, a.ID, 0, "skhdt", "đồng ý"); err != nil {
			t.Fatal(err)
		}
		subjects := func(user string) string {
			var out []string
			for _, x := range w.inbox(t, user) {
				out = append(out, x.Subject)
			}
			return strings.Join(out, "\n")
		}
		if got := subjects("stc"); strings.Count(got, "Được giao") != 2 || !strings.Contains(got, "Báo cáo giải ngân, hằng tuần") {
			t.Errorf("the lead heard\n%s", got)
		}
		if got := subjects("thuongtruc"); got != "Có ý kiến khác: Rà soát thủ tục đầu tư" {
			t.Errorf("the secretariat heard\n%s", got)
		}
		if got := subjects("skhdt"); !strings.Contains(got, "Đã quyết định ý kiến khác") {
			t.Errorf("the new lead heard\n%s", got)
		}
	})
}

// The Chairman's own word goes to the head at once, once a day, and the thing
// rests from the list for a while; a deputy's list is that of the remit.
func TestTheChairmansWord(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		c.Set(civil.Date("2023-06-01").At(9, 0))
		a := w.give(t, "stc", "2023-06-09")
		w.night(t, "2023-06-16")
		c.Set(civil.Date("2023-06-16").At(9, 0))
		chairman := w.as(t, "chutich")
		listed := func() int {
			list, err := w.OnTheList(chairman, 10)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		if listed() != 1 {
			t.Fatal("not on the list")
		}
		if list, err := w.OnTheList(w.as(t, "skhdt"), 10); err != nil || len(list) != 0 {
			t.Errorf("another agency sees the list: %d, %v", len(list), err)
		}
		if err := w.Press(w.as(t, "thuongtruc"), a.ID, 1, "gấp"); err == nil {
			t.Error("the secretariat speaks for the Chairman")
		}
		before := len(w.inbox(t, "stc"))
		if err := w.Press(chairman, a.ID, 1, "Báo cáo ngay trong tuần"); err != nil {
			t.Fatal(err)
		}
		if err := w.Press(chairman, a.ID, 1, "lần nữa"); err == nil {
			t.Error("pressed twice a day")
		}
		list := w.inbox(t, "stc")
		if len(list) != before+1 || !list[0].Urgent || !list[0].Ask || !strings.Contains(list[0].Body, "Báo cáo ngay trong tuần") {
			t.Errorf("%+v", list[0])
		}
		if listed() != 0 {
			t.Error("it does not rest")
		}
		c.Set(civil.Date("2023-06-22").At(9, 0))
		if listed() != 1 {
			t.Error("it does not come back")
		}
	})
}
