package office

import (
	"archive/zip"
	"io"
	"strconv"
	"strings"
	"time"
)

// DOCX writes the document as a Word file. The same document gives the same
// bytes. It fails with Invalid when the document's style breaks the template's
// rules, else only when w does.
func DOCX(w io.Writer, d Document) error {
	l, err := compose(d)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", coreProps(l, d.issued())},
		{"docProps/app.xml", appProps},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/document.xml", documentXML(l)},
		{"word/styles.xml", stylesXML(l)},
		{"word/settings.xml", settingsXML},
		{"word/fontTable.xml", fontTableXML(l)},
		{"word/header1.xml", headerXML(l)},
		{"word/header2.xml", emptyHeaderXML},
	} {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part.text); err != nil {
			return err
		}
	}
	return z.Close()
}

// issued is the moment that the file says it was made: the day of issue, or the
// first of the year while the day is open. No clock is read.
func (d Document) issued() time.Time {
	if t := d.Date.Time(); !t.IsZero() {
		return t
	}
	year := d.Year
	if year < 1 || year > 9999 {
		year = 1980
	}
	return time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC)
}

// twips are the twentieths of a point that WordprocessingML counts in.
func twips(pt float64) string {
	if pt < 0 {
		return "-" + twips(-pt)
	}
	return strconv.Itoa(int(pt*20 + 0.5))
}

// halves are half points, the unit of letters.
func halves(pt float64) string { return strconv.Itoa(int(pt*2 + 0.5)) }

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

const contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
	`<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>` +
	`<Override PartName="/word/header2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`

const packageRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>`

const documentRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>` +
	`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/>` +
	`<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/>` +
	`<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header2.xml"/></Relationships>`

const appProps = xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Đôn Đốc</Application></Properties>`

// settingsXML: compatibility mode 15 stops Word from opening the file as an old one.
const settingsXML = xmlHead + `<w:settings ` + wordNS + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>` +
	`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
	`<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>`

const emptyHeaderXML = xmlHead + `<w:hdr ` + wordNS + `><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr></w:p></w:hdr>`

func coreProps(l layout, at time.Time) string {
	stamp := at.UTC().Format("2006-01-02T15:04:05Z")
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
		`xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(l.title) + `</dc:title><dc:subject>` + escape(l.about) + `</dc:subject><dc:creator>` + escape(l.author) + `</dc:creator>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + stamp + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + stamp + `</dcterms:modified>` +
		`<dc:language>vi-VN</dc:language></cp:coreProperties>`
}

func fontTableXML(l layout) string {
	return xmlHead + `<w:fonts ` + wordNS + `><w:font w:name="` + escape(l.style.Font) + `"><w:altName w:val="Liberation Serif"/><w:charset w:val="00"/>` +
		`<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>`
}

// stylesXML: body text, headings and table text are styles, so that a clerk who
// goes on writing in Word gets the same paragraphs.
func stylesXML(l layout) string {
	s := l.style
	font := escape(s.Font)
	body := halves(s.Body)
	text := `<w:spacing w:before="` + twips(s.Between) + `" w:after="0" w:line="` + lines(s.Leading) + `" w:lineRule="auto"/>` +
		`<w:ind w:firstLine="` + twips(s.FirstLine*mm) + `"/><w:jc w:val="both"/>`
	var b strings.Builder
	b.WriteString(xmlHead + `<w:styles ` + wordNS + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="` + font + `" w:hAnsi="` + font + `" w:eastAsia="` + font + `" w:cs="` + font + `"/>` +
		`<w:color w:val="000000"/><w:sz w:val="` + body + `"/><w:szCs w:val="` + body + `"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>` + text + `</w:pPr></w:style>`)
	for i, face := range []string{`<w:b/><w:bCs/>`, `<w:b/><w:bCs/>`, `<w:b/><w:bCs/><w:i/><w:iCs/>`} {
		n := strconv.Itoa(i + 1)
		b.WriteString(`<w:style w:type="paragraph" w:styleId="Heading` + n + `"><w:name w:val="heading ` + n + `"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:qFormat/>` +
			`<w:pPr><w:keepNext/>` + text + `<w:outlineLvl w:val="` + strconv.Itoa(i) + `"/></w:pPr><w:rPr>` + face + `</w:rPr></w:style>`)
	}
	b.WriteString(`<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>` +
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>` +
		`<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`)
	return b.String()
}

// headerXML is the page's number in the middle of the top margin.
func headerXML(l layout) string {
	size := `<w:rPr><w:sz w:val="` + halves(l.style.PageNumber) + `"/><w:szCs w:val="` + halves(l.style.PageNumber) + `"/></w:rPr>`
	return xmlHead + `<w:hdr ` + wordNS + `><w:p><w:pPr><w:pStyle w:val="Header"/><w:jc w:val="center"/></w:pPr>` +
		`<w:r>` + size + `<w:fldChar w:fldCharType="begin"/></w:r><w:r>` + size + `<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` +
		`<w:r>` + size + `<w:fldChar w:fldCharType="separate"/></w:r><w:r>` + size + `<w:t>2</w:t></w:r><w:r>` + size + `<w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>`
}

// lines is a line spacing in 240ths.
func lines(leading float64) string {
	if leading == 0 {
		leading = 1
	}
	return strconv.Itoa(int(leading*240 + 0.5))
}
