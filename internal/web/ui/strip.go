package ui

import (
	"strings"

	"dondoc/internal/deadline"
)

// Weeks draws the days of an explained deadline in weeks that begin on Monday.
func Weeks(list []deadline.Day) Days {
	out := Days{Note: "Lịch từ ngày giao đến hạn"}
	if len(list) == 0 {
		return out
	}
	var week []DayCell
	for d := list[0].Date.Monday(); d < list[0].Date; d = d.AddDays(1) {
		week = append(week, DayCell{})
	}
	for _, x := range list {
		week = append(week, dayOf(x))
		if len(week) == 7 {
			out.Weeks = append(out.Weeks, week)
			week = nil
		}
	}
	if len(week) > 0 {
		for len(week) < 7 {
			week = append(week, DayCell{})
		}
		out.Weeks = append(out.Weeks, week)
	}
	return out
}

// dayOf is one day: what it counts for, and the strongest thing that falls on it.
func dayOf(x deadline.Day) DayCell {
	c := DayCell{Kind: DayPlain, Date: x.Date.Short(), Datetime: string(x.Date)}
	switch x.Kind {
	case deadline.Work, deadline.Swapped:
		c.Kind, c.Word, c.Short = DayWork, "Ngày "+itoa(x.N), itoa(x.N)
		if x.Kind == deadline.Swapped {
			c.Word = "Làm bù, ngày " + itoa(x.N)
		}
	case deadline.Extra:
		c.Kind, c.Word, c.Short = DayExtension, "Ngày "+itoa(x.N), itoa(x.N)
	case deadline.Off:
		c.Kind, c.Word, c.Short = DayOff, "Nghỉ", "Nghỉ"
	case deadline.Holiday:
		c.Kind, c.Word, c.Short = DayHoliday, x.Name, "Lễ"
		if x.Provisional {
			c.Word += " (chưa quyết định)"
		}
	case deadline.Paused:
		c.Kind, c.Word, c.Short = DayPaused, "Tạm dừng", "Dừng"
	case deadline.Late:
		c.Kind, c.Word, c.Short = DayLate, "Trễ "+itoa(x.Late), "Trễ "+itoa(x.Late)
	case deadline.Plain:
	}
	short := map[deadline.MarkKind]string{deadline.Given: "Giao", deadline.OriginalDay: "Gốc", deadline.NominalDay: "Nhịp", deadline.AgreedDay: "Hạn", deadline.HandedIn: "Nộp", deadline.Today: "Nay", deadline.Extended: "Gia", deadline.PauseBegins: "Dừng", deadline.PauseEnds: "Chạy"}
	long := map[deadline.MarkKind]string{deadline.Given: "Giao việc", deadline.OriginalDay: "Hạn gốc", deadline.NominalDay: "Ngày theo nhịp", deadline.AgreedDay: "Hạn", deadline.HandedIn: "Nộp", deadline.Today: "Hôm nay", deadline.Extended: "Gia hạn", deadline.PauseBegins: "Tạm dừng", deadline.PauseEnds: "Chạy tiếp"}
	var words []string
	for _, m := range x.Marks {
		if m.Kind == deadline.Today && (len(words) > 0 || c.Word != "") {
			c.Marked = true
			continue // the frame says it
		}
		words = append(words, long[m.Kind])
		if !c.Marked || m.Kind == deadline.AgreedDay {
			c.Short = short[m.Kind]
		}
		c.Marked = true
	}
	if c.Kind == DayHoliday && len(words) > 0 {
		words = append(words, c.Word)
	}
	if len(words) > 0 {
		c.Word = strings.Join(words, ", ")
		if c.Kind == DayLate {
			c.Word += ", trễ " + itoa(x.Late)
		}
	}
	return c
}
