package civil

import (
	"errors"
	"strings"
	"time"
)

// What a person or a calling system reads when an instant will not do.
var (
	ErrInstant = errors.New("Thời điểm phải ghi dạng 2023-05-08T09:30, có thể thêm giây và múi giờ, ví dụ 2023-05-08T09:30:00+07:00.") //nolint:revive,staticcheck // a sentence for the person
	ErrHour    = errors.New("Giờ không có thật: giờ từ 00 đến 23, phút và giây từ 00 đến 59.")                                         //nolint:revive,staticcheck // a sentence for the person
	ErrLeap    = errors.New("Giây nhuận (23:59:60) không được nhận. Ghi 23:59:59 hoặc 00:00:00 của ngày sau.")                         //nolint:revive,staticcheck // a sentence for the person
)

// ParseInstant reads an instant as systems write it (RFC 3339): date, "T", "t"
// or a space, hours and minutes, and as far as known seconds, a fraction of up
// to nine digits and a zone. The rules (bad-inputs D12, D20, D21):
//
//   - without a zone it is Viet Nam's clock, UTC+7, whatever the host's zone;
//     with one it is converted. What comes back stands in UTC+7, so that writing
//     it with ISO echoes how it was understood;
//   - a leap second is refused with ErrLeap. Viet Nam's clocks have none that a
//     deadline could turn on, and 23:59:60 would silently be the next day;
//   - the day in Viet Nam must be one that a record may carry, else ErrRange.
func ParseInstant(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if len(s) < len("2006-01-02T15:04") || !strings.ContainsRune("Tt ", rune(s[10])) {
		return time.Time{}, ErrInstant
	}
	d := Date(s[:10])
	if digits(s[:4]) < 0 || s[4] != '-' || digits(s[5:7]) < 0 || s[7] != '-' || digits(s[8:10]) < 0 {
		return time.Time{}, ErrInstant
	}
	if !d.Valid() {
		return time.Time{}, ErrImpossible
	}
	hour, rest := digits(s[11:13]), s[16:]
	minute := digits(s[14:16])
	if s[13] != ':' || hour < 0 || minute < 0 {
		return time.Time{}, ErrInstant
	}
	second, nano := 0, 0
	if strings.HasPrefix(rest, ":") {
		if second, nano, rest = seconds(rest[1:]); second < 0 {
			return time.Time{}, ErrInstant
		}
	}
	offset, ok := zoneOf(rest)
	switch {
	case !ok:
		return time.Time{}, ErrInstant
	case second == 60:
		return time.Time{}, ErrLeap
	case hour > 23 || minute > 59 || second > 59:
		return time.Time{}, ErrHour
	}
	at := d.Time().Add(time.Duration(hour)*time.Hour + time.Duration(minute-offset+7*60)*time.Minute + time.Duration(second)*time.Second + time.Duration(nano))
	if _, err := inRange(Of(at)); err != nil {
		return time.Time{}, err
	}
	return at, nil
}

// digits reads a number of plain digits; -1 for anything else.
func digits(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = 10*n + int(s[i]-'0')
	}
	if s == "" {
		return -1
	}
	return n
}

// seconds reads "ss" or "ss.fffffffff" from the start of s; a comma will do.
func seconds(s string) (second, nano int, rest string) {
	if len(s) < 2 {
		return -1, 0, s
	}
	second, rest = digits(s[:2]), s[2:]
	if rest == "" || rest[0] != '.' && rest[0] != ',' {
		return second, 0, rest
	}
	rest = rest[1:]
	n := 0
	for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
		n++
	}
	if n == 0 || n > 9 {
		return -1, 0, rest
	}
	return second, digits((rest[:n] + "00000000")[:9]), rest[n:]
}

// zoneOf gives a zone's minutes east of Greenwich.
func zoneOf(s string) (minutes int, ok bool) {
	s = strings.TrimSpace(s)
	switch s {
	case "":
		return 7 * 60, true
	case "Z", "z":
		return 0, true
	}
	if len(s) < 3 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	hours, rest := s[1:3], strings.TrimPrefix(s[3:], ":")
	h, m := digits(hours), 0
	if rest != "" {
		if m = digits(rest); len(rest) != 2 {
			m = -1
		}
	}
	if h < 0 || h > 23 || m < 0 || m > 59 {
		return 0, false
	}
	if s[0] == '-' {
		return -60*h - m, true
	}
	return 60*h + m, true
}
