package extract_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/png"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"github.com/google/go-cmp/cmp"

	"dondoc/internal/extract"
	"dondoc/internal/extract/ocr"
	"dondoc/internal/fault"
	"dondoc/internal/reading"
)

// hasTesseract reports whether letters can be recognised; where all tests are to
// run, a missing program is a failure.
func hasTesseract(t *testing.T) bool {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "tesseract", "--list-langs").Output()
	if err == nil && strings.Contains(string(out), "vie") {
		return true
	}
	if os.Getenv("CI") != "" {
		t.Fatal("tesseract-ocr-vie is not installed")
	}
	return false
}

// needTesseract skips a test where they can't.
func needTesseract(t *testing.T) {
	t.Helper()
	if !hasTesseract(t) {
		t.Skip("tesseract-ocr-vie is not installed")
	}
}

// newPages begins a document on A4 in a font with the measures of Times.
func newPages(t *testing.T) *fpdf.Fpdf {
	t.Helper()
	font, err := os.ReadFile("pdfium/testdata/LiberationSerif-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	f := fpdf.New("P", "mm", "A4", "")
	f.AddUTF8FontFromBytes("serif", "", font)
	f.SetMargins(30, 22, 15)
	f.SetAutoPageBreak(true, 20)
	f.SetFont("serif", "", 14)
	return f
}

// noticePDF writes paragraphs.
func noticePDF(t *testing.T, paras []string) []byte {
	t.Helper()
	f := newPages(t)
	f.AddPage()
	for _, p := range paras {
		f.MultiCell(0, 7, p, "", "J", false)
		f.Ln(3)
	}
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// scanned draws the pages of a PDF and makes a PDF of the pictures.
func scanned(t *testing.T, content []byte, pages int) []byte {
	t.Helper()
	f := fpdf.New("P", "mm", "A4", "")
	for i := range pages {
		b, err := extract.PageImage(t.Context(), "a.pdf", content, i, 200)
		if err != nil {
			t.Fatal(err)
		}
		f.AddPage()
		f.RegisterImageOptionsReader(string(rune('a'+i)), fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(b))
		f.ImageOptions(string(rune('a'+i)), 0, 0, 210, 297, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	}
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// orders is what a reader made of a text, without what a scan may blur: blanks
// and signs.
type orders struct {
	Lead     []string
	Deadline string
	Text     string
}

func ordersOf(t *testing.T, d extract.Document) []orders {
	t.Helper()
	r := reading.Read(d.Text, reading.Options{})
	text := []rune(r.Text)
	var out []orders
	for _, a := range r.Assignments {
		due := string(a.Deadline.Kind)
		if a.Deadline.Date != nil {
			due += " " + *a.Deadline.Date
		}
		out = append(out, orders{a.Lead, due, letters(string(text[a.Task.Start:a.Task.End]))})
	}
	return out
}

func letters(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// The same notice as DOCX, as PDF with text and as a scan gives the same
// assignments.
func TestOneNoticeThreeWays(t *testing.T) {
	t.Parallel()
	needTesseract(t)
	b, err := os.ReadFile("../document/testdata/06-TB-BCD.txt")
	if err != nil {
		t.Fatal(err)
	}
	var paras []string
	for l := range strings.Lines(string(b)) {
		if l = strings.TrimSpace(l); l != "" {
			paras = append(paras, l)
		}
	}
	var inner strings.Builder
	for _, p := range paras {
		inner.WriteString(para(strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(p)))
	}
	fromDOCX, err := read(t, "a.docx", docx(t, body(inner.String()), nil))
	if err != nil {
		t.Fatal(err)
	}
	content := noticePDF(t, paras)
	var pages []int
	fromPDF, err := extract.With(t.Context(), "a.pdf", content, extract.Options{Progress: func(done, total int) { pages = append(pages, done, total) }})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(fromPDF.Pages); len(pages) != 2*n || pages[0] != 1 || pages[2*n-2] != n || pages[2*n-1] != n {
		t.Errorf("the pages of the PDF were told as %v", pages)
	}
	told := 0
	fromScan, err := extract.With(t.Context(), "a.pdf", scanned(t, content, len(fromPDF.Pages)), extract.Options{Progress: func(done, total int) {
		if told++; done != told || total != len(fromPDF.Pages) {
			t.Errorf("page %d of %d was told as %d", done, total, told)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := ordersOf(t, fromDOCX)
	if len(want) < 8 {
		t.Fatalf("%d assignments", len(want))
	}
	if diff := cmp.Diff(want, ordersOf(t, fromPDF)); diff != "" {
		t.Errorf("the PDF (-DOCX +PDF):\n%s", diff)
	}
	if diff := cmp.Diff(want, ordersOf(t, fromScan), cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Text" }, cmp.Comparer(alike))); diff != "" {
		t.Errorf("the scan (-DOCX +scan):\n%s", diff)
	}
	if !slices.Equal(codes(fromScan), []string{"ocr_unconfirmed"}) || told != len(fromPDF.Pages) || len(fromScan.Sheets) != told || len(fromScan.Pages) != told {
		t.Errorf("%v, %d pages told, %d sheets", fromScan.Warnings, told, len(fromScan.Sheets))
	}
	text := []rune(fromScan.Text)
	for _, s := range fromScan.Sheets {
		for _, w := range s.Words {
			if word := string(text[w.Start:w.End]); strings.ContainsAny(word, " \n") || word == "" || w.Confidence <= 0 || w.Left < 0 || w.Right > s.Width || w.Bottom > s.Height {
				t.Fatalf("%q %+v", word, w)
			}
		}
	}
}

// alike allows a scan a letter in fifty.
func alike(a, b string) bool {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before := row[0]
		row[0] = i + 1
		for j := range y {
			cost := before
			if x[i] != y[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, before+1)
		}
	}
	return row[len(y)]*50 <= max(len(x), len(y))
}

// I01, I04, I05 and what else is no scan: refused before anything unpacks it.
func TestPicturesThatAreRefused(t *testing.T) {
	t.Parallel()
	chunk := func(kind string, data []byte) []byte {
		b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
		b = append(append(b, kind...), data...)
		return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
	}
	size := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 65_500), 65_500)
	flood := append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(size, 1, 0, 0, 0, 0))...)
	tiff := func(next, w, h uint32) []byte {
		le := binary.LittleEndian
		b := le.AppendUint32([]byte("II*\x00"), 8)
		b = le.AppendUint16(b, 2)
		for tag, v := range []uint32{w, h} {
			b = le.AppendUint32(le.AppendUint32(le.AppendUint16(le.AppendUint16(b, uint16(256+tag)), 4), 1), v)
		}
		return le.AppendUint32(b, next)
	}
	for name, c := range map[string]struct {
		in   []byte
		want string
	}{
		"I01 flood.png":  {flood, "quá lớn"},
		"I01 flood.tif":  {tiff(0, 65_500, 65_500), "quá lớn"},
		"I05 ring.tif":   {tiff(8, 100, 100), "quá nhiều trang"},
		"I05 no.tif":     {tiff(1<<30, 100, 100), "bị hỏng"},
		"I05 a.heic":     {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "HEIC"},
		"I04 a.svg":      {[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>x</script><path d="M0"/></svg>`), "PNG, JPG"},
		"a.gif":          {[]byte("GIF89a"), "PNG, JPG"},
		"cut.jpg":        {[]byte("\xff\xd8\xff\xe0"), "bị hỏng"},
		"nothing in.tif": {[]byte("MM\x00*\x00\x00\x00\x00"), "bị hỏng"},
	} {
		if _, err := read(t, name, c.in); !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func blank(t *testing.T) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 600, 800))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNoTesseract(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for name, content := range map[string][]byte{"a.png": blank(t), "a.pdf": scanned(t, noticePDF(t, []string{"Giao Sở Nội vụ"}), 1)} {
		if _, err := read(t, name, content); !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "gói tesseract-ocr-vie") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A page takes no longer than it may, and a reader who leaves ends the work.
func TestScansEnd(t *testing.T) {
	t.Parallel()
	needTesseract(t)
	if _, err := read(t, "trang.png", blank(t)); !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "Không lấy được chữ") {
		t.Errorf("a blank page: %v", err)
	}
	page := scanned(t, noticePDF(t, []string{strings.Repeat("Giao Sở Nội vụ rà soát thủ tục hành chính. ", 100)}), 1)
	if _, err := extract.With(t.Context(), "a.pdf", page, extract.Options{OCR: ocr.Options{PageTime: 50 * time.Millisecond}}); !errors.Is(err, fault.Invalid) {
		t.Errorf("a slow page: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := extract.Extract(ctx, "a.pdf", page); err == nil {
		t.Error("nobody waited, and the work went on")
	}
}
