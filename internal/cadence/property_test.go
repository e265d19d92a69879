package cadence_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dondoc/internal/cadence"
	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// someCalendar has holidays in runs of up to six weeks and worked Saturdays.
func someCalendar(rnd *rand.Rand) *workday.Calendar {
	var days []workday.Special
	for d := civil.Date("2017-01-01"); d < "2034-01-01"; {
		d = d.AddDays(1 + rnd.IntN(60))
		if rnd.IntN(6) == 0 {
			days = append(days, workday.Special{Date: d.Monday().AddDays(5), Kind: workday.Makeup})
			continue
		}
		run := 1 + rnd.IntN(4)
		if rnd.IntN(8) == 0 {
			run = 5 + rnd.IntN(40)
		}
		for range run {
			days = append(days, workday.Special{Date: d, Kind: workday.Holiday})
			d = d.AddDays(1)
		}
	}
	return workday.New(days, workday.DefaultHours())
}

func some(rnd *rand.Rand, n, low, high int) string {
	words := make([]string, 1+rnd.IntN(n))
	for i := range words {
		for words[i] == "" || words[i] == "0" {
			words[i] = strconv.Itoa(low + rnd.IntN(high-low+1))
		}
	}
	return strings.Join(words, ",")
}

// someRule is any rule of the subset; about half count in calendar periods.
func someRule(t *testing.T, rnd *rand.Rand) cadence.Rule {
	t.Helper()
	start := civil.Date("2019-01-01").AddDays(rnd.IntN(2000))
	off := []cadence.Off{cadence.Before, cadence.Before, cadence.After, cadence.Stay}[rnd.IntN(4)]
	var r cadence.Rule
	var err error
	switch rnd.IntN(6) {
	case 0, 1:
		r = cadence.Preset(rhythms[rnd.IntN(len(rhythms))], 1+rnd.IntN(7))
		if rnd.IntN(2) == 0 {
			r.Start = start
		}
	case 2:
		r, err = cadence.Decree09(rhythms[2+rnd.IntN(4)], cadence.Practice{FromDay: 2 + rnd.IntN(27), Gap: rnd.IntN(30), DueDay: 1 + rnd.IntN(31)})
	case 3:
		r, err = cadence.Statistical(rhythms[2+rnd.IntN(4)], 1+rnd.IntN(31), rnd.IntN(10))
	default:
		s := "DTSTART:" + strings.ReplaceAll(string(start), "-", "") + " FREQ=" + []string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}[rnd.IntN(4)]
		weekly, daily := strings.HasSuffix(s, "WEEKLY"), strings.HasSuffix(s, "DAILY")
		by := false
		if rnd.IntN(2) == 0 {
			s += fmt.Sprint(";INTERVAL=", []int{1, 2, 3, 6, 12}[rnd.IntN(5)])
		}
		if rnd.IntN(3) == 0 {
			s += ";BYMONTH=" + some(rnd, 4, 1, 12)
			by = true
		}
		if !weekly && rnd.IntN(2) == 0 {
			s += ";BYMONTHDAY=" + some(rnd, 4, -31, 31)
			by = true
		}
		if rnd.IntN(2) == 0 {
			s += ";BYDAY="
			if !weekly && !daily && rnd.IntN(2) == 0 {
				s += strconv.Itoa([]int{-5, -1, 1, 2, 4, 5}[rnd.IntN(6)])
			}
			s += []string{"MO", "FR", "SA", "SU"}[rnd.IntN(4)]
			by = true
		}
		if by && rnd.IntN(2) == 0 {
			s += ";BYSETPOS=" + some(rnd, 2, -3, 3)
		}
		switch rnd.IntN(6) {
		case 0:
			s += fmt.Sprint(";COUNT=", 1+rnd.IntN(40))
		case 1:
			s += ";UNTIL=" + strings.ReplaceAll(string(start.AddDays(rnd.IntN(3000))), "-", "")
		}
		r, err = cadence.Parse(s)
	}
	if err != nil {
		t.Fatal(err)
	}
	r.Off = off
	if err := r.Check(); err != nil {
		t.Fatalf("%s: %v", r, err)
	}
	return r
}

// What holds of every rule on every calendar.
func TestEveryRuleOnEveryCalendar(t *testing.T) {
	t.Parallel()
	counted, rolledTogether := map[workday.Every]int{}, 0
	for seed := range uint64(150) {
		rnd := rand.New(rand.NewPCG(seed, 4))
		cal, r := someCalendar(rnd), someRule(t, rnd)
		var all []cadence.Occurrence
		for o := range r.From(cal, "2018-01-01") {
			if all = append(all, o); o.Nominal > "2033-01-01" {
				break
			}
		}
		counted[r.Every()]++
		labels := map[string]bool{}
		for i, o := range all {
			at := func() string { return fmt.Sprintf("seed %d, %s: %+v", seed, r, o) }
			if labels[o.Label] || o.Label == "" {
				t.Fatalf("%s: the label is not its own", at())
			}
			labels[o.Label] = true
			if o.CutOff > o.Due || o.CutOff > o.To || o.From > o.To {
				t.Fatalf("%s: the data is not there on the due day", at())
			}
			if r.Off != cadence.Stay && !cal.Working(o.Due) {
				t.Fatalf("%s: due on a day off", at())
			}
			if r.Data.Gap > 0 && cal.Between(o.CutOff, o.Due) < r.Data.Gap {
				t.Fatalf("%s: %d working days after the cut-off", at(), cal.Between(o.CutOff, o.Due))
			}
			if r.Data.Gap == 0 && r.Off != cadence.Stay && (cal.Between(min(o.Nominal, o.Due), max(o.Nominal, o.Due)) > 1) {
				t.Fatalf("%s: moved over a working day", at())
			}
			if i == 0 {
				continue
			}
			before := all[i-1]
			if o.Nominal <= before.Nominal || o.Due < before.Due {
				t.Fatalf("%s comes after %+v", at(), before)
			}
			if o.From != before.To.AddDays(1) {
				t.Fatalf("%s: a hole after %s", at(), before.To)
			}
			if o.Due == before.Due {
				rolledTogether++
			}
			if i%11 != 0 && len(all) > 300 { // long lists
				continue
			}
			if got, ok := r.Next(cal, before.Nominal); !ok || got != o {
				t.Fatalf("%s: Next gives %+v", at(), got)
			}
		}
		if last := all; len(last) > 0 && last[len(last)-1].Nominal < "2033-01-01" {
			if got, ok := r.Next(cal, last[len(last)-1].Nominal); ok {
				t.Fatalf("seed %d, %s: %+v comes after the last", seed, r, got)
			}
		}
		for range 10 {
			d := civil.Date("2022-01-01").AddDays(rnd.IntN(3000))
			var want []cadence.Occurrence
			var next cadence.Occurrence
			for _, o := range all {
				if o.Due >= d && len(want) < 3 {
					want = append(want, o)
				}
				if next.Label == "" && o.Due > d && max(o.To, o.Nominal) >= d {
					next = o
				}
			}
			if len(all) > 0 && all[len(all)-1].Nominal > "2033-01-01" && len(want) < 3 {
				continue // beyond what was listed
			}
			if got := r.Preview(cal, d, 3); !slices.Equal(got, want) {
				t.Fatalf("seed %d, %s from %s:\n got %+v\nwant %+v", seed, r, d, got, want)
			}
			if got, ok := r.NextDue(cal, d); got != next || ok != (next.Label != "") {
				t.Fatalf("seed %d, %s after %s:\n got %+v\nwant %+v", seed, r, d, got, next)
			}
		}
		if again := parse(t, r.String()); again.String() != r.String() {
			t.Fatalf("%s reads back as %s", r, again)
		}
		if w := r.Words(); strings.Contains(w, "  ") || !utf8.ValidString(w) || strings.Contains(" ,;", w[:1]) || strings.ToUpper(w[:1]) != w[:1] && w[0] < 0x80 {
			t.Fatalf("%s is said %q", r, w)
		}
	}
	for _, every := range append(rhythms, "") {
		if counted[every] < 3 {
			t.Errorf("only %d rules count in %q", counted[every], every)
		}
	}
	if rolledTogether < 25 {
		t.Errorf("only %d pairs are due on one day", rolledTogether)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"FREQ=WEEKLY;BYDAY=FR", "DTSTART;VALUE=DATE:20230508 RRULE:FREQ=MONTHLY;BYMONTHDAY=25 X-DONDOC-OFF:AFTER X-DONDOC-DATA:FROM=15;GAP=1", "DTSTART:20280229 FREQ=YEARLY", "FREQ=DAILY;UNTIL=20230508T170000Z",
		"freq=monthly;byday=+1mo,-1fr", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "DTSTART:20230131 FREQ=YEARLY;BYMONTH=2,4;BYSETPOS=1;INTERVAL=2", "FREQ=WEEKLY;BYDAY=F\xff", "DTSTART:20230105 FREQ=DAILY;COUNT=9999;INTERVAL=1000",
	} {
		f.Add(s)
	}
	cal := workday.Default()
	f.Fuzz(func(t *testing.T, s string) {
		r, err := cadence.Parse(s)
		if err != nil {
			if !utf8.ValidString(err.Error()) {
				t.Errorf("%q: the sentence is broken: %q", s, err.Error())
			}
			return
		}
		again, err := cadence.Parse(r.String())
		if err != nil || again.String() != r.String() || again.Words() != r.Words() || again.Every() != r.Every() {
			t.Fatalf("%q is %s, which reads back as %s, %v", s, r, again, err)
		}
		start := time.Now()
		a, okA := r.Next(cal, "2023-05-08")
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s took %s", r, took)
		}
		b, okB := again.Next(cal, "2023-05-08")
		if a != b || okA != okB || okA && a.Nominal <= "2023-05-08" {
			t.Fatalf("%s gives %+v and %+v", r, a, b)
		}
	})
}

func BenchmarkNext(b *testing.B) {
	cal := workday.Default()
	for name, s := range map[string]string{
		"weekly": "FREQ=WEEKLY;BYDAY=FR", "decree": "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=25 X-DONDOC-DATA:FROM=15;GAP=1", "daily": "DTSTART:20100101 FREQ=DAILY", "counted": "DTSTART:20200101 FREQ=WEEKLY;BYDAY=FR;COUNT=1000", "irregular": "FREQ=WEEKLY;BYDAY=MO,FR",
		"never": "DTSTART:20230502 FREQ=DAILY;INTERVAL=7;BYDAY=MO", "never-at-once": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "never-worst": "FREQ=DAILY;BYMONTHDAY=1;BYMONTH=1;BYSETPOS=1;BYDAY=MO;UNTIL=20230103",
	} {
		r := parse(b, s)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			d := civil.Date("2023-05-08")
			for b.Loop() {
				r.Next(cal, d)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "next/s")
		})
	}
}
