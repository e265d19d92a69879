// Package blob keeps files by the hash of their content, outside the database.
// A file is durable on disk before any row speaks of it: Put writes the
// content, Keep adds the row inside the act that attaches it. A crash between
// the two leaves an unseen content, never a row without its file.
package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "blob", FS: schemaFS} }

// MaxSize is the largest file taken.
const MaxSize = 50 << 20

// File is one kept file.
type File struct {
	ID        string    `json:"id"`
	Hash      string    `json:"hash"` // SHA-256, hexadecimal
	Name      string    `json:"name"`
	Type      string    `json:"type"` // as found in the content, not as claimed
	Size      int64     `json:"size"`
	CreatedAt time.Time `json:"created_at"`
}

// Store keeps contents in a folder and their rows in the database.
type Store struct {
	db   *storage.DB
	root string
	mu   sync.Mutex // between putting a content in its place and sweeping it away
}

// New opens the store in dir, which is made if need be.
func New(db *storage.DB, dir string) (*Store, error) {
	if err := os.MkdirAll(filepath.Join(dir, "tam"), 0o750); err != nil {
		return nil, fault.Because(fault.Full, "Không tạo được thư mục lưu tệp. Kiểm tra quyền ghi.", err)
	}
	return &Store{db: db, root: dir}, nil
}

// Root is the folder of the store.
func (s *Store) Root() string { return s.root }

// Put makes the content durable and describes it. It fails with Invalid for an
// empty file or a kind that is not taken, TooLarge past MaxSize.
func (s *Store) Put(_ context.Context, name string, r io.Reader) (File, error) {
	tmp, err := os.CreateTemp(filepath.Join(s.root, "tam"), "len-*")
	if err != nil {
		return File{}, full(err)
	}
	defer func() {
		_ = tmp.Close()
		_ = os.Remove(tmp.Name())
	}()
	sum := sha256.New()
	head := &headWriter{}
	n, err := io.Copy(io.MultiWriter(tmp, sum, head), io.LimitReader(r, MaxSize+1))
	if err != nil {
		return File{}, full(err)
	}
	name = CleanName(name)
	if n == 0 {
		return File{}, fault.Say(fault.Invalid, "Tệp “"+name+"” không có nội dung. Chọn lại tệp.")
	}
	if n > MaxSize {
		return File{}, fault.Say(fault.TooLarge, fmt.Sprintf("Tệp “%s” vượt %d MB. Nén hoặc chia nhỏ rồi gửi lại.", name, MaxSize>>20))
	}
	kind, ok := sniff(head.b, name)
	if !ok {
		return File{}, fault.Say(fault.Invalid, "Tệp “"+name+"” là "+kind+", hệ thống chỉ nhận văn bản (PDF, DOCX, XLSX, PPTX, ODT, TXT, CSV, HTML) và ảnh (JPG, PNG, TIF).")
	}
	if says := claimed(name); says != "" && says != kind {
		return File{}, fault.Say(fault.Invalid, "Tệp “"+name+"” mang đuôi "+strings.ToUpper(strings.TrimPrefix(filepath.Ext(name), "."))+" nhưng nội dung là loại khác ("+kind+"). Kiểm tra lại có đúng tệp không, đổi đuôi cho đúng rồi tải lên.")
	}
	f := File{ID: storage.NewID(s.db.Now()), Hash: hex.EncodeToString(sum.Sum(nil)), Name: name, Type: kind, Size: n, CreatedAt: s.db.Now()}
	if err := tmp.Sync(); err != nil {
		return File{}, full(err)
	}
	path := s.path(f.Hash)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return File{}, full(err)
	}
	s.mu.Lock() // against a sweep that is looking at the same content
	err = os.Rename(tmp.Name(), path)
	s.mu.Unlock()
	if err != nil {
		return File{}, full(err)
	}
	return f, syncDir(filepath.Dir(path))
}

// Keep adds the file's row inside the act that attaches it.
func (s *Store) Keep(ctx context.Context, tx *storage.Tx, f File) error {
	_, err := tx.Exec(ctx, "INSERT INTO blob_file (id, hash, name, type, size, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
		f.ID, f.Hash, f.Name, f.Type, f.Size, storage.Millis(f.CreatedAt), actor.From(ctx).ID)
	return err
}

func scanFile(r storage.Row) (f File, err error) {
	var at int64
	err = r.Scan(&f.ID, &f.Hash, &f.Name, &f.Type, &f.Size, &at)
	f.CreatedAt = storage.Instant(at)
	return f, err
}

const columns = "id, hash, name, type, size, created_at"

// Find describes a kept file. Whether the asker may see it is for the owner of
// the record that it hangs on to decide.
func (s *Store) Find(ctx context.Context, id string) (File, error) {
	return storage.One(ctx, s.db.Reader(), scanFile, "SELECT "+columns+" FROM blob_file WHERE id = $1", id)
}

// List describes several kept files, in the order of their ids.
func (s *Store) List(ctx context.Context, ids []string) ([]File, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	w := storage.NewWhere(0).In("id", ids)
	return storage.List(ctx, s.db.Reader(), scanFile, "SELECT "+columns+" FROM blob_file"+w.SQL()+" ORDER BY id", w.Args()...)
}

// Open gives the content after checking it against its hash: a file that was
// changed on disk is refused rather than handed out as evidence.
func (s *Store) Open(ctx context.Context, id string) (File, io.ReadSeeker, error) {
	f, err := s.Find(ctx, id)
	if err != nil {
		return File{}, nil, err
	}
	b, err := os.ReadFile(s.path(f.Hash))
	if errors.Is(err, fs.ErrNotExist) {
		return File{}, nil, fault.Because(fault.Internal, "", fmt.Errorf("content of file %s is missing", id))
	}
	if err != nil {
		return File{}, nil, err
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != f.Hash {
		return File{}, nil, fault.Because(fault.Internal, "", fmt.Errorf("content of file %s differs from its hash", id))
	}
	return f, bytes.NewReader(b), nil
}

func (s *Store) path(hash string) string {
	return filepath.Join(s.root, hash[:2], hash[2:])
}

func full(err error) error { return fault.Because(fault.Full, "", err) }

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	return err
}

type headWriter struct{ b []byte }

func (h *headWriter) Write(p []byte) (int, error) {
	if room := 4096 - len(h.b); room > 0 {
		h.b = append(h.b, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

// CleanName makes a harmless label of a file name: the last path part, no
// control or direction characters, no leading dot, at most 120 characters.
func CleanName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`<>:"|?*;`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(name, ". ")
	if r := []rune(name); len(r) > 120 {
		name = string(r[:60]) + "…" + string(r[len(r)-59:])
	}
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem {
	case "", "CON", "NUL", "AUX", "PRN", "COM1", "LPT1":
		return "tep-" + name
	}
	return name
}

// claimed is the type that a file's name promises; "" for names whose content
// cannot be told apart by its first bytes.
func claimed(name string) string {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".pdf":
		return "application/pdf"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".tif", ".tiff":
		return "image/tiff"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".pptx":
		return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	case ".odt":
		return "application/vnd.oasis.opendocument.text"
	}
	return ""
}

// sniff names the content's type; ok is false for a kind that is not taken.
func sniff(head []byte, name string) (kind string, ok bool) {
	has := func(prefix string) bool { return bytes.HasPrefix(head, []byte(prefix)) }
	ext := strings.ToLower(filepath.Ext(name))
	switch {
	case has("%PDF-"):
		return "application/pdf", true
	case has("\x89PNG\r\n\x1a\n"):
		return "image/png", true
	case has("\xff\xd8\xff"):
		return "image/jpeg", true
	case has("II*\x00"), has("MM\x00*"):
		return "image/tiff", true
	case len(head) > 12 && string(head[4:8]) == "ftyp":
		return "ảnh hoặc phim của điện thoại (HEIC, AVIF, MP4; lưu ảnh thành JPG hoặc PDF)", false
	case drawn(head):
		return "ảnh SVG", false
	case has("PK\x03\x04"):
		switch ext {
		case ".docx":
			return "application/vnd.openxmlformats-officedocument.wordprocessingml.document", true
		case ".xlsx":
			return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true
		case ".pptx":
			return "application/vnd.openxmlformats-officedocument.presentationml.presentation", true
		case ".odt":
			return "application/vnd.oasis.opendocument.text", true
		}
		return "tệp nén", false
	case has("\xd0\xcf\x11\xe0"):
		if ext == ".doc" || ext == ".xls" {
			return "application/octet-stream", true
		}
		return "tệp Office cũ không rõ loại", false
	case has("MZ"), has("\x7fELF"), has("#!"):
		return "tệp chạy được", false
	}
	for _, b := range head {
		if b == 0 && !has("\xff\xfe") && !has("\xfe\xff") {
			return "tệp không rõ loại", false
		}
	}
	switch ext {
	case ".html", ".htm":
		return "text/html", true
	case ".csv":
		return "text/csv", true
	}
	return "text/plain", true
}

// drawn reports an SVG picture, which may hold scripts.
func drawn(head []byte) bool {
	before, _, svg := strings.Cut(strings.ToLower(string(head[:min(len(head), 1024)])), "<svg")
	return svg && (strings.TrimSpace(before) == "" || strings.HasPrefix(strings.TrimSpace(before), "<")) && !strings.Contains(before, "<html") && !strings.Contains(before, "<body") && !strings.Contains(before, "<div")
}
