package assignment

// VerbLabel says an act the way the office says it; "" for a verb of another room.
func VerbLabel(verb string) string {
	switch Verb(verb) {
	case VerbAssign:
		return "Giao việc"
	case VerbAcknowledge:
		return "Tiếp nhận"
	case VerbDispute:
		return "Nêu ý kiến khác"
	case VerbDecide:
		return "Quyết định về ý kiến khác"
	case VerbHandOn:
		return "Giao tiếp trong nội bộ"
	case VerbDraft:
		return "Soạn dự thảo báo cáo"
	case VerbReport:
		return "Báo cáo"
	case VerbConfirm:
		return "Xác nhận hoàn thành"
	case VerbReturn:
		return "Trả lại báo cáo"
	case VerbCancel:
		return "Hủy nhiệm vụ"
	case VerbSupersede:
		return "Thay thế nhiệm vụ"
	case VerbSetDue:
		return "Đặt hạn"
	case VerbPartAsk:
		return "Yêu cầu phần phối hợp"
	case VerbPartDeliver:
		return "Gửi phần phối hợp"
	case VerbEdit:
		return "Sửa nội dung"
	}
	if verb == verbEnter {
		return "Nhập nhiệm vụ không từ văn bản"
	}
	return ""
}
