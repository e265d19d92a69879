package citation

import "strings"

// types are the document types with their codes: the 29 of Decree 30/2020
// Art. 7, the normative ones, and those of Party documents.
var types = []struct{ code, name string }{ //nolint:gochecknoglobals // a constant table
	{"NQ", "Nghị quyết"},
	{"QĐ", "Quyết định"},
	{"CT", "Chỉ thị"},
	{"QC", "Quy chế"},
	{"QyĐ", "Quy định"},
	{"TC", "Thông cáo"},
	{"TB", "Thông báo"},
	{"HD", "Hướng dẫn"},
	{"CTr", "Chương trình"},
	{"KH", "Kế hoạch"},
	{"PA", "Phương án"},
	{"ĐA", "Đề án"},
	{"DA", "Dự án"},
	{"BC", "Báo cáo"},
	{"BB", "Biên bản"},
	{"TTr", "Tờ trình"},
	{"HĐ", "Hợp đồng"},
	{"CĐ", "Công điện"},
	{"BGN", "Bản ghi nhớ"},
	{"BTT", "Bản thỏa thuận"},
	{"GUQ", "Giấy ủy quyền"},
	{"GM", "Giấy mời"},
	{"GGT", "Giấy giới thiệu"},
	{"GNP", "Giấy nghỉ phép"},
	{"PG", "Phiếu gửi"},
	{"PC", "Phiếu chuyển"},
	{"PB", "Phiếu báo"},
	{"NĐ", "Nghị định"},
	{"TT", "Thông tư"},
	{"TTLT", "Thông tư liên tịch"},
	{"L", "Luật"},
	{"PL", "Pháp lệnh"},
	{"VBHN", "Văn bản hợp nhất"},
	{"KL", "Kết luận"},
	{"QĐi", "Quy định"},
	{"CV", "Công văn"},
	{"TTri", "Thông tri"},
	{"CTHĐ", "Chương trình hành động"},
	{"HNVB", "Văn bản hợp nhất"},
}

// TypeName is the name of a type code, or "".
func TypeName(code string) string {
	for _, t := range types {
		if strings.EqualFold(t.code, code) {
			return t.name
		}
	}
	return ""
}

// Kinds are the words that announce a document, longest first where one begins
// with another.
func Kinds() []string {
	return []string{
		"Chương trình hành động", "Chương trình", "Thông tư liên tịch", "Thông tư", "Nghị quyết liên tịch", "Nghị quyết", "Nghị định", "Quyết định", "Chỉ thị", "Quy chế",
		"Quy định", "Thông cáo", "Thông báo kết luận", "Thông báo", "Thông tri", "Hướng dẫn", "Kế hoạch hành động", "Kế hoạch", "Phương án", "Đề án", "Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng",
		"Công điện", "Công văn", "Kết luận", "Văn bản hợp nhất", "Văn bản", "Luật", "Pháp lệnh", "Lệnh", "Giấy mời", "Phiếu chuyển", "Phiếu trình", "Bộ luật", "Tờ trình liên ngành",
	}
}
