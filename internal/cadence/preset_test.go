package cadence_test

import (
	"testing"

	"dondoc/internal/cadence"
	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// What notices say, as a rule, in words and in the days of 2023.
func TestWhatATextSays(t *testing.T) {
	t.Parallel()
	cal := workday.Default()
	for _, c := range []struct {
		text  string
		said  cadence.Said
		rule  string
		words string
		due   []civil.Date
	}{
		{"hằng ngày", cadence.Said{Every: workday.Day}, "RRULE:FREQ=DAILY X-DONDOC-OFF:AFTER", "Hằng ngày; gặp ngày nghỉ thì nộp ngày làm việc liền sau", []civil.Date{"2023-06-01", "2023-06-02", "2023-06-05"}},
		{"hằng tuần", cadence.Said{Every: workday.Week}, "RRULE:FREQ=WEEKLY;BYDAY=FR", "Thứ Sáu hằng tuần; gặp ngày nghỉ thì nộp ngày làm việc liền trước", []civil.Date{"2023-06-02", "2023-06-09"}},
		{"trước thứ Năm hằng tuần", cadence.Said{Every: workday.Week, Bound: workday.Before, Weekday: 4}, "RRULE:FREQ=WEEKLY;BYDAY=WE", "Thứ Tư hằng tuần; gặp ngày nghỉ thì nộp ngày làm việc liền trước", []civil.Date{"2023-06-07"}},
		{"trước thứ Hai hằng tuần", cadence.Said{Every: workday.Week, Bound: workday.Before, Weekday: 1}, "RRULE:FREQ=WEEKLY;BYDAY=SU", "Chủ Nhật hằng tuần; gặp ngày nghỉ thì nộp ngày làm việc liền trước", []civil.Date{"2023-06-02"}},
		{"trước ngày 20 hằng tháng", cadence.Said{Every: workday.Month, Bound: workday.Before, Day: 20}, "RRULE:FREQ=MONTHLY;BYMONTHDAY=19", "Ngày 19 hằng tháng; gặp ngày nghỉ thì nộp ngày làm việc liền trước", []civil.Date{"2023-06-19", "2023-07-19", "2023-08-18"}},
		{"trước ngày 01 hằng tháng", cadence.Said{Every: workday.Month, Bound: workday.Before, Day: 1}, "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1", "Ngày làm việc cuối cùng của tháng", []civil.Date{"2023-06-30", "2023-07-31"}},
		{"vào ngày làm việc cuối cùng của tháng", cadence.Said{Every: workday.Month, Bound: workday.On, Day: -1}, "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1", "Ngày làm việc cuối cùng của tháng", []civil.Date{"2023-06-30", "2023-07-31", "2023-08-31", "2023-09-29"}},
		{"ngày 31 hằng tháng", cadence.Said{Every: workday.Month, Bound: workday.By, Day: 31}, "RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "Ngày 31 hằng tháng (tháng không có ngày 31 thì ngày cuối tháng); gặp ngày nghỉ thì nộp ngày làm việc liền trước", []civil.Date{"2023-06-30", "2023-07-31"}},
		{"ngày 25 tháng cuối quý", cadence.Said{Every: workday.Quarter, Bound: workday.By, Day: 25}, "RRULE:FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=25", "Ngày 25 tháng cuối quý; gặp ngày nghỉ thì nộp ngày làm việc liền trước", []civil.Date{"2023-06-23", "2023-09-25", "2023-12-25"}},
		{"hằng quý", cadence.Said{Every: workday.Quarter}, "RRULE:FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "Ngày làm việc cuối cùng của quý", []civil.Date{"2023-06-30", "2023-09-29"}},
		{"định kỳ 6 tháng", cadence.Said{Every: workday.Half}, "RRULE:FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1", "Ngày làm việc cuối cùng của kỳ 6 tháng", []civil.Date{"2023-06-30", "2023-12-29"}},
		{"hằng năm", cadence.Said{Every: workday.Year}, "RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", "Ngày làm việc cuối cùng của năm", []civil.Date{"2023-12-29", "2024-12-31"}},
		{"trước ngày 15/11 hằng năm", cadence.Said{Every: workday.Year, Bound: workday.Before, Day: 15, Month: 11}, "RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=14", "Ngày 14 tháng 11 hằng năm; gặp ngày nghỉ thì nộp ngày làm việc liền trước", []civil.Date{"2023-11-14", "2024-11-14"}},
		{"trước ngày 01/3 hằng năm", cadence.Said{Every: workday.Year, Bound: workday.Before, Day: 1, Month: 3}, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "Ngày cuối cùng tháng 2 hằng năm; gặp ngày nghỉ thì nộp ngày làm việc liền trước", []civil.Date{"2024-02-29", "2025-02-28"}},
		{"trước ngày 01/01 hằng năm", cadence.Said{Every: workday.Year, Bound: workday.Before, Day: 1, Month: 1}, "RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", "Ngày làm việc cuối cùng của năm", []civil.Date{"2023-12-29"}},
		{"ngày 29/02 hằng năm", cadence.Said{Every: workday.Year, Bound: workday.By, Day: 29, Month: 2}, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1", "Ngày 29 tháng 2 hằng năm (tháng không có ngày 29 thì ngày cuối tháng); gặp ngày nghỉ thì nộp ngày làm việc liền trước", []civil.Date{"2024-02-29", "2025-02-28", "2026-02-27"}},
	} {
		r, err := cadence.FromReading(c.said, 5)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if r.String() != c.rule || r.Every() != c.said.Every {
			t.Errorf("%s: %s counts in %q, want %s", c.text, r, r.Every(), c.rule)
		}
		if r.Words() != c.words {
			t.Errorf("%s: %q", c.text, r.Words())
		}
		for i, o := range r.Preview(cal, "2023-06-01", len(c.due)) {
			if o.Due != c.due[i] {
				t.Errorf("%s: %d. is due %s, want %s", c.text, i+1, o.Due, c.due[i])
			}
		}
	}
	for _, s := range []cadence.Said{{}, {Every: "fortnight"}, {Every: workday.Week, Weekday: 8}, {Every: workday.Month, Day: 32}, {Every: workday.Month, Month: 3}, {Every: workday.Year, Day: 30, Month: 2}, {Every: workday.Month, Bound: workday.Before, Day: -31}} {
		if r, err := cadence.FromReading(s, 5); err == nil {
			t.Errorf("%+v gave %s", s, r)
		}
	}
}
