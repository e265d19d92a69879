package office_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"dondoc/internal/extract"
	"dondoc/internal/fault"
	"dondoc/internal/office"
)

// bare takes the white space out, and the hyphen that Word may not break at.
func bare(s string) string { return strings.Join(strings.Fields(s), "") }

func text(t testing.TB, name string, content []byte) extract.Document {
	t.Helper()
	d, err := extract.Extract(t.Context(), name, content)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What is written can be read again: every Vietnamese letter in every face, in
// text, in a cell, in a title.
func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	for _, tp := range []office.Template{office.State, office.Party} {
		d := notice(tp)
		d.Body = []office.Block{
			office.Text(pangram),
			office.Paragraph{Runs: []office.Run{{Text: "Đậm: " + pangram, Bold: true}, {Text: " Nghiêng: " + pangram, Italic: true}, {Text: " Cả hai: " + pangram, Bold: true, Italic: true}}},
			office.Text("Ký hiệu: 98,7 % – 100.000 ₫ “trích dẫn” < > & \" ' … № 25 m² ± 5 °C"),
			office.Table{Columns: []office.Column{{Title: "Cột"}}, Rows: [][]office.Cell{office.Cells("Ô: " + pangram)}},
		}
		want := []string{
			pangram, "Đậm: " + pangram, "Nghiêng: " + pangram, "Cả hai: " + pangram, "Ô: " + pangram,
			"Ký hiệu: 98,7 % – 100.000 ₫ “trích dẫn” < > & \" ' … № 25 m² ± 5 °C",
			d.Subject, d.Signer, "THÔNG BÁO", "ỦY VIÊN THƯỜNG TRỰC", "Minh Họa, ngày 08 tháng 5 năm 2023", "- Lưu: VT, SNV.",
		}
		for name, file := range map[string][]byte{"a.docx": docx(t, d), "a.pdf": pdf(t, d)} {
			got := text(t, name, file)
			for _, w := range want {
				if !strings.Contains(bare(got.Text), bare(w)) {
					t.Errorf("%s %s: no %q in\n%s", tp, name, w, got.Text)
				}
			}
		}
	}
}

// A paragraph comes back as one piece with single blanks, from both.
func TestSentencesComeBackWhole(t *testing.T) {
	t.Parallel()
	d := notice(office.State)
	for name, file := range map[string][]byte{"a.docx": docx(t, d), "a.pdf": pdf(t, d)} {
		got := strings.Join(strings.Fields(text(t, name, file).Text), " ")
		for _, w := range []string{
			"Số: 12/TB-BCĐ", "đồng chí Trưởng Ban Chỉ đạo kết luận như sau:", "theo Quyết định số 766/QĐ-TTg ngày 23/6/2022 của Thủ tướng Chính phủ.",
			"a) Chủ trì, phối hợp với các cơ quan liên quan tham mưu kế hoạch nâng cao chỉ số PAR INDEX, SIPAS, PAPI năm 2023; hoàn thành trước ngày 30/5/2023.",
			"- Các sở, ban, ngành thuộc tỉnh;",
		} {
			if !strings.Contains(got, w) {
				t.Errorf("%s: no %q in\n%s", name, w, got)
			}
		}
	}
}

// Loose marks are composed, control and direction characters left out, what the
// basic plane does not hold replaced in the PDF alone.
func TestHostileTextIsHarmless(t *testing.T) {
	t.Parallel()
	d := office.Document{
		Issuer: "Sở <b>Nội vụ</b> & Co", Subject: "a\u202eb\x00c\x0bd]]>", Type: "THÔNG BÁO",
		Body: []office.Block{office.Text("Tie\u0302\u0301ng Vie\u0323\u0302t\ufffe 😀 \xff\xfe<w:p/> \u00adhết")},
	}
	word := text(t, "a.docx", docx(t, d)).Text
	for _, w := range []string{"SỞ <B>NỘI VỤ</B> & CO", "abc\nd]]>", "Tiếng Việt 😀 <w:p/> hết"} {
		if !strings.Contains(word, w) {
			t.Errorf("no %q in %q", w, word)
		}
	}
	if p := text(t, "a.pdf", pdf(t, d)).Text; !strings.Contains(p, "Tiếng Việt") {
		t.Errorf("PDF says %q", p)
	}
}

func TestPDFCarriesTitleAndLanguage(t *testing.T) {
	t.Parallel()
	file := pdf(t, notice(office.State))
	for _, want := range []string{"/Lang (vi-VN)", "/Title ", "/Author ", "(D:20230508000000)"} {
		if !bytes.Contains(file, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
	if bytes.Contains(file, []byte("(D:2026")) {
		t.Error("a clock was read")
	}
}

// drawn counts how often a PDF's pages draw a text.
func drawn(t *testing.T, file []byte, text string) int {
	t.Helper()
	var want []byte
	for _, u := range utf16.Encode([]rune(text)) {
		want = binary.BigEndian.AppendUint16(want, u)
	}
	n := 0
	for _, part := range bytes.Split(file, []byte("\nstream\n"))[1:] {
		r, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue // not a compressed stream
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		n += bytes.Count(b, want)
	}
	return n
}

// Rows stay whole, the head stands on every page, no row is lost.
func TestLongTableRunsOverPages(t *testing.T) {
	t.Parallel()
	d := office.Document{Issuer: "Sở Nội vụ", Type: "Báo cáo"}
	table := office.Table{Columns: []office.Column{{Title: "Thứ tự", Width: 20}, {Title: "Nội dung"}}}
	const rows = 200
	for i := range rows {
		table.Rows = append(table.Rows, office.Cells(fmt.Sprintf("r%03d", i), fmt.Sprintf("đầu%03d ", i)+strings.Repeat("nội dung nhiệm vụ ", 14)+fmt.Sprintf("cuối%03d", i)))
	}
	d.Body = []office.Block{table}
	file := pdf(t, d)
	got := text(t, "a.pdf", file)
	// Reading takes heads that come again for what they are, so they are counted in
	// the pages' own streams.
	if heads := drawn(t, file, "Thứ tự"); heads != len(got.Pages) {
		t.Errorf("%d heads on %d pages", heads, len(got.Pages))
	}
	if n := len(got.Pages); n < 14 || n > 20 {
		t.Errorf("%d pages for %d rows of three lines", n, rows)
	}
	runes := []rune(got.Text)
	for i, p := range got.Pages {
		page := string(runes[p.Start:p.End])
		if a, b := strings.Count(page, "đầu"), strings.Count(page, "cuối"); a != b {
			t.Errorf("page %d: %d rows begin, %d end", i+1, a, b)
		}
	}
	for i := range rows {
		if n := strings.Count(got.Text, fmt.Sprintf("đầu%03d", i)); n != 1 {
			t.Errorf("row %d stands %d times", i, n)
		}
	}
}

// A row taller than a page is parted between lines, and nothing of it is lost.
func TestRowTallerThanAPage(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 1500 {
		fmt.Fprintf(&b, "từ%04d ", i)
	}
	d := office.Document{Issuer: "Sở Nội vụ", Body: []office.Block{office.Table{Columns: []office.Column{{Title: "A"}, {Title: "B", Width: 30}}, Rows: [][]office.Cell{office.Cells(b.String(), "ngắn")}}}}
	got := text(t, "a.pdf", pdf(t, d))
	if len(got.Pages) < 3 {
		t.Errorf("%d pages", len(got.Pages))
	}
	for i := range 1500 {
		if !strings.Contains(got.Text, fmt.Sprintf("từ%04d", i)) {
			t.Fatalf("word %d is lost", i)
		}
	}
}

// A letter whose signature alone would stand on a second page is drawn together.
func TestLetterFitsOnOnePage(t *testing.T) {
	t.Parallel()
	if n := len(text(t, "a.pdf", pdf(t, reminder(office.State))).Pages); n != 1 {
		t.Errorf("%d pages", n)
	}
	d := reminder(office.State)
	s := office.StyleOf(office.State)
	s.Fit = false
	d.Style = &s
	got := text(t, "a.pdf", pdf(t, d))
	if len(got.Pages) != 2 {
		t.Fatalf("%d pages without fitting", len(got.Pages))
	}
	last := got.Pages[1]
	if page := string([]rune(got.Text)[last.Start:last.End]); !strings.Contains(page, "Đề nghị các cơ quan") || !strings.Contains(page, d.Signer) {
		t.Errorf("the signature stands alone: %q", page)
	}
}

// Wherever a table ends, its last row comes along to the signature's page.
func TestSignatureKeepsTheLastRow(t *testing.T) {
	t.Parallel()
	for rows := 14; rows < 44; rows += 3 {
		table := office.Table{Columns: []office.Column{{Title: "Nội dung"}}}
		for i := range rows {
			table.Rows = append(table.Rows, office.Cells(fmt.Sprintf("hàng%03d", i)))
		}
		d := notice(office.State)
		d.Body = []office.Block{table}
		got := text(t, "a.pdf", pdf(t, d))
		last := got.Pages[len(got.Pages)-1]
		if page := string([]rune(got.Text)[last.Start:last.End]); !strings.Contains(page, fmt.Sprintf("hàng%03d", rows-1)) || !strings.Contains(page, d.Signer) {
			t.Errorf("%d rows: the last page says %q", rows, page)
		}
	}
}

func TestHeadingsAreThePDFsOutline(t *testing.T) {
	t.Parallel()
	d := office.Document{Issuer: "A", Body: []office.Block{office.Heading{Level: 3, Text: "a) Sâu"}, office.Heading{Level: 1, Text: "I. Một"}, office.Heading{Level: 3, Text: "a) Ba"}}, Annexes: []office.Annex{{Title: "B", Landscape: true}}}
	file := pdf(t, d)
	if n := bytes.Count(file, []byte("/Dest [")); n != 4 {
		t.Errorf("%d entries, want three headings and the annex", n)
	}
	entries := regexp.MustCompile(`(\d+) 0 obj\n<</Title [^\n]*\n/Parent (\d+) 0 R`).FindAllSubmatch(file, -1)
	if len(entries) != 4 {
		t.Fatalf("%d entries found", len(entries))
	}
	for _, m := range entries {
		if bytes.Equal(m[1], m[2]) {
			t.Errorf("entry %s is its own parent", m[1])
		}
	}
}

func TestFilesHaveNamesAndKinds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		doc  office.Document
		want string
	}{
		{notice(office.State), "thong-bao-12-tb-bcd.pdf"},
		{office.Document{}, "cong-van.pdf"},
		{reminder(office.State), "cong-van-don-doc-thuc-hien-nhiem-vu-qua-han-theo-thong-bao-so-06-tb-bcd.pdf"},
		{office.Document{Type: "../../\x00", Subject: strings.Repeat("đ", 500)}, "van-ban.pdf"},
	} {
		if got := c.doc.FileName(office.Print); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	for f, magic := range map[office.Format]string{office.Word: "PK", office.Print: "%PDF-"} {
		var b bytes.Buffer
		if err := f.Write(&b, office.Document{}); err != nil || !strings.HasPrefix(b.String(), magic) || f.ContentType() == "" {
			t.Errorf("%s: %v", f, err)
		}
	}
	if err := office.Format("exe").Write(io.Discard, office.Document{}); !errors.Is(err, fault.Invalid) {
		t.Errorf("exe gave %v", err)
	}
}

func TestEmptyAndOddDocuments(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]office.Document{
		"nothing":      {},
		"empty blocks": {Issuer: "A", Body: []office.Block{office.Paragraph{}, office.List{}, office.Table{}, office.Heading{}, office.PageBreak{}, office.PageBreak{}}},
		"wide spans": {Issuer: "A", Body: []office.Block{office.Table{Columns: []office.Column{{Title: "A", Width: 500}, {Width: -3, Share: -1}, {}}, Rows: [][]office.Cell{
			{{Text: "x", Span: 9}}, {}, office.Cells("1", "2", "3", "4"), {{Span: -2, Runs: []office.Run{}}},
		}}}},
		"one long word": {Issuer: strings.Repeat("Đ", 4000), Subject: strings.Repeat("x", 4000), Signer: strings.Repeat("y", 4000), To: []string{strings.Repeat("z", 4000)}},
		"deep":          {Issuer: "A", Body: []office.Block{office.Paragraph{Level: 99, Runs: []office.Run{{Text: "sâu"}}}, office.List{Level: -4, Mark: office.Letter, Items: make([]office.Item, 60)}}},
		"annexes":       {Issuer: "A", Annexes: []office.Annex{{}, {Landscape: true, Body: []office.Block{office.Table{Columns: []office.Column{{Title: "T"}}}}}}},
	} {
		parts(t, docx(t, d))
		if b := pdf(t, d); !bytes.HasPrefix(b, []byte("%PDF-")) {
			t.Errorf("%s: no PDF", name)
		}
	}
}

func FuzzDocument(f *testing.F) {
	f.Add(pangram, "V/v 06-TB/BCĐ", 3)
	f.Add("a\nb\r\n\tc\u2028d", "\u0301\u0300", -1)
	f.Add("<&>\x00\x1f\xff😀\ufffe\ufdd0", strings.Repeat("x", 900), 200)
	f.Fuzz(func(t *testing.T, a, b string, n int) {
		if len(a)+len(b) > 2000 { // longer ones only make more pages
			t.Skip()
		}
		d := office.Document{
			Template: office.Template(b), Superior: b, Issuer: a, Number: b, Symbol: a, Place: a, Year: n, Type: b, Subject: a, To: []string{a, b},
			Authority: []string{b, a}, Signer: a, Recipients: []string{a, b}, Draft: n%2 == 0, Note: b,
			Body: []office.Block{
				office.Heading{Level: n, Text: a, Centre: n%3 == 0},
				office.Text(b),
				office.Paragraph{Runs: []office.Run{{Text: a, Bold: true}, {Text: b, Italic: true}}, Level: n, Align: office.Align(n & 3)},
				office.List{Items: office.Items(a, b), Mark: office.Mark(n & 3), Level: n},
				office.Table{Caption: b, Columns: []office.Column{{Title: a, Width: float64(n)}, {Title: b, Share: float64(n)}}, Rows: [][]office.Cell{{{Text: a, Span: n}, {Text: b}}}},
			},
			Annexes: []office.Annex{{Title: a, Body: []office.Block{office.Text(b)}, Landscape: n%2 == 0}},
		}
		parts(t, docx(t, d))
		pdf(t, d)
	})
}

func BenchmarkDOCX(b *testing.B) {
	d := reminder(office.State)
	b.ReportAllocs()
	for b.Loop() {
		docx(b, d)
	}
}

func BenchmarkPDF(b *testing.B) {
	d := reminder(office.State)
	b.ReportAllocs()
	for b.Loop() {
		pdf(b, d)
	}
}

func BenchmarkRegisterPDF(b *testing.B) {
	d := pack(office.State, 3000)
	b.ReportAllocs()
	for b.Loop() {
		pdf(b, d)
	}
}
