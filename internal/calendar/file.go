package calendar

import (
	"bytes"
	"slices"
	"strconv"

	"dondoc/internal/fault"
	"dondoc/internal/workday"
)

// MaxFile is the largest calendar file that is taken in.
const MaxFile = 256 << 10

// Verdict is what becomes of one line of a calendar file.
type Verdict string

// The verdicts.
const (
	Same    Verdict = "same"    // the calendar says so already
	Added   Verdict = "added"   // a day that was like its weekday
	Altered Verdict = "altered" // a day that was special in another way
	Wrong   Verdict = "wrong"   // the line will not do; then nothing of the file is taken
)

// Line is one line of a calendar file with its verdict.
type Line struct {
	Number  int
	Verdict Verdict
	Day     workday.Special
	Was     workday.Special
	Why     string // for Wrong
}

// File is a calendar file as it was judged; nothing is stored.
type File struct {
	Lines   []Line
	Missing []int // years between the first and the last of which the file has no day
	Days    []workday.Special
}

// Count counts the lines of a verdict.
func (f File) Count(v Verdict) int {
	n := 0
	for _, l := range f.Lines {
		if l.Verdict == v {
			n++
		}
	}
	return n
}

// Judge reads a calendar file (workday.ParseRows) against the province's
// calendar, line by line. basis stands in for a line without one. Days holds
// what Decide is to be given: lines that change something. Invalid on field
// file is for what is no calendar file at all.
func (s *Service) Judge(file []byte, basis string) (File, error) { //nolint:gocognit // one verdict after another
	if len(file) > MaxFile {
		return File{}, fault.Field("file", "Tệp lịch quá lớn, tối đa 256 KB.")
	}
	rows, err := workday.ParseRows(bytes.NewReader(file))
	if err != nil {
		return File{}, fault.Field("file", err.Error())
	}
	if len(rows) == 0 {
		return File{}, fault.Field("file", "Tệp lịch chưa có ngày nào.")
	}
	var out File
	var years []int
	for _, r := range rows {
		line := Line{Number: r.Line, Day: r.Day}
		if r.Err == nil {
			if line.Day.Basis == "" {
				line.Day.Basis = basis
			}
			if line.Why = s.wrong(line.Day, nil); line.Why == "" && line.Day.Basis == "" {
				line.Why = "thiếu căn cứ (cột basis)."
			}
			years = append(years, r.Day.Date.Year())
		} else {
			line.Why = r.Err.Error()
		}
		var special bool
		line.Was, special = s.Calendar().Special(line.Day.Date)
		switch {
		case line.Why != "":
			line.Verdict = Wrong
		case special && line.Was == line.Day:
			line.Verdict = Same
		case special:
			line.Verdict = Altered
		default:
			line.Verdict = Added
		}
		if line.Verdict == Added || line.Verdict == Altered {
			out.Days = append(out.Days, line.Day)
		}
		out.Lines = append(out.Lines, line)
	}
	if len(years) > 0 {
		for y := slices.Min(years); y < slices.Max(years); y++ {
			if !slices.Contains(years, y) {
				out.Missing = append(out.Missing, y)
			}
		}
	}
	return out, nil
}

// Columns heads a calendar file, as it goes out and comes in.
func Columns() []string {
	return []string{"date", "weekday", "year", "name", "kind", "status", "basis"}
}

// Cells is a day as a row of such a file.
func Cells(d workday.Special) []string {
	return []string{string(d.Date), d.Date.Weekday().String()[:3], strconv.Itoa(d.Date.Year()), d.Name, string(d.Kind), d.Status, d.Basis}
}
