package pdfium_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"dondoc/internal/extract/pdfium"
)

var shared = sync.OnceValue(func() *pdfium.Engine { return pdfium.New(pdfium.Options{}) })

func engine(testing.TB) *pdfium.Engine { return shared() }

const (
	longPara  = "Giao Sở Kế hoạch và Đầu tư chủ trì, phối hợp với Sở Tài chính, Ủy ban nhân dân các huyện, thị xã, thành phố rà soát toàn bộ các dự án chậm tiến độ trên địa bàn, tham mưu Ủy ban nhân dân tỉnh phương án xử lý dứt điểm, báo cáo trước ngày 30 tháng 6 năm 2023."
	otherPara = "Sở Nội vụ theo dõi, đôn đốc các cơ quan, đơn vị thực hiện Chỉ thị số 12/CT-UBND ngày 05 tháng 4 năm 2023 của Chủ tịch Ủy ban nhân dân tỉnh; kịp thời tham mưu xử lý trách nhiệm người đứng đầu để xảy ra chậm trễ, kéo dài nhiều lần."
)

func lines(x pdfium.Text) []string {
	return strings.Split(strings.TrimSuffix(x.Text, "\n"), "\n")
}

// checkPlaces: pages follow each other through the whole text, and each word's
// place in the text holds the word.
func checkPlaces(t *testing.T, x pdfium.Text) {
	t.Helper()
	all, at := []rune(x.Text), 0
	if !norm.NFC.IsNormalString(x.Text) {
		t.Errorf("not NFC: %q", x.Text)
	}
	for i, s := range x.Sheets {
		if s.Start != at || s.End < s.Start || s.End > len(all) {
			t.Fatalf("page %d is %v, after %d of %d", i, s.Span, at, len(all))
		}
		at = s.End
		last := s.Start
		for _, w := range s.Words {
			if w.Start < last || w.End > s.End || strings.ContainsAny(string(all[w.Start:w.End]), " \n") {
				t.Fatalf("page %d: %v in %v after %d", i, w, s.Span, last)
			}
			last = w.End
		}
	}
	if at != len(all) {
		t.Errorf("pages end at %d of %d", at, len(all))
	}
}

func TestNotice(t *testing.T) {
	t.Parallel()
	d := newDoc(t)
	d.SetHeaderFuncMode(func() {
		if d.PageNo() > 1 {
			d.SetY(10)
			d.centred(strconv.Itoa(d.PageNo()))
		}
	}, true)
	d.AddPage()
	d.SetFontSize(13)
	d.beside([]string{"ỦY BAN NHÂN DÂN", "TỈNH HÀ NAM", "Số: 125/TB-UBND", "V/v xử lý các dự án", "chậm tiến độ"},
		[]string{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Nam, ngày 12 tháng 5 năm 2023"})
	d.SetFontSize(14)
	d.centred("THÔNG BÁO")
	d.centred("Kết luận của Chủ tịch Ủy ban nhân dân tỉnh")
	d.centred("tại phiên họp thường kỳ tháng 5 năm 2023")
	d.para(longPara)
	d.para("1. " + otherPara)
	for i := range 6 {
		d.para(fmt.Sprintf("%d. %s", i+2, longPara))
		d.para("- " + otherPara)
	}
	d.para("Trên đây là kết luận, các cơ quan thực hiện./.")
	d.SetFontSize(13)
	d.beside([]string{"Nơi nhận:", "- Các sở, ban, ngành;", "- Lưu: VT."}, []string{"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn An"})
	x := text(t, d.bytes(t))
	checkPlaces(t, x)
	want := []string{
		"ỦY BAN NHÂN DÂN", "TỈNH HÀ NAM", "Số: 125/TB-UBND", "V/v xử lý các dự án chậm tiến độ",
		"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Nam, ngày 12 tháng 5 năm 2023",
		"THÔNG BÁO", "Kết luận của Chủ tịch Ủy ban nhân dân tỉnh tại phiên họp thường kỳ tháng 5 năm 2023",
		longPara, "1. " + otherPara,
	}
	for i := range 6 {
		want = append(want, fmt.Sprintf("%d. %s", i+2, longPara), "- "+otherPara)
	}
	want = append(want, "Trên đây là kết luận, các cơ quan thực hiện./.",
		"Nơi nhận:", "- Các sở, ban, ngành;", "- Lưu: VT.", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn An")
	if diff := cmp.Diff(want, lines(x)); diff != "" {
		t.Error(diff)
	}
	if len(x.Sheets) < 2 {
		t.Errorf("%d pages", len(x.Sheets))
	}
}

func TestTwoColumns(t *testing.T) {
	t.Parallel()
	d := newDoc(t)
	d.AddPage()
	d.SetFontSize(11)
	var want []string
	for side := range 2 {
		x := marginLeft + float64(side)*86
		y := marginTop
		for i := range 8 {
			s := fmt.Sprintf("%d. %s", side*8+i+1, []string{longPara, otherPara}[i%2])
			want = append(want, s)
			d.SetXY(x, y)
			d.SetLeftMargin(x)
			d.MultiCell(78, 5, s, "", "J", false)
			y = d.GetY()
		}
	}
	x := text(t, d.bytes(t))
	checkPlaces(t, x)
	if diff := cmp.Diff(want, lines(x)); diff != "" {
		t.Error(diff)
	}
}

// A table that runs over pages shows its head again; it is read once, a row per
// line, and cells keep their places when they are empty.
func TestTableAcrossPages(t *testing.T) {
	t.Parallel()
	d := newDoc(t)
	d.SetFontSize(12)
	widths := []float64{12, 78, 45, 30}
	row := func(cells ...string) {
		const lineHeight = 6.0
		n := 1
		for i, c := range cells {
			n = max(n, len(d.SplitText(c, widths[i]-2)))
		}
		x, y := marginLeft, d.GetY()
		for i, c := range cells {
			d.Rect(x, y, widths[i], float64(n)*lineHeight, "D")
			d.SetXY(x, y)
			d.MultiCell(widths[i], lineHeight, c, "", "L", false)
			x += widths[i]
		}
		d.SetXY(marginLeft, y+float64(n)*lineHeight)
	}
	head := []string{"TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"}
	d.SetHeaderFuncMode(func() {
		if d.PageNo() > 1 {
			d.SetY(marginTop)
			row(head...)
		}
	}, false)
	d.SetAutoPageBreak(false, 0)
	d.AddPage()
	d.centred("PHỤ LỤC")
	row(head...)
	want := []string{"PHỤ LỤC", strings.Join(head, " | ")}
	for i := range 40 {
		cells := []string{strconv.Itoa(i + 1), "Rà soát, cập nhật kế hoạch cải cách hành chính năm 2023 của đơn vị, gửi về cơ quan thường trực", "Sở Nội vụ", "30/6/2023"}
		if i%7 == 3 {
			cells[2] = ""
		}
		if d.GetY() > 260 {
			d.AddPage()
		}
		row(cells...)
		want = append(want, strings.ReplaceAll(strings.Join(cells, " | "), "|  |", "| |"))
	}
	x := text(t, d.bytes(t))
	checkPlaces(t, x)
	if diff := cmp.Diff(want, lines(x)); diff != "" || len(x.Sheets) < 2 {
		t.Error(len(x.Sheets), diff)
	}
}

func TestRunningHeads(t *testing.T) {
	t.Parallel()
	d := newDoc(t)
	d.SetHeaderFuncMode(func() {
		d.SetFontSize(10)
		d.SetY(8)
		d.centred("Công báo tỉnh Hà Nam, số 45")
		d.SetFontSize(14)
	}, true)
	d.SetFooterFunc(func() {
		d.SetY(-14)
		d.centred(fmt.Sprintf("Trang %d/{nb}", d.PageNo()))
	})
	d.AliasNbPages("")
	d.AddPage()
	var want []string
	for i := range 30 {
		s := fmt.Sprintf("%d. %s", i+1, []string{longPara, otherPara}[i%2])
		d.para(s)
		want = append(want, s)
	}
	x := text(t, d.bytes(t))
	checkPlaces(t, x)
	if diff := cmp.Diff(want, lines(x)); diff != "" {
		t.Error(diff)
	}
}

// Numbers of documents break at their own hyphens and slashes.
func TestBrokenWords(t *testing.T) {
	t.Parallel()
	d := newDoc(t)
	d.AddPage()
	filler := strings.TrimSpace(strings.Repeat("thực hiện nhiệm vụ ", 4))
	for _, l := range []string{filler + " theo văn bản số 12/UBND-", "KTTH và " + filler + " số 1234/", "QĐ-UBND của Ủy ban nhân dân tỉnh."} {
		d.CellFormat(bodyWidth, 7, l, "", 1, "L", false, 0, "")
	}
	got := lines(text(t, d.bytes(t)))
	want := []string{filler + " theo văn bản số 12/UBND-KTTH và " + filler + " số 1234/QĐ-UBND của Ủy ban nhân dân tỉnh."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Programs draw letters of another font after the rest of the line, in the holes
// that they left; and bold letters within a word.
func TestLettersOfAnotherFont(t *testing.T) {
	t.Parallel()
	d := newDoc(t)
	d.AddPage()
	at := 30.0
	var late []func()
	for _, piece := range []string{"T", "~ỉ", "nh ", "~ủ", "y, S", "~ở", " N", "~ộ", "i v", "~ụ", " ch", "~ủ", " trì h", "~ạ", "n"} {
		s, hole := strings.CutPrefix(piece, "~")
		x := at
		draw := func() { d.Text(x, 50, s) }
		if at += d.GetStringWidth(s); hole {
			late = append(late, draw)
		} else {
			draw()
		}
	}
	for _, draw := range late {
		draw()
	}
	x := text(t, d.bytes(t))
	checkPlaces(t, x)
	if x.Text != "Tỉnh ủy, Sở Nội vụ chủ trì hạn\n" {
		t.Errorf("%q", x.Text)
	}
}
