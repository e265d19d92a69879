package calendar

import (
	"fmt"

	"dondoc/internal/workday"
)

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string {
	switch verb {
	case "calendar.decide":
		return "Nhập quyết định về lịch làm việc"
	case "calendar.put":
		return "Sửa lịch làm việc"
	case "calendar.hours":
		return "Quy định giờ làm việc"
	case "calendar.reckoned":
		return "Tính lại hạn theo lịch làm việc"
	case "calendar.seed":
		return "Nhập lịch làm việc kèm phần mềm"
	}
	return ""
}

// KindName is a kind of day in words; "" for one that there is not.
func KindName(k workday.Kind) string {
	switch k {
	case workday.Holiday:
		return "Nghỉ lễ"
	case workday.Compensatory:
		return "Nghỉ bù"
	case workday.SwapOff:
		return "Nghỉ hoán đổi"
	case workday.Makeup:
		return "Làm bù"
	}
	return ""
}

// StatusName is the state of a day in words.
func StatusName(status string) string {
	switch status {
	case workday.Decided:
		return "Đã quyết định"
	case workday.Statutory:
		return "Theo luật"
	case workday.Undecided:
		return "Chưa quyết định"
	}
	return status
}

// HoursWords writes "07:00 đến 11:30, 13:30 đến 17:00".
func HoursWords(h workday.Hours) string {
	if h.Noon == h.Afternoon {
		return Clock(h.Open) + " đến " + Clock(h.Close)
	}
	return Clock(h.Open) + " đến " + Clock(h.Noon) + ", " + Clock(h.Afternoon) + " đến " + Clock(h.Close)
}

// Clock writes minutes after midnight as "07:00".
func Clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }
