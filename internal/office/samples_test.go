package office_test

import (
	"fmt"
	"strconv"

	"dondoc/internal/office"
)

// pangram holds every Vietnamese letter with every tone, small and capital.
const pangram = "aàảãáạăằẳẵắặâầẩẫấậ bcdđ eèẻẽéẹêềểễếệ gh iìỉĩíị klmn oòỏõóọôồổỗốộơờởỡớợ pqrst uùủũúụưừửữứự vx yỳỷỹýỵ " +
	"AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬ BCDĐ EÈẺẼÉẸÊỀỂỄẾỆ GH IÌỈĨÍỊ KLMN OÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ PQRST UÙỦŨÚỤƯỪỬỮỨỰ VX YỲỶỸÝỴ"

// notice is a notice of conclusions (minh họa).
func notice(t office.Template) office.Document {
	d := office.Document{
		Template: t,
		Superior: "Tỉnh ủy Minh Họa",
		Issuer:   "Ban Chỉ đạo thực hiện Chương trình hành động số 09-CTr/TU",
		Number:   "06-TB/BCĐ", Symbol: "TB/BCĐ", Place: "Minh Họa", Date: "2023-05-08",
		Type:    "Thông báo",
		Subject: "Kết luận của Trưởng Ban Chỉ đạo tại phiên họp quý I năm 2023 về đẩy mạnh cải cách hành chính, trọng tâm là cải cách thủ tục hành chính",
		Body: []office.Block{
			office.Paragraph{Runs: []office.Run{{Text: "Ngày 24/4/2023, Ban Chỉ đạo thực hiện Chương trình hành động số 09-CTr/TU đã họp phiên quý I năm 2023. Sau khi nghe Sở Nội vụ báo cáo và ý kiến của các thành viên dự họp, đồng chí Trưởng Ban Chỉ đạo "}, {Text: "kết luận", Bold: true}, {Text: " như sau:"}}},
			office.Heading{Level: 1, Text: "I. Đánh giá chung"},
			office.Text("Thời gian qua, các cơ quan, đơn vị, địa phương đã triển khai nghiêm túc các nhiệm vụ được giao; tỷ lệ hồ sơ giải quyết đúng hạn đạt 98,7 %; chỉ số cải cách hành chính tăng bậc so với năm trước. Tuy nhiên, việc giải quyết thủ tục hành chính ở một số lĩnh vực còn chậm, người dân và doanh nghiệp vẫn còn phản ánh, kiến nghị."),
			office.Heading{Level: 1, Text: "II. Nhiệm vụ trong thời gian tới"},
			office.Heading{Level: 2, Text: "1. Sở Nội vụ"},
			office.List{Mark: office.Letter, Items: office.Items(
				"Chủ trì, phối hợp với các cơ quan liên quan tham mưu kế hoạch nâng cao chỉ số PAR INDEX, SIPAS, PAPI năm 2023; hoàn thành trước ngày 30/5/2023.",
				"Theo dõi, đôn đốc các cơ quan, đơn vị thực hiện Thông báo này; định kỳ hằng tuần báo cáo Trưởng Ban Chỉ đạo qua Văn phòng Ủy ban nhân dân tỉnh.",
			)},
			office.Heading{Level: 2, Text: "2. Sở Kế hoạch và Đầu tư"},
			office.List{Items: office.Items(
				"Rà soát, đề xuất cắt giảm thời gian giải quyết hồ sơ về đăng ký đầu tư xuống còn không quá 15 ngày làm việc theo Quyết định số 766/QĐ-TTg ngày 23/6/2022 của Thủ tướng Chính phủ.",
				"Công khai kết quả tại https://dichvucong.example.vn/tra-cuu/ho-so/dang-ky-dau-tu/danh-sach-cong-khai-theo-thang?nam=2023&thang=05&don-vi=so-ke-hoach-va-dau-tu.",
			)},
			office.Text("Trên đây là kết luận của đồng chí Trưởng Ban Chỉ đạo, yêu cầu các cơ quan, đơn vị, địa phương nghiêm túc triển khai thực hiện./."),
		},
		Authority:  []string{"TL. Trưởng ban", "Ủy viên thường trực"},
		Signer:     "Nguyễn Văn A (minh họa)",
		Recipients: []string{"Thường trực Tỉnh ủy (báo cáo)", "Các thành viên Ban Chỉ đạo", "Các sở, ban, ngành thuộc tỉnh", "UBND các huyện, thị xã, thành phố", "Lưu: VT, SNV"},
	}
	if t == office.State {
		d.Superior = "Ủy ban nhân dân tỉnh Minh Họa"
		d.Number, d.Symbol = "12/TB-BCĐ", "TB-BCĐ"
		d.Authority[0] = "TL. Trưởng ban"
	} else {
		d.Authority[0] = "T/L Trưởng ban"
	}
	return d
}

// reminder is a letter of reminder that waits for number and day (minh họa).
func reminder(t office.Template) office.Document {
	d := notice(t)
	d.Type, d.Number, d.Date, d.Year, d.Draft = "", "", "", 2023, true
	d.Symbol = "CV-BCĐ"
	if t == office.Party {
		d.Symbol = "CV/BCĐ"
	}
	d.Subject = "đôn đốc thực hiện nhiệm vụ quá hạn theo Thông báo số 06-TB/BCĐ"
	d.To = []string{"Sở Kế hoạch và Đầu tư", "Sở Tài nguyên và Môi trường", "Ủy ban nhân dân thành phố Minh Họa"}
	d.Body = []office.Block{
		office.Text("Thực hiện Thông báo số 06-TB/BCĐ ngày 08/5/2023 của Ban Chỉ đạo, đến hết ngày 12/6/2023 các cơ quan có tên trên còn 03 nhiệm vụ quá hạn chưa có báo cáo kết quả, cụ thể như sau:"),
		office.Table{
			Columns: []office.Column{{Title: "TT", Width: 10, Align: office.Centre}, {Title: "Nhiệm vụ", Share: 3}, {Title: "Cơ quan chủ trì", Share: 1.6}, {Title: "Hạn", Width: 23, Align: office.Centre}, {Title: "Quá hạn (ngày làm việc)", Width: 22, Align: office.Right}},
			Rows: [][]office.Cell{
				office.Cells("1", "Cắt giảm thời gian giải quyết hồ sơ đăng ký đầu tư xuống không quá 15 ngày làm việc", "Sở Kế hoạch và Đầu tư", "30/5/2023", "9"),
				office.Cells("2", "Công bố danh mục thủ tục hành chính lĩnh vực đất đai đủ điều kiện dịch vụ công trực tuyến toàn trình", "Sở Tài nguyên và Môi trường", "31/5/2023", "8"),
				office.Cells("3", "Báo cáo kết quả đối thoại với doanh nghiệp quý II", "UBND thành phố Minh Họa", "02/6/2023", "6"),
				{{Text: "Cộng", Bold: true, Span: 4, Align: office.Centre}, {Text: "23", Bold: true}},
			},
		},
		office.Text("Ban Chỉ đạo đề nghị thủ trưởng các cơ quan trên chỉ đạo hoàn thành nhiệm vụ và báo cáo kết quả, nêu rõ nguyên nhân chậm, về Sở Nội vụ trước 17 giờ ngày 16/6/2023; sau thời hạn này, Ban Chỉ đạo sẽ báo cáo Chủ tịch Ủy ban nhân dân tỉnh."),
		office.Text("Đề nghị các cơ quan quan tâm thực hiện./."),
	}
	d.Recipients = []string{"Như trên", "Trưởng Ban Chỉ đạo (báo cáo)", "Lưu: VT, SNV"}
	return d
}

// pack is a stocktake pack with tables and a landscape annex (minh họa).
func pack(t office.Template, rows int) office.Document {
	d := notice(t)
	d.Type, d.Subject = "Báo cáo", "Kiểm điểm tình hình thực hiện kết luận của Trưởng Ban Chỉ đạo (phiên họp quý II năm 2023)"
	d.Note = "Số liệu đến 09:00 ngày 12/6/2023. Nguồn: sổ theo dõi nhiệm vụ; số ngày tính theo ngày làm việc."
	cols := []office.Column{{Title: "TT", Width: 10, Align: office.Centre}, {Title: "Nhiệm vụ", Share: 3}, {Title: "Chủ trì", Share: 1.5}, {Title: "Hạn", Width: 23, Align: office.Centre}, {Title: "Tình trạng", Share: 1.2}}
	table := office.Table{Caption: "Bảng 1. Nhiệm vụ quá hạn", Columns: cols}
	for i := range rows {
		table.Rows = append(table.Rows, office.Cells(strconv.Itoa(i+1), fmt.Sprintf("Rà soát, đơn giản hóa nhóm thủ tục hành chính số %d, kiến nghị sửa đổi quy định còn chồng chéo theo Nghị định số 63/2010/NĐ-CP", i+1),
			[]string{"Sở Kế hoạch và Đầu tư", "Sở Xây dựng", "UBND huyện Minh Họa"}[i%3], fmt.Sprintf("%02d/6/2023", i%28+1), []string{"Quá hạn 5 ngày", "Đã gia hạn", "Chờ xác nhận"}[i%3]))
	}
	wide := office.Table{Columns: append(append([]office.Column{}, cols...), office.Column{Title: "Nguyên nhân chậm", Share: 3}), Rows: [][]office.Cell{{{Text: "I. Nhóm nhiệm vụ về thủ tục hành chính", Bold: true, Span: 6}}}}
	for i, r := range table.Rows {
		if i < 24 {
			wide.Rows = append(wide.Rows, append(append([]office.Cell{}, r...), office.Cell{Text: "Chờ ý kiến của bộ, ngành trung ương; thiếu nhân lực chuyên trách."}))
		}
	}
	d.Body = []office.Block{
		office.Text("Thực hiện nhiệm vụ được giao, Sở Nội vụ báo cáo Ban Chỉ đạo tình hình thực hiện các kết luận như sau:"),
		office.Heading{Level: 1, Text: "I. Những việc đã chuyển biến"},
		office.Text("Từ phiên họp trước đến nay có 41 nhiệm vụ được xác nhận hoàn thành, trong đó 33 nhiệm vụ đúng hạn ban đầu (80,5 %) và 8 nhiệm vụ đúng hạn sau gia hạn."),
		office.Heading{Level: 1, Text: "II. Những việc chậm và nguyên nhân"},
		table,
		office.Heading{Level: 1, Text: "III. Ba việc cần quyết định"},
		office.Heading{Level: 3, Text: "a) Gia hạn lần thứ hai"},
		office.List{Mark: office.Number, Items: office.Items("Gia hạn lần thứ hai nhiệm vụ số 7 đến ngày 30/6/2023.", "Giao một cơ quan chủ trì cho nhiệm vụ số 12.", "Dừng theo dõi nhiệm vụ số 3 vì trùng với nhiệm vụ số 9.")},
	}
	d.Annexes = []office.Annex{
		{Title: "Chi tiết nhiệm vụ quá hạn theo nguyên nhân", Body: []office.Block{wide}, Landscape: true},
		{Title: "Danh sách cơ quan chưa báo cáo", Body: []office.Block{office.List{Items: office.Items("Sở Y tế", "Sở Công Thương")}}},
	}
	return d
}
