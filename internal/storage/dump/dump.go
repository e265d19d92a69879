// Package dump writes a whole database with its files into one archive and
// brings it back, on either engine: a province may back up SQLite and restore
// into PostgreSQL. The archive is a zip of plain lines of JSON, so that it can
// be read without this program.
//
//	manifest.json            version of the schema, rows by table, hash of every part
//	tables/NAME.jsonl        one row a line
//	files/HASH               contents of kept files
package dump

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dondoc/internal/fault"
	"dondoc/internal/storage"
)

// Manifest says what an archive holds.
type Manifest struct {
	Format  int               `json:"format"`
	Taken   time.Time         `json:"taken"`
	Version int64             `json:"schema_version"`
	Rows    map[string]int    `json:"rows"`
	Hashes  map[string]string `json:"sha256"`
}

const format = 1

// Write takes a consistent copy of db and of the files below dir into w.
func Write(ctx context.Context, db *storage.DB, schemas []storage.Schema, dir string, w io.Writer) (Manifest, error) {
	m := Manifest{Format: format, Taken: db.Now(), Rows: map[string]int{}, Hashes: map[string]string{}}
	tables, err := db.Tables(ctx, schemas)
	if err != nil {
		return m, err
	}
	z := zip.NewWriter(w)
	err = db.Snapshot(ctx, func(q storage.Querier) error {
		v, err := storage.One(ctx, q, storage.Scalar[int64], "SELECT MAX(version) FROM storage_migration")
		if err != nil {
			return err
		}
		m.Version = v
		for _, t := range tables {
			if err := writeTable(ctx, q, z, t, &m); err != nil {
				return fmt.Errorf("table %s: %w", t, err)
			}
		}
		return nil
	})
	if err != nil {
		return m, err
	}
	if err := writeFiles(z, dir, &m); err != nil {
		return m, err
	}
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return m, err
	}
	part, err := z.Create("manifest.json")
	if err != nil {
		return m, err
	}
	if _, err := part.Write(b); err != nil {
		return m, err
	}
	return m, z.Close()
}

func create(z *zip.Writer, name string) (io.Writer, hash.Hash, error) {
	part, err := z.Create(name)
	if err != nil {
		return nil, nil, err
	}
	sum := sha256.New()
	return io.MultiWriter(part, sum), sum, nil
}

func writeTable(ctx context.Context, q storage.Querier, z *zip.Writer, table string, m *Manifest) (err error) {
	w, sum, err := create(z, "tables/"+table+".jsonl")
	if err != nil {
		return err
	}
	rows, err := q.Rows(ctx, "SELECT * FROM "+table) //nolint:unqueryvet // a backup takes whatever columns there are
	if err != nil {
		return err
	}
	defer func() {
		if cerr := rows.Close(); err == nil {
			err = cerr
		}
	}()
	cols, err := rows.Columns()
	if err != nil {
		return err
	}
	buf := bufio.NewWriter(w)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	for rows.Next() {
		vals := make([]any, len(cols))
		ptrs := make([]any, len(cols))
		for i := range vals {
			ptrs[i] = &vals[i]
		}
		if err := rows.Scan(ptrs...); err != nil {
			return err
		}
		row := make(map[string]any, len(cols))
		for i, c := range cols {
			if b, ok := vals[i].([]byte); ok {
				vals[i] = map[string]string{"base64": base64.StdEncoding.EncodeToString(b)}
			}
			row[c] = vals[i]
		}
		if err := enc.Encode(row); err != nil {
			return err
		}
		m.Rows[table]++
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if err := buf.Flush(); err != nil {
		return err
	}
	m.Hashes["tables/"+table+".jsonl"] = hex.EncodeToString(sum.Sum(nil))
	return nil
}

// writeFiles adds the contents of kept files; what is still being uploaded is left out.
func writeFiles(z *zip.Writer, dir string, m *Manifest) error {
	if dir == "" {
		return nil
	}
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if os.IsNotExist(err) {
				return nil
			}
			return err
		}
		if d.IsDir() {
			if d.Name() == "tam" {
				return filepath.SkipDir
			}
			return nil
		}
		name := filepath.Base(filepath.Dir(path)) + d.Name()
		if len(name) != sha256.Size*2 {
			return nil
		}
		f, err := os.Open(path) //nolint:gosec // a file of the store, found by walking it
		if err != nil {
			return err
		}
		w, sum, err := create(z, "files/"+name)
		if err == nil {
			_, err = io.Copy(w, f)
		}
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return err
		}
		if got := hex.EncodeToString(sum.Sum(nil)); got != name {
			return fmt.Errorf("file %s has changed on disk, its hash is now %s", name, got)
		}
		m.Hashes["files/"+name] = name
		return nil
	})
}

// Read brings an archive back into an empty, migrated database and its files
// into dir. It checks every hash before the first row is written, and fails
// with Conflict when the database holds rows and force was not asked for.
func Read(ctx context.Context, db *storage.DB, schemas []storage.Schema, dir string, r io.ReaderAt, size int64, over Overwrite) (Manifest, error) { //nolint:gocognit,revive // the steps of a restore, in order
	z, err := zip.NewReader(r, size)
	if err != nil {
		return Manifest{}, fault.Because(fault.Invalid, "Tệp này không phải bản sao lưu của Đôn Đốc, hoặc đã bị cắt cụt.", err)
	}
	m, err := verify(z)
	if err != nil {
		return m, err
	}
	tables, err := db.Tables(ctx, schemas)
	if err != nil {
		return m, err
	}
	for t := range m.Rows {
		if !slices.Contains(tables, t) {
			return m, fault.Say(fault.Conflict, "Bản sao lưu thuộc phiên bản khác của chương trình: có bảng "+t+" mà chương trình này không biết.")
		}
	}
	if over != Force {
		for _, t := range tables {
			n, err := storage.One(ctx, db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM "+t)
			if err != nil {
				return m, err
			}
			if n > 0 {
				return m, fault.Say(fault.Conflict, "Cơ sở dữ liệu đích đã có dữ liệu. Khôi phục vào cơ sở dữ liệu trống, hoặc thêm --force để thay toàn bộ.")
			}
		}
	}
	if err := readFiles(z, dir); err != nil {
		return m, err
	}
	err = db.Load(ctx, func(tx *storage.Tx) error {
		for _, t := range tables {
			if _, err := tx.Exec(ctx, "DELETE FROM "+t); err != nil {
				return err
			}
		}
		for _, t := range tables {
			if err := readTable(ctx, tx, z, t); err != nil {
				return fmt.Errorf("table %s: %w", t, err)
			}
		}
		for _, s := range storage.Searches(schemas) {
			if err := s.Rebuild(ctx, tx); err != nil {
				return fmt.Errorf("search %s: %w", s.Table, err)
			}
		}
		return nil
	})
	return m, err
}

// Overwrite says what to do with rows that are there already.
type Overwrite int

// The two answers.
const (
	Refuse Overwrite = iota
	Force
)

func verify(z *zip.Reader) (Manifest, error) {
	var m Manifest
	bad := func(cause error) error {
		return fault.Because(fault.Invalid, "Bản sao lưu bị hỏng: nội dung không khớp mã băm. Dùng bản sao lưu khác.", cause)
	}
	f, err := z.Open("manifest.json")
	if err != nil {
		return m, bad(err)
	}
	err = json.NewDecoder(f).Decode(&m)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil || m.Format != format {
		return m, bad(err)
	}
	for name, want := range m.Hashes {
		part, err := z.Open(name)
		if err != nil {
			return m, bad(err)
		}
		sum := sha256.New()
		_, err = io.Copy(sum, part)
		if cerr := part.Close(); err == nil {
			err = cerr
		}
		if err != nil || hex.EncodeToString(sum.Sum(nil)) != want {
			return m, bad(fmt.Errorf("%s: %w", name, err))
		}
	}
	return m, nil
}

func readFiles(z *zip.Reader, dir string) error {
	for _, f := range z.File {
		name, ok := strings.CutPrefix(f.Name, "files/")
		if !ok || len(name) != sha256.Size*2 || dir == "" {
			continue
		}
		path := filepath.Join(dir, name[:2], name[2:])
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return fault.Because(fault.Full, "", err)
		}
		if err := copyOut(f, path); err != nil {
			return fault.Because(fault.Full, "", err)
		}
	}
	return nil
}

func copyOut(f *zip.File, path string) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	w, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r) //nolint:gosec // its size was checked with its hash
	if serr := w.Sync(); err == nil {
		err = serr
	}
	if cerr := w.Close(); err == nil {
		err = cerr
	}
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	return err
}

func readTable(ctx context.Context, tx *storage.Tx, z *zip.Reader, table string) (err error) {
	f, err := z.Open("tables/" + table + ".jsonl")
	if err != nil {
		return nil
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	dec := json.NewDecoder(bufio.NewReader(f))
	dec.UseNumber()
	for {
		var row map[string]any
		if err := dec.Decode(&row); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		cols := make([]string, 0, len(row))
		for c := range row {
			cols = append(cols, c)
		}
		slices.Sort(cols)
		marks, args := make([]string, len(cols)), make([]any, len(cols))
		for i, c := range cols {
			marks[i] = fmt.Sprintf("$%d", i+1)
			if args[i], err = value(row[c]); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, "INSERT INTO "+table+" ("+strings.Join(cols, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", args...); err != nil {
			return err
		}
	}
}

func value(v any) (any, error) {
	switch x := v.(type) {
	case json.Number:
		if i, err := x.Int64(); err == nil {
			return i, nil
		}
		return x.Float64()
	case map[string]any:
		s, ok := x["base64"].(string)
		if !ok {
			return nil, fmt.Errorf("unknown value %v", v)
		}
		return base64.StdEncoding.DecodeString(s)
	}
	return v, nil
}
