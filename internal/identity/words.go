package identity

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string {
	switch verb {
	case "account.create":
		return "Thêm tài khoản"
	case "account.edit":
		return "Sửa tài khoản"
	case "account.password":
		return "Đặt mật khẩu"
	case "account.session_ended":
		return "Kết thúc phiên đăng nhập"
	case "account.sign_in":
		return "Đăng nhập"
	case "account.sign_in_refused":
		return "Đăng nhập không thành công"
	case "account.token_issued":
		return "Tạo mã truy cập API"
	case "account.token_revoked":
		return "Thu hồi mã truy cập API"
	}
	switch verb {
	case verbDelegate:
		return "Ủy quyền quyết định"
	case verbRevoke:
		return "Thu hồi ủy quyền"
	}
	return ""
}
