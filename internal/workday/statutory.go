package workday

import (
	_ "embed" // the holidays of the law
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/lunar"
)

//go:embed data/statutory.csv
var statutoryRows string

// rule is a holiday that the law names, with the years in which it did.
type rule struct {
	from, to      int
	lunar         bool
	month, day    int
	before, after int  // further days around the one named
	beside        bool // and one beside it, chosen every year
	name, basis   string
}

// rules are read from the file that ships with the program.
func rules() []rule {
	rows, err := csv.NewReader(strings.NewReader(statutoryRows)).ReadAll()
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	var out []rule
	for _, r := range rows[1:] {
		n := func(i int) int {
			x, err := strconv.Atoi(r[i])
			if err != nil {
				panic(err) // the same
			}
			return x
		}
		x := rule{from: n(0), to: lastYear, lunar: r[2] == "lunar", month: n(3), day: n(4), before: n(5), after: n(6), beside: n(7) == 1, name: r[8], basis: r[9]}
		if r[1] != "" {
			x.to = n(1)
		}
		out = append(out, x)
	}
	return out
}

// The years that a calendar counts; see tally.
const (
	firstYear = 1945
	lastYear  = 2101
)

// anchor is the day that the law names, in a year; "" where the lunar calendar ends.
func (r rule) anchor(year int) civil.Date {
	if !r.lunar {
		return civil.New(year, r.month, r.day)
	}
	d, err := lunar.Date{Year: year, Month: r.month, Day: r.day}.Solar()
	if err != nil {
		return ""
	}
	return d
}

// days are the holidays of a year by one rule.
func (r rule) days(year int) (first, last civil.Date) {
	d := r.anchor(year)
	if d == "" {
		return "", ""
	}
	first, last = d.AddDays(-r.before), d.AddDays(r.after)
	if r.beside {
		// The side is decided every year. Until then the one that the decisions so far took:
		// that which makes one stretch with the weekend, and before rather than after.
		switch d.Weekday() {
		case time.Monday, time.Thursday, time.Sunday:
			last = last.AddDays(1)
		case time.Tuesday, time.Wednesday, time.Friday, time.Saturday:
			first = first.AddDays(-1)
		}
	}
	return first, last
}

// given are the days off that a calendar was made of, in order.
type given []Special

// near reports whether one from first to last is of a kind; "" is any.
func (g given) near(first, last civil.Date, kind Kind) bool {
	i, _ := slices.BinarySearchFunc(g, first, func(s Special, d civil.Date) int { return strings.Compare(string(s.Date), string(d)) })
	for ; i < len(g) && g[i].Date <= last; i++ {
		if kind == "" || g[i].Kind == kind {
			return true
		}
	}
	return false
}

// complete adds what the days given leave open: holidays of the law near which
// they name no day off, and substitutes (Labour Code Art. 111(3)) of undecided
// holidays on a Saturday or Sunday where they name none. All of it is Undecided.
func (c *Calendar) complete() {
	var off given
	for _, s := range c.special {
		if s.Kind != Makeup {
			off = append(off, s)
		}
	}
	slices.SortFunc(off, func(a, b Special) int { return strings.Compare(string(a.Date), string(b.Date)) })
	owed := map[civil.Date]Special{} // holidays that ask for a substitute
	for _, s := range off {
		if s.Kind == Holiday && s.Status == Undecided && weekend(s.Date) && !off.near(s.Date, s.Date.AddDays(7), Compensatory) {
			owed[s.Date] = s
		}
	}
	for _, r := range rules() {
		for year := max(r.from, firstYear); year <= min(r.to, lastYear); year++ {
			first, last := r.days(year)
			if first != "" && !off.near(first.AddDays(-1), last.AddDays(4), "") {
				c.add(r, year, owed)
			}
		}
	}
	c.substitute(owed)
}

// add enters the holidays of a year by one rule.
func (c *Calendar) add(r rule, year int, owed map[civil.Date]Special) {
	s := Special{Kind: Holiday, Name: r.name, Status: Undecided, Basis: r.basis}
	if r.lunar && r.month == 1 {
		s.Name += " " + lunar.YearName(year)
	}
	first, last := r.days(year)
	for s.Date = first; s.Date <= last; s.Date = s.Date.AddDays(1) {
		if _, taken := c.special[s.Date]; taken {
			continue
		}
		c.special[s.Date] = s
		if weekend(s.Date) {
			owed[s.Date] = s
		}
	}
}

// substitute gives each holiday on a weekend the next day that would be worked.
func (c *Calendar) substitute(owed map[civil.Date]Special) {
	days := make([]civil.Date, 0, len(owed))
	for d := range owed {
		days = append(days, d)
	}
	slices.Sort(days)
	for _, d := range days {
		s := owed[d]
		free := d.AddDays(1)
		for {
			if _, taken := c.special[free]; !taken && !weekend(free) {
				break
			}
			free = free.AddDays(1)
		}
		s.Date, s.Kind, s.Name, s.Status = free, Compensatory, s.Name+" (nghỉ bù)", Undecided
		c.special[free] = s
	}
}
