package document_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"os/exec"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/google/go-cmp/cmp"

	"dondoc/internal/actor"
	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/extract"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// printed is the notice on A4.
func printed(t *testing.T) []byte {
	t.Helper()
	font, err := os.ReadFile("../extract/pdfium/testdata/LiberationSerif-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	f := fpdf.New("P", "mm", "A4", "")
	f.AddUTF8FontFromBytes("serif", "", font)
	f.SetMargins(30, 22, 15)
	f.SetAutoPageBreak(true, 20)
	f.AddPage()
	f.SetFont("serif", "", 14)
	for p := range strings.Lines(notice(t)) {
		f.MultiCell(0, 7, strings.TrimSpace(p), "", "J", false)
	}
	return output(t, f)
}

func output(t *testing.T, f *fpdf.Fpdf) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// photographed is the first page of a PDF as a picture, and a PDF of that
// picture alone.
func photographed(t *testing.T, content []byte) (picture, scan []byte) {
	t.Helper()
	picture, err := extract.PageImage(t.Context(), "a.pdf", content, 0, 300)
	if err != nil {
		t.Fatal(err)
	}
	f := fpdf.New("P", "mm", "A4", "")
	f.AddPage()
	f.RegisterImageOptionsReader("a", fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(picture))
	f.ImageOptions("a", 0, 0, 210, 297, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	return picture, output(t, f)
}

// dark counts the dark dots of a part of a picture of a page, in a thousand.
func dark(t *testing.T, picture []byte, p document.Page, b document.Box) int {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	sx, sy := float64(img.Bounds().Dx())/p.Width, float64(img.Bounds().Dy())/p.Height
	n, all := 0, 0
	for y := int(b.Top * sy); y < int(b.Bottom*sy); y++ {
		for x := int(b.Left * sx); x < int(b.Right*sx); x++ {
			all++
			if isDark(img, x, y) {
				n++
			}
		}
	}
	return 1000 * n / max(all, 1)
}

func isDark(img image.Image, x, y int) bool {
	r, _, _, _ := img.At(x, y).RGBA()
	return r < 0x8000
}

// A PDF with text, a scan and a picture come in: the register keeps where the
// words stand, and there they are on the picture of the page.
func TestPagesAreKeptWithTheirWords(t *testing.T) {
	t.Parallel()
	content := printed(t)
	files, read := map[string][]byte{"tb.pdf": content}, map[string]document.Extraction{}
	if out, err := exec.CommandContext(t.Context(), "tesseract", "--list-langs").Output(); err == nil && strings.Contains(string(out), "vie") {
		files["anh.png"], files["quet.pdf"] = photographed(t, content)
	} else if os.Getenv("CI") != "" {
		t.Fatal("tesseract-ocr-vie is not installed")
	}
	for name, b := range files {
		var err error
		if read[name], err = document.FromFile(t.Context(), name, b, nil); err != nil {
			t.Fatal(name, err)
		}
	}
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		deps := o.deps
		deps.Extract = func(_ context.Context, name string, _ []byte, _ func(done, total int)) (document.Extraction, error) {
			return read[name], nil // letters are recognised once for both engines
		}
		o.docs = document.New(db, deps)
		for name, want := range read {
			in, err := o.docs.Receive(o.ctx, document.Arrival{Source: document.Upload, FileName: name, File: bytes.NewReader(files[name])})
			if err != nil {
				t.Fatal(name, err)
			}
			d, err := o.docs.Register(o.ctx, document.Registration{Intake: in.ID, Facts: facts(name, ""), KeepReason: "so bản"})
			if err != nil {
				t.Fatal(name, err)
			}
			pages, err := o.docs.PlacedPages(o.ctx, d.ID, 1, 99)
			if err != nil || len(pages) != len(want.Pages) || len(pages) == 0 {
				t.Fatalf("%s: %d pages, want %d, %v", name, len(pages), len(want.Pages), err)
			}
			text := []rune(d.Text)
			for i, p := range pages {
				if len(p.Words) != len(want.Pages[i].Words) || len(p.Words) < 50 {
					t.Errorf("%s: page %d has %d words, want %d", name, p.N, len(p.Words), len(want.Pages[i].Words))
				}
				for k, w := range p.Words {
					was := want.Pages[i].Words[k]
					if got, then := string(text[w.Start:w.End]), string([]rune(want.Text)[was.Start:was.End]); got != then || max(was.Left-w.Left, w.Left-was.Left, was.Bottom-w.Bottom, w.Bottom-was.Bottom) > 0.13 {
						t.Fatalf("%s: page %d, word %d is %q at %v, was %q at %v", name, p.N, k, got, w.Box, then, was.Box)
					}
				}
			}
			found := max(strings.Index(d.Text, "KẾT LUẬN"), 0)
			start := len([]rune(d.Text[:found]))
			leaf, err := o.docs.Original(o.ctx, d.ID, 1)
			if err != nil {
				t.Fatal(name, err)
			}
			picture, err := o.docs.Draw(o.ctx, leaf, 800)
			if err != nil {
				t.Fatal(name, err)
			}
			boxes := pages[0].Lines(start, start+40)
			if len(boxes) == 0 {
				t.Errorf("%s: no boxes", name)
			}
			for _, b := range boxes {
				if n := dark(t, picture, pages[0], b); n < 40 || n > 500 {
					t.Errorf("%s: %v has %d dark dots in a thousand", name, b, n)
				}
			}
			if n := dark(t, picture, pages[0], document.Box{Left: 5, Top: 5, Right: 70, Bottom: 800}); n > 0 {
				t.Errorf("%s: the margin has %d dark dots in a thousand", name, n)
			}
		}
	})
}

// Who may not see a document sees no page of it; what is not there isn't either.
func TestAPageIsSeenAsItsDocument(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		in, err := o.docs.Receive(o.ctx, document.Arrival{Source: document.Upload, FileName: "tb.pdf", File: bytes.NewReader(printed(t))})
		if err != nil {
			t.Fatal(err)
		}
		d, err := o.docs.Register(o.ctx, document.Registration{Intake: in.ID, Facts: in.Facts})
		if err != nil {
			t.Fatal(err)
		}
		typed := o.enter(t, "Giao Sở Nội vụ báo cáo.", func(r *document.Registration) { r.Facts = facts("9-TB", "") })
		visitor := actor.With(context.WithoutCancel(t.Context()), actor.Actor{})
		for what, err := range map[string]error{
			"a visitor":       second(o.docs.Original(visitor, d.ID, 1)),
			"its pages":       second(o.docs.Pages(visitor, d.ID)),
			"its words":       second(o.docs.PlacedPages(visitor, d.ID, 1, 9)),
			"page 0":          second(o.docs.Original(o.ctx, d.ID, 0)),
			"page 99":         second(o.docs.Original(o.ctx, d.ID, 99)),
			"a typed text":    second(o.docs.Original(o.ctx, typed.ID, 1)),
			"no such":         second(o.docs.Original(o.ctx, "khong-co", 1)),
			"only registered": second(o.docs.Original(o.ctx, document.ID(in.ID), 1)),
		} {
			if !errors.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		pages, err := o.docs.Pages(o.ctx, typed.ID)
		if diff := cmp.Diff(0, len(pages)); diff != "" || err != nil {
			t.Errorf("a typed text has pages: %s %v", diff, err)
		}
	})
}

func second[T any](_ T, err error) error { return err }
