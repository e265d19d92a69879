package pdfium_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"sync"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"dondoc/internal/extract/pdfium"
)

// photographed is a page with a line of text and a JPEG picture: as it should
// be, and broken.
func photographed(t *testing.T) (whole, broken []byte) {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 * 64 {
		img.Set(i%64, i/64, color.RGBA{R: 200, G: uint8(i), B: 10, A: 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	picture := b.Bytes()
	f := newDoc(t)
	f.AddPage()
	f.para("Trang có ảnh.")
	f.RegisterImageOptionsReader("p", fpdf.ImageOptions{ImageType: "JPEG"}, bytes.NewReader(picture))
	f.ImageOptions("p", 40, 60, 100, 100, false, fpdf.ImageOptions{}, 0, "")
	whole = f.bytes(t)
	// A table of its code claims more entries than there can be; the length stays.
	at := bytes.Index(whole, picture)
	if at < 0 {
		t.Fatal("the picture is not in the file as it was given")
	}
	table := at + bytes.Index(picture, []byte{0xff, 0xc4}) + 5
	broken = bytes.Clone(whole)
	copy(broken[table:], strings.Repeat("\xff", 16))
	return whole, broken
}

// A broken picture makes the C code in the module jump out of its calls. The
// page is drawn all the same, and documents read side by side on an engine that
// has just been made share nothing: the race detector watches.
func TestBrokenPictureSideBySide(t *testing.T) {
	t.Parallel()
	e := pdfium.New(pdfium.Options{Parallel: 4})
	t.Cleanup(func() { _ = e.Close(context.WithoutCancel(t.Context())) })
	whole, broken := photographed(t)
	files := [][]byte{broken, whole, broken, whole}
	drawn := make([]*image.RGBA, len(files))
	var all sync.WaitGroup
	for i, content := range files {
		all.Go(func() {
			f, err := e.Open(t.Context(), content)
			if err != nil {
				t.Error(err)
				return
			}
			if x, err := f.Text(t.Context()); err != nil || !strings.Contains(x.Text, "Trang có ảnh.") {
				t.Errorf("%d: %q, %v", i, x.Text, err)
			}
			if drawn[i], err = f.Render(t.Context(), 0, 36); err != nil {
				t.Error(err)
			}
			if err := f.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if t.Failed() {
		return
	}
	reddish := func(img *image.RGBA) bool {
		c := img.RGBAAt(img.Rect.Dx()/2, img.Rect.Dy()*110/297)
		return int(c.R) > int(c.B)+50
	}
	for i, img := range drawn {
		if broken := i%2 == 0; reddish(img) == broken {
			t.Errorf("document %d, broken %v: red in the middle %v", i, broken, reddish(img))
		}
	}
}
