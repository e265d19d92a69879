package notify

// Label is a kind in words.
func (k Kind) Label() string {
	switch k {
	case Ladder:
		return "Nhắc hạn và đôn đốc"
	case Assigned:
		return "Giao, báo cáo, xác nhận nhiệm vụ"
	case Extension:
		return "Gia hạn"
	case Dispute:
		return "Ý kiến khác về nhiệm vụ"
	case Calendar:
		return "Thay đổi lịch làm việc"
	case Decision:
		return "Cần quyết định"
	case Operations:
		return "Vận hành hệ thống"
	case trial:
		return "Gửi thử"
	}
	return "Thông báo khác"
}

// Label is a way in words.
func (w Way) Label() string {
	switch w {
	case AtOnce:
		return "Gửi ngay"
	case Morning:
		return "Gom vào thư buổi sáng"
	case Never:
		return "Không gửi thư"
	}
	return string(w)
}

// Label is a channel in words.
func (c Channel) Label() string {
	switch c {
	case ByMail:
		return "Thư điện tử"
	case ByDigest:
		return "Thư buổi sáng"
	case ByShort:
		return "Tin nhắn"
	case ByHook:
		return "Webhook"
	}
	return string(c)
}

// Label is a delivery's state in words.
func (s State) Label() string {
	switch s {
	case Waiting:
		return "Chờ gửi"
	case Sending:
		return "Đang gửi"
	case Sent:
		return "Đã gửi"
	case Failed:
		return "Hỏng"
	case Dropped:
		return "Đã bỏ"
	}
	return string(s)
}

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string {
	switch verb {
	case "notify.read":
		return "Mở thông báo"
	case "notify.read_all":
		return "Đánh dấu đã đọc các thông báo"
	case "notify.acknowledge":
		return "Xác nhận đã nhận thông báo, đang xử lý"
	case "notify.preference":
		return "Đổi cách nhận thông báo"
	case "notify.hook_add":
		return "Thêm webhook"
	case "notify.hook_edit":
		return "Sửa webhook"
	case "notify.hook_secret":
		return "Đổi khóa ký của webhook"
	case "notify.replay":
		return "Gửi lại"
	case "notify.try":
		return "Gửi thử"
	case "notify.alarm":
		return "Báo việc gửi bị hỏng"
	}
	return ""
}
