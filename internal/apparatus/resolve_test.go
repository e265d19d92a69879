package apparatus_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
)

// province is a directory as a province keeps it, before and after the mergers
// of 2025.
func province() *apparatus.Directory {
	dep := func(id apparatus.OrgID, name string) apparatus.Org {
		return apparatus.Org{ID: id, Name: name, Kind: apparatus.Department, Parent: "tinh"}
	}
	until := func(o apparatus.Org) apparatus.Org { o.To = "2025-02-28"; return o }
	since := func(o apparatus.Org) apparatus.Org { o.From = "2025-03-01"; return o }
	orgs := []apparatus.Org{
		{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province},
		dep("vp", "Văn phòng Ủy ban nhân dân tỉnh"), dep("snv", "Sở Nội vụ"), dep("syt", "Sở Y tế"), dep("tt", "Thanh tra tỉnh"), dep("bdt", "Ban Dân tộc"),
		until(dep("skhdt", "Sở Kế hoạch và Đầu tư")), dep("stc", "Sở Tài chính"),
		until(dep("stnmt", "Sở Tài nguyên và Môi trường")), until(dep("snn", "Sở Nông nghiệp và Phát triển nông thôn")), since(dep("snnmt", "Sở Nông nghiệp và Môi trường")),
		until(dep("sld", "Sở Lao động - Thương binh và Xã hội")), dep("svh", "Sở Văn hóa, Thể thao và Du lịch"), dep("qs", "Bộ Chỉ huy Quân sự tỉnh"),
		{ID: "bcd", Name: "Ban Chỉ đạo", Kind: apparatus.Committee, Parent: "tinh", Standing: "snv"},
		{ID: "anlao", Name: "Ủy ban nhân dân huyện An Lão", Kind: apparatus.District, Parent: "tinh"},
		{ID: "quynhon", Name: "Ủy ban nhân dân thành phố Quy Nhơn", Kind: apparatus.District, Parent: "tinh"},
		{ID: "hung", Name: "Ủy ban nhân dân xã Cát Hưng", Kind: apparatus.Commune, Parent: "tinh"},
		{ID: "hùng", Name: "Ủy ban nhân dân xã Cát Hùng", Kind: apparatus.Commune, Parent: "tinh"},
	}
	lineage := []apparatus.Succession{
		{Predecessor: "skhdt", Successor: "stc", On: "2025-03-01"},
		{Predecessor: "stnmt", Successor: "snnmt", On: "2025-03-01"},
		{Predecessor: "snn", Successor: "snnmt", On: "2025-03-01"},
		{Predecessor: "sld", Successor: "snv", On: "2025-03-01"},
		{Predecessor: "sld", Successor: "syt", On: "2025-03-01"},
	}
	return apparatus.NewDirectory(orgs, apparatus.DefaultGroups(), lineage, func() civil.Date { return "2025-06-01" })
}

// sure is the score from which on the reading page takes a name as found.
const sure = 0.8

func surely(d *apparatus.Directory, phrase string, on civil.Date) apparatus.OrgID {
	m := d.Find(phrase, on)
	if len(m) == 0 || m[0].Score < sure || len(m) > 1 && m[1].Score == m[0].Score {
		return ""
	}
	return m[0].Org
}

func TestOfficesAbbreviationsAndMisprints(t *testing.T) {
	t.Parallel()
	d := province()
	for phrase, want := range map[string]apparatus.OrgID{
		// an office means its body
		"Giám đốc Sở Nội vụ": "snv", "Chủ tịch UBND huyện An Lão": "anlao", "Phó Chủ tịch Thường trực UBND tỉnh": "tinh", "Quyền Giám đốc Sở Y tế": "syt",
		"Chánh Văn phòng UBND tỉnh": "vp", "Phó Chánh Văn phòng Ủy ban nhân dân tỉnh": "vp", "Chánh Thanh tra tỉnh": "tt", "Trưởng Ban Dân tộc": "bdt", "Trưởng ban Dân tộc": "bdt",
		"Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh": "qs", "đồng chí Nguyễn Văn A, Giám đốc Sở Nội vụ": "snv", "Chủ tịch, các Phó Chủ tịch UBND tỉnh": "tinh",
		// abbreviations
		"Sở KH&ĐT": "skhdt", "Sở KHĐT": "skhdt", "Sở KH-ĐT": "skhdt", "Sở Kế hoạch & Đầu tư": "skhdt", "Sở Kế hoạch Đầu tư": "skhdt", "Sở TN&MT": "stnmt", "Sở NN&PTNT": "snn", "Sở NN và PTNT": "snn",
		"Sở LĐ-TB&XH": "sld", "Sở LĐTBXH": "sld", "Sở VHTTDL": "svh", "Sở VH,TT&DL": "svh", "Giám đốc Sở TN&MT": "stnmt", "UBND tỉnh": "tinh", "UBND TP. Quy Nhơn": "quynhon", "UBND TP Quy Nhơn": "quynhon", "BCĐ": "bcd",
		// misprints
		"Uỷ ban nhân dân huyện An Lão": "anlao", "Sởở Nội vụ": "snv", "Sở Nội vvụ": "snv", "Sở Sở Nội vụ": "snv", "Sơ Nội vụ": "snv", "Sở Kế hoạh và Đầu tư": "skhdt", "Sở Y tế tỉnh": "syt",
		// what is not said is not guessed
		"Sở Ngoại vụ": "", "UBND xã Cát Hưng": "hung", "UBND xã Cát Hùng": "hùng", "UBND xa Cat Hung": "", "UBND xã Cát Hừng": "", "Sở": "", "UBND": "", "Chánh Văn phòng": "", "Giám đốc": "",
	} {
		if got := surely(d, phrase, "2023-06-12"); got != want {
			t.Errorf("%q is %q, want %q: %v", phrase, got, want, d.Find(phrase, "2023-06-12"))
		}
	}
}

// The name of a body that has ended means whoever took over by the day of the
// document; of several heirs, a person chooses.
func TestHistoricNames(t *testing.T) {
	t.Parallel()
	d := province()
	for phrase, want := range map[string][2]apparatus.OrgID{
		"Sở Kế hoạch và Đầu tư": {"skhdt", "stc"}, "Giám đốc Sở KH&ĐT": {"skhdt", "stc"}, "Sở Tài nguyên và Môi trường": {"stnmt", "snnmt"}, "Sở TN&MT": {"stnmt", "snnmt"},
		"Sở Nông nghiệp và Môi trường": {"", "snnmt"}, "Sở Lao động - Thương binh và Xã hội": {"sld", ""}, "Sở Tài chính": {"stc", "stc"},
	} {
		if before, after := surely(d, phrase, "2025-02-28"), surely(d, phrase, "2025-03-01"); before != want[0] || after != want[1] {
			t.Errorf("%q is %q, then %q, want %q", phrase, before, after, want)
		}
	}
	if m := d.Find("Sở Lao động - Thương binh và Xã hội", "2025-03-01"); len(m) != 2 || m[0].Score != m[1].Score {
		t.Errorf("both heirs are offered: %v", m)
	}
}

func TestGroupsAsDocumentsNameThem(t *testing.T) {
	t.Parallel()
	d := province()
	departments := []apparatus.OrgID{"vp", "snv", "syt", "tt", "bdt", "stc", "snnmt", "svh", "qs"}
	districts := []apparatus.OrgID{"anlao", "quynhon"}
	both := append(append([]apparatus.OrgID{}, departments...), districts...)
	for phrase, want := range map[string][]apparatus.OrgID{
		"các sở, ban, ngành": departments, "Thủ trưởng các sở, ban, ngành": departments, "Các Sở, Ban, Ngành tỉnh": departments, "các sở, ban và ngành": departments, "Giám đốc các sở": departments,
		"UBND các huyện, thị xã, thành phố": districts, "Ủy ban nhân dân các huyện, thị xã và thành phố": districts, "Chủ tịch UBND các huyện, thị xã, thành phố": districts, "UBND huyện, thị xã, thành phố": districts,
		"các cơ quan, đơn vị": both, "Thủ trưởng các cơ quan, đơn vị": both,
		"các sở, ban, ngành, UBND các huyện, thị xã, thành phố":                                both,
		"Thủ trưởng các sở, ban, ngành; Chủ tịch Ủy ban nhân dân các huyện, thị xã, thành phố": both,
	} {
		if g, ok := d.Group(phrase, "2025-06-01"); !ok || !cmp.Equal(g.Members, want) {
			t.Errorf("%q is %v, %v", phrase, g.Members, ok)
		}
	}
	for _, phrase := range []string{"Sở Nội vụ", "các", "các huyện miền núi", "các sở, ban, ngành và Sở Nội vụ", ""} {
		if g, ok := d.Group(phrase, "2025-06-01"); ok {
			t.Errorf("%q is the group %q", phrase, g.Name)
		}
	}
}
