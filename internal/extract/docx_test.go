package extract_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"dondoc/internal/extract"
	"dondoc/internal/fault"
)

func body(inner string) string {
	return "<w:document " + ns + ` xmlns:mc="m" xmlns:wps="s"><w:body>` + inner + "</w:body></w:document>"
}

func para(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

func codes(d extract.Document) []string {
	var out []string
	for _, w := range d.Warnings {
		out = append(out, w.Code)
	}
	return out
}

// What Word shows when every change is accepted is what is read (A09).
func TestDOCXTrackedChanges(t *testing.T) {
	t.Parallel()
	gone := `<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>`
	for name, c := range map[string]struct{ in, want string }{
		"words":           {`<w:p><w:r><w:t>Giao Sở </w:t></w:r><w:del><w:r><w:delText>Y tế</w:delText></w:r></w:del><w:ins><w:r><w:t>Nội vụ</w:t></w:r></w:ins></w:p>`, "Giao Sở Nội vụ"},
		"moved":           {`<w:p><w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom><w:r><w:t>giữ </w:t></w:r><w:moveTo><w:r><w:t>mới</w:t></w:r></w:moveTo></w:p>`, "giữ mới"},
		"paragraph mark":  {`<w:p>` + gone + `<w:r><w:t>Giao Sở Nội vụ </w:t></w:r></w:p>` + para("báo cáo."), "Giao Sở Nội vụ báo cáo."},
		"whole paragraph": {para("Một") + `<w:p>` + gone + `<w:del><w:r><w:delText>Hai</w:delText></w:r></w:del></w:p>` + para("Ba"), "Một\nBa"},
		"moved paragraph": {para("Một") + `<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom><w:r><w:t>Hai</w:t></w:r></w:moveFrom></w:p>` + para("Ba"), "Một\nBa"},
		"row":             {`<w:tbl><w:tr><w:tc>` + para("A") + `</w:tc><w:tc>` + para("B") + `</w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc>` + para("C") + `</w:tc><w:tc>` + para("D") + `</w:tc></w:tr></w:tbl>`, "A | B"},
		"cell":            {`<w:tbl><w:tr><w:tc>` + para("A") + `</w:tc><w:tc><w:tcPr><w:cellDel/></w:tcPr>` + para("B") + `</w:tc><w:tc>` + para("C") + `</w:tc></w:tr></w:tbl>`, "A | C"},
	} {
		d, err := read(t, "a.docx", docx(t, body(c.in), nil))
		if err != nil || d.Text != c.want || !slices.Contains(codes(d), "tracked_changes") {
			t.Errorf("%s: %q %v %v", name, d.Text, d.Warnings, err)
		}
	}
	// an item that was taken out has no number
	numbers := map[string]string{"word/numbering.xml": `<w:numbering ` + ns + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`}
	item := func(mark, run string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>` + mark + `</w:pPr>` + run + `</w:p>`
	}
	run := func(s string) string { return "<w:r><w:t>" + s + "</w:t></w:r>" }
	d, err := read(t, "a.docx", docx(t, body(item("", run("Một"))+item("<w:rPr><w:del/></w:rPr>", "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>")+item("<w:rPr><w:del/></w:rPr>", run("Hai "))+item("", run("nối"))+item("", run("Ba"))), numbers))
	if want := "1. Một\n2. Hai nối\n3. Ba"; err != nil || d.Text != want {
		t.Errorf("%q, %v", d.Text, err)
	}
}

// Notes follow the section that refers to them and never cut a sentence.
func TestDOCXNotes(t *testing.T) {
	t.Parallel()
	notes := map[string]string{
		"word/footnotes.xml": `<w:footnotes ` + ns + `><w:footnote w:type="separator" w:id="-1">` + para("---") + `</w:footnote><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Công văn số 12/UBND-NC</w:t></w:r><w:del><w:r><w:delText> cũ</w:delText></w:r></w:del></w:p>` + para("ngày 05/5/2023.") + `</w:footnote></w:footnotes>`,
		"word/endnotes.xml":  `<w:endnotes ` + ns + `><w:endnote w:id="1">` + para("Nghị quyết số 76/NQ-CP.") + `</w:endnote></w:endnotes>`,
		"word/header1.xml":   `<w:hdr ` + ns + `>` + para("ĐẦU TRANG") + `</w:hdr>`, "word/footer1.xml": `<w:ftr ` + ns + `>` + para("CHÂN TRANG") + `</w:ftr>`,
	}
	d, err := read(t, "a.docx", docx(t, body(`<w:p><w:r><w:t>Giao Sở Nội vụ</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t> báo cáo:</w:t></w:r></w:p>`+para("- điểm một")+
		`<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>Hết phần một.</w:t></w:r></w:p><w:p><w:r><w:t>Phụ lục</w:t><w:endnoteReference w:id="1"/><w:footnoteReference w:id="99"/></w:r></w:p><w:sectPr/>`), notes))
	want := "Giao Sở Nội vụ báo cáo:\n- điểm một\nHết phần một.\n[1] Công văn số 12/UBND-NC ngày 05/5/2023.\nPhụ lục\n[2] Nghị quyết số 76/NQ-CP."
	if err != nil || d.Text != want {
		t.Errorf("got\n%s\n%v", d.Text, err)
	}
}

func TestDOCXTables(t *testing.T) {
	t.Parallel()
	tc := func(props string, inner ...string) string {
		return "<w:tc><w:tcPr>" + props + "</w:tcPr>" + strings.Join(inner, "") + "</w:tc>"
	}
	tr := func(cells ...string) string { return "<w:tr>" + strings.Join(cells, "") + "</w:tr>" }
	tbl := func(rows ...string) string { return "<w:tbl>" + strings.Join(rows, "") + "</w:tbl>" }
	for name, c := range map[string]struct{ in, want string }{
		"paragraphs of a cell": {tbl(tr(tc("", para("1")), tc("", para("Rà soát"), para("thủ tục")))), "1 | Rà soát thủ tục"},
		"merged over columns":  {tbl(tr(tc("", para("A")), tc("", para("B")), tc("", para("C"))), tr(tc(`<w:gridSpan w:val="2"/>`, para("AB")), tc("", para("C2")))), "A | B | C\nAB | C2"},
		"merged over rows": {tbl(tr(tc("", para("1")), tc(`<w:vMerge w:val="restart"/>`, para("Sở Nội vụ")), tc("", para("x"))), tr(tc("", para("2")), tc(`<w:vMerge/>`, "<w:p/>"), tc("", para("y"))),
			tr(tc("", para("3")), tc("", "<w:p/>"), tc("", para("z")))), "1 | Sở Nội vụ | x\n2 | Sở Nội vụ | y\n3 | | z"},
		"nested":       {tbl(tr(tc("", para("1")), tc("", para("Gồm"), tbl(tr(tc("", para("a")), tc("", para("b")))), para("hết")))), "1 | Gồm a | b hết"},
		"frame":        {tbl(tr(tc("", para("Giao Sở Y tế:"), para("- rà soát;"), para("- báo cáo.")))), "Giao Sở Y tế:\n- rà soát;\n- báo cáo."},
		"letterhead":   {tbl(tr(tc("", para("ỦY BAN NHÂN DÂN"), para("TỈNH KON TUM")), tc("", para("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), para("Độc lập - Tự do - Hạnh phúc"))), tr(tc("", para("Số: 06/TB-UBND")), tc("", para("Kon Tum, ngày 08 tháng 5 năm 2023")))) + para("THÔNG BÁO"), "ỦY BAN NHÂN DÂN\nTỈNH KON TUM\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 06/TB-UBND\nKon Tum, ngày 08 tháng 5 năm 2023\n\nTHÔNG BÁO"},
		"end":          {tbl(tr(tc("", para("Nơi nhận:"), para("- Như trên;")), tc("", para("CHỦ TỊCH"), para("Lê Ngọc Tuấn")))), "Nơi nhận:\n- Như trên;\nCHỦ TỊCH\nLê Ngọc Tuấn"},
		"text box":     {`<w:p><w:r><w:t>Trước </w:t></w:r><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>` + para("HỎA TỐC") + `</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:txbxContent>` + para("HỎA TỐC") + `</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>sau</w:t></w:r></w:p>`, "Trước sau\nHỎA TỐC"},
		"tabs, breaks": {`<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>1.</w:t><w:tab/><w:t>Việc</w:t><w:br/><w:t>hai</w:t></w:r></w:p>`, "1. Việc\nhai"},
		"fields":       {`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDEAUTO c:\\x</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>Điều 5</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "Điều 5"}, // A07
	} {
		if d, err := read(t, "a.docx", docx(t, body(c.in), nil)); err != nil || d.Text != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s\n%v", name, d.Text, c.want, err)
		}
	}
	d, err := read(t, "a.docx", docx(t, body(`<w:p><w:r><w:t>Thấy</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> giao việc ẩn</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> được</w:t></w:r></w:p><w:altChunk/>`), nil))
	if err != nil || d.Text != "Thấy được" || !slices.Equal(codes(d), []string{"hidden_text", "embedded_document"}) {
		t.Errorf("%q %v %v", d.Text, d.Warnings, err)
	}
}

// A01, A03, A04, A06, A10: refused with a sentence and
// never with a crash.
func TestHostileArchives(t *testing.T) {
	t.Parallel()
	good := docx(t, body(para("Giao Sở Nội vụ")), nil)
	change := func(do func(b []byte, local, central int)) []byte {
		b := bytes.Clone(good)
		do(b, bytes.Index(b, []byte("PK\x03\x04")), bytes.Index(b, []byte("PK\x01\x02")))
		return b
	}
	var twice bytes.Buffer
	z := zip.NewWriter(&twice)
	for _, n := range []string{"[Content_Types].xml", "word/document.xml", "word/document.xml"} {
		w, err := z.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(body(para(n)))); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"A01 bomb in the text":   docx(t, body(strings.Repeat("<w:p/>", 3_000_000)), nil),
		"A01 bomb in the notes":  docx(t, body(para("x")), map[string]string{"word/footnotes.xml": "<w:footnotes " + ns + ">" + strings.Repeat("<w:footnote/>", 1_000_000)}),
		"A01 bomb in the styles": docx(t, body(para("x")), map[string]string{"word/styles.xml": "<w:styles " + ns + ">" + strings.Repeat(" ", 20<<20)}),
		"A04 name":               change(func(b []byte, local, _ int) { b[local+30] ^= 1 }),
		"A04 method":             change(func(b []byte, local, _ int) { b[local+8] = 0 }),
		"A04 size":               change(func(b []byte, local, _ int) { b[local+6] = 0; binary.LittleEndian.PutUint32(b[local+22:], 7) }),
		"A04 twice":              twice.Bytes(),
		"A06 laughs":             docx(t, `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>`+body(para("&b;")), nil),
		"A06 in the notes":       docx(t, body(para("x")), map[string]string{"word/footnotes.xml": `<!DOCTYPE x [<!ENTITY a "ha">]><w:footnotes ` + ns + `/>`}),
		"A10 tables":             docx(t, body(strings.Repeat("<w:tbl><w:tr><w:tc>", 10_000)), nil),
		"A10 boxes":              docx(t, body(strings.Repeat("<w:p><w:r><w:txbxContent>", 10_000)), nil),
		"A10 elements":           docx(t, body(strings.Repeat("<w:sdt>", 10_000)), nil),
	} {
		_, err := read(t, "a.docx", content)
		if !errors.Is(err, fault.Invalid) || len(fault.Sentence(err)) < 40 {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A10: a million empty runs are only slow to write
	d, err := read(t, "a.docx", docx(t, body("<w:p>"+strings.Repeat("<w:r/>", 150_000)+"<w:r><w:t>Giao</w:t></w:r></w:p>"), nil))
	if err != nil || d.Text != "Giao" {
		t.Errorf("empty runs: %q %v", d.Text, err)
	}
	// a writer that streams leaves the sizes out of the local headers: good is one
	if _, err := read(t, "a.docx", good); err != nil {
		t.Error(err)
	}
}

// A15: a file under a borrowed name is told by what it is.
func TestOtherOfficeFilesAreNamed(t *testing.T) {
	t.Parallel()
	var odt bytes.Buffer
	z := zip.NewWriter(&odt)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "mimetype", Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("application/vnd.oasis.opendocument.text")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	var xlsx bytes.Buffer
	z = zip.NewWriter(&xlsx)
	for _, n := range []string{"[Content_Types].xml", "xl/workbook.xml"} {
		if _, err := z.Create(n); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for want, content := range map[string][]byte{"ODT": odt.Bytes(), "Excel": xlsx.Bytes()} {
		if _, err := read(t, "a.docx", content); !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), want) || !strings.Contains(fault.Sentence(err), "DOCX hoặc PDF") {
			t.Errorf("%s: %v", want, err)
		}
	}
	// the main part may have another name
	other := docx(t, "<x/>", map[string]string{"_rels/.rels": `<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>`, "word/document2.xml": body(para("Giao Sở Nội vụ"))})
	other = bytes.ReplaceAll(other, []byte("word/document.xml"), []byte("word/document.bak"))
	if d, err := read(t, "a.docx", other); err != nil || d.Text != "Giao Sở Nội vụ" {
		t.Errorf("%q %v", d.Text, err)
	}
}

// FuzzDOCX: whatever stands in the main part, it is read or refused with a
// sentence.
func FuzzDOCX(f *testing.F) {
	f.Add(body(`<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/><w:gridSpan w:val="-1"/></w:tcPr></w:tc></w:tr></w:tbl>`), "")
	f.Add(`<w:tc/><w:tr/><w:txbxContent/><w:p/>`, `<w:footnotes><w:footnote w:id="1"><w:p/></w:footnote></w:footnotes>`)
	f.Add(`<w:p><w:tbl><w:tc><w:p></w:p></w:tc><w:txbxContent><w:tr></w:tr></w:txbxContent></w:tbl><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>`, "")
	f.Fuzz(func(t *testing.T, document, notes string) {
		if _, err := extract.Extract(t.Context(), "a.docx", docx(t, document, map[string]string{"word/footnotes.xml": notes})); err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatalf("%q: %v", document, err)
		}
	})
}
