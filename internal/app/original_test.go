package app_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// drawn tells that the pictures in view have come.
const drawn = `[...document.querySelectorAll('.sheet img')].filter(i => { const r = i.getBoundingClientRect(); return r.top < innerHeight && r.bottom > 0 }).every(i => i.complete && i.naturalWidth > 0)`

// onPaper is where the marked finding stands on the picture of its page, in
// millimetres, and how dark the picture is there and beside it, in a thousand.
const onPaper = `(() => {
	const box = (document.querySelector('.sheet a.lit') || document.querySelector('.sheet a.current')).querySelector('.s-box'), img = box.closest('.sheet-paper').querySelector('img');
	const r = box.getBoundingClientRect(), p = img.getBoundingClientRect(), c = document.createElement('canvas');
	c.width = img.naturalWidth; c.height = img.naturalHeight;
	const g = c.getContext('2d'); g.drawImage(img, 0, 0);
	const dark = (x, y, w, h) => { const d = g.getImageData(x, y, w, h).data; let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i] < 128) n++; return Math.round(4000 * n / d.length) };
	const sx = c.width / p.width, sy = c.height / p.height, x = (r.left - p.left) * sx, y = (r.top - p.top) * sy, h = r.height * sy;
	const mm = (v, whole, paper) => Math.round(v / whole * paper);
	return [mm(r.left - p.left, p.width, 210), mm(r.top - p.top, p.height, 297), mm(r.height, p.height, 297), dark(x, y, r.width * sx, h), dark(2, y, x - 4, h)].join(' ')
})()`

// standsAt checks a finding of two lines against where the document was printed.
func (b *browser) standsAt(what string, top int) {
	b.t.Helper()
	b.until("pictures", drawn)
	var x, y, h, inside, beside int
	if _, err := fmt.Sscan(b.eval(onPaper), &x, &y, &h, &inside, &beside); err != nil {
		b.must(err)
	}
	if x < 29 || x > 31 || y < top-1 || y > top+1 || h < 11 || h > 15 || inside < 50 || beside != 0 {
		b.must(fmt.Errorf("%s is marked %d mm from the left and %d from above, %d high, want 30, %d and 12; %d dark dots in a thousand, %d beside", what, x, y, h, top, inside, beside))
	}
}

// A finding is seen on the page that it was read from, its words marked where
// they are printed; keys do there what they do beside the text, and the browser
// remembers the choice.
func TestAFindingIsSeenOnItsPage(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	b := openBrowser(t, p.srv, 1280, 900)
	b.signIn("thuongtruc")
	b.visit("/lam-viec/van-ban/moi")
	b.must(chromedp.Do(b.ctx, chromedp.SetUploadFiles(chromedp.CSS(`[name=file]`), []string{notice(t, 3)})))
	b.press("Đọc văn bản")
	if _, err := p.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.until("the page says so", `document.body !== null && document.body.innerText.includes('Kiểm tra thông tin rồi vào sổ')`)
	b.press("Vào sổ và đọc thành nhiệm vụ")
	b.key("g", `document.querySelectorAll('.sheet').length === 3 && document.querySelector('.doc') === null`)

	// five lines of 10 mm below the margin of 22, a paragraph of two lines of 7 and 3
	const first, next = 22 + 5*10 + 17, 17 + 17
	b.standsAt("the first finding", first)
	if alt := b.eval(`document.querySelector('.sheet img').alt`); alt != "Trang 1 trên 3, bản gốc của Thông báo số 31-TB/BCĐ" {
		t.Errorf("the picture is called %q", alt)
	}
	b.key("j", `document.querySelector('.finding.at .n-badge').innerText === '2' && document.querySelector('.sheet a.lit .s-number').textContent === '2'`)
	b.standsAt("the second", first+next)
	b.until("both in view", `(() => { const r = document.querySelector('.sheet a.lit').getBoundingClientRect(), c = document.querySelector('.finding.at').getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight && c.top >= 0 && c.bottom <= innerHeight })()`)
	b.key(kb.Enter, `document.querySelector('.finding.open .n-badge').innerText === '2' && document.querySelector('.sheet a.current .s-number').textContent === '2'`)
	b.standsAt("the one that is open", first+next)
	b.key(kb.Enter, `[...document.querySelectorAll('.finding')].some(f => f.innerText.includes('Đã giao'))`)
	b.key("u", `document.querySelector('.s-passage') !== null && document.querySelector('.beside-cards .para.current') !== null`)
	left := b.eval(`document.querySelector('.coverage strong').innerText`)
	b.key("b", `document.querySelector('.coverage strong').innerText !== '`+left+`'`)

	// the cards go where the pages are moved to
	b.must(chromedp.Do(b.ctx, chromedp.MouseEvent("mouseMoved", 300, 400)))
	b.eval(`document.querySelector('#to-2').scrollIntoView()`)
	b.until("the cards follow", `(() => { scrollBy(0, 1); const here = [...document.querySelectorAll('#to-2 a[data-card]')].map(a => document.getElementById(a.dataset.card)).filter(c => c); return here.some(c => { const r = c.getBoundingClientRect(); return r.top >= -20 && r.top < innerHeight }) })()`)

	// a phone has the page above the card
	b.must(chromedp.Do(b.ctx, chromedp.EmulateViewport(390, 844)))
	b.visit("/lam-viec/van-ban")
	b.press("Thông báo số 31-TB/BCĐ")
	b.press("Đọc thành nhiệm vụ")
	b.eval(`document.querySelector('.finding.open').scrollIntoView()`)
	b.until("page and card", `(() => { const s = document.querySelector('.sheets').getBoundingClientRect(), a = document.querySelector('.sheet a.current').getBoundingClientRect(), c = document.querySelector('.finding.open').getBoundingClientRect(); return s.top >= 0 && a.top >= s.top && a.bottom <= s.bottom && c.top >= s.bottom && c.top < innerHeight && document.documentElement.scrollWidth <= innerWidth })()`)

	// the choice goes back as it came, and a text without pages offers none
	b.key("g", `document.querySelector('.doc') !== null && document.querySelector('.sheets') === null`)
	b.visit("/lam-viec/van-ban/moi")
	b.fill(`[name=text]`, "Số: 32-TB/BCĐ\nTHÔNG BÁO\nGiao Sở Nội vụ báo cáo trước ngày 30/9/2023.")
	b.press("Đọc văn bản")
	b.press("Vào sổ và đọc thành nhiệm vụ")
	if b.eval(`document.querySelector('.doc') !== null && document.querySelector('.switch') === null`) != "true" {
		t.Error("a typed text offers pages")
	}
}
