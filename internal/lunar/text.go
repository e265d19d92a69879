package lunar

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dondoc/internal/civil"
	"dondoc/internal/viet"
)

// What a person reads when a text will not do.
var (
	ErrText     = errors.New("Không đọc được ngày âm lịch. Ghi ví dụ: 15 tháng Giêng năm Bính Ngọ, 30 tháng Chạp, 10/3 âm lịch.") //nolint:revive,staticcheck // a sentence for the person
	ErrEleventh = errors.New("“Tháng Một” có nơi là tháng đầu năm, có nơi là tháng 11 âm lịch. Ghi tháng Giêng hoặc tháng 11.")   //nolint:revive,staticcheck // a sentence for the person
	ErrLongText = errors.New("Ngày âm lịch ghi quá dài. Ghi ví dụ: 15 tháng Giêng năm Bính Ngọ.")                                 //nolint:revive,staticcheck // a sentence for the person
)

// maxText is more bytes than any lunar date takes.
const maxText = 200

// Reading is a lunar date found in a text, with its solar day.
type Reading struct {
	Date  Date       `json:"lunar"`
	Solar civil.Date `json:"solar"`
	Shown string     `json:"shown"` // the conversion in words, to be confirmed
}

// Recognise reports whether a text speaks of a lunar date, so that a form
// knows to ask Read instead of calling the text no date.
func Recognise(s string) bool {
	if len(s) > maxText {
		return false
	}
	p := scan(s)
	return p.lunar
}

// Read reads a lunar date as people write it: "15 tháng Giêng năm Bính Ngọ",
// "rằm tháng Bảy", "mùng 3 Tết", "30 tháng Chạp", "10/3 âm lịch", "1/2 nhuận năm
// 2023 âm lịch". Without a year it is the first such day on or after near; a
// name of the cycle of sixty is the year nearest to near. Nothing is saved on
// it silently: Shown says what was understood (bad-inputs D06). The error is
// *TooLongError for a 30th that the month does not have (D08).
func Read(s string, near civil.Date) (Reading, error) {
	if len(s) > maxText {
		return Reading{}, ErrLongText
	}
	p := scan(s)
	if p.err != nil {
		return Reading{}, p.err
	}
	if p.day == 0 || p.month == 0 || !p.lunar || p.left {
		return Reading{}, ErrText
	}
	at, err := Of(near)
	if err != nil {
		return Reading{}, err
	}
	d := Date{Year: p.year, Month: p.month, Day: p.day, Leap: p.leap}
	switch {
	case p.cycle >= 0:
		d.Year = at.Year + (p.cycle-(at.Year-4)%60+90)%60 - 30
	case p.year == 0:
		d.Year = at.Year
		if solar, err := d.Solar(); err == nil && solar < near || p.leap && LeapMonth(d.Year) != d.Month {
			d.Year++
		}
		for p.leap && LeapMonth(d.Year) != d.Month && d.Year < LastYear {
			d.Year++
		}
	}
	solar, err := d.Solar()
	if err != nil {
		return Reading{}, err
	}
	shown, err := d.Shown()
	return Reading{Date: d, Solar: solar, Shown: shown}, err
}

// found is what a scan has met so far.
type found struct {
	day, month, year int
	cycle            int // place in the cycle of sixty, -1 for none
	leap, lunar      bool
	left             bool // words stand there that are no part of a date
	err              error
}

// ConfirmError is a lunar date that a person wrote where a day was asked for.
// It was understood, but is taken only when the person writes the solar day.
type ConfirmError struct{ Reading Reading }

// Error shows the conversion and asks for the solar day.
func (e *ConfirmError) Error() string {
	return upperFirst(e.Reading.Shown) + ". Ghi " + e.Reading.Solar.Format() + " để xác nhận."
}

// Day reads what a form's field for a day holds, as civil.ParseVN does, and
// also understands a lunar date, which it converts and asks to be confirmed by
// *ConfirmError (bad-inputs D06). near is the day from which a date without a year counts.
func Day(s string, near civil.Date) (civil.Date, error) {
	d, err := civil.ParseVN(s)
	if err == nil || !Recognise(s) {
		return d, err
	}
	r, err := Read(s, near)
	if err != nil {
		return "", err
	}
	if _, err := civil.Parse(string(r.Solar)); err != nil {
		return "", err
	}
	return "", &ConfirmError{r}
}

// scan goes through the words of a text once. Marks are dropped for comparing,
// except where they tell Tý from Tỵ.
func scan(s string) found {
	p := found{cycle: -1}
	s = strings.ToLower(viet.NFC(s))
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\n.,;()", r) })
	for i := 0; i < len(words); {
		n := p.word(words[i:])
		if n == 0 {
			p.left = true
			n = 1
		}
		i += n
	}
	return p
}

// word takes the words that stand first, and says how many.
func (p *found) word(w []string) int {
	at := func(i int) string {
		if i < len(w) {
			return viet.Fold(w[i])
		}
		return ""
	}
	number := func(i int) int { // 1 to 31, in digits or words
		if n, err := strconv.Atoi(at(i)); err == nil && n >= 0 && len(at(i)) <= 2 {
			return n
		}
		return numeral(at(i))
	}
	switch at(0) {
	case "ngay", "lich":
		return 1
	case "am":
		p.lunar = true
		return 1
	case "al":
		p.lunar = true
		return 1
	case "nhuan":
		p.leap, p.lunar = true, true
		return 1
	case "ram":
		p.day, p.lunar = 15, true
		return 1
	case "mung", "mong":
		p.lunar = true
		if p.day = number(1); p.day < 1 || p.day > 10 {
			p.err = ErrText
		}
		return min(2, len(w))
	case "tet":
		p.tet()
		return 1
	case "thang":
		return p.monthName(at(1), at(2))
	case "nam":
		return p.yearName(w, at(1), at(2))
	}
	if strings.Contains(at(0), "/") || strings.Contains(at(0), "-") {
		return p.figures(at(0))
	}
	if n := number(0); n > 0 && p.day == 0 && p.month == 0 {
		p.day = n
		return 1
	}
	return p.yearName(append([]string{"năm"}, w...), at(0), at(1)) - 1
}

// tet is "30 Tết" or "mùng 3 Tết": the last days of Chạp, the first of Giêng.
func (p *found) tet() {
	p.lunar = true
	switch {
	case p.day >= 1 && p.day <= 15:
		p.month = 1
	case p.day >= 16:
		p.month = 12
	default:
		p.err = ErrText
	}
}

func (p *found) monthName(name, second string) int {
	switch {
	case name == "gieng":
		p.month, p.lunar = 1, true
	case name == "chap":
		p.month, p.lunar = 12, true
	case name == "muoi" && (second == "mot" || second == "hai"):
		p.month = 10 + numeral(second)
		return 3
	case name == "mot":
		p.err = ErrEleventh
	default:
		n, err := strconv.Atoi(name)
		if err != nil || len(name) > 2 {
			n = numeral(name)
		}
		if p.month = n; n < 1 || n > 12 {
			p.err = ErrText
		}
	}
	return 2
}

// yearName takes "năm 2026" or "năm Bính Ngọ"; w begins with the word năm.
func (p *found) yearName(w []string, name, second string) int {
	if y, err := strconv.Atoi(name); err == nil && len(name) == 4 {
		p.year = y
		return 2
	}
	can, chi := -1, -1
	for i := range 10 {
		if viet.Fold(stem(i)) == name {
			can = i
		}
	}
	for i := range 12 {
		if folded := viet.Fold(branch(i)); second != "" && (folded == second || variant(folded) == second) && (chi < 0 || can%2 == i%2) {
			chi = i
		}
	}
	if can < 0 || chi < 0 {
		return 1
	}
	p.lunar = true
	said := w[2]
	if can%2 != chi%2 || chi == 0 && strings.ContainsAny(said, "ỵị") || chi == 5 && strings.ContainsAny(said, "ýí") {
		p.err = fmt.Errorf("Không có năm “%s %s”. Kiểm tra lại can và chi.", w[1], said) //nolint:revive,staticcheck // a sentence for the person
		return 3
	}
	p.cycle = (6*can + 55*chi) % 60 // the number that is can modulo 10 and chi modulo 12
	return 3
}

// variant is the other spelling of a branch, and the other name of the Cat's year.
func variant(folded string) string {
	switch folded {
	case "ty":
		return "ti"
	case "mao":
		return "meo"
	case "mui":
		return "vi"
	}
	return ""
}

// figures takes "10/3" or "10/3/2026", day first.
func (p *found) figures(s string) int {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '-' })
	if len(parts) < 2 || len(parts) > 3 {
		return 0
	}
	nums := make([]int, 3)
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || len(part) > 4 || n < 0 {
			return 0
		}
		nums[i] = n
	}
	if len(parts) == 3 && len(parts[2]) != 4 {
		return 0
	}
	p.day, p.month, p.year = nums[0], nums[1], nums[2]
	return 1
}

func numeral(folded string) int {
	switch folded {
	case "mot":
		return 1
	case "hai":
		return 2
	case "ba":
		return 3
	case "tu", "bon":
		return 4
	case "nam":
		return 5
	case "sau":
		return 6
	case "bay":
		return 7
	case "tam":
		return 8
	case "chin":
		return 9
	case "muoi":
		return 10
	}
	return 0
}
