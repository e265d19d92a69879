package reading_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/reading"
)

// Made-up texts, each for one way of saying who is to do what. An assignment is
// written as its leads + those it is done with, a colon, its first words, and its
// limit of time.
func TestWaysOfGivingDuties(t *testing.T) {
	t.Parallel()
	const head = "ỦY BAN NHÂN DÂN TỈNH A\nSố: 12/%s-UBND\nBình An, ngày 08 tháng 5 năm 2025\n"
	notice := strings.Replace(head, "%s", "TB", 1) + "THÔNG BÁO\nNgày 06/4/2025, Chủ tịch Ủy ban nhân dân tỉnh họp và kết luận như sau:\n"
	plan := strings.Replace(head, "%s", "KH", 1) + "KẾ HOẠCH\nNÂNG CAO CHẤT LƯỢNG PHỤC VỤ\nCăn cứ Luật Tổ chức chính quyền địa phương, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n"
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"a head shared by a list": {notice + "1. Các Vụ: Kế hoạch, Năng lượng, Thị trường trong nước rà soát quy định.", []string{"Vụ Kế hoạch, Vụ Năng lượng, Vụ Thị trường trong nước: rà soát quy"}},
		"ministries without a colon": {
			notice + "1. Các Bộ Kế hoạch và Đầu tư, Tài chính sớm bố trí vốn.",
			[]string{"Bộ Kế hoạch và Đầu tư, Bộ Tài chính: sớm bố trí"},
		},
		"a department with its place": {notice + "1. Giao Sở Xây dựng Lâm Đồng khảo sát tuyến đường.", []string{"Sở Xây dựng Lâm Đồng: khảo sát tuyến"}},
		"a group and what it belongs to": {
			notice + "1. Sở Nội vụ chủ trì, phối hợp với các đơn vị hữu quan của Bộ Tài chính xây dựng đề án.",
			[]string{"Sở Nội vụ + các đơn vị hữu quan của Bộ Tài chính: xây dựng đề"},
		},
		"a kind of body up to its duty": {
			notice + "1. Cơ quan tiếp nhận văn bản kê khai giá có trách nhiệm cập nhật thông tin vào cơ sở dữ liệu.",
			[]string{"Cơ quan tiếp nhận văn bản kê khai giá: cập nhật thông"},
		},
		"times under items": {
			notice + "1. Sở Tài chính\n- Xây dựng kế hoạch kiểm kê.\nThời gian hoàn thành: Trước ngày 15/11/2025.\n- Tổng hợp kết quả.\nThời gian hoàn thành: Tháng 11 - 12/2025.\n",
			[]string{"Sở Tài chính: Xây dựng kế 2025-11-15", "Sở Tài chính: Tổng hợp kết 2025-12-31"},
		},
		"a plan annexed to a decision": {
			strings.Replace(head, "%s", "QĐ", 1) + "QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch kiểm kê./.\nNơi nhận:\n- Như Điều 2;\nKT. CHỦ TỊCH\nNguyễn Văn A\n" +
				"KẾ HOẠCH\nKIỂM KÊ TÀI SẢN\n(Kèm theo Quyết định số 12/QĐ-UBND ngày 08/5/2025)\nI. NHIỆM VỤ\n1. Sở Tài chính\n- Tổng hợp kết quả kiểm kê của các đơn vị.\n",
			[]string{"Sở Tài chính: Tổng hợp kết"},
		},
		"who does what inside a label": {
			plan + "I. NỘI DUNG\n1. Phổ biến pháp luật\n- Nội dung: Tổ chức phổ biến Luật Việc làm.\n- Cơ quan thực hiện: Sở Nội vụ chủ trì tham mưu Ủy ban nhân dân tỉnh ban hành kế hoạch phổ biến; Sở Tư pháp biên soạn tài liệu tuyên truyền cho cơ sở.\n",
			[]string{"Sở Nội vụ: tham mưu Ủy", "Sở Tư pháp: biên soạn tài"},
		},
		"a plan says at its end whom it is for": {
			plan + "I. NỘI DUNG THỰC HIỆN\n1. Tổ chức thu gom rác thải sau lũ.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế tổng hợp kết quả.\nTrên đây là Kế hoạch, yêu cầu các sở, ban, ngành và địa phương nghiêm túc triển khai thực hiện.\n",
			[]string{"các sở, ban, ngành và địa phương: Tổ chức thu", "Sở Y tế: tổng hợp kết", "các sở, ban, ngành và địa phương: nghiêm túc triển"},
		},
		"a list inside a sentence": {
			notice + "1. Bộ Công an: (1) Đầu tư phát triển Trung tâm Dữ liệu quốc gia; (2) Tham mưu ban hành Nghị định, hoàn thành trước ngày 10 tháng 12 năm 2025.",
			[]string{"Bộ Công an: Đầu tư phát", "Bộ Công an: Tham mưu ban 2025-12-10"},
		},
		"how it went is no order": {notice + "1. Giao Sở Tư pháp rà soát văn bản.\n2. Cải cách tư pháp trong các lĩnh vực tiếp tục được đẩy mạnh.", []string{"Sở Tư pháp: rà soát văn"}},
		"who answers is no order": {notice + "1. Sở Nội vụ chịu trách nhiệm về nội dung Kế hoạch này. Tham mưu Ủy ban nhân dân tỉnh kiểm tra việc thực hiện.", []string{"Sở Nội vụ: Tham mưu Ủy"}},
		"who carries out a plan, of several": {
			plan + "I. NỘI DUNG THỰC HIỆN\n1. Mở rộng điểm tiếp nhận hồ sơ.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế tổng hợp kết quả.\n2. Các sở, ban, ngành và Ủy ban nhân dân các xã, phường\nBố trí người làm việc.\n" +
				"Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị báo cáo Sở Y tế.\n",
			[]string{"Các sở, ban, ngành, Ủy ban nhân dân các xã, phường: Mở rộng điểm", "Sở Y tế: tổng hợp kết", "Các sở, ban, ngành, Ủy ban nhân dân các xã, phường: Bố trí người", "các cơ quan, đơn vị: báo cáo Sở"},
		},
		"a heading that is a time": {
			plan + "I. LỘ TRÌNH THỰC HIỆN\n1. Giai đoạn 2026 - 2028\n- Giao Sở Nội vụ số hóa hồ sơ lưu trữ.\n2. Quý I/2030\n- Giao Sở Nội vụ tổng kết việc số hóa.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ báo cáo kết quả.\n",
			[]string{"Sở Nội vụ: số hóa hồ 2028-12-31", "Sở Nội vụ: tổng kết việc 2030-03-31", "Sở Nội vụ: báo cáo kết"},
		},
		"a time in brackets at the end": {notice + "1. Giao Sở Nội vụ hoàn thiện phần mềm (Quý IV/2026).", []string{"Sở Nội vụ: hoàn thiện phần 2026-12-31"}},
		"money by the year is no rhythm": {
			notice + "1. Giao Sở Tài chính bố trí ngân sách địa phương hằng năm bảo đảm thực hiện Đề án.",
			[]string{"Sở Tài chính: bố trí ngân"},
		},
		"partners that no pattern knows": {
			notice + "1. Giao Sở Nội vụ phối hợp với doanh nghiệp, viện nghiên cứu, trường đại học tổ chức đào tạo theo nhu cầu.",
			[]string{"Sở Nội vụ + doanh nghiệp, viện nghiên cứu, trường đại học: tổ chức đào"},
		},
		"things below the verb that opens them": {
			notice + "1. Công an tỉnh\na) Chủ trì triển khai các dự án sau:\n- Dự án 1: Phòng ngừa tội phạm.\n- Dự án 2: Quản lý sau cai.\nb) Báo cáo kết quả.\n",
			[]string{"Công an tỉnh: Chủ trì triển", "Công an tỉnh: Báo cáo kết"},
		},
		"how often, and what is not to be done": {
			notice + "1. Sở Nội vụ\n- Định kỳ hằng năm (trước ngày 15 tháng 12) báo cáo kết quả.\n- Không sử dụng xe công vào việc riêng.\n",
			[]string{"Sở Nội vụ: báo cáo kết", "Sở Nội vụ: Không sử dụng"},
		},
		"what a thing is, is no order": {
			notice + "1. Giao Sở Tư pháp rà soát văn bản.\n2. Phát triển y tế số là một trụ cột của xã hội số.\n",
			[]string{"Sở Tư pháp: rà soát văn"},
		},
		"a department that acts through another": {
			notice + "1. Sở Tài chính chỉ đạo Chi cục Thuế thực hiện các nội dung sau:\n- Lập dự toán kinh phí.\n- Rà soát nguồn thu.\n",
			[]string{"Sở Tài chính: Lập dự toán", "Sở Tài chính: Rà soát nguồn"},
		},
		"bodies by their field": {
			notice + "1. Các Sở quản lý ngành, lĩnh vực có trách nhiệm kiểm tra giá.",
			[]string{"Các Sở quản lý ngành, lĩnh vực: kiểm tra giá"},
		},
		"a table whose cells span rows": {
			plan + "PHỤ LỤC\nSTT | Cơ quan chủ trì | Cơ quan phối hợp | Nội dung nhiệm vụ | Sản phẩm | Thời hạn hoàn thành\n" +
				"1 | Sở Nội vụ | - Sở Tài chính; - Công an tỉnh | - Rà soát quy định về hồ sơ. | Quy định | Quý I/2026\n- Số hóa hồ sơ lưu trữ. | Kho dữ liệu | Giai đoạn 2026 - 2027 và duy trì thường xuyên\n" +
				"Sở Y tế | Sở Nội vụ | Bố trí người tiếp dân. | Quyết định | Trước năm 2027\n",
			[]string{"Sở Nội vụ + Sở Tài chính, Công an tỉnh: Rà soát quy 2026-03-31", "Sở Nội vụ + Sở Tài chính, Công an tỉnh: Số hóa hồ 2027-12-31", "Sở Y tế + Sở Nội vụ: Bố trí người 2026-12-31"},
		},
		"a row of several lines": {
			plan + "PHỤ LỤC\nSTT | Tên dự án, nhiệm vụ | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian\n" +
				"1 | Đầu tư trạm quan trắc không khí | - Hoàn thiện mạng lưới trạm.\n- Mua 3 xe quan trắc.\n- Sở Nông nghiệp và Môi trường | Các cơ quan liên quan | Năm 2026-2027\n2 | Trồng cây xanh đô thị | Mười nghìn cây | Sở Xây dựng | Sở Tài chính | 2026\n",
			[]string{"Sở Nông nghiệp và Môi trường + Các cơ quan liên quan: Đầu tư trạm 2027-12-31", "Sở Xây dựng + Sở Tài chính: Trồng cây xanh 2026-12-31"},
		},
		"a decision that is a plan": {
			strings.Replace(head, "%s", "QĐ", 1) + "QUYẾT ĐỊNH\nPHÊ DUYỆT KẾ HOẠCH TRỒNG CÂY\nCăn cứ Luật Tổ chức chính quyền địa phương, Ủy ban nhân dân tỉnh quyết định:\nII. NHIỆM VỤ, GIẢI PHÁP\n1. Cây đô thị\n- Trồng cây xanh trên các tuyến đường mới.\n" +
				"III. TỔ CHỨC THỰC HIỆN\n1. Các sở, ban, ngành và Ủy ban nhân dân các xã, phường\nBáo cáo kết quả.\n",
			[]string{"Các sở, ban, ngành, Ủy ban nhân dân các xã, phường: Trồng cây xanh", "Các sở, ban, ngành, Ủy ban nhân dân các xã, phường: Báo cáo kết"},
		},
		"letters of a wrong font": {notice + "1. Giao Sở Nội vụ rà soát đội ngǜ cán bộ đƣợc giao, định kǶ báo cáo.", []string{"Sở Nội vụ: rà soát đội"}},
		"two bodies, two duties":  {notice + "1. Sở Y tế có trách nhiệm hoàn thành nhiệm vụ, các cơ quan phối hợp có trách nhiệm báo cáo kết quả.", []string{"Sở Y tế: hoàn thành nhiệm", "các cơ quan phối hợp: báo cáo kết"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res := reading.Read(c.text, reading.Options{})
			runes := []rune(res.Text)
			var got []string
			for _, a := range res.Assignments {
				s := strings.Join(a.Lead, ", ")
				if len(a.Coordinate) > 0 {
					s += " + " + strings.Join(a.Coordinate, ", ")
				}
				words := strings.Fields(string(runes[a.Task.Start:a.Task.End]))
				s += ": " + strings.Join(words[:min(3, len(words))], " ")
				if a.Deadline.Date != nil {
					s += " " + *a.Deadline.Date
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The document's own number at the head of an annex is no citation; where the
// text has no head, its number and date stand there.
func TestOwnNumberOfAnAnnex(t *testing.T) {
	t.Parallel()
	res := reading.Read("Kính gửi: Các đồng chí Bộ trưởng\n1. Các Bộ rà soát Nghị định số 45/2020/NĐ-CP.\nNơi nhận:\n- Như trên.\nPHỤ LỤC\n(Kèm theo Công văn số 174/CV-BCĐ ngày 02 tháng 12 năm 2025 của Ban Chỉ đạo)\n", reading.Options{})
	if res.Document.Number != "174/CV-BCĐ" || res.Document.Date != "2025-12-02" {
		t.Errorf("%+v", res.Document)
	}
	if len(res.Citations) != 1 || res.Citations[0].Number != "45/2020/NĐ-CP" {
		t.Errorf("%+v", res.Citations)
	}
}
