package setting

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string {
	if verb == "setting.put" {
		return "Đổi cài đặt"
	}
	return ""
}
