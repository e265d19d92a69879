package dump_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/storage/dump"
	"dondoc/internal/storage/storagetest"
)

func schemas() []storage.Schema { return []storage.Schema{audit.Schema(), blob.Schema()} }

func TestABackupIsWhatItWasOnEitherEngine(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		ctx := t.Context()
		acts := audit.New(db)
		files := t.TempDir()
		store, err := blob.New(db, files)
		if err != nil {
			t.Fatal(err)
		}
		f, err := store.Put(ctx, "bao cao.txt", strings.NewReader("kết quả tuần 23"))
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Write(ctx, storage.Act{Verb: "t.keep", On: ref.New("t", "1"), Reason: "thử “sao lưu”\n"}, func(tx *storage.Tx) error { return store.Keep(ctx, tx, f) }); err != nil {
			t.Fatal(err)
		}
		var archive bytes.Buffer
		m, err := dump.Write(ctx, db, schemas(), files, &archive)
		if err != nil || m.Rows["audit_act"] != 1 || m.Rows["blob_file"] != 1 || len(m.Hashes) < 4 {
			t.Fatalf("manifest %+v, %v", m, err)
		}
		for name, into := range map[string]*storage.DB{"same": db, "sqlite": storagetest.SQLite(t, schemas(), c)} {
			dir := t.TempDir()
			over := dump.Refuse
			if name == "same" {
				if _, err := read(ctx, into, dir, archive.Bytes(), dump.Refuse); !errors.Is(err, fault.Conflict) {
					t.Errorf("restore over rows: %v", err)
				}
				over = dump.Force
			}
			if _, err := read(ctx, into, dir, archive.Bytes(), over); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			back, err := blob.New(into, dir)
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := back.Open(ctx, f.ID); err != nil {
				t.Errorf("%s: file: %v", name, err)
			}
			list, err := audit.New(into).Recent(ctx, audit.Query{}, 5)
			if err != nil || len(list) != 1 || list[0].Reason != "thử “sao lưu”\n" {
				t.Errorf("%s: acts %+v, %v", name, list, err)
			}
		}
		audit.New(db)
		if n, err := acts.Count(ctx); n != 1 || err != nil {
			t.Errorf("acts %d, %v", n, err)
		}
	})
}

func TestADamagedBackupIsRefusedWhole(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := clock.At(storagetest.Start())
	db := storagetest.SQLite(t, schemas(), c)
	files := t.TempDir()
	hash := "aa" + strings.Repeat("0", 62)
	if err := os.MkdirAll(filepath.Join(files, "aa"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(files, "aa", hash[2:]), []byte("đã bị sửa"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := dump.Write(ctx, db, schemas(), files, &bytes.Buffer{}); err == nil {
		t.Error("a changed file must stop the backup")
	}
	var archive bytes.Buffer
	if _, err := dump.Write(ctx, db, schemas(), "", &archive); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"text": []byte("không phải zip"), "cut": archive.Bytes()[:archive.Len()/2]} {
		if _, err := read(ctx, db, t.TempDir(), b, dump.Force); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func read(ctx context.Context, db *storage.DB, dir string, b []byte, over dump.Overwrite) (dump.Manifest, error) {
	return dump.Read(ctx, db, schemas(), dir, bytes.NewReader(b), int64(len(b)), over)
}
