package cadence_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"dondoc/internal/cadence"
	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// The expansion agrees with another program's, from the start and from the
// middle (testdata/README.md).
func TestExpansionAgreesWithDateutil(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/dateutil.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 200 {
		t.Fatalf("only %d rules", len(rows))
	}
	cal := workday.New(nil, workday.DefaultHours())
	fired := 0
	for _, row := range rows[1:] {
		r, err := cadence.Parse("DTSTART:" + row[0] + " " + row[1])
		if err != nil {
			t.Errorf("%s: %v", row[1], err)
			continue
		}
		want := strings.Fields(row[2])
		got := list(r, cal, civil.First, len(want)+1)
		if len(want) < 40 { // all there are up to 2060
			got = slices.DeleteFunc(got, func(d string) bool { return d > "20610000" })
		} else {
			got = got[:min(len(got), 40)]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s %s:\n got %v\nwant %v", row[0], row[1], got, want)
			continue
		}
		fired += len(want)
		for i := range want { // seeking gives what walking gives
			d, err := civil.Parse(want[i][:4] + "-" + want[i][4:6] + "-" + want[i][6:])
			if err != nil {
				t.Fatal(err)
			}
			if got := list(r, cal, d, 1); len(got) != 1 || got[0] != want[i] {
				t.Fatalf("%s from %s gives %v", r, d, got)
			}
			if o, ok := r.Next(cal, d); i+1 < len(want) && (!ok || strings.ReplaceAll(string(o.Nominal), "-", "") != want[i+1]) {
				t.Fatalf("%s after %s gives %s", r, d, o.Nominal)
			}
		}
	}
	if fired < 4000 {
		t.Errorf("only %d days compared", fired)
	}
}

func list(r cadence.Rule, cal *workday.Calendar, from civil.Date, n int) []string {
	var out []string
	for o := range r.From(cal, from) {
		if out = append(out, strings.ReplaceAll(string(o.Nominal), "-", "")); len(out) >= n {
			break
		}
	}
	return out
}
