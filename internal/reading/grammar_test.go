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
