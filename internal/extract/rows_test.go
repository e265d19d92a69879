package extract_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"dondoc/internal/extract"
	"dondoc/internal/fault"
)

// plainPDF is a page with a content and, behind its objects, others.
func plainPDF(content, page, catalog string, more ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	objects := append([]string{
		"<</Type/Catalog/Pages 2 0 R" + catalog + ">>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>" + page + ">>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
	}, more...)
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, x := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", x)
	}
	fmt.Fprintf(&b, "trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

// line writes words on a page.
func line(words string) string { return "BT /F1 14 Tf 72 700 Td (" + words + ") Tj ET" }

func stream(dict string, data []byte) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(data), data)
}

func packed(t *testing.T, data []byte, times int) []byte {
	t.Helper()
	for range times {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		if _, err := z.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		data = b.Bytes()
	}
	return data
}

// Rows P04, P06, P07, P12, P13 of the list of bad inputs.
func TestPDFsThatMislead(t *testing.T) {
	t.Parallel()
	const said = "Giao So Tai chinh bao cao"
	picture := stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", []byte("\xff"))
	scanned := "q 595 0 0 842 0 0 cm /I Do Q "
	huge := func(filter string) []byte {
		return plainPDF("q 595 0 0 842 0 0 cm /I Do Q", "/XObject<</I 6 0 R>>", "", stream("/Type/XObject/Subtype/Image/Width 100000/Height 100000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/"+filter, []byte("\x00\x00\x00\x0cjP  \r\n\x87\n")))
	}
	again := bytes.Clone(plainPDF(line(said), "", ""))
	again = append(again, []byte("9 0 obj\n<<>>\nendobj\n%%EOF\n")...)
	for name, c := range map[string]struct {
		in   []byte
		code string // of the warning that is wanted; "" for none
	}{
		"plain":                   {plainPDF(line(said), "", ""), ""},
		"P06 script at the start": {plainPDF(line(said), "", "/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "active_content"},
		"P06 launch":              {plainPDF(line(said), "", "/OpenAction<</S /Launch/F(cmd.exe)>>"), "active_content"},
		"P06 other file":          {plainPDF(line(said), "", "/OpenAction<</S/GoToR/F(x.pdf)>>"), "active_content"},
		"P06 submit":              {plainPDF(line(said), "", "/AA<</WC<</S/SubmitForm/F(http://127.0.0.1/)>>>>"), "active_content"},
		"P06 named script":        {plainPDF(line(said), "", "/Names<</JavaScript<</Names[(a)6 0 R]>>>>", "<</S/JavaScript/JS(app.alert(1))>>"), "active_content"},
		"P06 file inside":         {plainPDF(line(said), "", "/Names<</EmbeddedFiles<</Names[(a.exe)6 0 R]>>>>", "<</Type/Filespec/F(a.exe)/EF<</F 7 0 R>>>>", stream("/Type/EmbeddedFile", []byte("MZ"))), "active_content"},
		"P07 text not drawn":      {plainPDF(scanned+"BT 3 Tr /F1 14 Tf 72 700 Td ("+said+") Tj ET", "/XObject<</I 6 0 R>>", "", picture), "text_behind_picture"},
		"P07 text below":          {plainPDF(line(said)+" "+scanned, "/XObject<</I 6 0 R>>", "", picture), "text_behind_picture"},
		"P07 letters on a ground": {plainPDF(scanned+line(said), "/XObject<</I 6 0 R>>", "", picture), ""},
		"P12 owner's limits":      {lockedPDF(t, "", said), "owner_restrictions"},
		"P13 two ends":            {again, ""},
	} {
		d, err := read(t, "a.pdf", c.in)
		if err != nil || !strings.Contains(d.Text, said) || c.code == "" && len(d.Warnings) > 0 || c.code != "" && !slices.Contains(codes(d), c.code) {
			t.Errorf("%s: %q %v %v", name, d.Text, d.Warnings, err)
		}
	}
	for name, content := range map[string][]byte{
		"P04 five times packed": plainPDF("", "", "")[:0],
		"P04 JPX":               huge("JPXDecode"), "P04 JBIG2": huge("JBIG2Decode"), "P04 flate": huge("FlateDecode"),
		"P13 behind letters": append([]byte(strings.Repeat("Giao Sở Nội vụ. ", 60)), plainPDF(line(said), "", "")...),
		"P13 behind dots":    append(bytes.Repeat([]byte{0, 1}, 512), plainPDF(line(said), "", "")...),
	} {
		if strings.HasSuffix(name, "packed") {
			data := packed(t, bytes.Repeat([]byte(line("x")+"\n"), 40_000), 5)
			content = bytes.Replace(plainPDF("", "", ""), []byte("<</Length 0>>stream\n\nendstream"), []byte(stream("/Filter["+strings.Repeat("/FlateDecode", 5)+"]", data)), 1)
		}
		if d, err := read(t, "a.pdf", content); err != nil && !errors.Is(err, fault.Invalid) || err == nil && !strings.HasSuffix(name, "packed") {
			t.Errorf("%s: %.40q %v", name, d.Text, err)
		}
	}
}

// P10: a PDF that gives letters of old fonts is converted, with the places of
// its pages; one that gives numbers of glyphs is looked at.
func TestPDFsOfOtherLetters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in, want string
		enc      extract.Encoding
	}{
		{"C\xe9ng ho\xb5 x\xb7 h\xe9i ch\xf1 ngh\xdca Vi\xd6t Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam", extract.TCVN3},
		{"Co\xe4ng ho\xf8a xa\xf5 ho\xe4i chu\xfb ngh\xf3a Vie\xe4t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam", extract.VNI},
	} {
		d, err := read(t, "a.pdf", plainPDF(line(c.in), "", ""))
		if err != nil || strings.TrimSpace(d.Text) != c.want || d.Encoding != c.enc || !slices.Equal(codes(d), []string{"encoding_converted"}) {
			t.Errorf("%q %s %v %v", d.Text, d.Encoding, d.Warnings, err)
		}
		if n := len([]rune(d.Text)); len(d.Pages) != 1 || d.Pages[0].End != n || d.Sheets[0].End != n {
			t.Errorf("%s: pages %v of %d", c.enc, d.Pages, n)
		}
		for _, w := range d.Sheets[0].Words {
			if s := string([]rune(d.Text)[w.Start:w.End]); strings.ContainsAny(s, " \n") || s == "" {
				t.Errorf("%s: a word at %v is %q", c.enc, w.Span, s)
			}
		}
	}
	content := noticePDF(t, []string{strings.Repeat("Giao Sở Nội vụ chủ trì rà soát thủ tục hành chính, báo cáo kết quả. ", 12)})
	shifted := bytes.ReplaceAll(content, []byte("<0000> <FFFF> <0000>"), []byte("<0000> <FFFF> <0021>"))
	if bytes.Equal(content, shifted) {
		t.Fatal("the letters are named in another way now")
	}
	needTesseract(t)
	d, err := read(t, "a.pdf", shifted)
	if err != nil || !strings.Contains(d.Text, "Giao Sở Nội vụ chủ trì") || !slices.Contains(codes(d), "ocr_unconfirmed") || !slices.Contains(codes(d), "letters_recognised") {
		t.Errorf("%.100q %v %v", d.Text, d.Warnings, err)
	}
}

func TestGlyphNumbersWithoutTesseract(t *testing.T) {
	content := noticePDF(t, []string{strings.Repeat("Giao Sở Nội vụ chủ trì rà soát thủ tục hành chính, báo cáo kết quả. ", 12)})
	t.Setenv("PATH", t.TempDir())
	shifted := bytes.ReplaceAll(content, []byte("<0000> <FFFF> <0000>"), []byte("<0000> <FFFF> <0021>"))
	if _, err := read(t, "a.pdf", shifted); !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "dán nội dung văn bản") {
		t.Errorf("%v", err)
	}
}

// P01: a file that was spoilt anywhere gives its text or a sentence.
func TestSpoiltPDFs(t *testing.T) {
	t.Parallel()
	good := noticePDF(t, []string{"Giao Sở Nội vụ rà soát, báo cáo trước ngày 30/6/2023."})
	for i := range 40 {
		b := bytes.Clone(good)
		at := (i*7919 + 13) % len(b)
		switch i % 4 {
		case 0:
			b = b[:at]
		case 1:
			copy(b[at:], "<<>>obj 9 0 R")
		case 2:
			b = append(b[:at:at], b[min(len(b), at+200):]...)
		case 3:
			for k := at; k < min(len(b), at+64); k++ {
				b[k] ^= 0x5a
			}
		}
		if !bytes.HasPrefix(b, []byte("%PDF-")) {
			continue
		}
		if _, err := read(t, "a.pdf", b); err != nil && (!errors.Is(err, fault.Invalid) || fault.Sentence(err) == "") {
			t.Errorf("%d at %d: %v", i, at, err)
		}
	}
}

// A photograph of a page that lies on its side is read as one that stands: it
// says how it was held.
func TestPhotographOfAPage(t *testing.T) {
	t.Parallel()
	needTesseract(t)
	page, err := extract.PageImage(t.Context(), "a.pdf", noticePDF(t, []string{"THÔNG BÁO", "Giao Sở Nội vụ chủ trì rà soát thủ tục hành chính, báo cáo trước ngày 30/6/2023."}), 0, 150)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, turned{img}, nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	photo := append([]byte("\xff\xd8\xff\xe1\x00"+string(rune(len(exif)+2))+exif), b.Bytes()[2:]...)
	d, err := read(t, "anh.jpg", photo)
	if err != nil || !strings.Contains(d.Text, "Giao Sở Nội vụ chủ trì rà soát") || d.Sheets[0].Width > d.Sheets[0].Height {
		t.Errorf("%q %v", d.Text, err)
	}
	shown, err := extract.PageImage(t.Context(), "anh.jpg", photo, 0, 150) // upright too, so that marks stand over the words
	if err != nil {
		t.Fatal(err)
	}
	if c, err := png.DecodeConfig(bytes.NewReader(shown)); err != nil || c.Width > c.Height {
		t.Errorf("the page is shown %d wide and %d high, %v", c.Width, c.Height, err)
	}
}

// Rows U01, U02, U08, U10, U11, U14, U16, U17 as they meet a file.
func TestLettersOfFiles(t *testing.T) {
	t.Parallel()
	const said = "Giao Sở Nội vụ báo cáo kết quả thực hiện nhiệm vụ trước ngày 30/6/2023."
	for name, c := range map[string]struct{ in, want, warn string }{
		"U01 decomposed":        {norm.NFD.String(said), said, ""},
		"U02 marks in disorder": {"Nhie\u0323\u0302m vu\u0323, nhie\u0302\u0323m vu\u0323 được giao", "Nhiệm vụ, nhiệm vụ được giao", ""},
		"U08 broken":            {said + " \xc3\x28", said + " \ufffd(", "letters_unreadable"},
		"U08 lone surrogate":    {said + " \xed\xa0\x80.", said + " \ufffd.", "letters_unreadable"},
		"U08 overlong":          {said + " \xc0\xaf.", said + " \ufffd.", "letters_unreadable"},
	} {
		d, err := read(t, "a.txt", []byte(c.in))
		if err != nil || d.Text != c.want || (c.warn == "") != (len(d.Warnings) == 0) || c.warn != "" && !slices.Contains(codes(d), c.warn) {
			t.Errorf("%s: %q %v %v", name, d.Text, d.Warnings, err)
		}
	}
	if _, err := read(t, "bao-cao\u202efdp.exe", []byte("MZ\x90\x00\x03\x00")); !errors.Is(err, fault.Invalid) || strings.Contains(fault.Sentence(err), "\u202e") {
		t.Errorf("U11: %v", err)
	}
}

// A12, A13: a spreadsheet is named and not unpacked, whatever size it says.
func TestSpreadsheetsAreNamed(t *testing.T) {
	t.Parallel()
	b := docx(t, "<x/>", map[string]string{"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": `<worksheet><dimension ref="A1:XFD1048576"/></worksheet>`, "xl/sharedStrings.xml": strings.Repeat("s", 50<<20)})
	b = bytes.ReplaceAll(b, []byte("word/document.xml"), []byte("xxxx/document.xml"))
	if _, err := read(t, "a.xlsx", b); !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "Excel") {
		t.Errorf("%v", err)
	}
}

// Pages without a word are told, of a PDF and of a scan.
func TestEmptyPagesAreTold(t *testing.T) {
	t.Parallel()
	f := newPages(t)
	f.AddPage()
	f.MultiCell(0, 7, "Giao Sở Nội vụ chủ trì rà soát thủ tục hành chính.", "", "J", false)
	f.AddPage()
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"text": b.Bytes()}
	if hasTesseract(t) {
		files["scan"] = scanned(t, b.Bytes(), 2)
	}
	for name, content := range files {
		d, err := read(t, "a.pdf", content)
		i := slices.IndexFunc(d.Warnings, func(w extract.Warning) bool { return w.Code == "pages_without_text" })
		if err != nil || i < 0 || !strings.Contains(d.Warnings[i].Message, "ở trang 2") || len(d.Pages) != 2 || !strings.Contains(d.Text, "Sở Nội vụ") {
			t.Errorf("%s: %q %v %v", name, d.Text, d.Warnings, err)
		}
	}
}
