package ui

import (
	"strings"

	"github.com/a-h/templ"
)

func storyPage() Page {
	return Page{
		Title: "Các mảnh của trang", Banner: "Bản minh họa. Hôm nay là thứ Hai, 12/06/2023, 09:00. Người và số liệu trên trang đều là ví dụ.",
		Nav: []NavItem{
			{"viec", "Việc của tôi", "#", 14},
			{"nhiem-vu", "Nhiệm vụ", "#", 0},
			{"van-ban", "Văn bản", "#", 0},
			{"dieu-hanh", "Điều hành", "#", 0},
			{"co-quan", "Cơ quan", "#", 0},
			{"so-ghi", "Sổ ghi", "#", 0},
		},
		Current: "nhiem-vu", User: "Vũ Thị Mai (minh họa)", UserOrg: "Sở Kế hoạch và Đầu tư", UserHref: "#", MenuHref: "#", Logout: "#", Token: "x",
		Flash: "Đã xác nhận nhiệm vụ số 11. Hoàn tác được đến 09:10.", FlashUndo: &Undo{"Hoàn tác", "#"},
		Foot: "Mã nhiệm vụ NV-2023-0411. Mọi thay đổi đều ghi người, giờ và lý do.", Code: "7F2A", PrintFoot: "In lúc 09:00 12/06/2023, số liệu đến 08:55",
	}
}

func storyFilter() Filter {
	return Filter{
		Action: "#", Chips: []Chip{{"Sở Kế hoạch và Đầu tư", "#"}, {"Vai trò: chủ trì", "#"}, {"Giao trong năm 2023", "#"}}, ClearHref: "#",
		Downloads: []Link{{Label: "CSV", Href: "#"}, {Label: "JSON", Href: "#"}}, Keep: []HiddenValue{{"xep", "-han"}},
	}
}

func storyData() []Link { return []Link{{Label: "Bảng", Href: "#"}, {Label: "CSV", Href: "#"}} }

func storyRow(c Clock, title, source, person, state, due string) Row {
	return Row{Href: "#", Cells: []templ.Component{ClockMark(c), Text(title), DocNumber(source), Text(person), State(state, ""), Text(due)}}
}

func storyTable() Table {
	return Table{
		Caption: "Việc của tôi, theo ngày phải xong",
		Columns: []Column{
			{Label: "Còn lại", Role: RoleClock},
			{Label: "Nhiệm vụ", Role: RoleTitle, SortHref: "#"},
			{Label: "Nguồn", Role: RoleMeta},
			{Label: "Người làm (minh họa)", Role: RoleMeta},
			{Label: "Trạng thái", Role: RoleState},
			{Label: "Hạn", Role: RoleDate, SortHref: "#", Sorted: "ascending"},
		},
		Groups: []Group{
			{Title: "Trễ", Note: "2 việc", Rows: []Row{
				storyRow(Clock{Kind: ClockLate, Text: "Trễ 11 ngày làm việc", Exact: "17:00, 26/05/2023"}, "Đề xuất phương án đơn giản hóa thủ tục đầu tư", "06-TB/BCĐ", "Vũ Thị Mai", "returned", "26/05/2023"),
				storyRow(Clock{Kind: ClockLate, Text: "Trễ 4 ngày làm việc"}, "Rà soát cơ chế khuyến khích xã hội hóa dịch vụ sự nghiệp công", "06-TB/BCĐ", "Chưa phân công", "acknowledged", "06/06/2023"),
			}},
			{Title: "Hôm nay", Note: "2 việc, thứ Hai 12/06", Rows: []Row{
				storyRow(Clock{Kind: ClockToday, Text: "Còn 2 giờ 10 phút"}, "Trả lời vướng mắc giấy phép xây dựng nhà xưởng", "PA-2306-0192", "Trung tâm XTĐT", "acknowledged", "11:10, hạn nội bộ"),
				storyRow(Clock{Kind: ClockToday, Text: "Còn 6 giờ 30 phút"}, "Tổng hợp, báo cáo Chủ tịch kết quả giải quyết tuần 23", "06-TB/BCĐ", "Trung tâm XTĐT", "reported", "17:00 hôm nay"),
			}},
			{Title: "Tuần này", Note: "1 việc", Rows: []Row{
				storyRow(Clock{Kind: ClockLater, Text: "Còn 3 ngày làm việc"}, "Góp ý dự thảo Đề án thi tuyển cạnh tranh cấp phòng", "Sở Nội vụ", "Vũ Thị Mai", "assigned", "15/06/2023"),
			}},
			{Title: "Chưa có hạn", Note: "2 việc, chờ thường trực đặt hạn", Rows: []Row{
				storyRow(Clock{Kind: ClockNone}, "Tham mưu tổ chức Hội nghị toàn tỉnh quán triệt kế hoạch hành động", "06-TB/BCĐ", "Chưa phân công", "acknowledged", "“các năm tiếp theo”"),
				storyRow(Clock{Kind: ClockPaused, Text: "Tạm dừng, chờ Bộ Nội vụ"}, "Xây dựng và phát triển cơ sở dữ liệu đầu tư ngoài ngân sách", "06-TB/BCĐ", "Lý Quốc Huy", "disputed", "Không nêu"),
			}},
		},
	}
}

func storyLate() Table {
	row := func(days, title, holder, due, told string) Row {
		return Row{Href: "#", Cells: []templ.Component{ClockMark(Clock{Kind: ClockLate, Text: days}), Two(title, holder), Text(due), Text(told)}}
	}
	return Table{Plain: true, Caption: "Nhiệm vụ đang trễ", Columns: []Column{
		{Label: "Trễ (ngày làm việc)", Role: RoleClock}, {Label: "Nhiệm vụ, cơ quan và người giữ (minh họa)", Role: RoleTitle}, {Label: "Hạn", Role: RoleDate}, {Label: "Đã nhắc tới", Role: RoleText},
	}, Groups: []Group{{Rows: []Row{
		row("16 ngày", "Kiểm kê quỹ đất sạch mời gọi đầu tư", "Sở Tài nguyên và Môi trường, Trần Văn Bình", "19/05/2023", "Chủ tịch"),
		row("6 ngày", "Trả lời kiến nghị PCCC tại đối thoại", "UBND huyện Thanh Lâm (ví dụ), Ngô Thu Lan", "02/06/2023", "Ủy viên trực"),
	}}}}
}

func storyDecisions() []Decision {
	return []Decision{
		{Title: "Xin gia hạn 20 ngày làm việc", Waiting: "Chờ 2 ngày làm việc", Why: "Sở Tài nguyên và Môi trường xin lùi hạn nhiệm vụ số 4 (rút ngắn thủ tục đất đai) từ 16/06 đến 14/07/2023. Lý do: chờ ý kiến Bộ. Gia hạn lần 2. Ủy viên trực đề xuất: không đồng ý.", Form: FormHead{Action: "#", Token: "x"}, Choices: []Press{{Label: "Không đồng ý", Kind: Primary, Name: "quyet-dinh", Value: "khong"}, {Label: "Đồng ý", Name: "quyet-dinh", Value: "co"}}, More: Link{Href: "#"}},
		{Title: "Hai cơ quan cùng nói không phải việc mình", Waiting: "Chờ 1 ngày làm việc", Why: "Phản ánh về giá thuê đất Cụm công nghiệp Suối Mây (ví dụ), qua lại 3 lần giữa Sở Tài chính và Sở Xây dựng.", Form: FormHead{Action: "#", Token: "x"}, Choices: []Press{{Label: "Giao Sở Tài chính"}, {Label: "Giao Sở Xây dựng"}}, More: Link{Href: "#"}},
	}
}

func storyDays() Days {
	week := func(s string) []DayCell {
		var out []DayCell
		for f := range strings.SplitSeq(s, "|") {
			p := strings.Split(f, ";")
			if len(p) < 3 {
				out = append(out, DayCell{})
				continue
			}
			c := DayCell{Date: p[0], Kind: DayKind(p[1]), Word: p[2], Marked: len(p) > 3 && p[3] == "m"}
			c.Short = strings.TrimPrefix(strings.TrimPrefix(c.Word, "Ngày "), "Gia hạn ")
			out = append(out, c)
		}
		return out
	}
	return Days{Weeks: [][]DayCell{
		week("|||06/04;plain;Giao việc;m|07/04;work;Ngày 1|08/04;off;Nghỉ|09/04;off;Nghỉ"),
		week("17/04;paused;Tạm dừng|18/04;paused;Tạm dừng|19/04;paused;Tạm dừng|20/04;work;Ngày 7|21/04;work;Ngày 8|22/04;off;Nghỉ|23/04;off;Nghỉ"),
		week("01/05;holiday;Lễ 01/5|02/05;holiday;Nghỉ bù|03/05;holiday;Nghỉ bù|04/05;work;Ngày 14|05/05;work;Ngày 15|06/05;off;Nghỉ|07/05;off;Nghỉ"),
		week("29/05;extension;Gia hạn 11|30/05;extension;Gia hạn 12|31/05;extension;Gia hạn 13|01/06;extension;Gia hạn 14|02/06;extension;15, hạn mới;m|03/06;off;Nghỉ|04/06;off;Nghỉ"),
		week("05/06;late;Trễ 1|06/06;late;Trễ 2|07/06;late;Trễ 3|08/06;late;Trễ 4|09/06;late;Trễ 5, nộp;m|10/06;off;Nghỉ|11/06;off;Nghỉ"),
	}}
}

func storyEvents() []Event {
	return []Event{
		{Icon: "reported", Title: "Báo cáo lần 2", Extra: ", kèm 3 tệp", Who: "Sở Kế hoạch và Đầu tư, Vũ Thị Mai (minh họa)", When: "09/06/2023, 15:42", Datetime: "2023-06-09T15:42:00+07:00"},
		{Icon: "octagon", Pressing: true, Title: "Nhắc lần 2", Extra: ", tới Giám đốc Sở", Who: "Hệ thống, theo thang nhắc. Đã mở lúc 08:15", When: "06/06/2023, 08:00"},
		{Icon: "returned", Title: "Trả lại báo cáo lần 1", Detail: "“Chưa phân tích SIPAS theo 5 nhóm yếu tố.” Phó Trưởng Ban, Hoàng Anh Dũng (minh họa)", When: "02/06/2023, 10:05"},
		{Icon: "acknowledged", Title: "Tiếp nhận", Who: "Sở Kế hoạch và Đầu tư", When: "07/04/2023, 09:02"},
		{Icon: "assigned", Title: "Giao việc", Extra: " tại phiên họp thứ ba", Who: "Trưởng Ban Chỉ đạo", When: "06/04/2023, 11:30"},
	}
}

func storyCoverage() CoverageView {
	v := CoverageView{Seen: 14, Total: 17, Next: Link{Label: "Tới đoạn chưa xem (3)", Href: "#d15"}, Note: "Mọi đoạn phải là nhiệm vụ, bối cảnh hoặc bỏ qua có lý do thì mới giao được."}
	for i := 1; i <= 17; i++ {
		s := Segment{State: ParagraphContext, Href: "#d" + itoa(i), Label: "Đoạn " + itoa(i)}
		switch {
		case i > 14:
			s.State = ParagraphUnseen
		case i%5 == 0:
			s.State = ParagraphDismissed
		case i > 5:
			s.State = ParagraphDone
		}
		v.Segments = append(v.Segments, s)
	}
	return v
}

func storyDocument() Document {
	texts := []string{
		"Trưởng Ban Chỉ đạo đã giao Giám đốc Sở Kế hoạch và Đầu tư chịu trách nhiệm chỉ đạo, triển khai cho Trung tâm Xúc tiến đầu tư làm đầu mối tiếp nhận, xem xét, giải quyết theo thẩm quyền hoặc báo cáo, đề xuất cấp có thẩm quyền giải quyết ngay trong ngày mọi phản ánh, kiến nghị của doanh nghiệp, nhà đầu tư để góp phần cải thiện kết quả Chỉ số PCI của tỉnh; tổng hợp, báo cáo Chủ tịch Ủy ban nhân dân tỉnh kết quả giải quyết định kỳ hằng tuần.",
		"Trong thời gian đến, Ban Chỉ đạo thực hiện Chương trình hành động số 09-CTr/TU sẽ tổ chức thực hiện việc sơ kết giữa nhiệm kỳ, đánh giá kết quả thực hiện …",
	}
	d := Document{Label: "Toàn văn Thông báo 06-TB/BCĐ"}
	start := 0
	mark := func(kind MarkKind, n int, words string) {
		from := strings.Index(texts[len(d.Paragraphs)], words)
		at := start + len([]rune(texts[len(d.Paragraphs)][:max(0, from)]))
		d.Marks = append(d.Marks, TextMark{Span: Span{at, at + len([]rune(words))}, Kind: kind, Number: n, Href: "#v" + itoa(n), Current: n == 6})
	}
	add := func(p Paragraph) {
		p.Text, p.Start = texts[len(d.Paragraphs)], start
		start += len([]rune(p.Text)) + 1
		d.Paragraphs = append(d.Paragraphs, p)
	}
	mark(MarkAssignment, 6, "Giám đốc Sở Kế hoạch và Đầu tư chịu trách nhiệm chỉ đạo, triển khai cho Trung tâm Xúc tiến đầu tư làm đầu mối tiếp nhận, xem xét, giải quyết theo thẩm quyền hoặc báo cáo, đề xuất cấp có thẩm quyền giải quyết ngay trong ngày mọi phản ánh, kiến nghị của doanh nghiệp, nhà đầu tư để góp phần cải thiện kết quả Chỉ số PCI của tỉnh;")
	mark(MarkAgency, 0, "Giám đốc Sở Kế hoạch và Đầu tư")
	mark(MarkAgency, 0, "Trung tâm Xúc tiến đầu tư")
	mark(MarkDeadline, 0, "ngay trong ngày")
	mark(MarkAssignment, 7, "tổng hợp, báo cáo Chủ tịch Ủy ban nhân dân tỉnh kết quả giải quyết định kỳ hằng tuần.")
	mark(MarkAgency, 0, "Chủ tịch Ủy ban nhân dân tỉnh")
	mark(MarkDeadline, 0, "định kỳ hằng tuần.")
	add(Paragraph{Number: 11, ID: "d11", State: ParagraphDone, Current: true})
	mark(MarkDeadline, 0, "Trong thời gian đến")
	mark(MarkCitation, 0, "Chương trình hành động số 09-CTr/TU")
	add(Paragraph{Number: 16, ID: "d16", State: ParagraphUnseen})
	d.Paragraphs = append(d.Paragraphs, Paragraph{ID: "d17", Folded: "Đoạn 17, một nhiệm vụ (13), đã xem.", Unfold: "#", State: ParagraphContext})
	return d
}

func storyCards() []FindingCard {
	none := &Clock{Kind: ClockNone, Text: "Chưa có hạn: “Thường xuyên”"}
	return []FindingCard{
		{ID: "v5", Number: 5, Title: "Tổ chức đối thoại, tiếp công dân", Href: "#v5", Holder: "Chưa nêu cơ quan chủ trì", Clock: none},
		{ID: "v6", Number: 6, Title: "Làm đầu mối, giải quyết phản ánh của doanh nghiệp, nhà đầu tư trong ngày", Open: true, Confidence: 94, Advice: "nên xác nhận", Why: "Chữ “đã giao” đứng trước một chức danh có trong danh bạ nên Giám đốc Sở chủ trì; “chỉ đạo, triển khai cho” nên Trung tâm thực hiện.", Facts: []Fact{
			{Label: "Chủ trì", Value: Strong("Giám đốc Sở Kế hoạch và Đầu tư"), Note: "Danh bạ: Sở Kế hoạch và Đầu tư. Căn cứ chữ “đã giao”"},
			{Label: "Qua", Value: Text("Trung tâm Xúc tiến đầu tư")},
			{Label: "Phối hợp", Value: Absent("Văn bản không nêu")},
			{Label: "Thời hạn", Value: ClockTag(Clock{Kind: ClockToday, Text: "Trong ngày"})},
		}, Acts: storyFindingActs()},
		{ID: "v7", Number: 7, Title: "Báo cáo Chủ tịch kết quả giải quyết", Href: "#v7", Holder: "Giám đốc Sở Kế hoạch và Đầu tư", Cadence: "Hằng tuần, chưa chọn ngày"},
		{ID: "v9", Number: 9, Title: "Sắp xếp đơn vị sự nghiệp", Href: "#v9", Holder: "Sở Nội vụ", State: "confirmed"},
		{ID: "v12", Number: 12, Title: "Nhấn mạnh vai trò người đứng đầu", Href: "#v12", State: "dismissed", StateWord: "Bỏ qua: bối cảnh"},
	}
}

func storyLeague() LeagueView {
	return LeagueView{Sentence: "Hai cơ quan thấp hơn hẳn mức chung của tỉnh", Line: 0.77, LineLabel: "toàn tỉnh 77%", Rows: []LeagueRow{
		{"Sở Thông tin và Truyền thông", "#", 30, 32},
		{"Sở Tài chính", "#", 25, 28},
		{"Sở Kế hoạch và Đầu tư", "#", 34, 41},
		{"Sở Giao thông vận tải", "#", 13, 19},
		{"Sở Tài nguyên và Môi trường", "#", 18, 33},
		{"UBND huyện Thanh Lâm (ví dụ)", "#", 9, 22},
		{"Sở Y tế", "#", 3, 4},
		{"Thanh tra tỉnh", "#", 6, 9},
	}}
}

func storyHeat() HeatView {
	counts := func(label string, ns ...int) HeatRow {
		r := HeatRow{Label: label}
		for _, n := range ns {
			r.Cells = append(r.Cells, HeatCell{Count: n, Missing: n < 0, Href: "#"})
		}
		return r
	}
	return HeatView{Caption: "Việc trễ cuối mỗi tuần theo cơ quan", Columns: strings.Fields("14/4 21/4 28/4 05/5 12/5 19/5 26/5 02/6 09/6"), Rows: []HeatRow{
		counts("Tài nguyên và Môi trường", 1, 1, 2, 3, 4, 5, 4, 3, 2), counts("Giao thông vận tải", 0, 1, 1, 2, 3, 2, 2, 3, 2),
		counts("UBND huyện Thanh Lâm", -1, -1, 1, 2, 2, 3, 2, 1, 1), counts("Nội vụ", 0, 0, 1, 1, 0, 1, 1, 1, 0), counts("Tài chính", 0, 0, 0, 1, 1, 0, 0, 0, 0),
	}}
}

func storyStack() StackView {
	return StackView{Sentence: "54 trên 58 phản ánh có kết quả trong ngày", Parts: []StackPart{{"cham", "giải quyết"}, {"mid", "trả lời"}, {"outline", "chuyển, có hạn"}, {"son", "quá ngày"}}, Rows: []StackRow{
		{"Thứ Hai 05/06", "#", []int{7, 3, 1, 0}, "11/11"},
		{"Thứ Ba 06/06", "#", []int{6, 3, 2, 1}, "11/12"},
		{"Thứ Tư 07/06", "#", []int{5, 2, 2, 0}, "9/9"},
		{"Thứ Năm 08/06", "#", []int{8, 2, 1, 3}, "11/14"},
		{"Thứ Sáu 09/06", "#", []int{6, 4, 2, 0}, "12/12"},
	}}
}

func storyConflict() Conflict {
	return Conflict{Who: "Trần Văn Bình", When: "09:12", Form: FormHead{Action: "#", Token: "x", Rev: "4"}, KeepOld: Link{Href: "#"}, Fields: []ConflictField{
		{Name: "ten", Label: "Tên nhiệm vụ", Theirs: "Rà soát quy hoạch", Mine: "Rà soát quy hoạch"},
		{Name: "noi-dung", Label: "Nội dung", Theirs: "Rà soát, báo cáo trước 15/06/2023.", Mine: "Rà soát, báo cáo trước 20/06/2023 theo ý kiến của Sở Xây dựng.", Long: true},
		{Name: "co-quan", Label: "Chủ trì", Theirs: "snv", Mine: "sxd", TheirsShown: "Sở Nội vụ", MineShown: "Sở Xây dựng"},
	}}
}

func storyStateMarks(mark func(key, word string) templ.Component) []templ.Component {
	var out []templ.Component
	for _, k := range StateKeys() {
		word := ""
		if k == "superseded" {
			word = "Được thay bằng số 14"
		}
		out = append(out, mark(k, word))
	}
	return out
}

func storyClocks() []Clock {
	return []Clock{
		{Kind: ClockLate, Text: "Trễ 3 ngày làm việc"},
		{Kind: ClockHandedInLate, Text: "Nộp trễ 5 ngày làm việc"},
		{Kind: ClockToday, Text: "Còn 2 giờ 10 phút"},
		{Kind: ClockLater, Text: "Còn 4 ngày làm việc"},
		{Kind: ClockNone},
		{Kind: ClockPaused, Text: "Tạm dừng, chờ Sở Nội vụ"},
	}
}
