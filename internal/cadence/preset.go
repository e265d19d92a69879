package cadence

import (
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// Preset is the rule of a rhythm that has no day of its own, as
// workday.Calendar.Period counts it: the last working day of the period; for a
// week the working day on or before weekday (1 Monday … 7 Sunday); every
// calendar day, on the next working day when it is off. An unknown rhythm gives
// an unsound rule.
func Preset(every workday.Every, weekday int) Rule {
	switch every {
	case workday.Day:
		return Rule{Freq: Daily, Interval: 1, Off: After}
	case workday.Week:
		return Rule{Freq: Weekly, Interval: 1, ByDay: []Day{{Weekday: time.Weekday(min(max(weekday, 1), 7) % 7)}}}
	case workday.Month, workday.Quarter, workday.Half, workday.Year:
		return monthly(every, -1, 0)
	}
	return Rule{}
}

// monthly is a rule on one day of the last month of every period, or with shift
// of that many months after it. Day 29 to 31 is the last day of a shorter month.
func monthly(every workday.Every, day, shift int) Rule {
	r := Rule{Freq: Monthly, Interval: 1, ByMonthDay: []int{day}}
	if span := spans(every); span > 1 {
		for m := span; m <= 12; m += span {
			r.ByMonth = append(r.ByMonth, (m+shift-1)%12+1)
		}
		r.ByMonth = tidy(r.ByMonth)
		if every == workday.Year {
			r.Freq = Yearly
		}
	}
	if day > 0 {
		return r.monthDay(day)
	}
	return r
}

// spans is the length of a period in months.
func spans(every workday.Every) int {
	switch every {
	case workday.Quarter:
		return 3
	case workday.Half:
		return 6
	case workday.Year:
		return 12
	case workday.Day, workday.Week, workday.Month:
	}
	return 1
}

// Practice are the settings of periodic reporting (Decree 09/2019/NĐ-CP). What
// a province sets comes from its settings, not from here.
type Practice struct {
	FromDay int // begins the data period in the month before, Art. 12: 15
	Gap     int // working days from cut-off to submission, Art. 8: at least 1
	DueDay  int // of the period's last month; to the Government, Art. 13: 25
}

// Decree09 is the periodic report of a month, quarter, half-year or year under
// Decree 09/2019/NĐ-CP.
func Decree09(every workday.Every, p Practice) (Rule, error) {
	if !periodic(every) {
		return Rule{}, bad("", "Nghị định 09/2019/NĐ-CP chỉ có báo cáo tháng, quý, 6 tháng và năm; báo cáo ngày, tuần đặt riêng.")
	}
	if p.DueDay < 1 || p.DueDay > 31 {
		return Rule{}, bad("", "Ngày nộp báo cáo phải từ 1 đến 31.")
	}
	r := monthly(every, p.DueDay, 0)
	r.Data = Data{FromDay: p.FromDay, Gap: p.Gap}
	return r, r.Check()
}

// Statistical is a report on calendar periods (Decree 60/2018/NĐ-CP), due on a
// day of the month after its period, at least gap working days after its end.
func Statistical(every workday.Every, dueDay, gap int) (Rule, error) {
	if !periodic(every) {
		return Rule{}, bad("", "Báo cáo thống kê lập theo tháng, quý, 6 tháng hoặc năm.")
	}
	if dueDay < 1 || dueDay > 31 {
		return Rule{}, bad("", "Ngày nộp báo cáo phải từ 1 đến 31.")
	}
	r := monthly(every, dueDay, 1)
	r.Data = Data{Gap: gap, Lag: 1}
	return r, r.Check()
}

// Said is what a text says of a recurring duty, in plain values.
type Said struct {
	Every   workday.Every
	Bound   workday.Bound // Before: the day before the named one is the last
	Day     int           // of the month; −1 the last; 0 not said
	Month   int           // of the year, for yearly duties; 0 not said
	Weekday int           // 1 Monday … 7 Sunday; 0 not said
}

// FromReading makes the rule of what a text says. weekday is the setting for
// weekly duties whose text names no day. Where no day is said the report is due
// on the last working day of the period. A day alone means the last month of the
// period.
func FromReading(s Said, weekday int) (Rule, error) {
	switch s.Every {
	case workday.Day:
		return Preset(workday.Day, 0), nil
	case workday.Week:
		if s.Weekday < 0 || s.Weekday > 7 {
			return Rule{}, bad("", "Ngày trong tuần phải từ thứ Hai đến Chủ Nhật.")
		}
		if s.Weekday == 0 {
			return Preset(workday.Week, weekday), nil
		}
		if s.Bound == workday.Before { // before Monday is the Sunday of the week before
			return Preset(workday.Week, (s.Weekday+5)%7+1), nil
		}
		return Preset(workday.Week, s.Weekday), nil
	case workday.Month, workday.Quarter, workday.Half, workday.Year:
	default:
		return Rule{}, bad("", "Văn bản chỉ ghi “định kỳ”, chưa nói bao lâu một lần. Hãy chọn hằng ngày, hằng tuần, hằng tháng, hằng quý, 6 tháng hoặc hằng năm.")
	}
	if s.Day < -31 || s.Day > 31 || s.Month < 0 || s.Month > 12 || s.Month > 0 && s.Every != workday.Year {
		return Rule{}, bad("", "Ngày, tháng của việc định kỳ không có trong lịch. Kiểm tra lại ngày và tháng.")
	}
	if s.Day == 0 && s.Month == 0 {
		return Preset(s.Every, weekday), nil
	}
	shift := 0
	if s.Month > 0 {
		shift = s.Month % 12
	}
	day := s.Day
	if day == 0 {
		day = -1 // "tháng 6 hằng năm": by the end of the month
	}
	if max(day, -day) > longestOf((11+shift)%12+1) && s.Every == workday.Year {
		return Rule{}, bad("", civil.ErrImpossible.Error())
	}
	if s.Bound == workday.Before && s.Day != 0 {
		switch {
		case day != 1:
			day--
		case s.Month > 0:
			day, shift = -1, (shift+11)%12 // trước 01/3: the end of February
		default:
			day = -1 // trước ngày 01 hằng tháng: the end of the month that it reports on
		}
	}
	if day < -31 {
		return Rule{}, bad("", civil.ErrImpossible.Error())
	}
	r := monthly(s.Every, day, shift)
	return r, r.Check()
}
