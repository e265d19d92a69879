package lunar

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// stem and branch are the sexagenary cycle: ten stems (can), twelve branches (chi).
func stem(i int) string {
	return [...]string{"Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"}[i]
}

func branch(i int) string {
	return [...]string{"Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"}[i]
}

// YearName is the name of a lunar year in the cycle of sixty: 2026 is Bính Ngọ.
func YearName(year int) string {
	i := ((year-4)%60 + 60) % 60 // year 4 of our era was a Giáp Tý
	return stem(i%10) + " " + branch(i%12)
}

// MonthName is the name of a lunar month: Giêng, Hai, … Một is avoided, since
// it is the eleventh month to some and the first to others.
func MonthName(month int) string {
	return [...]string{"Giêng", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Chạp"}[month-1]
}

// monthWords is "tháng Hai nhuận".
func monthWords(d Date) string {
	s := "tháng " + MonthName(d.Month)
	if d.Leap {
		s += " nhuận"
	}
	return s
}

// dayWords is "mùng 1 tháng Giêng", "15 tháng Hai nhuận".
func dayWords(d Date) string {
	s := fmt.Sprintf("%d %s", d.Day, monthWords(d))
	if d.Day <= 10 {
		s = "mùng " + s
	}
	return s
}

// Words says a date the way people do: "mùng 1 tháng Giêng năm Bính Ngọ".
func (d Date) Words() string { return dayWords(d) + " năm " + YearName(d.Year) }

// Shown says a conversion, which is never made silently (bad-inputs D06):
// "15 tháng Giêng năm Bính Ngọ (âm lịch) là thứ Ba, 03/03/2026".
func (d Date) Shown() (string, error) {
	solar, err := d.Solar()
	if err != nil {
		return "", err
	}
	return d.Words() + " (âm lịch) là " + solar.Long(), nil
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
