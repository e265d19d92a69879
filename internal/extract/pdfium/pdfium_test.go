package pdfium_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"dondoc/internal/extract/pdfium"
)

// raw writes a one-page PDF around a page's content stream and its filters.
func raw(stream, filters string) []byte {
	var b bytes.Buffer
	at := make([]int, 6)
	b.WriteString("%PDF-1.4\n")
	for n, body := range []string{
		1: "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while(true){})>>>>",
		2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		4: fmt.Sprintf("<</Length %d%s>>stream\n%s\nendstream", len(stream), filters, stream),
		5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	} {
		if n > 0 {
			at[n] = b.Len()
			fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, body)
		}
	}
	xref := b.Len()
	b.WriteString("xref\n0 6\n0000000000 65535 f \n")
	for _, x := range at[1:] {
		fmt.Fprintf(&b, "%010d 00000 n \n", x)
	}
	fmt.Fprintf(&b, "trailer <</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", xref)
	return b.Bytes()
}

// bomb is so many bytes of blanks, packed again and again.
func bomb(t testing.TB, size, times int) []byte {
	t.Helper()
	data := bytes.Repeat([]byte(" "), size)
	for range times {
		var b bytes.Buffer
		z, err := zlib.NewWriterLevel(&b, zlib.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := z.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		data = b.Bytes()
	}
	return raw(string(data), "/Filter["+strings.Repeat("/FlateDecode", times)+"]")
}

func TestDamagedAndEmpty(t *testing.T) {
	t.Parallel()
	for name, content := range map[string][]byte{
		"no pdf": []byte("hỏng"), "head only": []byte("%PDF-1.7 hỏng"), "cut": raw("BT ET", "")[:200], "nothing": nil,
	} {
		if f, err := engine(t).Open(t.Context(), content); !errors.Is(err, pdfium.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
			if err == nil {
				_ = f.Close(t.Context())
			}
		}
	}
	x := text(t, raw("0 0 m 100 100 l S", ""))
	if x.Text != "" || len(x.Sheets) != 1 || x.Sheets[0].Width != 595 || x.Sheets[0].Height != 842 {
		t.Errorf("a page without text: %+v", x)
	}
}

// P04: a document that unpacks without end meets the limit of its instance; the next
// one is read as if nothing had been.
func TestBombStaysInItsInstance(t *testing.T) {
	t.Parallel()
	e := pdfium.New(pdfium.Options{Memory: 128 << 20, PageTime: 2 * time.Second, Parallel: 1})
	t.Cleanup(func() { _ = e.Close(context.WithoutCancel(t.Context())) })
	for size, refused := range map[int]bool{1 << 20: false, 200 << 20: true} { // what unpacks past the memory of the instance
		f, err := e.Open(t.Context(), bomb(t, size, 3))
		if err == nil {
			_, err = f.Text(t.Context())
			if closing := f.Close(t.Context()); closing != nil {
				t.Error(closing)
			}
		}
		if refused != (err != nil) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
	f, err := e.Open(t.Context(), raw("BT /F1 14 Tf 72 700 Td (Giao So Tai chinh) Tj ET", ""))
	if err != nil {
		t.Fatal(err)
	}
	if x, err := f.Text(t.Context()); err != nil || x.Text != "Giao So Tai chinh\n" {
		t.Errorf("afterwards: %q %v", x.Text, err)
	}
	_ = f.Close(t.Context())
}

// P03: the time of a page and the time of the whole are both kept.
func TestTimeIsUp(t *testing.T) {
	t.Parallel()
	heavy := raw(strings.Repeat("BT /F1 1 Tf 72 700 Td (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n", 4000), "")
	e := pdfium.New(pdfium.Options{PageTime: time.Millisecond})
	f, err := e.Open(t.Context(), heavy)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Text(t.Context()); !errors.Is(err, pdfium.ErrLimit) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a slow page: %v", err)
	}
	if _, err := f.Text(t.Context()); err == nil {
		t.Error("read on after a page was stopped")
	}
	_ = f.Close(t.Context())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if f, err := engine(t).Open(ctx, heavy); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
		_ = f.Close(t.Context())
	}
}

// The compiled module is kept in a folder that was not there before.
func TestCompiledModuleIsKept(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "b")
	e := pdfium.New(pdfium.Options{CacheDir: dir})
	f, err := e.Open(t.Context(), raw("BT ET", ""))
	if err != nil {
		t.Fatal(err)
	}
	_ = f.Close(t.Context())
	_ = e.Close(t.Context())
	if entries, err := os.ReadDir(dir); err != nil || len(entries) == 0 {
		t.Errorf("%v %v", entries, err)
	}
}

// What is drawn at the places of words is dark, and the rest of the page white:
// turned pages too.
func TestPictureAndPlacesAgree(t *testing.T) {
	t.Parallel()
	d := newDoc(t)
	d.AddPage()
	d.SetXY(40, 60)
	d.Cell(60, 8, "Giao Sở Nội vụ chủ trì")
	upright := d.bytes(t)
	for name, content := range map[string][]byte{
		"upright": upright,
		"turned":  bytes.Replace(upright, []byte("/Type /Page\n"), []byte("/Type /Page /Rotate 90\n"), 1),
	} {
		f, err := engine(t).Open(t.Context(), content)
		if err != nil {
			t.Fatal(err)
		}
		x, err := f.Text(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		const dpi = 144
		b, err := f.PNG(t.Context(), 0, dpi)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		s := x.Sheets[0]
		if len(s.Words) != 6 || img.Bounds().Dx() != int(s.Width*2+0.5) || img.Bounds().Dy() != int(s.Height*2+0.5) || name == "turned" && s.Width < s.Height {
			t.Fatalf("%s: %d words, %v for %v × %v", name, len(s.Words), img.Bounds(), s.Width, s.Height)
		}
		dark, inside := 0, make([]int, len(s.Words))
		for y := range img.Bounds().Dy() {
			for px := range img.Bounds().Dx() {
				if r, _, _, _ := img.At(px, y).RGBA(); r > 0x8000 {
					continue
				}
				dark++
				for i, w := range s.Words {
					if fx, fy := float64(px)/2, float64(y)/2; fx >= w.Left-1 && fx <= w.Right+1 && fy >= w.Top-1 && fy <= w.Bottom+1 {
						inside[i]++
						break
					}
				}
			}
		}
		sum := 0
		for i, n := range inside {
			if n == 0 {
				t.Errorf("%s: nothing at word %d", name, i)
			}
			sum += n
		}
		if dark == 0 || sum < dark*95/100 {
			t.Errorf("%s: %d of %d dark dots are at words", name, sum, dark)
		}
		if _, err := f.Render(t.Context(), 0, 1200); !errors.Is(err, pdfium.ErrLimit) {
			t.Errorf("a huge picture: %v", err)
		}
		if _, err := f.Render(t.Context(), 7, 72); err == nil {
			t.Error("drew a page that is not there")
		}
		_ = f.Close(t.Context())
	}
}

// FuzzText: whatever a page draws, the instance answers, and places fit the text.
func FuzzText(f *testing.F) {
	f.Add([]byte("BT /F1 14 Tf 72 700 Td (Giao So Tai chinh) Tj ET"))
	f.Add([]byte("BT /F1 1e9 Tf 72 -7e8 Td (x) Tj 0 0 0 0 0 0 cm (y z) Tj ET 10 10 m 10 500 l S 10 10 400 300 re S"))
	f.Add([]byte("q 0 1 -1 0 0 0 cm BT /F1 9 Tf (\\001\\377 a-) Tj T* (b) Tj ET Q"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		content := raw(string(stream), "")
		if bytes.HasPrefix(stream, []byte("%PDF")) {
			content = stream
		}
		d, err := engine(t).Open(t.Context(), content)
		if err != nil {
			return
		}
		defer func() { _ = d.Close(t.Context()) }()
		if x, err := d.Text(t.Context()); err == nil {
			checkPlaces(t, x)
		}
	})
}

// long is a text of so many pages.
func long(t testing.TB, pages int) []byte {
	t.Helper()
	d := newDoc(t)
	d.AddPage()
	for i := 0; d.PageNo() < pages || d.GetY() < 200; i++ {
		d.para(fmt.Sprintf("%d. %s", i+1, norm.NFC.String([]string{longPara, otherPara}[i%2])))
	}
	return d.bytes(t)
}

func TestLongDocument(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("300 pages")
	}
	x := text(t, long(t, 300))
	checkPlaces(t, x)
	if got := lines(x); len(x.Sheets) != 300 || got[len(got)-1] != fmt.Sprintf("%d. %s", len(got), []string{otherPara, longPara}[len(got)%2]) {
		t.Errorf("%d pages, %d paragraphs, the last %q", len(x.Sheets), len(got), got[len(got)-1])
	}
}

// BenchmarkText reads 300 pages of running text from end to end.
func BenchmarkText(b *testing.B) {
	content := long(b, 300)
	text(b, raw("BT ET", "")) // the module is compiled
	for b.Loop() {
		if x := text(b, content); len(x.Sheets) != 300 {
			b.Fatal(len(x.Sheets))
		}
	}
}
