package lunar

import (
	"errors"
	"fmt"
	"math/bits"

	"dondoc/internal/civil"
)

// The lunar years that the table holds in full; of 1899 it holds the last
// month, so that every day from 01/01/1900 on has a lunar date.
const (
	FirstYear = 1900
	LastYear  = 2100
)

// tableFrom is the year of the table's first word.
const tableFrom = 1899

// Where the parts of a year's word stand; see pack.
const (
	leapAt  = 13
	tetAt   = 17
	lengths = 1<<leapAt - 1
)

// What a person reads when a date will not do.
var (
	ErrForm  = errors.New("Ngày âm lịch phải ghi dạng năm-tháng-ngày, tháng nhuận thêm chữ n, ví dụ 2023-02-01n.") //nolint:revive,staticcheck // a sentence for the person
	ErrRange = errors.New("Âm lịch được tính cho các ngày dương lịch từ 01/01/1900 đến hết năm âm lịch 2100.")     //nolint:revive,staticcheck // a sentence for the person
	ErrDay   = errors.New("Ngày dương lịch này không có trong lịch. Kiểm tra lại ngày và tháng.")                  //nolint:revive,staticcheck // a sentence for the person
)

// Date is a day of the lunar calendar. Month runs from 1 (Giêng) to 12 (Chạp),
// Leap marks the second month of that number.
type Date struct {
	Year  int  `json:"year"`
	Month int  `json:"month"`
	Day   int  `json:"day"`
	Leap  bool `json:"leap"`
}

// word is the packed description of a year; see pack.
func word(year int) uint32 {
	at := (year - tableFrom) * 4
	return uint32(table[at]) | uint32(table[at+1])<<8 | uint32(table[at+2])<<16 | uint32(table[at+3])<<24
}

func leapOf(w uint32) int { return int(w >> leapAt & 15) }

// start counts the days of a year before its k-th month, from 0.
func start(w uint32, k int) int { return 29*k + bits.OnesCount32(w&(1<<k-1)) }

// Of gives the lunar date of a day; it allocates nothing. The error is ErrDay
// for what is no day, ErrRange for a day that the table does not reach.
func Of(d civil.Date) (Date, error) {
	year, month, day, ok := d.Split()
	if !ok {
		return Date{}, ErrDay
	}
	if year < FirstYear || year > LastYear+1 {
		return Date{}, ErrRange
	}
	off := civil.DayOfYear(year, month, day)
	if year > LastYear { // the last lunar year ends in the solar year after it
		year, off = LastYear, off+365
	}
	w := word(year)
	if off < int(w>>tetAt) {
		year--
		w = word(year)
		off += civil.YearLength(year)
	}
	off -= int(w >> tetAt)
	k := int(uint(off) * 2 / 59) // months have 29 or 30 days, so this is right or one too far
	from := start(w, k)
	if length := 29 + int(w>>k&1); from > off {
		k--
		from -= 29 + int(w>>k&1)
	} else if off-from >= length {
		k++
		from += length
	}
	out := Date{Year: year, Month: k + 1, Day: off - from + 1}
	if leap := leapOf(w); leap > 0 && k >= leap {
		out.Month, out.Leap = k, k == leap
	}
	if out.Month > 12 {
		return Date{}, ErrRange
	}
	return out, nil
}

// place is the index of a date's month in its year.
func (d Date) place() (w uint32, k int, err error) {
	if d.Year > LastYear || d.Year < FirstYear && (d.Year != tableFrom || d.Month != 12 || d.Leap) {
		return 0, 0, ErrRange
	}
	if d.Month < 1 || d.Month > 12 {
		return 0, 0, fmt.Errorf("Không có tháng %d âm lịch: tháng từ 1 đến 12.", d.Month) //nolint:revive,staticcheck // a sentence for the person
	}
	w = word(d.Year)
	leap := leapOf(w)
	k = d.Month - 1
	switch {
	case d.Leap && leap == 0:
		return 0, 0, fmt.Errorf("Năm %s (%d) không có tháng nhuận.", YearName(d.Year), d.Year) //nolint:revive,staticcheck // a sentence for the person
	case d.Leap && leap != d.Month:
		return 0, 0, fmt.Errorf("Năm %s (%d) không nhuận tháng %s mà nhuận tháng %s.", YearName(d.Year), d.Year, MonthName(d.Month), MonthName(leap)) //nolint:revive,staticcheck // a sentence for the person
	case d.Leap || leap > 0 && d.Month > leap:
		k++
	}
	return w, k, nil
}

// TooLongError is a day that its month does not have (bad-inputs D08): there is no
// 30th in a month of 29 days, so some years have no "30 Tết".
type TooLongError struct {
	Asked Date
	Last  Date       // the last day that the month has
	Solar civil.Date // and its solar date
}

// Error names the last valid day.
func (e *TooLongError) Error() string {
	return fmt.Sprintf("%s năm %s (%d) chỉ có %d ngày; ngày cuối tháng là %s, tức %s.",
		upperFirst(monthWords(e.Asked)), YearName(e.Asked.Year), e.Asked.Year, e.Last.Day, dayWords(e.Last), e.Solar.Format())
}

// days counts how far after 1 January of its year's number a date lies.
func (d Date) days() (int, error) {
	w, k, err := d.place()
	if err != nil {
		return 0, err
	}
	from := int(w>>tetAt) + start(w, k)
	length := 29 + int(w>>k&1)
	if d.Day >= 1 && d.Day <= length {
		return from + d.Day - 1, nil
	}
	if d.Day < 1 || d.Day > 30 {
		return 0, fmt.Errorf("Không có ngày %d âm lịch: %s năm %s có %d ngày.", d.Day, monthWords(d), YearName(d.Year), length) //nolint:revive,staticcheck // a sentence for the person
	}
	last := d
	last.Day = length
	return 0, &TooLongError{Asked: d, Last: last, Solar: civil.FromNumber(civil.NumberOf(d.Year, 1, 1) + from + length - 1)}
}

// Solar is the solar day of a lunar date. The error says what the year does
// not have: the month, the leap month or the day (*TooLongError).
func (d Date) Solar() (civil.Date, error) {
	n, err := d.days()
	if err != nil {
		return "", err
	}
	return civil.FromNumber(civil.NumberOf(d.Year, 1, 1) + n), nil
}

// MonthLength is 29 or 30.
func MonthLength(year, month int, leap bool) (int, error) {
	w, k, err := Date{Year: year, Month: month, Day: 1, Leap: leap}.place()
	if err != nil {
		return 0, err
	}
	return 29 + int(w>>k&1), nil
}

// LeapMonth is the number of the month that a year has twice, 0 for none and
// for years that the table does not hold.
func LeapMonth(year int) int {
	if year < FirstYear || year > LastYear {
		return 0
	}
	return leapOf(word(year))
}

// Tet is the first day of a lunar year (mùng 1 tháng Giêng).
func Tet(year int) (civil.Date, error) { return Date{Year: year, Month: 1, Day: 1}.Solar() }

// HungKings is the day of the Hùng Kings (10 tháng Ba, Giỗ Tổ Hùng Vương).
func HungKings(year int) (civil.Date, error) { return Date{Year: year, Month: 3, Day: 10}.Solar() }

// String is the form that Parse reads: "2023-02-01", with "n" for a leap month.
func (d Date) String() string {
	s := fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	if d.Leap {
		s += "n"
	}
	return s
}

// Parse reads "2023-02-01" or, in a leap month, "2023-02-01n". The date is one
// that exists; the error says why another does not.
func Parse(s string) (Date, error) {
	d := Date{}
	if len(s) == 11 && (s[10] == 'n' || s[10] == 'N') {
		d.Leap, s = true, s[:10]
	}
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, ErrForm
	}
	for i, part := range [...]string{s[:4], s[5:7], s[8:]} {
		n := 0
		for j := range len(part) {
			if part[j] < '0' || part[j] > '9' {
				return Date{}, ErrForm
			}
			n = 10*n + int(part[j]-'0')
		}
		*[...]*int{&d.Year, &d.Month, &d.Day}[i] = n
	}
	if _, err := d.days(); err != nil {
		return Date{}, err
	}
	return d, nil
}
