package extract

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"dondoc/internal/fault"
	"dondoc/internal/viet"
)

// The limits of what a DOCX may unpack to; header sizes are not trusted.
const (
	maxInflated = 100 << 20
	maxEntries  = 2000
	maxRatio    = 100
	ratioFrom   = 1 << 20
	maxNesting  = 64
)

var errBomb = errors.New("inflates too much")

// counted stops a stream that unpacks to more than it may.
type counted struct {
	r      io.Reader
	packed int64
	n      int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.n > maxInflated || c.n > ratioFrom && c.n > c.packed*maxRatio {
		return 0, errBomb
	}
	return n, err
}

// fromDOCX walks word/document.xml: paragraphs as lines, tables as lines with
// bars, accepted text only. External relationships are never followed.
func fromDOCX(name string, content []byte) (Document, error) {
	broken := func(cause error) error {
		if errors.Is(cause, errBomb) {
			return fault.Say(fault.Invalid, "Tệp “"+name+"” nén bất thường nên không được mở. Lưu lại thành DOCX mới rồi tải lên.")
		}
		return fault.Because(fault.Invalid, "Không đọc được tệp “"+name+"”: tệp DOCX bị hỏng hoặc có mật khẩu. Mở bằng Word, lưu lại rồi tải lên.", cause)
	}
	if declaredEntries(content) > maxEntries { // before anything is listed
		return Document{}, broken(errBomb)
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return Document{}, broken(err)
	}
	if len(z.File) > maxEntries {
		return Document{}, broken(errBomb)
	}
	var part *zip.File
	typed := false
	var outside []string
	d := Document{Kind: DOCX, Encoding: UTF8}
	for _, f := range z.File {
		switch f.Name {
		case "[Content_Types].xml":
			typed = true
		case "word/document.xml":
			part = f
		case "word/comments.xml":
			d.Warnings = append(d.Warnings, Warning{"comments_left_out", "Tệp có nhận xét; nhận xét không được đọc."})
		}
		if strings.HasPrefix(f.Name, "word/_rels/") && strings.HasSuffix(f.Name, ".rels") {
			links, err := external(f)
			if err != nil {
				return Document{}, broken(err)
			}
			outside = append(outside, links...)
		}
	}
	if part == nil || !typed {
		return Document{}, fault.Say(fault.Invalid, "Tệp “"+name+"” là tệp nén, không phải văn bản DOCX. Tải lên tệp DOCX, PDF, HTML hoặc TXT.")
	}
	r, err := part.Open()
	if err != nil {
		return Document{}, broken(err)
	}
	lists, err := readNumbering(z.File)
	if err != nil {
		return Document{}, errors.Join(broken(err), r.Close())
	}
	w := docxWalker{lists: lists}
	err = w.walk(&counted{r: r, packed: int64(len(content))})
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return Document{}, broken(err)
	}
	if len(outside) > 0 {
		d.Warnings = append(d.Warnings, Warning{"external_links", "Tệp trỏ tới nội dung ở nơi khác, hệ thống không mở: " + strings.Join(outside, ", ") + "."})
	}
	if w.deleted {
		d.Warnings = append(d.Warnings, Warning{"tracked_changes", "Tệp có nội dung đang theo dõi thay đổi; chỉ phần đã nhận được đọc."})
	}
	d.Text = tidy(w.out.String())
	return d, nil
}

// declaredEntries is how many entries the archive's last record says it has; 0
// when there is no such record.
func declaredEntries(content []byte) int {
	at := bytes.LastIndex(content, []byte("PK\x05\x06"))
	if at < 0 || at+12 > len(content) {
		return 0
	}
	return int(binary.LittleEndian.Uint16(content[at+10:]))
}

// external lists what a file would load from elsewhere: remote templates,
// linked objects and pictures. Plain links are the reader's to press, and are
// not listed. Nothing is ever fetched.
func external(f *zip.File) ([]string, error) {
	var rels struct {
		List []struct {
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	err := decodePart(f, &rels)
	var out []string
	for _, x := range rels.List {
		if strings.EqualFold(x.Mode, "External") && !strings.HasSuffix(x.Type, "/hyperlink") && len(out) < 5 {
			target := []rune(viet.Line(x.Target))
			out = append(out, string(target[:min(len(target), 120)]))
		}
	}
	return out, err
}

type docxWalker struct {
	out     strings.Builder
	skip    int
	depth   int
	cells   int
	inText  bool
	deleted bool
	lists   *numbering
	// para is what the paragraph's properties say; label is its number, written
	// when its first letter comes, so that an empty line shows none.
	para  placed
	style string
	own   bool // the paragraph names a list itself
	label string
}

func (w *docxWalker) walk(r io.Reader) error {
	dec := xml.NewDecoder(r)
	dec.Strict = true
	dec.Entity = nil // no entity of the document's own is ever expanded
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.Directive:
			return errors.New("a document type is not allowed")
		case xml.StartElement:
			w.property(t)
			if err := w.start(t.Name.Local); err != nil {
				return err
			}
		case xml.EndElement:
			w.end(t.Name.Local)
		case xml.CharData:
			if w.inText && w.skip == 0 && len(t) > 0 {
				if w.label != "" {
					w.out.WriteString(w.label + " ")
					w.label = ""
				}
				w.out.Write(t)
			}
		}
	}
}

// property notes what a paragraph says of its list.
func (w *docxWalker) property(t xml.StartElement) {
	val := ""
	for _, a := range t.Attr {
		if a.Name.Local == "val" {
			val = a.Value
		}
	}
	switch t.Name.Local {
	case "p":
		w.para, w.style, w.own, w.label = placed{}, "", false, ""
	case "pPrChange": // how it was before a tracked change
		w.skip++
	case "pStyle":
		if w.skip == 0 {
			w.style = val
		}
	case "numId":
		if w.skip == 0 {
			w.para.num, w.own = val, true
		}
	case "ilvl":
		if w.skip == 0 {
			w.para.level, _ = levelOf(val)
		}
	}
}

func (w *docxWalker) start(name string) error {
	switch name {
	case "del", "moveFrom", "instrText", "delText":
		w.skip++
		w.deleted = w.deleted || name != "instrText"
	case "Fallback": // a text box again, for programs that do not know the first form
		w.skip++
	case "tbl":
		if w.depth++; w.depth > maxNesting {
			return errors.New("tables nested too deep")
		}
	case "tr":
		w.cells = 0
	case "tc":
		if w.cells++; w.cells > 1 {
			w.out.WriteString(" | ")
		}
	case "t":
		w.inText = true
	case "noBreakHyphen": // numbers of documents are often written with it
		if w.skip == 0 {
			w.out.WriteByte('-')
		}
	case "tab":
		w.out.WriteByte(' ')
	case "br", "cr":
		w.out.WriteByte('\n')
	}
	return nil
}

func (w *docxWalker) end(name string) {
	switch name {
	case "del", "moveFrom", "instrText", "delText", "Fallback", "pPrChange":
		w.skip--
	case "pPr":
		if w.skip == 0 {
			if !w.own {
				w.para = w.lists.styled(w.style)
			}
			w.label = w.lists.next(w.para)
		}
	case "tbl":
		w.depth--
		w.out.WriteByte('\n')
	case "tr":
		w.out.WriteByte('\n')
	case "p":
		if w.depth == 0 {
			w.out.WriteByte('\n')
		} else {
			w.out.WriteByte(' ')
		}
	case "t":
		w.inText = false
	}
}
