package workday

import (
	"bufio"
	"bytes"
	_ "embed" // the default calendar
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"dondoc/internal/civil"
)

//go:embed data/holidays_2020_2027.csv
var defaultDays []byte

// DefaultDays are the special days that ship with the program (2020–2027).
func DefaultDays() []Special {
	days, err := ParseCSV(bytes.NewReader(defaultDays))
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return days
}

// Default is the calendar that ships with the program. It is made once: a
// calendar never changes, so everybody may have the same.
func Default() *Calendar { return shipped() }

var shipped = sync.OnceValue(func() *Calendar { return New(DefaultDays(), DefaultHours()) }) //nolint:gochecknoglobals // a constant in all but syntax

// FileRow is one line of a calendar file: a day, or what is wrong with it as a
// sentence for the person.
type FileRow struct {
	Line int
	Day  Special
	Err  error
}

// ParseCSV reads a calendar file with a heading: date (YYYY-MM-DD) and kind
// must stand, weekday, name, status and basis may, in any order. The error is a
// sentence with the line: a day that is none or stands twice, a weekday that is
// not the day's, an unknown kind or status.
func ParseCSV(r io.Reader) ([]Special, error) {
	rows, err := ParseRows(r)
	if err != nil {
		return nil, err
	}
	out := make([]Special, 0, len(rows))
	for _, row := range rows {
		if row.Err != nil {
			return nil, fmt.Errorf("Tệp lịch, dòng %d: %w", row.Line, row.Err) //nolint:staticcheck // a sentence for the person
		}
		out = append(out, row.Day)
	}
	return out, nil
}

// ParseRows reads the same file and judges every line of its own. The error is
// for what is no such file at all.
func ParseRows(r io.Reader) ([]FileRow, error) {
	buffered := bufio.NewReader(r)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\ufeff" {
		if _, err := buffered.Discard(3); err != nil {
			return nil, fmt.Errorf("calendar file: %w", err)
		}
	}
	in := csv.NewReader(buffered)
	columns, err := heading(in)
	if err != nil {
		return nil, err
	}
	var out []FileRow
	seen := map[civil.Date]int{}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, notCSV(err)
		}
		line, _ := in.FieldPos(0)
		d, err := special(row, columns)
		if err == nil && seen[d.Date] > 0 {
			err = fmt.Errorf("ngày %s đã có ở dòng %d.", d.Date.Format(), seen[d.Date]) //nolint:revive,staticcheck // a sentence for the person
		}
		seen[d.Date] = line
		out = append(out, FileRow{line, d, err})
	}
}

func heading(in *csv.Reader) (map[string]int, error) {
	head, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("Tệp lịch trống.") //nolint:revive,staticcheck // a sentence for the person
	}
	if err != nil {
		return nil, notCSV(err)
	}
	columns := map[string]int{}
	for i, name := range head {
		columns[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range []string{"date", "kind"} {
		if _, ok := columns[name]; !ok {
			return nil, fmt.Errorf("Tệp lịch thiếu cột %q ở dòng đầu. Cần ít nhất các cột date và kind.", name) //nolint:revive,staticcheck // a sentence for the person
		}
	}
	return columns, nil
}

func notCSV(err error) error {
	if at, ok := errors.AsType[*csv.ParseError](err); ok {
		return fmt.Errorf("Tệp lịch, dòng %d: không đúng dạng CSV (%w).", at.Line, at.Err) //nolint:revive,staticcheck // a sentence for the person
	}
	return fmt.Errorf("calendar file: %w", err)
}

func special(row []string, columns map[string]int) (Special, error) {
	field := func(name string) string {
		if i, ok := columns[name]; ok && i < len(row) {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	d, err := civil.Parse(field("date"))
	if err != nil {
		return Special{}, err
	}
	s := Special{Date: d, Name: field("name"), Kind: Kind(field("kind")), Status: field("status"), Basis: field("basis")}
	if s.Status == "" {
		s.Status = Decided
	}
	switch s.Kind {
	case Holiday, Compensatory, SwapOff, Makeup:
	default:
		return Special{}, fmt.Errorf("loại ngày %q không có; chọn holiday, compensatory, swap_off hoặc makeup_workday.", s.Kind) //nolint:revive,staticcheck // a sentence for the person
	}
	if !slices.Contains([]string{Decided, Statutory, Undecided}, s.Status) {
		return Special{}, fmt.Errorf("tình trạng %q không có; chọn decided, statutory hoặc undecided.", s.Status) //nolint:revive,staticcheck // a sentence for the person
	}
	if w := field("weekday"); w != "" && !strings.HasPrefix(d.Weekday().String(), w) {
		return Special{}, fmt.Errorf("ngày %s là %s, tệp ghi %q.", d.Format(), civil.WeekdayName(d.Weekday()), w) //nolint:revive,staticcheck // a sentence for the person
	}
	return s, nil
}
