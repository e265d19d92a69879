package app_test

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// thirtyPages is a notice in DOCX with a duty on every page and a picture, which
// makes the file a long one.
func thirtyPages(t *testing.T) string {
	t.Helper()
	var text strings.Builder
	para := func(s string) { fmt.Fprintf(&text, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", s) }
	para("BAN CHỈ ĐẠO THỰC HIỆN CHƯƠNG TRÌNH HÀNH ĐỘNG SỐ 09-CTr/TU")
	para("Số: 31-TB/BCĐ")
	para("Ngày 05 tháng 6 năm 2023")
	para("THÔNG BÁO")
	para("Kết luận của Trưởng Ban Chỉ đạo tại phiên họp thứ tư")
	for i := range 30 {
		para(fmt.Sprintf("%d. Về nhóm nội dung thứ %d, các đại biểu đã phát biểu và thống nhất đánh giá như báo cáo.", i+1, i+1))
		who := []string{"Sở Nội vụ", "Sở Kế hoạch và Đầu tư"}[i%2]
		para(fmt.Sprintf("Giao %s rà soát hồ sơ của %d đơn vị sự nghiệp công lập, tổng hợp và báo cáo Ban Chỉ đạo trước ngày 30/9/2023.", who, i+3))
		text.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
	}
	picture := make([]byte, 1_200_000)
	if _, err := rand.Read(picture); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range map[string]string{
		"[Content_Types].xml": `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":         `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":   `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + text.String() + `</w:body></w:document>`,
		"word/media/a.png":    string(picture),
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "31-TB-BCD.docx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
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

// A long notice comes in, its page shows how far it is, and its duties are
// decided without touching the mouse.
func TestALongNoticeIsDecidedByKeyboard(t *testing.T) {
	t.Parallel()
	a, srv := house(t, "sqlite:"+t.TempDir()+"/x.db")
	b := openBrowser(t, srv, 1280, 900)
	b.signIn("thuongtruc")
	b.visit("/lam-viec/van-ban/moi")
	b.must(chromedp.Do(b.ctx, chromedp.SetUploadFiles(chromedp.CSS(`[name=file]`), []string{thirtyPages(t)})))
	b.press("Đọc văn bản")
	b.wants("Đang đọc tệp", "Đang chờ đến lượt đọc", "có thể rời trang này", "Thôi đọc")
	if _, err := a.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
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
