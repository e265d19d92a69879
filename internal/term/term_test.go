package term_test

import (
	"errors"
	"testing"

	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/term"
	"dondoc/internal/workday"
)

// One field takes a day, a rhythm, or no day with the reason; everything else
// is sent back with what may be typed.
func TestTimeIsTypedInOneField(t *testing.T) {
	t.Parallel()
	met := civil.Date("2023-06-12")
	for typed, want := range map[string]term.Term{
		"":                         {},
		"15/7":                     {Kind: term.ByDate, Due: "2023-07-15"},
		"15/7/2023":                {Kind: term.ByDate, Due: "2023-07-15"},
		"15/07/2023":               {Kind: term.ByDate, Due: "2023-07-15"},
		"5/2":                      {Kind: term.ByDate, Due: "2024-02-05"},
		"hằng tuần":                {Kind: term.ByRhythm, Every: workday.Week},
		"Hang  thang":              {Kind: term.ByRhythm, Every: workday.Month},
		"định kỳ hằng quý":         {Kind: term.ByRhythm, Every: workday.Quarter},
		"không: việc thường xuyên": {Kind: term.None, Reason: "việc thường xuyên"},
	} {
		if got, err := term.Parse(typed, met); err != nil || got != want {
			t.Errorf("%q: %+v, %v", typed, got, err)
		}
		if back, err := term.Parse(want.Typed(), met); err != nil || back != want {
			t.Errorf("%q typed again: %+v, %v", want.Typed(), back, err)
		}
	}
	for _, e := range []workday.Every{workday.Day, workday.Week, workday.Month, workday.Quarter, workday.Half, workday.Year} {
		want := term.Term{Kind: term.ByRhythm, Every: e}
		if back, err := term.Parse(want.Typed(), met); err != nil || back != want {
			t.Errorf("%q typed again: %+v, %v", want.Typed(), back, err)
		}
	}
	for _, typed := range []string{"không", "không:", "sớm", "30/2", "31/06/2023", "01/06/2023", "trong thời gian đến", "15-7", "99/99/9999"} {
		if got, err := term.Parse(typed, met); !errors.Is(err, fault.Invalid) || fault.FieldsOf(err)["term"] == "" {
			t.Errorf("%q was taken as %+v, %v", typed, got, err)
		}
	}
}
