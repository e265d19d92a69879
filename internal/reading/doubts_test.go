package reading_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dondoc/internal/reading"
)

const headed = "ỦY BAN NHÂN DÂN\nTỈNH THỬ NGHIỆM\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 12/TB-UBND\nThử Nghiệm, ngày 08 tháng 5 năm 2023\nTHÔNG BÁO\nKết luận của Chủ tịch Ủy ban nhân dân tỉnh\nNgày 06/4/2023, Chủ tịch Ủy ban nhân dân tỉnh đã chủ trì cuộc họp và kết luận như sau:\n1. Giao Sở Nội vụ chủ trì rà soát thủ tục hành chính, báo cáo trước ngày 30/6/2023.\n2. Giao Sở Tài chính bố trí kinh phí.\nNơi nhận:\n- Như trên;\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Văn Thử\n"

func warned(r reading.Result, code string) *reading.Warning {
	for i := range r.Warnings {
		if r.Warnings[i].Code == code {
			return &r.Warnings[i]
		}
	}
	return nil
}

// A text in another language gives no assignment, and the page says why.
func TestOtherLanguages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, code, says string }{
		{"CONCLUSION\nThe Department of Home Affairs (Sở Nội vụ) shall take the lead in reviewing administrative procedures and report to the Chairman by 30/6/2023. All agencies are requested to implement this conclusion with the highest sense of responsibility and to report the results to the Office of the People's Committee.", "tongue_foreign", "văn bản tiếng Anh, không phải văn bản tiếng Việt"},
		{"Le directeur du département de l'intérieur est chargé d'examiner les procédures administratives et de présenter un rapport au président du comité populaire de la province avant le 30/6/2023. Les services concernés sont priés de mettre en œuvre la présente conclusion.", "tongue_foreign", "tiếng Pháp"},
		{"各部门要认真贯彻落实会议精神,加强组织领导,明确工作责任,于二〇二三年六月三十日前向省人民委员会报告工作结果。", "tongue_foreign", "tiếng Trung"},
		{"ໃຫ້ພະແນກພາຍໃນແຂວງເປັນໃຈກາງປະສານສົມທົບກັບພາກສ່ວນກ່ຽວຂ້ອງຈັດຕັ້ງປະຕິບັດແຈ້ງການສະບັບນີ້.", "tongue_foreign", "tiếng Lào"},
		{"Giao So Noi vu chu tri, phoi hop voi cac so, ban, nganh lien quan ra soat thu tuc hanh chinh, bao cao ket qua thuc hien cho Uy ban nhan dan tinh truoc ngay 30/6/2023.", "tongue_unmarked", "không dấu"},
	} {
		r := reading.Read(c.text, reading.Options{})
		if w := warned(r, c.code); w == nil || !strings.Contains(w.Message, c.says) || len(r.Assignments) != 0 {
			t.Errorf("%.30s: %d assignments, %v", c.text, len(r.Assignments), r.Warnings)
		}
		if end := r.Coverage[len(r.Coverage)-1].End; end != len([]rune(c.text)) {
			t.Errorf("%.30s: covered up to %d", c.text, end)
		}
	}
	if r := reading.Read("THÔNG BÁO\nGiao Sở Nội vụ báo cáo trước ngày 30/6/2023.\n", reading.Options{}); len(r.Warnings) != 0 || len(r.Assignments) != 1 {
		t.Errorf("%v", r.Warnings)
	}
}

// Two documents in one file: how many, and where the second begins, whatever
// ends the lines.
func TestSeveralDocuments(t *testing.T) {
	t.Parallel()
	second := strings.NewReplacer("12/TB", "13/TB", "ỦY BAN NHÂN DÂN\nTỈNH", "SỞ NỘI VỤ\nTỈNH").Replace(headed)
	party := "TỈNH ỦY THỬ NGHIỆM\n*\nSố 06-TB/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nThử Nghiệm, ngày 08 tháng 5 năm 2023\nTHÔNG BÁO\nKết luận của Thường trực Tỉnh ủy\n1. Giao Sở Nội vụ báo cáo trước ngày 30/6/2023.\n"
	for name, c := range map[string]struct {
		text, says, starts string
	}{
		"two":           {headed + second, "gồm 2 văn bản. Văn bản thứ hai bắt đầu ở dòng 17, “SỞ NỘI VỤ”", "SỞ NỘI VỤ"},
		"of the Party":  {headed + party, "Văn bản thứ hai bắt đầu ở dòng 17, “TỈNH ỦY THỬ NGHIỆM”", "TỈNH ỦY"},
		"three":         {headed + second + party, "gồm 3 văn bản. Văn bản thứ hai bắt đầu ở dòng 17, “SỞ NỘI VỤ”. Các văn bản sau bắt đầu ở dòng 33.", "SỞ NỘI VỤ"},
		"CR LF":         {strings.ReplaceAll(headed+second, "\n", "\r\n"), "dòng 17", "SỞ NỘI VỤ"},
		"two numbers":   {headed + "SỞ Y TẾ\nSố: 44/BC-SYT\nThử Nghiệm, ngày 09 tháng 5 năm 2023\nBÁO CÁO\nKết quả thực hiện nhiệm vụ được giao.\n", "Văn bản thứ hai bắt đầu ở dòng 17, “SỞ Y TẾ”", "SỞ Y TẾ"},
		"one":           {headed, "", ""},
		"with a form":   {headed + "PHỤ LỤC I\nMẪU BÁO CÁO\nTÊN CƠ QUAN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 01/BC-ABC\n", "", ""},
		"cited numbers": {headed + "Số: 15/QĐ-UBND và các văn bản liên quan tiếp tục có hiệu lực.\nSố 16/KH-UBND được bãi bỏ.\n", "", ""},
	} {
		r := reading.Read(c.text, reading.Options{})
		w := warned(r, "several_documents")
		switch {
		case c.says == "" && w != nil:
			t.Errorf("%s: %s", name, w.Message)
		case c.says != "" && (w == nil || !strings.Contains(w.Message, c.says) || w.At == nil || !strings.HasPrefix(string([]rune(c.text)[*w.At:]), c.starts)):
			t.Errorf("%s: %+v", name, w)
		}
	}
}

func TestRepeatedNumbers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, says string }{
		"points":          {"1. Giao Sở Nội vụ rà soát.\n2. Giao Sở Y tế báo cáo.\n2. Giao Sở Tài chính bố trí kinh phí.\n3. Giao Sở Tư pháp thẩm định.", "“2.” ở dòng 2 và dòng 3"},
		"letters":         {"1. Giao Sở Nội vụ:\na) Rà soát;\nb) Báo cáo;\nb) Tổng hợp.", "“b)” ở dòng 3 và dòng 4"},
		"new list":        {"I. KẾT QUẢ\n1. Tốt.\n2. Khá.\nII. NHIỆM VỤ\n1. Giao Sở Y tế báo cáo.\n2. Giao Sở Nội vụ rà soát.", ""},
		"under others":    {"1. Giao Sở Nội vụ:\na) Rà soát;\nb) Báo cáo.\n2. Giao Sở Y tế:\na) Rà soát;\nb) Báo cáo.", ""},
		"dashes":          {"Nơi nhận:\n- Như trên;\n- Lưu VT.", ""},
		"under a heading": {"NHIỆM VỤ\n2. Rà soát.\nGIẢI PHÁP\n2. Báo cáo.", ""},
	} {
		w := warned(reading.Read(c.text, reading.Options{}), "numbers_repeat")
		if (w == nil) != (c.says == "") || w != nil && !strings.Contains(w.Message, c.says) {
			t.Errorf("%s: %+v", name, w)
		}
	}
}

// Real directives raise no doubt about what they are.
func TestDirectivesRaiseNoDoubt(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("score/testdata/gold/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), err)
	}
	repeating := []string{"029.txt", "034.txt", "056.txt"} // these have two points of one number indeed
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		r := reading.Read(string(b), reading.Options{})
		for _, code := range []string{"several_documents", "tongue_foreign", "tongue_unmarked", "numbers_repeat"} {
			if w := warned(r, code); w != nil && (code != "numbers_repeat" || !slices.Contains(repeating, filepath.Base(f))) {
				t.Errorf("%s: %s", filepath.Base(f), w.Message)
			}
		}
	}
}

// A table that goes on over a page is one table, whether its head comes again,
// the number of the page stands between, or neither; pages without a word
// change nothing.
func TestTableOverPages(t *testing.T) {
	t.Parallel()
	const head = "STT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn\n"
	const one = "1 | Rà soát thủ tục hành chính | Sở Nội vụ | 30/6/2023\n"
	const two = "2 | Báo cáo kết quả giải ngân | Sở Tài chính | 15/7/2023\n"
	for name, text := range map[string]string{
		"whole": head + one + two, "head again": head + one + head + two, "number of a page": head + one + "2\n" + two, "head after a number": head + one + "\n3\n" + head + two, "empty page": head + one + "\n\n\n" + two,
	} {
		r := reading.Read("PHỤ LỤC\nPhân công nhiệm vụ\n"+text, reading.Options{})
		if len(r.Assignments) != 2 || r.Assignments[0].Lead[0] != "Sở Nội vụ" || r.Assignments[1].Lead[0] != "Sở Tài chính" || r.Assignments[1].Deadline.Date == nil {
			t.Errorf("%s: %+v", name, r.Assignments)
		}
	}
}
