package office_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/office"
)

func docx(t testing.TB, d office.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := office.DOCX(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pdf(t testing.TB, d office.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := office.PDF(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parts unpacks a DOCX; every part must be well-formed.
func parts(t testing.TB, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for dec := xml.NewDecoder(bytes.NewReader(b)); ; {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v\n%s", f.Name, err, b)
			}
		}
		out[f.Name] = string(b)
	}
	return out
}

type val struct {
	Val string `xml:"val,attr"`
}

type paragraph struct {
	Jc   val       `xml:"pPr>jc"`
	Next *struct{} `xml:"pPr>keepNext"`
	Line *val      `xml:"pPr>pBdr>bottom"`
	Top  *val      `xml:"pPr>pBdr>top"`
	Ind  struct {
		Left  int `xml:"left,attr"`
		Right int `xml:"right,attr"`
		First int `xml:"firstLine,attr"`
	} `xml:"pPr>ind"`
	Spacing struct {
		Before int `xml:"before,attr"`
		Line   int `xml:"line,attr"`
	} `xml:"pPr>spacing"`
	Runs []struct {
		Bold      *struct{} `xml:"rPr>b"`
		Italic    *struct{} `xml:"rPr>i"`
		Underline *val      `xml:"rPr>u"`
		Size      val       `xml:"rPr>sz"`
		Parts     []struct {
			XMLName xml.Name
			Text    string `xml:",chardata"`
		} `xml:",any"`
	} `xml:"r"`
}

// read gives a paragraph's text and what its first run looks like: size in
// points, b, i, u, and where it stands.
func (p paragraph) read() (text, look string) {
	var b strings.Builder
	for i, r := range p.Runs {
		for _, part := range r.Parts {
			switch part.XMLName.Local {
			case "t":
				b.WriteString(part.Text)
			case "noBreakHyphen":
				b.WriteString("-")
			case "br":
				b.WriteString("\n")
			}
		}
		if i > 0 {
			continue
		}
		look = map[string]string{"22": "11", "24": "12", "26": "13", "28": "14", "30": "15", "32": "16"}[r.Size.Val]
		for _, f := range []struct {
			on   bool
			mark string
		}{{r.Bold != nil, " b"}, {r.Italic != nil, " i"}, {r.Underline != nil, " u"}} {
			if f.on {
				look += f.mark //nolint:perfsprint // three at most
			}
		}
		look += " " + p.Jc.Val
	}
	return b.String(), look
}

// paragraphs of a part, those in tables too.
func paragraphs(t testing.TB, part string) []paragraph {
	t.Helper()
	var out []paragraph
	for dec := xml.NewDecoder(strings.NewReader(part)); ; {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := tok.(xml.StartElement); ok && s.Name.Local == "p" {
			var p paragraph
			if err := dec.DecodeElement(&p, &s); err != nil {
				t.Fatal(err)
			}
			out = append(out, p)
		}
	}
}

// The elements of Appendix I of Decree 30/2020 and of the table of Guidance
// 36-HD/VPTW, each with its letters: size, bold, italic, underlined, place.
func TestElementsLookAsTheRulesSay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		doc  office.Document
		want [][2]string
	}{
		{notice(office.State), [][2]string{
			{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "13 b center"},
			{"Độc lập - Tự do - Hạnh phúc", "14 b center"},
			{"ỦY BAN NHÂN DÂN TỈNH MINH HỌA", "13 center"},
			{"BAN CHỈ ĐẠO THỰC HIỆN CHƯƠNG TRÌNH HÀNH ĐỘNG SỐ 09-CTr/TU", "13 b center"},
			{"Số: 12/TB-BCĐ", "13 center"},
			{"Minh Họa, ngày 08 tháng 5 năm 2023", "14 i center"},
			{"THÔNG BÁO", "14 b center"},
			{notice(office.State).Subject, "14 b center"},
			{"I. ĐÁNH GIÁ CHUNG", "14 b both"},
			{"1. Sở Nội vụ", "14 b both"},
			{"Ngày 24/4/2023", "14 both"},
			{"TL. TRƯỞNG BAN", "14 b center"},
			{"ỦY VIÊN THƯỜNG TRỰC", "14 b center"},
			{"Nguyễn Văn A (minh họa)", "14 b center"},
			{"Nơi nhận:", "12 b i left"},
			{"- Thường trực Tỉnh ủy (báo cáo);", "11 left"},
			{"- Lưu: VT, SNV.", "11 left"},
		}},
		{reminder(office.State), [][2]string{
			{"Số: \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/CV-BCĐ", "13 center"},
			{"V/v đôn đốc thực hiện nhiệm vụ quá hạn theo Thông báo số 06-TB/BCĐ", "12 center"},
			{"DỰ THẢO", "13 b center"},
			{"Kính gửi:", "14 left"},
			{"- Sở Kế hoạch và Đầu tư;", "14 left"},
			{"- Ủy ban nhân dân thành phố Minh Họa.", "14 left"},
			{"Minh Họa, ngày\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0tháng\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0năm 2023", "14 i center"},
		}},
		{notice(office.Party), [][2]string{
			{"ĐẢNG CỘNG SẢN VIỆT NAM", "15 b center"},
			{"TỈNH ỦY MINH HỌA", "14 center"},
			{"BAN CHỈ ĐẠO THỰC HIỆN CHƯƠNG TRÌNH HÀNH ĐỘNG SỐ 09-CTr/TU", "14 b center"},
			{"*", "14 center"},
			{"Số 06-TB/BCĐ", "14 center"},
			{"Minh Họa, ngày 08 tháng 5 năm 2023", "14 i center"},
			{"THÔNG BÁO", "16 b center"},
			{notice(office.Party).Subject, "14 b center"},
			{"-----", "14 center"},
			{"Ngày 24/4/2023", "14 both"},
			{"Nơi nhận:", "14 u left"},
			{"- Lưu: VT, SNV.", "12 left"},
		}},
		{reminder(office.Party), [][2]string{
			{"Số \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0-CV/BCĐ", "14 center"},
			{"Đôn đốc thực hiện nhiệm vụ quá hạn theo Thông báo số 06-TB/BCĐ", "12 i center"},
			{"Kính gửi:", "14 i left"},
		}},
		{pack(office.State, 3), [][2]string{
			{"Phụ lục I", "14 b center"},
			{"Phụ lục II", "14 b center"},
			{"CHI TIẾT NHIỆM VỤ QUÁ HẠN THEO NGUYÊN NHÂN", "14 b center"},
			{"(Kèm theo Báo cáo số 12/TB-BCĐ ngày 08 tháng 5 năm 2023 của Ban Chỉ đạo thực hiện Chương trình hành động số 09-CTr/TU)", "14 i center"},
		}},
	} {
		found := map[string]string{}
		for _, p := range paragraphs(t, parts(t, docx(t, c.doc))["word/document.xml"]) {
			text, look := p.read()
			found[text] = look
			if head, _, ok := strings.Cut(text, ","); ok && strings.HasPrefix(text, "Ngày 24/4") {
				found[head] = look
			}
		}
		for _, w := range c.want {
			if got, ok := found[w[0]]; !ok {
				t.Errorf("%s: no paragraph %q", c.doc.Template, w[0])
			} else if got != w[1] {
				t.Errorf("%s: %q is %q, want %q", c.doc.Template, w[0], got, w[1])
			}
		}
	}
}

func TestPagesAreA4WithTheLegalMargins(t *testing.T) {
	t.Parallel()
	p := parts(t, docx(t, pack(office.State, 3)))
	main := p["word/document.xml"]
	for _, want := range []string{
		`<w:pgSz w:w="11906" w:h="16838"/>`, `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>`,
		`w:top="1134" w:right="850" w:bottom="1134" w:left="1701"`, `<w:titlePg/>`, `<w:pgNumType w:start="1"/>`, `<w:tblHeader/>`, `<w:cantSplit/>`,
	} {
		if !strings.Contains(main, want) {
			t.Errorf("no %s", want)
		}
	}
	if n := strings.Count(main, "<w:sectPr>"); n != 3 {
		t.Errorf("%d sections, want the text and two annexes", n)
	}
	if !strings.Contains(p["word/header1.xml"], " PAGE ") || !strings.Contains(p["word/header1.xml"], `<w:jc w:val="center"/>`) {
		t.Error("no page number in the middle of the head")
	}
	if strings.Contains(p["word/header2.xml"], "PAGE") {
		t.Error("the first page shows its number")
	}
	for name, want := range map[string]string{"word/styles.xml": `w:ascii="Times New Roman"`, "docProps/core.xml": "<dc:title>Báo cáo Kiểm điểm"} {
		if !strings.Contains(p[name], want) {
			t.Errorf("%s has no %s", name, want)
		}
	}
	if strings.Contains(main, "<w:numPr>") {
		t.Error("Word numbers something")
	}
}

// A rule stands centred below the line that it belongs to, as long as that line
// under the motto, between a third and a half of it under the issuer.
func TestRulesHaveTheirLengths(t *testing.T) {
	t.Parallel()
	lines := func(tp office.Template) (out []int) {
		for _, p := range paragraphs(t, parts(t, docx(t, office.Document{Template: tp, Issuer: "Sở Nội vụ"}))["word/document.xml"]) {
			if p.Line != nil && p.Top == nil {
				if p.Ind.Left != p.Ind.Right || p.Ind.Left == 0 {
					t.Errorf("rule from %d to %d is not centred", p.Ind.Left, p.Ind.Right)
				}
				out = append(out, p.Ind.Left)
			}
		}
		return out
	}
	if got := lines(office.State); len(got) != 2 {
		t.Errorf("State: %d rules, want one under the issuer and one under the motto", len(got))
	}
	if got := lines(office.Party); len(got) != 1 {
		t.Errorf("Party: %d rules, want one under the heading", len(got))
	}
}

func TestBodyIsJustifiedWithFirstLineAndDistance(t *testing.T) {
	t.Parallel()
	d := office.Document{Issuer: "Sở Nội vụ", Body: []office.Block{office.Text("Một đoạn văn."), office.Text("Hai.")}}
	for _, p := range paragraphs(t, parts(t, docx(t, d))["word/document.xml"]) {
		if text, look := p.read(); text == "Hai." {
			if look != "14 both" || p.Ind.First != 720 || p.Spacing.Before != 120 || p.Spacing.Line < 240 || p.Spacing.Line > 360 {
				t.Errorf("%q %+v %+v", look, p.Ind, p.Spacing)
			}
			return
		}
	}
	t.Error("no body")
}

func TestDatesArePadded(t *testing.T) {
	t.Parallel()
	for date, want := range map[civil.Date]string{"2023-02-09": "ngày 09 tháng 02 năm 2023", "2023-10-11": "ngày 11 tháng 10 năm 2023", "2023-03-01": "ngày 01 tháng 3 năm 2023"} {
		d := office.Document{Issuer: "Sở Nội vụ", Place: "Huế", Date: date}
		if main := parts(t, docx(t, d))["word/document.xml"]; !strings.Contains(main, "Huế, "+want) {
			t.Errorf("%s is not written %q", date, want)
		}
	}
}

// Word breaks lines at a hyphen; in numbers of documents it must not.
func TestNumbersOfDocumentsDoNotBreak(t *testing.T) {
	t.Parallel()
	d := office.Document{Issuer: "Sở Nội vụ", Body: []office.Block{office.Text("Theo Thông báo số 06-TB/BCĐ và Nghị định số 30/2020/NĐ-CP, e-mail thì không.")}}
	main := parts(t, docx(t, d))["word/document.xml"]
	if n := strings.Count(main, "<w:noBreakHyphen/>"); n != 2 {
		t.Errorf("%d no-break hyphens, want 2", n)
	}
	if !strings.Contains(main, "e-mail") {
		t.Error("an ordinary hyphen was changed")
	}
}

func TestStyleOutsideTheLawIsRefused(t *testing.T) {
	t.Parallel()
	for _, tp := range []office.Template{office.State, office.Party} {
		if err := office.StyleOf(tp).Check(tp); err != nil {
			t.Errorf("%s: the default is refused: %v", tp, err)
		}
	}
	s := office.StyleOf(office.State)
	s.Body, s.Left = 13, 35
	if err := office.DOCX(io.Discard, office.Document{Style: &s}); err != nil {
		t.Errorf("13 points and 35 mm are legal: %v", err)
	}
	s.Left = 20
	if err := office.PDF(io.Discard, office.Document{Style: &s}); !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "lề trái") {
		t.Errorf("20 mm to the left gave %v", err)
	}
}

func TestSameDocumentSameBytes(t *testing.T) {
	t.Parallel()
	for _, tp := range []office.Template{office.State, office.Party} {
		d := pack(tp, 40)
		if !bytes.Equal(docx(t, d), docx(t, d)) {
			t.Errorf("%s: two DOCX differ", tp)
		}
		if !bytes.Equal(pdf(t, d), pdf(t, d)) {
			t.Errorf("%s: two PDF differ", tp)
		}
	}
}
