package main

import (
	"errors"
	"fmt"

	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/lunar"
)

type lunarCmd struct {
	Dates     []string `arg:"" name:"date" help:"days, 2023-03-22 or 22/03/2023"`
	FromLunar bool     `help:"the dates are lunar: 2023-02-01, n behind a leap month, or in words such as “15 tháng Giêng năm Bính Ngọ”"`
	JSON      bool     `name:"json" help:"one JSON document"`
	Today     string   `help:"the day that a date in words without a year follows, YYYY-MM-DD" placeholder:"DATE"`
}

// pair is one day in both calendars.
type pair struct {
	Asked string     `json:"asked"`
	Solar civil.Date `json:"solar"`
	Lunar string     `json:"lunar"`
	Leap  bool       `json:"leap"`
	Words string     `json:"words"`
}

// Run prints the solar and the lunar date of each day on a line. One that is
// none gives a line of its own, and the others are still converted.
func (c *lunarCmd) Run(w world) error {
	today := civil.Of(clock.System{}.Now())
	if c.Today != "" {
		d, err := civil.ParseVN(c.Today)
		if err != nil {
			return err
		}
		today = d
	}
	pairs := []pair{}
	bad := 0
	for _, s := range c.Dates {
		solar, date, err := c.convert(w, s, today)
		if err != nil {
			fmt.Fprintf(w.err, "dondoc: %s: %s\n", s, line(err))
			bad++
			continue
		}
		pairs = append(pairs, pair{s, solar, date.String(), date.Leap, date.Words()})
		if !c.JSON {
			fmt.Fprintf(w.out, "%s %s\n", solar, date)
		}
	}
	if c.JSON {
		if err := document(w, pairs); err != nil {
			return err
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d dates could not be converted", bad, len(c.Dates))
	}
	return nil
}

// convert gives both dates. What was read out of words is said, since it is
// more of a guess (bad-inputs D06).
func (c *lunarCmd) convert(w world, s string, today civil.Date) (solar civil.Date, date lunar.Date, err error) {
	if !c.FromLunar {
		if solar, err = solarDay(s); err == nil {
			date, err = lunar.Of(solar)
		}
		return solar, date, err
	}
	if date, err = lunar.Parse(s); errors.Is(err, lunar.ErrForm) && lunar.Recognise(s) {
		r, err := lunar.Read(s, today)
		if err == nil {
			fmt.Fprintf(w.err, "dondoc: %s: %s\n", s, r.Shown)
		}
		return r.Solar, r.Date, err
	}
	if err == nil {
		solar, err = date.Solar()
	}
	return solar, date, err
}

// solarDay reads a day; the lunar calendar reaches further back than what a
// record may carry.
func solarDay(s string) (civil.Date, error) {
	if d := civil.Date(s); d.Valid() {
		return d, nil
	}
	d, err := civil.ParseVN(s)
	if errors.Is(err, civil.ErrRange) {
		return "", lunar.ErrRange
	}
	return d, err
}
