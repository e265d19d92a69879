package reading_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dondoc/internal/reading"
)

// A file from Windows reads as the same file from elsewhere: only offsets move.
func TestLineEndsChangeNothing(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("score/testdata/gold/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(err, "no documents")
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		text := string(b)
		want := reading.Read(text, reading.Options{})
		got := reading.Read(strings.ReplaceAll(text, "\n", "\r\n"), reading.Options{})
		if strings.ReplaceAll(got.Text, "\r", "") != want.Text {
			t.Errorf("%s: the text is another one", f)
		}
		runes := []rune(got.Text)
		cut := func(start, end int) string { return strings.ReplaceAll(string(runes[start:end]), "\r", "") }
		plain := []rune(want.Text)
		for i, c := range got.Citations {
			if w := want.Citations[i]; cut(c.Start, c.End) != string(plain[w.Start:w.End]) || strings.HasSuffix(string(runes[c.Start:c.End]), "\r") {
				t.Errorf("%s: citation %q", f, cut(c.Start, c.End))
			}
		}
		for i, c := range got.Assignments {
			w := want.Assignments[i]
			if cut(c.Start, c.End) != string(plain[w.Start:w.End]) || cut(c.Task.Start, c.Task.End) != string(plain[w.Task.Start:w.Task.End]) || cut(c.Deadline.Start, c.Deadline.End) != string(plain[w.Deadline.Start:w.Deadline.End]) {
				t.Errorf("%s: assignment %q", f, cut(c.Start, c.End))
			}
		}
		at := 0
		for _, c := range got.Coverage {
			if c.Start != at || c.End <= c.Start {
				t.Errorf("%s: coverage from %d to %d after %d", f, c.Start, c.End, at)
			}
			at = c.End
		}
		if at != len(runes) {
			t.Errorf("%s: covered to %d of %d", f, at, len(runes))
		}
		if len(got.Citations) != len(want.Citations) || len(got.Assignments) != len(want.Assignments) || len(got.Organisations) != len(want.Organisations) || got.Document != want.Document {
			t.Errorf("%s reads otherwise", f)
		}
	}
}
