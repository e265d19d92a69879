package reading_test

import (
	"testing"
	"unicode/utf8"

	"dondoc/internal/reading"
)

func TestTheRowsOfATable(t *testing.T) {
	t.Parallel()
	text := "PHỤ LỤC\nSTT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành | Kết quả\n(1) | (2) | (3) | (4) | (5) | (6)\nI | HOÀN THIỆN THỂ CHẾ\n" +
		"1 | Rà soát, sửa đổi quy chế làm việc của Ban Chỉ đạo | Sở Nội vụ | Sở Tư pháp; các sở, ban, ngành | Quý IV/2025 | Quyết định\n" +
		"2 | Số hóa hồ sơ đất đai | Sở Nông nghiệp và Môi trường | UBND các xã, phường | Thường xuyên | Cơ sở dữ liệu\n" +
		"STT | Đơn vị | Số hồ sơ giải quyết đúng hạn | Tỷ lệ\n1 | Sở Nội vụ | Sở Nội vụ đã rà soát | 98%\n" // a table of figures is none of duties
	res := reading.Read(text, reading.Options{})
	if len(res.Assignments) != 2 {
		t.Fatalf("%d assignments", len(res.Assignments))
	}
	a, b := res.Assignments[0], res.Assignments[1]
	if a.Lead[0] != "Sở Nội vụ" || len(a.Coordinate) != 2 || a.Deadline.Date == nil || *a.Deadline.Date != "2025-12-31" {
		t.Errorf("first row: %+v", a)
	}
	if b.Lead[0] != "Sở Nông nghiệp và Môi trường" || b.Deadline.Kind != reading.None || string([]rune(text)[b.Start:b.End]) != "Số hóa hồ sơ đất đai" {
		t.Errorf("second row: %+v", b)
	}
}

func TestOneSentence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, lead, coord, through, kind, date, every string
	}{
		{"Giao Sở Tài chính chủ trì, phối hợp với Sở Xây dựng rà soát các dự án, hoàn thành trước ngày 30/6/2023.", "Sở Tài chính", "Sở Xây dựng", "", "date", "2023-06-30", ""},
		{"Đề nghị Ủy ban nhân dân tỉnh Đồng Nai báo cáo kết quả định kỳ hằng quý.", "Ủy ban nhân dân tỉnh Đồng Nai", "", "", "recurring", "", "quarter"},
		{"Yêu cầu Giám đốc Sở Y tế chỉ đạo Trung tâm Kiểm soát bệnh tật tổ chức giám sát ngay trong ngày.", "Giám đốc Sở Y tế", "", "Trung tâm Kiểm soát bệnh tật", "relative", "", ""},
		{"Sở Công Thương khẩn trương tham mưu phương án trong quý III năm 2023.", "Sở Công Thương", "", "", "date", "2023-09-30", ""},
		{"Các sở, ban, ngành phấn đấu đến năm 2030 hoàn thành mục tiêu.", "", "", "", "", "", ""},
	} {
		t.Run(c.text, func(t *testing.T) {
			t.Parallel()
			res := reading.Read("ỦY BAN NHÂN DÂN TỈNH A\nSố: 12/TB-UBND\nBình An, ngày 08 tháng 5 năm 2023\nTHÔNG BÁO\nNgày 06/4/2023, Chủ tịch Ủy ban nhân dân tỉnh họp và kết luận như sau:\n1. "+c.text+"\n", reading.Options{})
			if c.lead == "" {
				return
			}
			if len(res.Assignments) != 1 {
				t.Fatalf("%d assignments: %+v", len(res.Assignments), res.Assignments)
			}
			a := res.Assignments[0]
			if got := first(a.Lead); got != c.lead {
				t.Errorf("lead %q", got)
			}
			if got := first(a.Coordinate); got != c.coord {
				t.Errorf("coordinating %q", got)
			}
			if got := first(a.Through); got != c.through {
				t.Errorf("through %q", got)
			}
			if string(a.Deadline.Kind) != c.kind || str(a.Deadline.Date) != c.date || str(a.Deadline.Every) != c.every {
				t.Errorf("deadline %+v", a.Deadline)
			}
			if a.Because == "" {
				t.Error("no reason given")
			}
		})
	}
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func str(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	res := reading.Read("UBND TỈNH A\nSố: 12/TB-UBND\nBình An, ngày 08 tháng 5 năm 2023\nTHÔNG BÁO\nKết luận như sau:\n1. Giao Sở Tài chính báo cáo trước ngày 06/4/2023.\n2. Giao Sở Y tế báo cáo trước ngày 30/02/2023.\n", reading.Options{})
	codes := map[string]bool{}
	for _, w := range res.Warnings {
		codes[w.Code] = true
	}
	if !codes["due_before_issue"] || !codes["date_impossible"] {
		t.Errorf("warnings %+v", res.Warnings)
	}
	for _, a := range res.Assignments {
		if a.Lead[0] == "Sở Y tế" && a.Deadline.Kind != reading.None {
			t.Errorf("an impossible date became a deadline: %+v", a.Deadline)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Giao Sở Tài chính; Sở Y tế phối hợp với các Bộ: Quốc phòng, Công an báo cáo trước ngày 30/6/2023.")
	f.Add("Kính gửi:\n- Các Sở: A,\n1. \n(i) \n“;”./.\nNơi nhận:\u200b\n\u202e")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4000 || !utf8.ValidString(s) {
			return
		}
		res := reading.Read(s, reading.Options{Organisations: []reading.Org{{ID: "x", Name: "Sở Y tế"}}})
		n, at := utf8.RuneCountInString(s), 0
		for _, c := range res.Coverage {
			if c.Start != at || c.End <= c.Start {
				t.Fatalf("%q: coverage %+v at %d", s, c, at)
			}
			at = c.End
		}
		if at != n {
			t.Fatalf("%q: coverage ends at %d of %d", s, at, n)
		}
		last := 0
		for _, a := range res.Assignments {
			if a.Start < last || a.End > n || a.Task.Start > a.Task.End || a.Task.End > n {
				t.Fatalf("%q: %+v", s, a)
			}
			last = a.End
		}
	})
}
