package app_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"dondoc/internal/actor"
)

// until waits for a condition on the page; the page looks once a second.
//
// A page that reads itself again can take long on a machine that is busy with
// all other tests; the limit only ends a test that would never end.
func (b *browser) until(what, expression string) {
	b.t.Helper()
	var err error
	for range 900 {
		var ok bool
		if ok, err = chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression)); ok && err == nil {
			return
		}
		if b.ctx.Err() != nil {
			break
		}
		time.Sleep(100 * time.Millisecond) // also when one page goes and the next comes, between which nothing can be asked
	}
	b.must(errors.Join(fmt.Errorf("waited for: %s", what), err))
}

// later moves the page's clock on.
func (b *browser) later(d time.Duration) {
	b.t.Helper()
	_, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](fmt.Sprintf(`(() => { const now = Date.now; Date.now = () => now.call(Date) + %d; return true })()`, d.Milliseconds())))
	b.must(err)
}

// The dialog before a session ends: it counts down in every tab, one press
// keeps the session everywhere, what was typed is on the server by then, and
// when nobody presses it comes back after signing in.
func TestTheDialogBeforeASessionEnds(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	a, srv, c := p.App, p.srv, p.clock

	first := openBrowser(t, srv, 1280, 900)
	first.signIn("skhdt")
	first.visit("/lam-viec/viec-cua-toi")
	html, err := chromedp.Run(first.ctx, chromedp.Evaluate[string](`document.body.innerHTML`))
	first.must(err)
	page := regexp.MustCompile(`/lam-viec/nhiem-vu/[a-z0-9]{26}`).FindString(html) + "/bao-cao"
	first.visit(page)
	tab, closeTab := chromedp.NewContext(first.ctx)
	t.Cleanup(closeTab)
	second := &browser{t, tab, srv.URL}
	second.visit("/lam-viec/viec-cua-toi")
	first.fill(`[name=body]`, "Đã gõ rất lâu, chưa nộp")

	open, shut := `document.querySelector('#idle').open`, `!document.querySelector('#idle').open`
	pass := func(d time.Duration) {
		t.Helper()
		c.Set(c.Now().Add(d))
		first.later(d)
		second.later(d)
	}
	pass(20 * time.Minute)
	time.Sleep(1200 * time.Millisecond)
	first.until("no dialog yet", shut)
	pass(9*time.Minute + 10*time.Second)
	for name, b := range map[string]*browser{"first": first, "second": second} {
		b.until(name+" tab asks", open)
		b.until(name+" tab counts down", `(n => n > 0 && n <= 60)(Number(document.querySelector('#idle-left').textContent))`)
		b.until(name+" tab says it aloud", `document.querySelector('#idle-say').textContent.includes('giây trước khi hết phiên')`)
		b.until(name+" tab shows it in its title", `document.title.startsWith('Còn ')`)
	}
	first.until("the button has the focus", `document.activeElement.id === 'idle-stay'`)
	id, err := a.Identity.IDOf(t.Context(), "skhdt")
	if err != nil {
		t.Fatal(err)
	}
	who := actor.With(t.Context(), actor.Actor{Kind: actor.Person, ID: id})
	kept := false
	for range 50 {
		if v, _, ok := a.Identity.Draft(who, page); ok && v.Get("body") == "Đã gõ rất lâu, chưa nộp" {
			kept = true
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if !kept {
		t.Error("what was typed is not on the server while the dialog counts")
	}
	first.must(chromedp.Do(first.ctx, chromedp.Click(chromedp.CSS(`#idle-stay`))))
	first.until("the dialog goes", shut)
	second.until("it goes in the other tab as well", shut)
	second.until("the title is itself again", `!document.title.startsWith('Còn ')`)

	pass(31 * time.Minute)
	for _, b := range []*browser{first, second} {
		b.until("the sign-in page", `location.pathname === '/dang-nhap' && location.search.includes('het-phien')`)
	}
	first.wants("Phiên làm việc đã hết", "Nội dung đang gõ được giữ")
	first.fill(`[name=user]`, "skhdt")
	first.fill(`[name=password]`, password)
	first.press("Đăng nhập")
	if !strings.HasPrefix(first.at(), page) {
		t.Errorf("came back to %s, not to %s", first.at(), page)
	}
	first.until("what was typed is back", `document.querySelector('[name=body]').value === 'Đã gõ rất lâu, chưa nộp'`)
}
