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

// A rule that claims a period fires once in every one of them: tried on the
// rules at the edge of the claim.
func TestThePeriodOfARuleIsNeverMissed(t *testing.T) {
	t.Parallel()
	cal := workday.New(nil, workday.DefaultHours())
	claimed := map[workday.Every]int{}
	for _, freq := range []string{"MONTHLY", "MONTHLY;INTERVAL=3", "MONTHLY;INTERVAL=6", "MONTHLY;INTERVAL=12", "MONTHLY;INTERVAL=2", "YEARLY", "YEARLY;INTERVAL=2", "WEEKLY", "DAILY"} {
		for _, months := range []string{"", "2", "3", "3,6,9,12", "1,4,7,10", "2,5,8,11", "6,12", "2,8", "1,3", "1,2,3,4", "1,2,3,4,5,6,7,8,9,10,11,12"} {
			for _, days := range []string{"BYMONTHDAY=28", "BYMONTHDAY=29", "BYMONTHDAY=30", "BYMONTHDAY=31", "BYMONTHDAY=-28", "BYMONTHDAY=-29", "BYMONTHDAY=-31", "BYMONTHDAY=28,29", "BYMONTHDAY=29,30", "BYMONTHDAY=30,31", "BYMONTHDAY=-29,-28", "BYMONTHDAY=5,-27", "BYMONTHDAY=1,2,3,-1,-2", "BYDAY=4FR", "BYDAY=5FR", "BYDAY=-5MO", "BYDAY=MO", "BYDAY=MO,TU", "BYDAY=MO;BYMONTHDAY=1", "BYDAY=1MO,1TU"} {
				for _, pos := range []string{"", "1", "-1", "2", "-2", "3", "4", "5", "8", "9", "-9", "1,2"} {
					s := "DTSTART:20200115 FREQ=" + freq + ";" + days
					if months != "" {
						s += ";BYMONTH=" + months
					}
					if pos != "" {
						s += ";BYSETPOS=" + pos
					}
					r, err := cadence.Parse(s)
					if err != nil || r.Every() == "" {
						continue
					}
					claimed[r.Every()]++
					var prev cadence.Occurrence
					for o := range r.From(cal, "2020-01-01") {
						if prev.To != "" && (o.From != prev.To.AddDays(1) || o.Label == prev.Label) {
							t.Fatalf("%s claims every %s: %+v comes after %+v", r, r.Every(), o, prev)
						}
						if prev = o; o.Nominal > "2028-12-31" {
							break
						}
					}
					if prev.Nominal < "2028-06-30" {
						t.Fatalf("%s claims every %s and stops with %s", r, r.Every(), prev.Nominal)
					}
				}
			}
		}
	}
	for _, every := range rhythms[1:] {
		if claimed[every] < 5 {
			t.Errorf("only %d rules claim every %s", claimed[every], every)
		}
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
