package territory

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string {
	if verb == "territory.import" {
		return "Nhập danh mục đơn vị hành chính"
	}
	return ""
}
