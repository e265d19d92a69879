package civil

import (
	"strings"
	"sync"
)

// Number counts days from 1970-01-01 in the Gregorian calendar; lists count
// working days for every row. What is no day has no meaningful number.
func (d Date) Number() int {
	y, m, day, _ := d.parts()
	return NumberOf(y, m, day)
}

// NumberOf is Number of a day that is given by its parts.
func NumberOf(year, month, day int) int {
	y := year + 399 // whole cycles of 400 years keep what is divided positive
	return y*365 + y/4 - y/100 + y/400 - 719162 - 146097 + DayOfYear(year, month, day)
}

// DayOfYear counts from 0 on 1 January.
func DayOfYear(year, month, day int) int {
	n := (367*month-362)/12 + day - 1
	switch {
	case month <= 2:
		return n
	case leapYear(year):
		return n - 1
	}
	return n - 2
}

func leapYear(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

// FromNumber is the day that Number counts; "" outside the years 1 to 9999,
// which the stored form can't carry.
func FromNumber(n int) Date {
	if n >= pageFrom && n < pageTo {
		at := (n - pageFrom) * len(layout)
		return Date(page()[at : at+len(layout)])
	}
	return fromNumber(n)
}

// page holds the days of 1900 to 2101 one behind another, in 0.7 MB, so that
// the days that records are about are cut from it instead of made: lists and
// deadlines ask for them by the million.
var page = sync.OnceValue(func() string { //nolint:gochecknoglobals // a constant in all but syntax
	var b strings.Builder
	b.Grow((pageTo - pageFrom) * len(layout))
	for n := pageFrom; n < pageTo; n++ {
		b.WriteString(string(fromNumber(n)))
	}
	return b.String()
})

// 1900-01-01 and 2102-01-01, as Number counts them.
const pageFrom, pageTo = -25567, 48212

func fromNumber(n int) Date {
	const yearOne, yearTenThousand = -719162, 2932897
	if n < yearOne || n >= yearTenThousand {
		return ""
	}
	n -= yearOne
	y := n/146097*400 + 1 // the cycle of 400 years
	n %= 146097
	c := min(n/36524, 3)
	n -= c * 36524
	q := n / 1461
	n -= q * 1461
	of := min(n/365, 3)
	y, n = y+100*c+4*q+of, n-of*365
	if leap := leapDays(y); n >= 59+leap {
		n += 2 - leap // as if February had thirty days
	}
	m := (12*n + 373) / 367
	return stored(y, m, n-(367*m-362)/12+1)
}

// YearLength is 365 or 366.
func YearLength(year int) int { return 365 + leapDays(year) }

func leapDays(year int) int {
	if leapYear(year) {
		return 1
	}
	return 0
}

func stored(y, m, d int) Date {
	b := [...]byte{byte('0' + y/1000), byte('0' + y/100%10), byte('0' + y/10%10), byte('0' + y%10), '-', byte('0' + m/10), byte('0' + m%10), '-', byte('0' + d/10), byte('0' + d%10)} //nolint:gosec // digits
	return Date(b[:])
}

// daysIn is the length of a month of the Gregorian calendar.
func daysIn(year, month int) int {
	if month == 2 {
		if leapYear(year) {
			return 29
		}
		return 28
	}
	return 30 + (month+month>>3)&1
}

// Split takes a day apart; ok tells whether it is one.
func (d Date) Split() (year, month, day int, ok bool) { //nolint:revive // the parts of a date
	year, month, day, ok = d.parts()
	return year, month, day, ok && year > 0 && (day <= 28 || day <= daysIn(year, month))
}

// highest are the highest bits of eight bytes.
const highest = 0x8080_8080_8080_8080

// parts takes the day apart; lists ask for this hundreds of times a page.
func (d Date) parts() (year, month, day int, ok bool) { //nolint:revive // the parts of a date
	if len(d) != len(layout) {
		return 0, 0, 0, false
	}
	// Eight characters at once: what is a digit becomes 0 to 9, what is a dash in
	// its place becomes 0, and every other byte gets its highest bit by the sum.
	x := uint64(d[0]) | uint64(d[1])<<8 | uint64(d[2])<<16 | uint64(d[3])<<24 | uint64(d[4])<<32 | uint64(d[5])<<40 | uint64(d[6])<<48 | uint64(d[7])<<56
	x ^= 0x2d30_302d_3030_3030
	y, z := d[8]-'0', d[9]-'0'
	if (x|(x&^highest+0x7f76_767f_7676_7676))&highest != 0 || y > 9 || z > 9 {
		return 0, 0, 0, false
	}
	year = int(x&15*1000 + x>>8&15*100 + x>>16&15*10 + x>>24&15)
	month = int(x>>40&15*10 + x>>48&15)
	day = int(y)*10 + int(z)
	return year, month, day, month >= 1 && month <= 12 && day >= 1 && day <= 31
}
