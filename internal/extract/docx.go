package extract

import (
	"encoding/xml"
	"errors"
	"path"
	"slices"
	"strings"

	"dondoc/internal/fault"
	"dondoc/internal/viet"
)

// fromDOCX reads the main part of a Word file: paragraphs as lines, tables as
// lines with bars, notes after their section, accepted text only. Headers and
// footers of pages are left out; nothing that stands elsewhere is fetched.
func fromDOCX(name string, content []byte) (Document, error) {
	broken := func(cause error) error {
		if errors.Is(cause, errBomb) {
			return fault.Say(fault.Invalid, "Tệp “"+name+"” nén bất thường nên không được mở. Lưu lại thành DOCX mới rồi tải lên.")
		}
		if errors.Is(cause, errDeep) {
			return fault.Say(fault.Invalid, "Tệp “"+name+"” có bảng hoặc khung lồng nhau quá sâu. Bỏ bớt bảng lồng nhau rồi tải lên, hoặc dán nội dung văn bản.")
		}
		return fault.Because(fault.Invalid, "Không đọc được tệp “"+name+"”: tệp DOCX bị hỏng hoặc có mật khẩu. Mở bằng Word, lưu lại rồi tải lên.", cause)
	}
	a, err := openArchive(content)
	if err != nil {
		return Document{}, broken(err)
	}
	main := a.mainPart()
	if a.parts[main] == nil || a.parts["[Content_Types].xml"] == nil {
		if other := a.otherOffice(); other != "" {
			return Document{}, fault.Say(fault.Invalid, "Tệp “"+name+"” là "+other+", không phải văn bản DOCX. Lưu thành DOCX hoặc PDF rồi tải lên.")
		}
		return Document{}, fault.Say(fault.Invalid, "Tệp “"+name+"” là tệp nén, không phải văn bản DOCX. Tải lên tệp DOCX, PDF, HTML hoặc TXT.")
	}
	outside, err := a.outside()
	if err != nil {
		return Document{}, broken(err)
	}
	lists, err := readNumbering(a)
	if err != nil {
		return Document{}, broken(err)
	}
	w := docxWalker{lists: lists, notes: map[string]string{}}
	for _, kind := range []string{"footnote", "endnote"} {
		if err := w.readNotes(a, path.Join(path.Dir(main), kind+"s.xml"), kind); err != nil {
			return Document{}, broken(err)
		}
	}
	if err := a.open(main, w.walk); err != nil {
		return Document{}, broken(err)
	}
	d := Document{Kind: DOCX, Encoding: UTF8, Text: tidy(w.text()), Warnings: w.warnings()}
	if a.parts["word/comments.xml"] != nil {
		d.Warnings = append(d.Warnings, Warning{"comments_left_out", "Tệp có nhận xét; nhận xét không được đọc."})
	}
	if len(outside) > 0 {
		d.Warnings = append(d.Warnings, Warning{"external_links", "Tệp trỏ tới nội dung ở nơi khác, hệ thống không mở: " + strings.Join(outside, ", ") + "."})
	}
	return d, nil
}

func (w *docxWalker) warnings() []Warning {
	var out []Warning
	if w.deleted {
		out = append(out, Warning{"tracked_changes", "Tệp có nội dung đang theo dõi thay đổi; văn bản được đọc như khi đã nhận mọi thay đổi."})
	}
	if w.vanished {
		out = append(out, Warning{"hidden_text", "Tệp có chữ ẩn; chữ ẩn không được đọc."})
	}
	if w.embedded {
		out = append(out, Warning{"embedded_document", "Tệp nhúng một văn bản khác; văn bản nhúng không được đọc. Mở bằng Word, lưu lại rồi tải lên."})
	}
	return out
}

type relationships struct {
	List []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
		Mode   string `xml:"TargetMode,attr"`
	} `xml:"Relationship"`
}

// mainPart is where the document stands. Word writes word/document.xml, some
// programs another name that the package's relationships give.
func (a *archive) mainPart() string {
	const usual = "word/document.xml"
	if a.parts[usual] != nil {
		return usual
	}
	var rels relationships
	if err := a.decode("_rels/.rels", &rels); err != nil {
		return usual // told as a file that is no DOCX
	}
	for _, x := range rels.List {
		target := strings.TrimPrefix(path.Clean(x.Target), "/")
		if strings.HasSuffix(x.Type, "/officeDocument") && strings.HasPrefix(target, "word/") && a.parts[target] != nil {
			return target
		}
	}
	return usual
}

// outside lists what a file would load from elsewhere: remote templates, linked
// objects and pictures. Plain links are the reader's to press, and are not
// listed. Nothing is ever fetched.
func (a *archive) outside() ([]string, error) {
	var out []string
	for _, f := range a.files {
		if !strings.HasPrefix(f.Name, "word/_rels/") || !strings.HasSuffix(f.Name, ".rels") {
			continue
		}
		var rels relationships
		if err := a.decode(f.Name, &rels); err != nil {
			return nil, err
		}
		for _, x := range rels.List {
			if strings.EqualFold(x.Mode, "External") && !strings.HasSuffix(x.Type, "/hyperlink") && len(out) < 5 {
				target := []rune(viet.Line(x.Target))
				out = append(out, string(target[:min(len(target), 120)]))
			}
		}
	}
	return out, nil
}

// readNotes reads the notes of one kind, each as one line, before the text that
// refers to them.
func (w *docxWalker) readNotes(a *archive, part, kind string) error {
	n := noteReader{w: w, kind: kind}
	return a.open(part, func(dec *xml.Decoder) error { return tokens(dec, n.token) })
}

type noteReader struct {
	w     *docxWalker
	kind  string
	depth int
	id    string
	sub   *docxWalker // reads the note that is open
}

func (n *noteReader) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.Directive:
		return errDoctype
	case xml.StartElement:
		if n.depth++; n.depth == 2 && t.Name.Local == n.kind && !slices.Contains([]string{"separator", "continuationSeparator", "continuationNotice"}, attr(t, "type")) {
			n.id, n.sub = attr(t, "id"), &docxWalker{lists: n.w.lists}
		}
	case xml.EndElement:
		if n.depth--; n.depth == 1 && n.sub != nil {
			n.w.notes[n.kind+n.id] = strings.Join(strings.Fields(n.sub.text()), " ")
			n.w.deleted, n.w.vanished = n.w.deleted || n.sub.deleted, n.w.vanished || n.sub.vanished
			n.sub = nil
		}
	}
	if n.sub == nil {
		return nil
	}
	return n.sub.token(tok)
}
