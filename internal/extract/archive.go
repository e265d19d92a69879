package extract

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// The limits of what an archive may unpack to; header sizes are not trusted.
const (
	maxInflated = 100 << 20
	maxEntries  = 2000
	maxRatio    = 100
	ratioFrom   = 1 << 20
)

var (
	errBomb       = errors.New("inflates too much")
	errTwoStories = errors.New("the archive's lists of entries contradict each other")
	errDoctype    = errors.New("a document type is not allowed")
)

// archive is an office file: a zip whose parts share one budget of bytes.
type archive struct {
	parts map[string]*zip.File
	files []*zip.File
	left  int64
	size  int64
}

// openArchive lists the parts. Nothing is unpacked, and nothing is listed of an
// archive that says it has too many.
func openArchive(content []byte) (*archive, error) {
	if declaredEntries(content) > maxEntries {
		return nil, errBomb
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	if len(z.File) > maxEntries {
		return nil, errBomb
	}
	a := &archive{parts: map[string]*zip.File{}, files: z.File, left: maxInflated, size: int64(len(content))}
	for _, f := range z.File {
		if a.parts[f.Name] != nil { // two programs would read two different documents
			return nil, errTwoStories
		}
		a.parts[f.Name] = f
	}
	return a, sameStories(content, z.File)
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

// sameStories compares the entry that stands before each part with the list at
// the end. A scanner may read the one and we the other, so they must agree.
// APPNOTE 4.3.7: a streaming writer sets bit 3 and leaves the sizes out.
func sameStories(content []byte, files []*zip.File) error {
	for _, f := range files {
		at, err := f.DataOffset()
		if err != nil {
			return err
		}
		// the header's length is known only once its name and extra are: it ends where the data begin
		h := headerBefore(content, at, len(f.Name))
		if h == nil {
			return errTwoStories
		}
		le := binary.LittleEndian
		streamed := le.Uint16(h[6:])&8 != 0
		packed, full := uint64(le.Uint32(h[18:])), uint64(le.Uint32(h[22:]))
		wide := packed == 0xffffffff || full == 0xffffffff // the sizes stand in the extra field
		if string(h[30:30+len(f.Name)]) != f.Name || le.Uint16(h[8:]) != f.Method ||
			!streamed && !wide && (packed != f.CompressedSize64 || full != f.UncompressedSize64) {
			return errTwoStories
		}
	}
	return nil
}

// headerBefore finds the local header whose data begin at an offset.
func headerBefore(content []byte, data int64, name int) []byte {
	if data < 30 || data > int64(len(content)) {
		return nil
	}
	for extra := int64(0); extra <= 1<<16; extra++ {
		at := data - 30 - int64(name) - extra
		if at < 0 {
			return nil
		}
		h := content[at:data]
		if bytes.HasPrefix(h, []byte("PK\x03\x04")) && int(binary.LittleEndian.Uint16(h[26:])) == name && int64(binary.LittleEndian.Uint16(h[28:])) == extra {
			return h
		}
	}
	return nil
}

// counted stops a stream that unpacks to more than it may.
type counted struct {
	r      io.Reader
	left   *int64
	packed int64
	n      int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	*c.left -= int64(n)
	if *c.left < 0 || c.n > ratioFrom && c.n > c.packed*maxRatio {
		return 0, errBomb
	}
	return n, err
}

// open reads a part through the counter; nil without one.
func (a *archive) open(name string, read func(*xml.Decoder) error) error {
	f := a.parts[name]
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	dec := xml.NewDecoder(&counted{r: r, left: &a.left, packed: a.size})
	dec.Strict = true
	dec.Entity = nil // no entity of the document's own is ever expanded
	err = read(dec)
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	return err
}

// decode fills a struct from a small part; one that is missing leaves it empty.
func (a *archive) decode(name string, into any) error {
	return a.open(name, func(dec *xml.Decoder) error { return dec.Decode(into) })
}

// otherOffice names an archive that is an office file, but of another kind.
func (a *archive) otherOffice() string {
	for _, k := range []struct{ part, name string }{
		{"xl/workbook.xml", "bảng tính Excel"}, {"xl/workbook.bin", "bảng tính Excel"}, {"ppt/presentation.xml", "bản trình chiếu PowerPoint"},
	} {
		if a.parts[k.part] != nil {
			return k.name
		}
	}
	f := a.parts["mimetype"]
	if f == nil || f.Method != zip.Store {
		return ""
	}
	r, err := f.Open()
	if err != nil {
		return ""
	}
	kind, err := io.ReadAll(io.LimitReader(r, 100))
	if cerr := r.Close(); err != nil || cerr != nil {
		return ""
	}
	switch s := string(kind); {
	case strings.HasPrefix(s, "application/vnd.oasis.opendocument.text"):
		return "văn bản ODT của LibreOffice"
	case strings.HasPrefix(s, "application/vnd.oasis.opendocument"):
		return "tệp OpenDocument không phải văn bản"
	case s == "application/epub+zip":
		return "sách điện tử EPUB"
	}
	return ""
}
