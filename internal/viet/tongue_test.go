package viet_test

import (
	"os"
	"path/filepath"
	"testing"

	"dondoc/internal/viet"
)

func TestTongue(t *testing.T) {
	t.Parallel()
	for want, in := range map[viet.Tongue]string{
		viet.English:   "The Department of Home Affairs shall take the lead in reviewing administrative procedures and report to the Chairman of the Provincial People's Committee by 30 June 2023. All agencies are requested to implement this conclusion with the highest sense of responsibility.",
		viet.French:    "Le directeur du département de l'intérieur est chargé d'examiner les procédures administratives et de présenter un rapport au président du comité populaire de la province avant le 30 juin 2023. Les services concernés sont priés de mettre en œuvre la présente conclusion dans les délais.",
		viet.Chinese:   "各部门要认真贯彻落实会议精神,加强组织领导,明确工作责任,于二〇二三年六月三十日前向省人民委员会报告工作结果。内务厅负责牵头协调有关单位实施。",
		viet.Lao:       "ໃຫ້ພະແນກພາຍໃນແຂວງເປັນໃຈກາງປະສານສົມທົບກັບພາກສ່ວນກ່ຽວຂ້ອງຈັດຕັ້ງປະຕິບັດແຈ້ງການສະບັບນີ້ໃຫ້ມີປະສິດທິຜົນສູງ.",
		viet.Unmarked:  "Giao So Noi vu chu tri, phoi hop voi cac so, ban, nganh lien quan ra soat thu tuc hanh chinh, bao cao ket qua thuc hien cho Uy ban nhan dan tinh truoc ngay 30 thang 6 nam 2023. Yeu cau cac don vi thuc hien nghiem.",
		viet.Other:     "*LDR 6ӣ 1͡L YͥFKͧWUì SKͩLKͫSYͯLFiF VӣEDQ QJjQKUj VRiW WKͧWөFKjQK FKtQK EiRFiRNӃW TXҧ WUѭӟFQJj\\ 30 WKiQJ QăP. <rX FҫX FiF ÿѫQ Yͥ WKӵF KLӋQ QJKLrP WKpR ÿ~QJ TXÿ ÿÿQK",
		viet.Undecided: "Xin chao 123",
	} {
		if got := viet.TongueOf(in); got != want {
			t.Errorf("%s read as %q", want, got)
		}
	}
	if got := viet.TongueOf("Sở Nội vụ báo cáo."); got != viet.Vietnamese {
		t.Error(got)
	}
	for _, x := range []viet.Tongue{viet.Vietnamese, viet.Unmarked, viet.English, viet.French, viet.Chinese, viet.Lao, viet.Khmer, viet.Thai, viet.Russian, viet.Japanese, viet.Korean} {
		if x.Label() == "" {
			t.Errorf("%s has no name", x)
		}
	}
}

// Every real directive is Vietnamese.
func TestDirectivesAreVietnamese(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../reading/score/testdata/gold/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if got := viet.TongueOf(string(b)); got != viet.Vietnamese {
			t.Errorf("%s is %q", f, got)
		}
	}
}
