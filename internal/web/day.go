package web

import (
	"net/url"
	"strings"

	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/lunar"
)

// Day reads the day that a person typed into a field, which may be left empty.
// A year of two digits and a lunar date are asked back with what was
// understood, and nothing is taken for granted (bad-inputs D06, D08, D12); the
// sentence goes to bad under the field's name. near is the day from which a
// lunar date without a year counts, in general today.
func Day(v url.Values, name string, near civil.Date, bad fault.Fields) civil.Date {
	d, err := OptionalDay(v.Get(name), near)
	if err != nil {
		bad.Add(name, err.Error())
	}
	return d
}

// OptionalDay is lunar.Day for what may be left empty; the error is a sentence
// for the person.
func OptionalDay(s string, near civil.Date) (civil.Date, error) {
	if s = strings.TrimSpace(s); s == "" {
		return "", nil
	}
	return lunar.Day(s, near)
}
