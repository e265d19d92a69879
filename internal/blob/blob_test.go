package blob_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dondoc/internal/blob"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

func TestAFileComesBackAsItWasOrNotAtAll(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, []storage.Schema{blob.Schema()}, func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		ctx := t.Context()
		dir := t.TempDir()
		s, err := blob.New(db, dir)
		if err != nil {
			t.Fatal(err)
		}
		f, err := s.Put(ctx, `C:\bao cao\Kết quả.pdf`, strings.NewReader("%PDF-1.7 nội dung"))
		if err != nil || f.Name != "Kết quả.pdf" || f.Type != "application/pdf" {
			t.Fatalf("put: %+v, %v", f, err)
		}
		if _, err := s.Find(ctx, f.ID); !errors.Is(err, fault.NotFound) {
			t.Errorf("a content without its act must not be found: %v", err)
		}
		if err := db.Write(ctx, storage.Act{Verb: "t", On: ref.New("t", "1")}, func(tx *storage.Tx) error { return s.Keep(ctx, tx, f) }); err != nil {
			t.Fatal(err)
		}
		_, r, err := s.Open(ctx, f.ID)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(r); err != nil || string(b) != "%PDF-1.7 nội dung" {
			t.Errorf("content %q, %v", b, err)
		}
		if err := os.WriteFile(filepath.Join(dir, f.Hash[:2], f.Hash[2:]), []byte("%PDF-1.7 khác"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Open(ctx, f.ID); fault.KindOf(err) != fault.Internal {
			t.Errorf("a changed content must be refused: %v", err)
		}
	})
}

func TestHostileFiles(t *testing.T) {
	t.Parallel()
	s, err := blob.New(storagetest.SQLite(t, []storage.Schema{blob.Schema()}, clock.At(storagetest.Start())), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"rong.txt": "", "bao-cao\u202Efdp.exe": "MZ\x90\x00", "a.docx": "MZ\x90", "x.zip": "PK\x03\x04", "anh.jpg": "\x00\x01\x02", "gia.pdf": "<html><script>x</script>", "gia.docx": "Nội dung", "anh.png": "%PDF-1.7"} {
		if f, err := s.Put(t.Context(), name, strings.NewReader(content)); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q was taken: %+v, %v", name, f, err)
		}
	}
	// I04, I05: pictures of phones and drawings with scripts are named, scans are taken
	for name, c := range map[string]struct{ content, says string }{
		"a.heic": {"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC"}, "a.jpg": {"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00", "AVIF"},
		"a.svg": {"<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x</script></svg>", "SVG"}, "b.txt": {"<svg onload=x>", "SVG"},
	} {
		if f, err := s.Put(t.Context(), name, strings.NewReader(c.content)); !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), c.says) {
			t.Errorf("%q: %+v, %v", name, f, err)
		}
	}
	for name, c := range map[string]struct{ content, kind string }{
		"quet.tif": {"II*\x00\x08\x00\x00\x00", "image/tiff"}, "quet.tiff": {"MM\x00*\x00\x00\x00\x08", "image/tiff"}, "trang.html": {"<html><body><svg></svg></body></html>", "text/html"},
	} {
		if f, err := s.Put(t.Context(), name, strings.NewReader(c.content)); err != nil || f.Type != c.kind {
			t.Errorf("%q: %+v, %v", name, f, err)
		}
	}
	for in, want := range map[string]string{
		"../../etc/passwd": "passwd", ".htaccess": "htaccess", "CON.pdf": "tep-CON.pdf", "a.pdf.": "a.pdf", "x\r\nSet-Cookie: a=b.pdf": "xSet-Cookie a=b.pdf", "bao-cao\u202Efdp.pdf": "bao-caofdp.pdf", "": "tep-",
	} {
		if got := blob.CleanName(in); got != want {
			t.Errorf("CleanName(%q) = %q, want %q", in, got, want)
		}
	}
}

// What nobody attached goes after a day; what a row speaks of, and what came
// just now, stays.
func TestSweepTakesOnlyWhatNobodyAttached(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, []storage.Schema{blob.Schema()}, func(t *testing.T, db *storage.DB, c *clock.Manual) {
		ctx, dir := t.Context(), t.TempDir()
		s, err := blob.New(db, dir)
		if err != nil {
			t.Fatal(err)
		}
		files := map[string]blob.File{}
		for _, name := range []string{"giu", "bo", "moi"} {
			if files[name], err = s.Put(ctx, name+".txt", strings.NewReader("nội dung "+name)); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Write(ctx, storage.Act{Verb: "t", On: ref.New("t", "1")}, func(tx *storage.Tx) error { return s.Keep(ctx, tx, files["giu"]) }); err != nil {
			t.Fatal(err)
		}
		at := func(f blob.File) string { return filepath.Join(dir, f.Hash[:2], f.Hash[2:]) }
		broken, foreign := filepath.Join(dir, "tam", "len-1"), filepath.Join(dir, "GHI-CHU.txt")
		for _, path := range []string{broken, foreign} {
			if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		now := c.Now()
		for path, age := range map[string]time.Duration{at(files["giu"]): 48 * time.Hour, at(files["bo"]): 25 * time.Hour, at(files["moi"]): 23 * time.Hour, broken: 25 * time.Hour, foreign: 25 * time.Hour} {
			if err := os.Chtimes(path, now.Add(-age), now.Add(-age)); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := s.Sweep(ctx); err != nil || n != 2 {
			t.Errorf("took %d, %v", n, err)
		}
		for path, stays := range map[string]bool{at(files["giu"]): true, at(files["bo"]): false, at(files["moi"]): true, broken: false, foreign: true} {
			if _, err := os.Stat(path); (err == nil) != stays {
				t.Errorf("%s: %v", path, err)
			}
		}
	})
}
