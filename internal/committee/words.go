package committee

// Word is the role as a list of members says it.
func (r Role) Word() string {
	switch r {
	case Head:
		return "Trưởng ban"
	case Deputy:
		return "Phó Trưởng ban"
	case Standing:
		return "Ủy viên trực"
	case Ordinary:
		return "Ủy viên"
	}
	return ""
}

// Word is the state as the interface says it.
func (s State) Word() string {
	switch s {
	case Planned:
		return "Dự kiến"
	case Held:
		return "Đang họp, chưa chốt"
	case Concluded:
		return "Đã chốt, chờ ký"
	case Signed:
		return "Thông báo đã ký"
	case Published:
		return "Thông báo đã công bố"
	}
	return string(s)
}

// Word is how somebody took part; "" is not said yet.
func (p Presence) Word() string {
	switch p {
	case Present:
		return "Có mặt"
	case Sent:
		return "Cử người dự thay"
	case Absent:
		return "Vắng có lý do"
	}
	return ""
}

// Word is the decision as the interface says it.
func (d Decision) Word() string {
	switch d {
	case Repeat:
		return "Nhắc lại"
	case Replace:
		return "Thay bằng kết luận mới"
	case Close:
		return "Kết thúc tại phiên họp"
	}
	return ""
}

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string { //nolint:gocyclo,cyclop // one line a verb
	switch Verb(verb) {
	case VerbMember:
		return "Ghi thành viên Ban Chỉ đạo"
	case VerbPlan:
		return "Lập phiên họp"
	case VerbEdit:
		return "Sửa thông tin phiên họp"
	case VerbAgenda:
		return "Ghi chương trình họp"
	case VerbAttend:
		return "Ghi thành phần dự họp"
	case VerbHold:
		return "Bắt đầu phiên họp"
	case VerbOpinion:
		return "Ghi ý kiến tại phiên họp"
	case VerbAdd:
		return "Ghi kết luận"
	case VerbChange:
		return "Sửa kết luận"
	case VerbDrop:
		return "Bỏ kết luận"
	case VerbCarry:
		return "Chuẩn bị xử lý việc cũ tại phiên họp"
	case VerbRepeat:
		return "Nhắc lại tại phiên họp"
	case VerbChoose:
		return "Chọn nội dung cần quyết định"
	case VerbConclude:
		return "Chốt kết luận phiên họp"
	case VerbSign:
		return "Nhận thông báo đã ký"
	case VerbPublish:
		return "Ghi ngày công bố thông báo"
	case VerbAttach:
		return "Gắn thông báo với phiên họp"
	}
	return ""
}
