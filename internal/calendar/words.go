package calendar

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string {
	switch verb {
	case "calendar.put":
		return "Sửa lịch làm việc"
	case "calendar.seed":
		return "Nhập lịch làm việc kèm phần mềm"
	}
	return ""
}
