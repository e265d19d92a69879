package office

import (
	"io"
	"strings"

	"dondoc/internal/fault"
	"dondoc/internal/viet"
)

// Format is the kind of file that a document is written as; it is also the
// ending of the file's name.
type Format string

// The formats.
const (
	Word  Format = "docx" // to be worked on
	Print Format = "pdf"  // to be read, printed, signed
)

// Write writes the document in the format. It fails with Invalid for a format
// that is neither, and as DOCX and PDF do.
func (f Format) Write(w io.Writer, d Document) error {
	switch f {
	case Word:
		return DOCX(w, d)
	case Print:
		return PDF(w, d)
	}
	return fault.Say(fault.Invalid, "Định dạng tệp phải là docx hoặc pdf.")
}

// ContentType is the format's media type.
func (f Format) ContentType() string {
	switch f {
	case Word:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case Print:
		return "application/pdf"
	}
	return "application/octet-stream"
}

// maxName is how long a file's name may be before its ending.
const maxName = 80

// FileName names the document's file in plain letters, which every system and
// every mail program keeps: "thong-bao-12-tb-bcd.docx". A document without a
// number is named after its subject.
func (d Document) FileName(f Format) string {
	kind := d.Type
	if line(kind) == "" {
		kind = "công văn"
	}
	rest := d.Number
	if line(rest) == "" {
		rest = d.Subject
	}
	words := strings.FieldsFunc(viet.Fold(kind+" "+rest), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	name := ""
	for _, w := range words {
		if len(name)+len(w) >= maxName {
			break
		}
		if name != "" {
			name += "-"
		}
		name += w
	}
	if name == "" {
		name = "van-ban"
	}
	return name + "." + string(f)
}
