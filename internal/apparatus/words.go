package apparatus

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string {
	switch verb {
	case "organisation.create":
		return "Thêm cơ quan"
	case "organisation.edit":
		return "Sửa thông tin cơ quan"
	case "organisation.end":
		return "Ghi cơ quan kết thúc hoạt động"
	case "organisation.import":
		return "Nhập danh mục cơ quan"
	}
	return ""
}
