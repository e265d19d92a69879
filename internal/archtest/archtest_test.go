// Package archtest holds the map of the house as a test: who may import whom,
// who may write which table.
package archtest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dondoc/internal/storage"
)

// floors is the map: a package may import packages of lower floors; edges
// inside a floor are listed one by one below. Pages ("…web") stand half a
// floor above their core and may import any core, never other pages.
var floors = map[string]int{
	"fault": 0, "actor": 0, "ref": 0, "listing": 0, "viet": 0, "civil": 0, "workday": 0, "deadline": 0, "likeness": 0, "pattern": 0, "citation": 0, "reading": 0, "reading/outline": 0, "reading/grammar": 0, "reading/bodies": 0, "reading/limit": 0, "reading/score": 0,
	"cadence":  0,
	"collate":  0,
	"term":     0,
	"forecast": 0,
	"lunar":    0,
	"clock":    10, "config": 10, "logging": 10, "storage": 10, "storage/storagetest": 10, "storage/dump": 10, "jobs": 10, "blob": 10, "extract": 10, "extract/pdfium": 10, "extract/ocr": 10, "extract/sandbox": 10, "extract/webpage": 10, "web": 10, "web/ui": 10, "web/webtest": 10,
	"office":  10,
	"mail":    10,
	"outward": 10,
	"audit":   20, "territory": 20, "apparatus": 20, "lexicon": 20, "identity": 20, "calendar": 20, "setting": 20,
	"notify":     20,
	"assignment": 30,
	"tally":      32,
	"extension":  35,
	"ladder":     36,
	"document":   40,
	"stocktake":  41,
	"committee":  42,
	"dashboard":  50, "api": 50,
	"feed": 50,
	"app":  60, "sample": 60, "archtest": 90,
}

// inside lists the imports that stay on one floor.
var inside = []string{
	"reading>viet", "reading>civil", "reading>citation", "reading>pattern", "reading/limit>pattern", "citation>pattern", "reading>reading/limit", "reading>reading/bodies", "reading>reading/outline", "reading>reading/grammar", "reading/grammar>reading/bodies", "reading/grammar>pattern", "reading/outline>reading/bodies", "reading/outline>pattern", "reading/outline>citation", "reading/outline>civil", "reading/bodies>pattern", "reading/limit>civil", "reading/score>reading", "reading/score>citation", "workday>civil", "viet>civil", "civil>viet", "citation>viet", "citation>civil",
	"storage>clock", "storage/storagetest>storage", "storage/storagetest>clock", "storage/dump>storage", "blob>storage", "jobs>storage", "jobs>clock", "extract>extract/pdfium", "extract>extract/ocr", "extract>extract/sandbox", "extract>extract/webpage", "extract/ocr>extract/sandbox", "extract/ocr>extract/pdfium", "web>web/ui", "web/webtest>web", "web/webtest>storage/storagetest", "logging>config",
	"deadline>civil", "deadline>workday", "likeness>viet",
	"cadence>civil", "cadence>workday", "cadence>viet",
	"lunar>civil", "workday>lunar", "lunar>viet",
	"collate>viet",
	"term>civil", "term>workday", "term>viet", "term>fault",
	"notify>apparatus", "notify>identity", "notify>setting",
	"mail>logging", "outward>logging",
	"apparatus>territory", "identity>apparatus", "lexicon>apparatus", "calendar>apparatus", "calendar>setting", "identity>setting",
	"app>sample", "sample>app",
}

type pkg struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports", "dondoc/...")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []pkg
	dec := json.NewDecoder(bytes.NewReader(out))
	for {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// place gives a package's short name, its floor, and whether it holds pages.
func place(path string) (short string, floor int, pages, ok bool) { //nolint:revive // four plain facts of a path
	short = strings.TrimPrefix(path, "dondoc/internal/")
	if short == path {
		return short, 100, false, strings.HasPrefix(path, "dondoc/cmd/") || path == "dondoc"
	}
	if f, found := floors[short]; found {
		return short, f, false, true
	}
	if dir, last, found := strings.Cut(short, "/"); found && last == dir+"web" {
		f, known := floors[dir]
		return short, f + 5, true, known
	}
	return short, 0, false, false
}

// Faults lists what a package's imports break.
func faults(path string, imports []string) []string {
	var out []string
	short, floor, pages, ok := place(path)
	if !ok {
		return []string{short + " is not on the map"}
	}
	for _, imp := range imports {
		if !strings.HasPrefix(imp, "dondoc/") {
			if floor >= 20 && !pages && floor < 50 && (imp == "net/http" || imp == "html/template" || strings.HasPrefix(imp, "github.com/a-h/templ")) {
				out = append(out, short+" is a core and imports "+imp)
			}
			if floor < 10 && (imp == "os" || imp == "net" || imp == "database/sql" || imp == "net/http") {
				out = append(out, short+" is pure and imports "+imp)
			}
			continue
		}
		to, toFloor, toPages, ok := place(imp)
		switch {
		case !ok:
			out = append(out, to+" is not on the map")
		case toPages && floor < 60:
			out = append(out, short+" imports the pages "+to)
		case to == "app" && floor < 60:
			out = append(out, short+" imports app")
		case toFloor < floor:
		case toFloor == floor && slices.Contains(inside, short+">"+to):
		case pages && toFloor < 60 && !toPages && floor < 60: // pages may import any core
		default:
			out = append(out, short+" (floor "+itoa(floor)+") imports "+to+" (floor "+itoa(toFloor)+")")
		}
	}
	return out
}

func itoa(n int) string { return string(rune('0'+n/10%10)) + string(rune('0'+n%10)) }

func TestImportsOnlyGoDown(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, f := range faults(p.ImportPath, p.Imports) {
			t.Error(f)
		}
	}
}

func TestTheMapFindsPlantedFaults(t *testing.T) {
	t.Parallel()
	for path, imp := range map[string]string{
		"dondoc/internal/assignment": "net/http", "dondoc/internal/viet": "os", "dondoc/internal/audit": "dondoc/internal/assignment", "dondoc/internal/document/documentweb": "dondoc/internal/assignment/assignmentweb",
		"dondoc/internal/storage": "dondoc/internal/audit", "dondoc/internal/util": "fmt", "dondoc/internal/blob": "dondoc/internal/web", "dondoc/internal/api": "dondoc/internal/app",
	} {
		if len(faults(path, []string{imp})) == 0 {
			t.Errorf("%s → %s was not found", path, imp)
		}
	}
}

var tableWord = regexp.MustCompile(`(?i)\b(?:INSERT\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+([a-z]+_?[a-z_]*)`)

// A package writes only tables named after it; the SQL stands in its sources.
func TestAPackageWritesOnlyItsOwnTables(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(filepath.Join(root(t), "internal"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			return err
		}
		rel, err := filepath.Rel(filepath.Join(root(t), "internal"), path)
		if err != nil {
			return err
		}
		owner, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
		if owner == "storage" || owner == "archtest" {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range tableWord.FindAllSubmatch(src, -1) {
			table := strings.ToLower(string(m[1]))
			if table == "set" || table == owner || strings.HasPrefix(table, owner+"_") || !sqlTable(table) {
				continue
			}
			t.Errorf("%s writes table %s, which is not its own", rel, table)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sqlTable tells a table from an English word after "update" in a comment.
func sqlTable(name string) bool { return strings.Contains(name, "_") || floors[name] > 0 }

// The technical tables are a closed list (DESIGN §3.2): changing it is a decision.
func TestTechnicalTablesAreTheClosedList(t *testing.T) {
	t.Parallel()
	want := []string{"identity_session", "identity_draft", "identity_rate", "jobs_job", "api_idempotency", "notify_outbox", "notify_delivery", "notify_attempt", "feed_fetch"}
	if !slices.Equal(storage.TechnicalTables(), want) {
		t.Errorf("technical tables are %v", storage.TechnicalTables())
	}
}

const maxLines = 400

func TestFilesStayShort(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(root(t), func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_templ.go") {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if n := bytes.Count(b, []byte("\n")); n > maxLines {
			t.Errorf("%s has %d lines", path, n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Nothing outside the sample knows the sample's province: another one is set
// up on the same program.
func TestOnlyTheSampleKnowsTheProvince(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(root(t), func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata" || d.Name() == "sample" || d.Name() == "docs") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".templ") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "story.templ") || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "story.go") {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(b), "\n") {
			if strings.Contains(line, "Bình Định") && !strings.HasPrefix(strings.TrimSpace(line), "//") {
				t.Errorf("%s:%d knows the sample's province", path, i+1)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
