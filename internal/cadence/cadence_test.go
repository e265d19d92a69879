package cadence_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/internal/cadence"
	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

func parse(tb testing.TB, s string) cadence.Rule {
	tb.Helper()
	r, err := cadence.Parse(s)
	if err != nil {
		tb.Fatalf("%s: %v", s, err)
	}
	return r
}

var rhythms = []workday.Every{workday.Day, workday.Week, workday.Month, workday.Quarter, workday.Half, workday.Year}

// Existing duties keep their meaning: a rhythm's rule names the same periods
// and the same due days as the calendar's own arithmetic.
func TestPresetsAreTheCalendarsPeriods(t *testing.T) {
	t.Parallel()
	cal := workday.Default()
	for _, every := range rhythms {
		for weekday := range 8 {
			if every != workday.Week && weekday > 0 {
				continue
			}
			r := cadence.Preset(every, weekday)
			if err := r.Check(); err != nil || r.Every() != every {
				t.Fatalf("%s: %v, counts in %q", every, err, r.Every())
			}
			byLabel := map[string]cadence.Occurrence{}
			for o := range r.From(cal, "2021-12-01") {
				if o.Nominal > "2031-12-31" {
					break
				}
				byLabel[o.Label] = o
			}
			for d := civil.Date("2022-01-01"); d <= "2030-12-31"; d = d.AddDays(1) {
				label, due := cal.Period(every, d, weekday)
				o, ok := byLabel[label]
				if !ok || o.Due != due || o.From > d || o.To < d {
					t.Fatalf("%s, weekday %d: %s lies in %s due %s, the rule says %+v", every, weekday, d, label, due, o)
				}
				if d.Time().Day()%5 != 0 && every != workday.Day && every != workday.Week {
					continue // NextDue walks up to a year
				}
				label, due = cal.NextDue(every, d, weekday)
				if o, ok := r.NextDue(cal, d); !ok || o.Label != label || o.Due != due {
					t.Fatalf("%s, weekday %d: after %s comes %s due %s, the rule says %+v", every, weekday, d, label, due, o)
				}
			}
		}
	}
}

func TestDecree09Periods(t *testing.T) {
	t.Parallel()
	cal := workday.Default()
	practice := cadence.Practice{FromDay: 15, Gap: 1, DueDay: 25}
	for _, c := range []struct {
		every workday.Every
		from  civil.Date
		want  []cadence.Occurrence
	}{
		{workday.Month, "2023-01-01", []cadence.Occurrence{
			{Label: "tháng 1/2023", From: "2022-12-15", To: "2023-01-14", CutOff: "2023-01-14", Due: "2023-01-19", Nominal: "2023-01-25"}, // Tết
			{Label: "tháng 2/2023", From: "2023-01-15", To: "2023-02-14", CutOff: "2023-02-14", Due: "2023-02-24", Nominal: "2023-02-25"},
		}},
		{workday.Quarter, "2023-05-01", []cadence.Occurrence{
			{Label: "quý II/2023", From: "2023-03-15", To: "2023-06-14", CutOff: "2023-06-14", Due: "2023-06-23", Nominal: "2023-06-25"},
			{Label: "quý III/2023", From: "2023-06-15", To: "2023-09-14", CutOff: "2023-09-14", Due: "2023-09-25", Nominal: "2023-09-25"},
		}},
		{workday.Half, "2023-01-01", []cadence.Occurrence{
			{Label: "6 tháng đầu năm 2023", From: "2022-12-15", To: "2023-06-14", CutOff: "2023-06-14", Due: "2023-06-23", Nominal: "2023-06-25"},
			{Label: "6 tháng cuối năm 2023", From: "2023-06-15", To: "2023-12-14", CutOff: "2023-12-14", Due: "2023-12-25", Nominal: "2023-12-25"},
		}},
		{workday.Year, "2023-01-01", []cadence.Occurrence{
			{Label: "năm 2023", From: "2022-12-15", To: "2023-12-14", CutOff: "2023-12-14", Due: "2023-12-25", Nominal: "2023-12-25"},
		}},
	} {
		r, err := cadence.Decree09(c.every, practice)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Preview(cal, c.from, len(c.want)); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", c.every, got, c.want)
		}
		if again := parse(t, r.String()); !again.Equal(r) {
			t.Errorf("%s reads back as %s", r, again)
		}
	}
	// A submission day at the cut-off gives way to the gap.
	r, err := cadence.Decree09(workday.Month, cadence.Practice{FromDay: 15, Gap: 2, DueDay: 15})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Preview(cal, "2023-05-01", 1)[0]; got.Due != "2023-05-16" || got.CutOff != "2023-05-14" {
		t.Errorf("two working days after Sunday 14/05/2023 are %s", got.Due)
	}
	for _, every := range []workday.Every{workday.Day, workday.Week, ""} {
		if _, err := cadence.Decree09(every, practice); err == nil {
			t.Errorf("the decree has no report of every %q", every)
		}
	}
}

func TestStatisticalReportsCoverCalendarPeriods(t *testing.T) {
	t.Parallel()
	r, err := cadence.Statistical(workday.Quarter, 5, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := cadence.Occurrence{Label: "quý IV/2022", From: "2022-10-01", To: "2022-12-31", CutOff: "2022-12-31", Due: "2023-01-05", Nominal: "2023-01-05"}
	if got, ok := r.Next(workday.Default(), "2022-12-31"); !ok || got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// Rows D02 and D27 of the bad inputs.
func TestDaysThatAMonthLacks(t *testing.T) {
	t.Parallel()
	for s, want := range map[string][]civil.Date{
		"DTSTART;VALUE=DATE:20280229 FREQ=YEARLY":                        {"2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"},
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1":             {"2027-02-28", "2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28"},
		"DTSTART:20270131 FREQ=MONTHLY":                                  {"2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"},
		"DTSTART:20270331 FREQ=YEARLY":                                   {"2027-03-31", "2028-03-31", "2029-03-31"},
		"DTSTART:20270131 FREQ=YEARLY;BYMONTH=2,4":                       {"2027-02-28", "2027-04-30", "2028-02-29", "2028-04-30"},
		"DTSTART:20270101 FREQ=MONTHLY;BYMONTHDAY=31":                    {"2027-01-31", "2027-03-31", "2027-05-31"}, // as written
		"DTSTART:20270105 FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1":         {"2027-01-31", "2027-04-30", "2027-07-31"},
		"DTSTART:20270105 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR":            {"2027-01-08", "2027-01-18", "2027-01-22", "2027-02-01"},
		"DTSTART:20270105 FREQ=WEEKLY;BYDAY=MO,FR;COUNT=2":               {"2027-01-08", "2027-01-11"},
		"DTSTART:20270105 FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": {"2027-01-29", "2027-02-26", "2027-03-31"},
		"DTSTART:20270105 FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1":            {"2027-01-11", "2027-01-18"}, // positions are those of the whole week
		"FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270301":                         {"2027-01-29", "2027-02-26"},
	} {
		r := parse(t, s+" X-DONDOC-OFF:STAY")
		var got []civil.Date
		for _, o := range r.Preview(workday.Default(), "2027-01-01", len(want)) {
			got = append(got, o.Nominal)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %v\nwant %v", r, got, want)
		}
	}
}

func TestARuleThatNeverFiresAgainSaysSoAtOnce(t *testing.T) {
	t.Parallel()
	cal := workday.Default()
	for _, s := range []string{
		"FREQ=WEEKLY;BYDAY=FR;UNTIL=20230101", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31,-31",
		"DTSTART:20230502 FREQ=DAILY;INTERVAL=7;BYDAY=MO", "DTSTART:20230502 FREQ=MONTHLY;INTERVAL=12;BYMONTH=6;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=5MO",
		"FREQ=DAILY;BYMONTH=1;BYSETPOS=2", "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3", "DTSTART:20230101 FREQ=WEEKLY;BYDAY=FR;COUNT=10", "DTSTART:20210105 FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYSETPOS=-2",
	} {
		r := parse(t, s)
		start := time.Now()
		if o, ok := r.Next(cal, "2024-01-01"); ok {
			t.Errorf("%s fires on %s", s, o.Nominal)
		}
		if took := time.Since(start); took > 500*time.Millisecond {
			t.Errorf("%s took %s", s, took)
		}
	}
	if _, ok := parse(t, "FREQ=DAILY").Next(cal, civil.Last); ok {
		t.Error("a rule fires after the last day")
	}
	if o, ok := parse(t, "FREQ=DAILY").Next(cal, ""); !ok || o.Nominal != civil.First {
		t.Errorf("the first of all days is %s", o.Nominal)
	}
	if _, ok := (cadence.Rule{}).Next(cal, "2024-01-01"); ok {
		t.Error("an unsound rule fires")
	}
}

// A whole week off at Tết (14–22/2/2026): three weekly reports, none lost.
func TestAWeekOffStaysTwoOccurrences(t *testing.T) {
	t.Parallel()
	r := cadence.Preset(workday.Week, 5)
	got := r.Preview(workday.Default(), "2026-02-09", 3)
	want := []cadence.Occurrence{
		{Label: "tuần 7/2026", From: "2026-02-09", To: "2026-02-15", CutOff: "2026-02-13", Due: "2026-02-13", Nominal: "2026-02-13"},
		{Label: "tuần 8/2026", From: "2026-02-16", To: "2026-02-22", CutOff: "2026-02-22", Due: "2026-02-23", Nominal: "2026-02-20"},
		{Label: "tuần 9/2026", From: "2026-02-23", To: "2026-03-01", CutOff: "2026-02-27", Due: "2026-02-27", Nominal: "2026-02-27"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
	monday := cadence.Preset(workday.Week, 1).Preview(workday.Default(), "2026-02-16", 2)
	if monday[0].Due != "2026-02-23" || monday[1].Due != "2026-02-23" || monday[0].Label == monday[1].Label {
		t.Errorf("two Mondays around Tết: %+v", monday)
	}
}

func TestErrorsSayWhereAndWhat(t *testing.T) {
	t.Parallel()
	for s, at := range map[string]string{
		"": "", "FREQ": "FREQ", "FREQ=HOURLY": "FREQ=HOURLY", "FREQ=MONTHLY;BYMONTHDAY=32": "BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=0": "BYMONTHDAY=0", "FREQ=WEEKLY;BYDAY=XX": "BYDAY=XX",
		"FREQ=WEEKLY;BYDAY=2FR": "BYDAY=2FR", "FREQ=MONTHLY;BYDAY=6FR": "BYDAY=6FR", "FREQ=MONTHLY;BYDAY=FR,1MO": "BYDAY", "FREQ=DAILY;BYHOUR=9": "BYHOUR=9", "FREQ=DAILY;FREQ=DAILY": "FREQ=DAILY",
		"FREQ=WEEKLY": "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=FR;INTERVAL=2": "INTERVAL=2", "FREQ=WEEKLY;BYDAY=FR;COUNT=2": "COUNT", "FREQ=DAILY;INTERVAL=0": "INTERVAL=0", "FREQ=DAILY;INTERVAL=9999": "INTERVAL=9999",
		"FREQ=DAILY;UNTIL=20230230": "UNTIL=20230230", "FREQ=DAILY;UNTIL=99991231": "UNTIL=99991231", "FREQ=WEEKLY;BYMONTHDAY=1": "BYMONTHDAY", "FREQ=DAILY;BYSETPOS=1": "BYSETPOS", "FREQ=DAILY;WKST=SU": "WKST=SU",
		"DTSTART:20230101 FREQ=DAILY;COUNT=2;UNTIL=20240101": "COUNT", "FREQ=DAILY X-DONDOC-OFF:SKIP": "X-DONDOC-OFF:SKIP", "FREQ=DAILY X-DONDOC-DATA:GAP=1": "X-DONDOC-DATA", "FREQ=MONTHLY;BYMONTHDAY=25 X-DONDOC-DATA:FROM=1": "FROM=1",
		"FREQ=DAILY EXDATE:20230101": "EXDATE:20230101", strings.Repeat("A", 3000): "", "FREQ=DAILY;INTERVAL=٣": "INTERVAL=٣", "FREQ=DAILY;COUNT=-1 DTSTART:20230101": "COUNT=-1", "FREQ=DAILY;INTERVAL=1e308": "INTERVAL=1e308",
	} {
		_, err := cadence.Parse(s)
		var e *cadence.Error
		if !errors.As(err, &e) || e.At != at || !strings.HasSuffix(e.Say, ".") {
			t.Errorf("%.60q gave %v", s, err)
		}
	}
}

func TestCanonicalForm(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"freq=weekly;byday=fr,mo,fr":                                   "RRULE:FREQ=WEEKLY;BYDAY=MO,FR",
		"RRULE:INTERVAL=1;BYDAY=SU,+2FR;FREQ=MONTHLY":                  "",
		"BYDAY=+2FR,-1MO;FREQ=MONTHLY;WKST=MO":                         "RRULE:FREQ=MONTHLY;BYDAY=-1MO,2FR",
		"FREQ=DAILY;UNTIL=20230508T170000Z":                            "RRULE:FREQ=DAILY;UNTIL=20230509", // 00:00 in Vietnam
		"FREQ=DAILY;UNTIL=20230508T235959":                             "RRULE:FREQ=DAILY;UNTIL=20230508",
		"X-DONDOC-OFF:before\nFREQ=DAILY\r\nDTSTART:20230508":          "DTSTART;VALUE=DATE:20230508 RRULE:FREQ=DAILY",
		"DTSTART;VALUE=DATE:20240229 FREQ=YEARLY":                      "DTSTART;VALUE=DATE:20240229 RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
		"FREQ=MONTHLY;BYMONTHDAY=25 X-DONDOC-DATA:LAG=0;GAP=1;FROM=15": "RRULE:FREQ=MONTHLY;BYMONTHDAY=25 X-DONDOC-DATA:FROM=15;GAP=1",
	} {
		r, err := cadence.Parse(s)
		if want == "" {
			if err == nil {
				t.Errorf("%q gave %s", s, r)
			}
			continue
		}
		if err != nil || r.String() != want || strings.Join(r.Lines(), " ") != want {
			t.Errorf("%q gave %s, %v, want %s", s, r, err, want)
		}
	}
}
