package lunar

import (
	"math"
	"slices"

	"dondoc/internal/civil"
)

// This file is the astronomy behind the table: Hồ Ngọc Đức, "Computing the
// Vietnamese lunar calendar" (2004), https://www.informatik.uni-leipzig.de/~duc/amlich/calrules.html,
// whose series are those of J. Meeus, Astronomical Algorithms (1998). The new
// moon's day and the sun's longitude are taken at local midnight, so the hour
// of the meridian decides; that is why a Chinese table will not do.

// epoch is the Julian day number, at noon, of 1970-01-01.
const epoch = 2440588

// newMoon is the instant of the k-th new moon after 1900-01-01, as a Julian date (UT).
func newMoon(k int) float64 {
	n := float64(k)
	t := n / 1236.85 // centuries from 1900-01-00.5
	t2, t3 := t*t, t*t*t
	const dr = math.Pi / 180
	mean := 2415020.75933 + 29.53058868*n + 0.0001178*t2 - 0.000000155*t3
	mean += 0.00033 * math.Sin((166.56+132.87*t-0.009173*t2)*dr)
	sun := (359.2242 + 29.10535608*n - 0.0000333*t2 - 0.00000347*t3) * dr   // mean anomaly of the sun
	moon := (306.0253 + 385.81691806*n + 0.0107306*t2 + 0.00001236*t3) * dr // mean anomaly of the moon
	lat := (21.2964 + 390.67050646*n - 0.0016528*t2 - 0.00000239*t3) * dr   // argument of latitude
	c := (0.1734-0.000393*t)*math.Sin(sun) + 0.0021*math.Sin(2*sun)
	c += -0.4068*math.Sin(moon) + 0.0161*math.Sin(2*moon) - 0.0004*math.Sin(3*moon)
	c += 0.0104*math.Sin(2*lat) - 0.0051*math.Sin(sun+moon) - 0.0074*math.Sin(sun-moon)
	c += 0.0004*math.Sin(2*lat+sun) - 0.0004*math.Sin(2*lat-sun) - 0.0006*math.Sin(2*lat+moon)
	c += 0.0010*math.Sin(2*lat-moon) + 0.0005*math.Sin(2*moon+sun)
	delta := -0.000278 + 0.000265*t + 0.000262*t2
	if t < -11 {
		delta = 0.001 + 0.000839*t + 0.0002261*t2 - 0.00000845*t3 - 0.000000081*t*t3
	}
	return mean + c - delta
}

// sunSector is in which twelfth of the ecliptic the sun stands when the day
// begins: 0 from the vernal equinox, 9 from the winter solstice.
func sunSector(day int) int {
	const dr = math.Pi / 180
	t := (float64(day+epoch) - 0.5 - termZone(day)/24 - 2451545) / 36525
	t2 := t * t
	m := (357.52910 + 35999.05030*t - 0.0001559*t2 - 0.00000048*t*t2) * dr
	l := 280.46645 + 36000.76983*t + 0.0003032*t2
	l += (1.914600-0.004817*t-0.000014*t2)*math.Sin(m) + (0.019993-0.000101*t)*math.Sin(2*m) + 0.000290*math.Sin(3*m)
	return int(math.Floor((l - 360*math.Floor(l/360)) / 30))
}

// beijing is the hour of 116°25′ east, the meridian of the calendar of Beijing
// until 1928.
const beijing = 7 + 45.0/60 + 40.0/3600

// Until the end of 1967 Viet Nam used the calendar of Beijing; Decision 121-CP
// of 08/08/1967 took UTC+7 from 01/01/1968 on. meridian is the zone, in hours,
// in which the day of a new moon was reckoned.
func meridian(day int) float64 {
	if day < civil.Date("1929-01-01").Number() {
		return beijing
	}
	return termZone(day)
}

// termZone is the zone for the sun's sector. It is UTC+8 before 1929 as well:
// the series is good to a hundredth of a degree, a quarter of an hour, and in
// April 1917 and July 1922 the sun changed sectors within minutes of Beijing's midnight.
func termZone(day int) float64 {
	if day < civil.Date("1968-01-01").Number() {
		return 8
	}
	return 7
}

// newMoonDay is the day, counted from 1970-01-01, on which the k-th new moon falls.
func newMoonDay(k int) int {
	at := newMoon(k) + 0.5
	return int(math.Floor(at+meridian(int(at)-epoch)/24)) - epoch
}

// solsticeMonth is the index of the new moon that begins the eleventh month of
// a solar year: the month that holds the winter solstice.
func solsticeMonth(year int) int {
	off := civil.New(year, 12, 31).Number() + epoch - 2415021
	k := int(math.Floor(float64(off) / 29.530588853))
	if day := newMoonDay(k); sunSector(day) >= 9 {
		k--
	}
	return k
}

// month is one computed lunar month.
type month struct {
	year, number int
	leap         bool
	first        int // day number of its first day
}

// sui lists the months from the eleventh of year-1 up to the one before the
// eleventh of year. Where thirteen new moons stand between two solstices, the
// first month in which the sun enters no new sector is the leap month.
func sui(year int) []month {
	from, to := solsticeMonth(year-1), solsticeMonth(year)
	leap := -1
	if to-from == 13 {
		for i := 1; i < 13; i++ {
			if sunSector(newMoonDay(from+i)) == sunSector(newMoonDay(from+i+1)) {
				leap = i
				break
			}
		}
	}
	var out []month
	number := 10
	for i := range to - from {
		if i != leap {
			number++
		}
		m := month{year: year, number: (number-1)%12 + 1, leap: i == leap, first: newMoonDay(from + i)}
		if number <= 12 {
			m.year = year - 1
		}
		out = append(out, m)
	}
	return out
}

// Compute gives the packed description of a lunar year as the table holds it
// (see pack), from astronomy and the months of historical alone. It takes some
// ten thousand times as long as the table, which is made of it.
func Compute(year int) uint32 {
	var months []month
	for _, m := range slices.Concat(sui(year), sui(year+1), sui(year + 2)[:3]) {
		if day, ok := historical(m.year, m.number); ok && !m.leap {
			m.first = day.Number()
		}
		if m.year == year || m.year == year+1 && len(months) > 0 {
			months = append(months, m)
		}
		if m.year == year+1 {
			break
		}
	}
	return pack(year, months[:len(months)-1], months[len(months)-1].first)
}

// historical are the four months in which the table of Hồ Ngọc Đức, which the
// country's calendars follow, parts from the series above: new moons within
// minutes of midnight, and the Tết of 1925. They were found by comparison with
// the table in testdata.
func historical(year, number int) (first civil.Date, ok bool) {
	switch [2]int{year, number} {
	case [2]int{1925, 1}:
		return "1925-01-25", true
	case [2]int{2054, 4}:
		return "2054-05-07", true
	case [2]int{2072, 11}:
		return "2072-12-09", true
	case [2]int{2077, 10}:
		return "2077-11-15", true
	}
	return "", false
}

// pack folds a year into one word: 13 bits, lowest first, of which each says
// that a month has 30 days; 4 bits with the number of the leap month or 0; and
// from bit 17 on how many days after 1 January the year begins.
func pack(year int, months []month, next int) uint32 {
	var w uint32
	for i, m := range months {
		end := next
		if i+1 < len(months) {
			end = months[i+1].first
		}
		if end-m.first == 30 {
			w |= 1 << i
		}
		if m.leap {
			w |= uint32(m.number) << leapAt //nolint:gosec // 1 to 12
		}
	}
	return w | uint32(months[0].first-civil.NumberOf(year, 1, 1))<<tetAt //nolint:gosec // 20 to 51
}
