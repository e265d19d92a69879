package app_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// browser is real Chromium, one window, as a person uses it.
type browser struct {
	t    *testing.T
	ctx  context.Context //nolint:containedctx // the window
	base string
}

// openBrowser starts Chromium. Without one the test is skipped, except in CI.
func openBrowser(t *testing.T, srv *httptest.Server, width, height int64, more ...chromedp.ExecAllocatorOption) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("CI must test in Chromium, and there is none")
		}
		t.Skip("no chromium")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()))
	for _, flag := range []string{"disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage"} {
		opts = append(opts, chromedp.Flag(flag, true))
	}
	opts = append(opts, more...)
	alloc, stop := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(alloc)
	t.Cleanup(closeTab)
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	b := &browser{t, ctx, srv.URL}
	b.must(chromedp.Do(ctx, chromedp.EmulateViewport(width, height)))
	return b
}

func (b *browser) must(err error) {
	b.t.Helper()
	if err != nil {
		where, lerr := chromedp.Run(b.ctx, chromedp.Location())
		text, terr := chromedp.Run(b.ctx, chromedp.Evaluate[string](`(document.querySelector('main')||document.body).innerText.slice(0,1500)`))
		b.t.Fatalf("%v\nat %s (%v, %v)\n%s", err, where, lerr, terr, text)
	}
}

func (b *browser) visit(path string) {
	b.t.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.Navigate(b.base+path)))
}

func (b *browser) at() string {
	b.t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Location())
	b.must(err)
	return strings.TrimPrefix(s, b.base)
}

func (b *browser) text() string {
	b.t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText`))
	b.must(err)
	return s
}

// wants fails unless the page says all of the words.
func (b *browser) wants(words ...string) {
	b.t.Helper()
	page := b.text()
	for _, w := range words {
		if !strings.Contains(page, w) {
			b.must(fmt.Errorf("the page does not say %q", w))
		}
	}
}

// mark finds the visible link or button with these words, so that it can be
// clicked; folded forms are opened first.
func (b *browser) mark(words string) {
	b.t.Helper()
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](fmt.Sprintf(`(() => {
		document.querySelectorAll('details').forEach(d => { if (!d.closest('.filter')) d.open = true });
		document.querySelectorAll('[data-pressed]').forEach(e => e.removeAttribute('data-pressed'));
		const all = [...document.querySelectorAll('main a, main button')];
		const hit = all.find(e => e.innerText.trim().startsWith(%q) && e.offsetParent !== null);
		if (hit) { hit.setAttribute('data-pressed', ''); hit.scrollIntoView({block: 'center'}); }
		return !!hit })()`, words)))
	b.must(err)
	if !found {
		b.must(fmt.Errorf("nothing to press says %q", words))
	}
}

// press clicks what says the words and waits for the page that follows.
func (b *browser) press(words string) {
	b.t.Helper()
	b.mark(words)
	b.follow(`[data-pressed]`)
}

// follow presses what leads to another page and waits until that stands there.
// It presses the element, not the place where it was seen: on a busy machine a
// page is still being laid out then, and a press beside it leads nowhere.
func (b *browser) follow(selector string) {
	b.t.Helper()
	b.leave(func() {
		b.eval(fmt.Sprintf(`(document.querySelector(%q).focus(), document.querySelector(%q).click())`, selector, selector))
	})
}

// leave waits for the page that comes after what is done.
func (b *browser) leave(do func()) {
	b.t.Helper()
	b.eval(`(window.left = true)`)
	do()
	b.until("the next page", `document.readyState === 'complete' && document.body !== null && window.left !== true`)
}

func (b *browser) fill(selector, value string) {
	b.t.Helper()
	b.choose(selector, "")
	b.must(chromedp.Do(b.ctx, chromedp.SendKeys(chromedp.CSS(selector), value)))
}

func (b *browser) choose(selector, value string) {
	b.t.Helper()
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](fmt.Sprintf(`(() => { const e = document.querySelector(%q); if (!e) return false; e.closest('details')?.setAttribute('open', ''); e.value = %q; e.dispatchEvent(new Event('change', {bubbles: true})); return e.value === %q })()`, selector, value, value)))
	b.must(err)
	if !found {
		b.must(fmt.Errorf("%s does not take %q", selector, value))
	}
}

func (b *browser) signIn(user string) {
	b.t.Helper()
	b.visit("/dang-nhap")
	if !strings.HasPrefix(b.at(), "/dang-nhap") {
		b.signOut()
	}
	b.fill(`[name=user]`, user)
	b.fill(`[name=password]`, password)
	b.press("Đăng nhập")
	if strings.HasPrefix(b.at(), "/dang-nhap") {
		b.must(fmt.Errorf("%s could not sign in", user))
	}
}

func (b *browser) signOut() {
	b.t.Helper()
	b.visit("/lam-viec/muc-luc")
	b.press("Đăng xuất")
}

// count is the text of an element, such as the sentence that a page opens with.
func (b *browser) count(selector string) string {
	b.t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](fmt.Sprintf(`(document.querySelector(%q)||{innerText:''}).innerText`, selector)))
	b.must(err)
	return s
}
