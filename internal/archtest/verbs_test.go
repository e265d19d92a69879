package archtest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dondoc/internal/dashboard/dashboardweb"
)

// verb is the name of an act in the source: "assignment.confirm".
var verb = regexp.MustCompile(`(?i)verb[^"\n]*"((?:account|assignment|calendar|committee|delegation|document|extension|feed|finding|ladder|lexicon|notify|organisation|proposal|setting|territory)\.[a-z_]+)"`)

// Every act that the program can record has words that an official reads.
func TestEveryVerbHasWords(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	err := filepath.WalkDir(filepath.Join(root(t), "internal"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		for _, m := range verb.FindAllStringSubmatch(string(b), -1) {
			seen[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) < 40 {
		t.Errorf("only %d verbs were found; the pattern no longer fits the source", len(seen))
	}
	for v := range seen {
		if dashboardweb.VerbLabel(v) == "" {
			t.Errorf("%s has no words", v)
		}
	}
}
