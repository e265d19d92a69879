package feed

import (
	"encoding/xml"
	"errors"
	"strings"
	"testing"
	"time"

	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

func TestWhatHappenedIsTold(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := settle(t, db, c)
		a := w.give(assignment.New{Title: "Rà soát <thủ tục> & báo cáo", Lead: "skhdt", Deadline: assignment.Deadline{Kind: assignment.OnDate, Bound: workday.By, Date: "2023-06-20"}})
		w.give(assignment.New{Title: "Việc của tài chính", Lead: "stc"})
		must(w.work.Acknowledge(w.as("skhdt"), a.ID, 0))(t)
		c.Set(c.Now().Add(time.Hour))
		must(w.work.SetDue(w.as("thuongtruc"), a.ID, 0, "2023-06-19", "Lý do riêng"))(t)
		c.Set(c.Now().Add(time.Hour))
		must(w.work.Report(w.as("skhdt"), a.ID, assignment.Filing{Nonce: "01h00000000000000000000002", Body: "Xong.", Percent: 100, Submit: true, ClaimedOn: "2023-06-10"}))(t)
		c.Set(c.Now().Add(time.Hour))
		must(w.work.Return(w.as("thuongtruc"), a.ID, 0, "Thiếu biểu"))(t)
		type entry struct {
			ID        string `xml:"id"`
			Title     string `xml:"title"`
			Published string `xml:"published"`
			Updated   string `xml:"updated"`
			Content   string `xml:"content"`
			Author    string `xml:"author>name"`
		}
		type feedOf struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			ID      string   `xml:"id"`
			Updated string   `xml:"updated"`
			Entries []entry  `xml:"entry"`
		}
		told := func(user, agency string) (f feedOf) {
			t.Helper()
			b := must(w.News(w.as(user), Agency, agency, here))(t)
			if err := xml.Unmarshal(b, &f); err != nil {
				t.Fatalf("%v: %s", err, b)
			}
			if strings.Contains(string(b), "minh họa") || strings.Contains(string(b), "Lý do riêng") || strings.Contains(string(b), "Thiếu biểu") {
				t.Errorf("people or reasons go out: %s", b)
			}
			return f
		}
		f := told("skhdt", "skhdt")
		var got []string
		for _, e := range f.Entries {
			words, _, _ := strings.Cut(e.Title, ":")
			got = append(got, words)
		}
		if strings.Join(got, " | ") != "Trả lại báo cáo | Báo cáo | Đổi hạn | Tiếp nhận | Giao việc" {
			t.Fatalf("%v", got)
		}
		if e := f.Entries[1]; e.Title != "Báo cáo: Rà soát <thủ tục> & báo cáo" || !strings.HasPrefix(e.Published, "2023-06-10T") || !strings.HasPrefix(e.Updated, "2023-06-12T") || e.Author != "Sở Kế hoạch và Đầu tư" || !strings.HasPrefix(e.ID, "tag:dondoc.test,2023-06-12:act/") {
			t.Errorf("%+v", e)
		}
		if e := f.Entries[2]; !strings.Contains(e.Content, "Hạn: 20/06/2023 chuyển sang 19/06/2023") {
			t.Errorf("%+v", e)
		}
		if f.ID != "tag:dondoc.test,2026-01-01:agency/skhdt" || f.Updated != f.Entries[0].Updated || len(told("thuongtruc", "tinh").Entries) != 6 {
			t.Errorf("%+v", f)
		}
		if n := len(told("stc", "skhdt").Entries); n != 0 { // one agency never learns of another's work
			t.Errorf("another agency is told %d things", n)
		}
		if _, err := w.News(w.as("quantri"), Agency, "skhdt", here); !errors.Is(err, fault.NotFound) {
			t.Errorf("the administrator reads it: %v", err)
		}
		if _, err := w.News(w.as("skhdt"), Notice, "khong-co", here); !errors.Is(err, fault.NotFound) {
			t.Errorf("a document that is not: %v", err)
		}
		if civil.Of(c.Now()) != "2023-06-12" {
			t.Fatal("the test ran over a day")
		}
	})
}
