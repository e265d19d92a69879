package cadence_test

import (
	"strings"
	"testing"

	"dondoc/internal/cadence"
	"dondoc/internal/workday"
)

func TestWords(t *testing.T) {
	t.Parallel()
	const before = "; gặp ngày nghỉ thì nộp ngày làm việc liền trước"
	for s, want := range map[string]string{
		"FREQ=WEEKLY;BYDAY=FR":                                 "Thứ Sáu hằng tuần" + before,
		"FREQ=WEEKLY;BYDAY=MO,FR X-DONDOC-OFF:STAY":            "Thứ Hai và thứ Sáu hằng tuần; giữ nguyên ngày cả khi gặp ngày nghỉ",
		"DTSTART:20230105 FREQ=WEEKLY;INTERVAL=2":              "Thứ Năm, 2 tuần một lần, từ ngày 05/01/2023" + before,
		"DTSTART:20230105 FREQ=DAILY;INTERVAL=3;COUNT=10":      "3 ngày một lần, từ ngày 05/01/2023, 10 lần" + before,
		"FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR":                      "Các ngày từ thứ Hai đến thứ Sáu hằng tuần" + before,
		"FREQ=DAILY;BYMONTH=7 X-DONDOC-OFF:AFTER":              "Hằng ngày, chỉ tháng 7; gặp ngày nghỉ thì nộp ngày làm việc liền sau",
		"FREQ=MONTHLY;BYMONTHDAY=10,25,-1;UNTIL=20251231":      "Ngày 10, ngày 25 và ngày cuối cùng hằng tháng, đến hết ngày 31/12/2025" + before,
		"FREQ=MONTHLY;BYMONTHDAY=-1 X-DONDOC-OFF:AFTER":        "Ngày cuối cùng hằng tháng; gặp ngày nghỉ thì nộp ngày làm việc liền sau",
		"FREQ=MONTHLY;BYMONTHDAY=-1":                           "Ngày làm việc cuối cùng của tháng",
		"FREQ=MONTHLY;BYDAY=-1FR":                              "Thứ Sáu cuối cùng hằng tháng" + before,
		"FREQ=MONTHLY;BYDAY=2FR":                               "Thứ Sáu lần thứ 2 hằng tháng" + before,
		"FREQ=MONTHLY;BYDAY=FR":                                "Mỗi thứ Sáu hằng tháng" + before,
		"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13":                  "Mỗi thứ Sáu rơi vào ngày 13 hằng tháng" + before,
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1":        "Ngày cuối cùng trong số các ngày từ thứ Hai đến thứ Sáu hằng tháng" + before,
		"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2,-1":                  "Ngày thứ 2 và cuối cùng trong số các ngày thứ Hai hằng tháng" + before,
		"FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=25":          "Ngày 25 tháng cuối quý" + before,
		"FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5":            "Ngày 5 tháng đầu quý" + before,
		"FREQ=YEARLY;BYMONTHDAY=25":                            "Ngày 25 hằng tháng" + before,
		"FREQ=YEARLY;BYDAY=20MO":                               "Thứ Hai lần thứ 20 hằng năm" + before,
		"DTSTART:20230105 FREQ=YEARLY;INTERVAL=2":              "Ngày 5 tháng 1, 2 năm một lần, từ ngày 05/01/2023" + before,
		"DTSTART:20230105 FREQ=MONTHLY;INTERVAL=2;BYMONTH=1,2": "Ngày 5, 2 tháng một lần, chỉ tháng 1 và tháng 2, từ ngày 05/01/2023" + before,
		"DTSTART:20230131 FREQ=MONTHLY":                        "Ngày 31 hằng tháng (tháng không có ngày 31 thì ngày cuối tháng), từ ngày 31/01/2023" + before,
		"FREQ=MONTHLY;BYMONTHDAY=5 X-DONDOC-DATA:LAG=2":        "Ngày 5 hằng tháng" + before + "; số liệu của tháng trước đó 2 kỳ",
		"FREQ=MONTHLY;BYMONTHDAY=-3":                           "Ngày thứ 3 tính từ cuối tháng hằng tháng" + before,
	} {
		if got := parse(t, s).Words(); got != want {
			t.Errorf("%s\n got %q\nwant %q", s, got, want)
		}
	}
	for every, want := range map[workday.Every]string{
		workday.Month:   "Ngày 25 hằng tháng" + before + "; số liệu từ ngày 15 tháng trước đến ngày 14 của tháng thuộc kỳ báo cáo; nộp sau ngày chốt số liệu ít nhất 1 ngày làm việc",
		workday.Quarter: "Ngày 25 tháng cuối quý" + before + "; số liệu từ ngày 15 của tháng trước kỳ báo cáo đến ngày 14 của tháng cuối kỳ báo cáo; nộp sau ngày chốt số liệu ít nhất 1 ngày làm việc",
		workday.Half:    "Ngày 25 tháng 6 và tháng 12 hằng năm",
		workday.Year:    "Ngày 25 tháng 12 hằng năm",
	} {
		r, err := cadence.Decree09(every, cadence.Practice{FromDay: 15, Gap: 1, DueDay: 25})
		if err != nil || !strings.HasPrefix(r.Words(), want) {
			t.Errorf("%s: %q, %v", every, r.Words(), err)
		}
	}
	r, err := cadence.Statistical(workday.Half, 5, 0)
	if want := "Ngày 5 tháng 1 và tháng 7 hằng năm" + before + "; số liệu của kỳ 6 tháng liền trước"; err != nil || r.Words() != want {
		t.Errorf("%q, %v", r.Words(), err)
	}
}
