package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dondoc/internal/document"
)

// gold are real directives, annotated for the reader.
const gold = "../reading/score/testdata/gold/"

// notice is a notice in PDF with duties for bodies of the directory, and the real
// directives that it forwards, as far as they go on so many pages.
func notice(t *testing.T, pages int) string {
	t.Helper()
	text := []string{
		"BAN CHỈ ĐẠO THỰC HIỆN CHƯƠNG TRÌNH HÀNH ĐỘNG SỐ 09-CTr/TU", "Số: 31-TB/BCĐ", "Ngày 05 tháng 6 năm 2023",
		"THÔNG BÁO", "Kết luận của Trưởng Ban Chỉ đạo tại phiên họp thứ tư",
	}
	for i := range 12 {
		who := []string{"Sở Nội vụ", "Sở Kế hoạch và Đầu tư"}[i%2]
		text = append(text, fmt.Sprintf("%d. Về nhóm nội dung thứ %d, các đại biểu đã phát biểu và thống nhất đánh giá như báo cáo.", i+1, i+1),
			fmt.Sprintf("Giao %s rà soát hồ sơ của %d đơn vị sự nghiệp công lập, tổng hợp và báo cáo Ban Chỉ đạo trước ngày 30/9/2023.", who, i+3))
	}
	for _, name := range []string{"029", "098", "032", "058", "084", "001", "025"} {
		b, err := os.ReadFile(gold + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, "VĂN BẢN KÈM THEO")
		text = append(text, strings.Split(strings.TrimSpace(string(b)), "\n")...)
	}
	path := filepath.Join(t.TempDir(), "31-TB-BCD.pdf")
	if err := os.WriteFile(path, printed(t, text, pages), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// printed lays paragraphs out on A4, on so many pages; what is left over is
// left out.
func printed(t *testing.T, paras []string, pages int) []byte {
	t.Helper()
	font, err := os.ReadFile("../extract/pdfium/testdata/LiberationSerif-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	f := fpdf.New("P", "mm", "A4", "")
	f.AddUTF8FontFromBytes("serif", "", font)
	f.SetMargins(30, 22, 15)
	f.SetAutoPageBreak(true, 25)
	f.SetFooterFunc(func() {
		f.SetY(-15)
		f.CellFormat(0, 7, strconv.Itoa(f.PageNo()), "", 0, "C", false, 0, "")
	})
	f.SetFont("serif", "", 14)
	f.AddPage()
	for _, p := range paras {
		lines := f.SplitText(p, 165)
		for i, l := range lines {
			if f.GetY() > 262 {
				if f.PageNo() == pages {
					break
				}
				f.AddPage()
			}
			align := "J"
			if i == len(lines)-1 {
				align = "L"
			}
			f.CellFormat(165, 7, l, "", 1, align, false, 0, "")
		}
		f.Ln(3)
	}
	if n := f.PageNo(); n != pages {
		t.Fatalf("%d pages", n)
	}
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// key presses a key and waits until the page answers as the expression says.
func (b *browser) key(key, expression string) {
	b.t.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.KeyEvent(key)))
	b.until(expression, "document.readyState === 'complete' && ("+expression+")")
}

func (b *browser) eval(expression string) string {
	b.t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	b.must(err)
	return s
}

// slowly makes the reading of files wait after the pages given, until next is
// called. The clock moves on with each page, so that each is written down.
func (p place) slowly(t *testing.T, after ...int) (next func()) {
	t.Helper()
	goOn, gone := make(chan struct{}), make(chan struct{})
	t.Cleanup(func() { close(gone) })
	document.New(p.DB, document.Deps{
		Blobs: p.Blobs, Directory: p.Lexicon.Directory, Assignments: p.Assignments,
		Extract: func(ctx context.Context, name string, content []byte, progress func(done, total int)) (document.Extraction, error) {
			return document.FromFile(ctx, name, content, func(done, total int) {
				p.clock.Set(p.clock.Now().Add(time.Second))
				progress(done, total)
				if slices.Contains(after, done) {
					select {
					case <-goOn:
					case <-gone:
					}
				}
			})
		},
	}).HandleJobs(p.Jobs)
	return func() { goOn <- struct{}{} }
}

// A long notice comes in, its page shows how far it is page by page, and its
// duties are decided without touching the mouse.
func TestALongNoticeIsDecidedByKeyboard(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	b := openBrowser(t, p.srv, 1280, 900)
	b.signIn("thuongtruc")
	b.visit("/lam-viec/van-ban/moi")
	b.must(chromedp.Do(b.ctx, chromedp.SetUploadFiles(chromedp.CSS(`[name=file]`), []string{notice(t, 30)})))
	b.press("Đọc văn bản")
	b.wants("Đang đọc tệp", "Đang chờ đến lượt đọc", "có thể rời trang này", "Thôi đọc")
	var reader sync.WaitGroup
	t.Cleanup(reader.Wait)
	next := p.slowly(t, 6, 21)
	reader.Go(func() {
		if _, err := p.Jobs.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
	for _, done := range []int{6, 21} { // the page comes again by itself, with how far the reading is
		b.until("page by page", fmt.Sprintf(`document.body !== null && document.body.innerText.includes('Đang đọc trang %d trên 30') && document.querySelector('progress').value === %d && document.querySelector('progress').max === 30`, done+1, done))
		next()
	}
	reader.Wait()
	b.until("the page says so", `document.body !== null && document.body.innerText.includes('Kiểm tra thông tin rồi vào sổ')`) // the page comes again by itself
	b.press("Vào sổ và đọc thành nhiệm vụ")

	const open = `(document.querySelector('.finding.open') || {}).id`
	const given = `[...document.querySelectorAll('.finding')].filter(f => f.innerText.includes('Đã giao')).length`
	count := func() int {
		n, err := strconv.Atoi(b.eval(given))
		b.must(err)
		return n
	}
	// Enter and X each confirm the open one and open the next
	first := b.eval(open)
	b.key(kb.Enter, open+` !== '`+first+`' && `+given+` === 1`)
	second := b.eval(open)
	b.key("x", open+` !== '`+second+`' && `+given+` === 2`)

	// J marks the next card and brings its words into view; a letter opens it first
	third := b.eval(open)
	b.key("j", `document.querySelector('.finding.at') !== null`)
	marked := b.eval(`document.querySelector('.finding.at').id`)
	b.until("the page says so", `(() => { const r = document.querySelector('.doc a.n-badge[href$="#`+marked+`"]').getBoundingClientRect(), c = document.getElementById('`+marked+`').getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight && c.top >= 0 && c.top < innerHeight })()`)
	b.key("x", open+` === '`+marked+`'`)
	if n := count(); n != 2 || marked == third {
		b.must(fmt.Errorf("X on a card that was only marked gave something out: %d given", n))
	}

	// D asks for the reason and takes no empty one
	b.key("d", `document.activeElement.name === 'reason'`)
	b.must(chromedp.Do(b.ctx, chromedp.KeyEvent(kb.Enter)))
	if b.eval(`document.activeElement.name`) != "reason" {
		b.must(errors.New("dismissed without a reason"))
	}
	b.must(chromedp.Do(b.ctx, chromedp.KeyEvent("đã giao ở văn bản khác")))
	b.key(kb.Enter, `document.getElementById('`+marked+`').innerText.includes('Đã bỏ qua')`)

	// E edits, Escape makes letters keys again
	b.key("e", `document.activeElement.name === 'title'`)
	b.key(kb.Escape, `document.activeElement.name !== 'title'`)

	// U goes to a passage nobody looked at, B accounts for it
	const left = `document.querySelector('.coverage strong').innerText`
	before := b.eval(left)
	b.key("u", `location.search.includes('d=p') && document.querySelector('.para.current') !== null`)
	b.key("b", left+` !== '`+before+`'`)

	b.key("?", `document.querySelector('#keys').open && document.querySelector('#keys-list').innerText.includes('Tới đoạn chưa xem')`)
	b.key(kb.Escape, `!document.querySelector('#keys').open`)
}
