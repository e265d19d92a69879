package app_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/identity"
	"dondoc/internal/listing"
)

// by is the context of a person of the sample.
func (p place) by(t *testing.T, user string) context.Context {
	t.Helper()
	id, err := p.Identity.IDOf(t.Context(), user)
	if err != nil {
		t.Fatal(err)
	}
	who, err := p.Identity.As(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return actor.With(t.Context(), who)
}

// disputed lets the head of an agency object to one of its assignments.
func (p place) disputed(t *testing.T, user, lead string) assignment.Assignment {
	t.Helper()
	ctx := p.by(t, user)
	page, err := p.Assignments.List(ctx, listing.Query{Size: 50, Sort: assignment.SortDueDesc, Filters: map[string][]string{assignment.FilterLead: {lead}, assignment.FilterView: {string(assignment.OpenNow)}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range page.Rows {
		if a.Due < "2023-06-13" || !assignment.VerbDispute.Possible(a.State) {
			continue
		}
		out, err := p.Assignments.Dispute(ctx, a.ID, a.Rev, assignment.NotOurs, "Việc này thuộc chức năng của Sở Nội vụ theo Quyết định về cơ cấu tổ chức (dữ liệu minh họa).")
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	t.Fatalf("%s has nothing to object to", lead)
	return assignment.Assignment{}
}

// shot keeps pictures of the page, for looking at, when a folder is named:
// wide and on a phone, by day and in the dark.
func (b *browser) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("DONDOC_TEST_SHOTS")
	if dir == "" {
		return
	}
	before := b.eval(`innerWidth + " " + innerHeight`)
	for _, w := range []int64{1280, 390} {
		for _, theme := range []string{"light", "dark"} {
			b.must(chromedp.Do(b.ctx, chromedp.EmulateViewport(w, 900)))
			b.eval(`(document.documentElement.dataset.theme = "` + theme + `")`)
			png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
			b.must(err)
			b.must(os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", name, w, theme)), png, 0o600))
		}
	}
	var width, height int64
	_, err := fmt.Sscan(before, &width, &height)
	b.must(err)
	b.must(chromedp.Do(b.ctx, chromedp.EmulateViewport(width, height)))
	b.eval(`String(delete document.documentElement.dataset.theme)`)
}

// keep leaves a file beside the pictures, for reading page by page.
func (b *browser) keep(name, content string) {
	b.t.Helper()
	if dir := os.Getenv("DONDOC_TEST_SHOTS"); dir != "" {
		b.must(os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
}

// The chairman decides a dispute and sets a date on a phone, undoes it, and
// delegates to a deputy, who then decides in the chairman's place.
func TestTheChairmanDecidesOnAPhoneAndDelegates(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	a := p.disputed(t, "skhdt", "skhdt")
	b := openBrowser(t, p.srv, 390, 844)
	b.signIn("chutich")
	b.visit("/lam-viec/can-quyet-dinh")
	b.wants("việc chờ quyết định", "Ý kiến khác của cơ quan được giao", a.Title, "Việc này thuộc chức năng của Sở Nội vụ", "Nhiệm vụ chưa có hạn")
	b.shot("quyet-dinh-390")
	now := func() assignment.Assignment {
		t.Helper()
		x, err := p.Assignments.Find(p.by(t, "chutich"), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}

	b.press("Giữ ")
	b.wants("Đã ghi nhận quyết định", "Vừa quyết định", "Hoàn tác, còn")
	if x := now(); x.State != assignment.Assigned || x.Lead != "skhdt" {
		t.Fatalf("after one press: %s of %s", x.State, x.Lead)
	}
	b.press("Hoàn tác, còn")
	b.wants("Đã hoàn tác")
	if x := now(); x.State != assignment.Disputed || x.Objection != assignment.NotOurs || x.Note != a.Note {
		t.Fatalf("after the second act: %s, %q", x.State, x.Note)
	}

	// a day for what has none: typed and pressed
	undated := b.eval(`document.querySelector('.day-choice [name=key]').value`)
	id := assignment.ID(strings.TrimPrefix(undated, "undated:"))
	b.fill(`.day-choice [name=day]`, "29/09/2023")
	b.press("Chốt hạn")
	b.wants("Đã ghi nhận quyết định", "Đặt hạn")
	x, err := p.Assignments.Find(p.by(t, "chutich"), id)
	if err != nil || x.Due != "2023-09-29" || x.OriginalDue != "2023-09-29" {
		t.Fatalf("the day: %s, %s, %v", x.Due, x.OriginalDue, err)
	}
	b.press("Hoàn tác, còn")
	if x, err = p.Assignments.Find(p.by(t, "chutich"), id); err != nil || x.Due != "" || x.OriginalDue != "" {
		t.Fatalf("the day stands after undoing: %s, %v", x.Due, err)
	}

	// a deputy sees, and does not decide
	b.signOut()
	b.signIn("phochutich")
	b.visit("/lam-viec/can-quyet-dinh")
	b.wants(a.Title, "Chủ tịch quyết định.")
	if b.eval(`document.querySelectorAll('.decisions button').length`) != "0" {
		t.Fatal("a deputy without a mandate has buttons")
	}
	b.signOut()

	b.signIn("chutich")
	b.visit("/lam-viec/uy-quyen")
	deputy, err := p.Identity.IDOf(t.Context(), "phochutich")
	if err != nil {
		t.Fatal(err)
	}
	b.choose(`[name=taker]`, deputy)
	b.must(chromedp.Do(b.ctx, chromedp.Click(chromedp.CSS(`[name=kinds][value=dispute]`))))
	b.shot("uy-quyen-390")
	b.press("Ủy quyền")
	b.wants("Đã ủy quyền từ 12/06/2023", "Thu hồi", "Trần Thanh Bình")
	b.signOut()

	b.signIn("phochutich")
	b.visit("/lam-viec/can-quyet-dinh")
	b.wants("Thừa ủy quyền", "Nguyễn Hữu Thành")
	b.press("Giao cơ quan khác")
	b.choose(`[name=org]`, "snv")
	b.shot("quyet-dinh-pho-390")
	b.must(chromedp.Do(b.ctx, chromedp.Click(chromedp.CSS(`.opened form button`))))
	b.until("the deputy's decision", `document.body !== null && document.body.innerText.includes('Đã ghi nhận quyết định')`)
	if x := now(); x.Lead != "snv" || x.State != assignment.Assigned {
		t.Fatalf("the deputy's decision: %s of %s", x.State, x.Lead)
	}
	b.visit("/lam-viec/nhiem-vu/" + string(a.ID))
	b.wants("Trần Thanh Bình (minh họa), thừa ủy quyền Nguyễn Hữu Thành (minh họa)")
	b.signOut()

	// taken back, it gives nothing on the next request
	b.signIn("chutich")
	b.visit("/lam-viec/uy-quyen")
	b.press("Thu hồi")
	b.wants("Đã thu hồi")
	who, err := p.Identity.As(t.Context(), deputy)
	if err != nil || identity.Allows(who, identity.DecisionTake) || identity.SeesAll(who) {
		t.Errorf("a revoked delegation still gives something: %+v, %v", who.Mandates, err)
	}
}
