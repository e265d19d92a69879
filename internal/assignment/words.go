package assignment

// Done says a verb that ends an assignment as something that has happened.
func (v Verb) Done() string {
	if v == VerbConfirm {
		return "Đã xác nhận hoàn thành"
	}
	if v == VerbCancel {
		return "Đã hủy"
	}
	if v == VerbSupersede {
		return "Đã được thay thế"
	}
	return VerbLabel(string(v))
}

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
	case VerbOpen:
		return "Mở xem lần đầu"
	case VerbProgress:
		return "Báo cáo tiến độ"
	case VerbPause:
		return "Tạm dừng thời hạn"
	case VerbResume:
		return "Cho thời hạn chạy tiếp"
	case VerbExtend:
		return "Gia hạn"
	case VerbReckon:
		return "Tính lại hạn theo lịch làm việc"
	case VerbRhythm:
		return "Đặt nhịp báo cáo"
	case VerbGoal:
		return "Đặt chỉ tiêu"
	case VerbClose:
		return "Kết thúc theo kết luận phiên họp"
	case VerbUndo:
		return "Hoàn tác quyết định"
	}
	switch verb {
	case verbRevoke:
		return "Hoàn tác gia hạn"
	case verbPeriod:
		return "Mở kỳ mới của nhiệm vụ định kỳ"
	case verbReckonAll:
		return "Tính lại các hạn theo lịch làm việc"
	}
	if verb == verbEnter {
		return "Nhập nhiệm vụ không từ văn bản"
	}
	return ""
}
