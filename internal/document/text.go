package document

// The verbs of the acts on documents and findings.
const (
	VerbReceive       = "document.receive"
	VerbReceiveCancel = "document.receive_cancel"
	VerbExtract       = "document.extract"
	VerbRefuse        = "document.refuse"
	VerbRegister      = "document.register"
	VerbEdit          = "document.edit"
	VerbRead          = "document.read"
	VerbReread        = "document.reread"
	VerbIndex         = "document.index"
	VerbKeepDuplicate = "document.keep_duplicate"
	VerbAssign        = "document.assign"
	VerbMark          = "document.mark"
	VerbUnmark        = "document.unmark"
	VerbFindingEdit   = "finding.edit"
	VerbFindingSplit  = "finding.split"
	VerbFindingMerge  = "finding.merge"
	VerbDismiss       = "finding.dismiss"
	VerbContext       = "finding.context"
	VerbReopen        = "finding.reopen"
	VerbFindingAdd    = "finding.add"
	VerbFindingReread = "finding.reread"
	VerbDispute       = "finding.dispute"
	VerbDisputeSettle = "finding.dispute_settle"
)

// VerbLabel says an act in words, for timelines; "" for a verb of another room.
func VerbLabel(verb string) string {
	switch verb {
	case VerbReceive:
		return "Tiếp nhận tệp"
	case VerbReceiveCancel:
		return "Thôi đọc tệp"
	case VerbRefuse:
		return "Từ chối văn bản mang dấu mật"
	case VerbExtract:
		return "Đọc chữ trong tệp"
	case VerbRegister:
		return "Vào sổ văn bản"
	case VerbEdit:
		return "Sửa thông tin văn bản"
	case VerbRead:
		return "Đọc văn bản"
	case VerbReread:
		return "Đọc lại văn bản"
	case VerbIndex:
		return "Lập chỉ mục tra nhiệm vụ đã nhắc"
	case VerbFindingReread:
		return "Nhận kết quả đọc lại"
	case VerbKeepDuplicate:
		return "Lưu thêm bản trùng, có lý do"
	case VerbAssign:
		return "Giao nhiệm vụ từ văn bản"
	case VerbMark:
		return "Ghi nhận đoạn không có nhiệm vụ"
	case VerbUnmark:
		return "Đưa đoạn về chưa xem"
	case VerbFindingEdit:
		return "Sửa nhiệm vụ tìm thấy"
	case VerbFindingSplit:
		return "Tách nhiệm vụ tìm thấy"
	case VerbFindingMerge:
		return "Gộp nhiệm vụ tìm thấy"
	case VerbDismiss:
		return "Bỏ qua, có lý do"
	case VerbContext:
		return "Xếp là bối cảnh"
	case VerbReopen:
		return "Mở lại nhiệm vụ đã bỏ qua"
	case VerbDispute:
		return "Báo đọc sai"
	case VerbDisputeSettle:
		return "Xử lý chỗ đọc sai"
	case VerbFindingAdd:
		return "Thêm nhiệm vụ bằng tay"
	}
	return ""
}

// Label says a flag in words.
func (f Flag) Label() string {
	switch f {
	case NoLead:
		return "Chưa rõ chủ trì"
	case ManyLeads:
		return "Cần chọn một cơ quan chủ trì"
	case NoDue:
		return "Chưa có hạn"
	case BadDate:
		return "Ngày hạn không có thật hoặc không đọc được"
	case EarlyDue:
		return "Hạn trước ngày ban hành, cần xác nhận"
	case NoTitle:
		return "Chưa có tên nhiệm vụ"
	case GroupFlag:
		return "Giao cho từng cơ quan của nhóm"
	case Unresolved:
		return "Có tên chưa có trong danh bạ"
	}
	return string(f)
}
