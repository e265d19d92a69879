package document

import (
	"os"
	"strings"
	"testing"

	"dondoc/internal/fault"
	"dondoc/internal/reading"
	"dondoc/internal/viet"
)

func notice(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("testdata/06-TB-BCD.txt")
	if err != nil {
		t.Fatal(err)
	}
	return viet.Clean(string(b))
}

func TestPassagesHoldEveryLetterOnce(t *testing.T) {
	t.Parallel()
	text := []rune(notice(t))
	ps := Passages(text)
	at, ids := 0, map[string]bool{}
	for _, p := range ps {
		if strings.TrimSpace(string(text[at:p.Start])) != "" {
			t.Errorf("lost between passages: %q", string(text[at:p.Start]))
		}
		at = p.End
		if ids[p.ID] {
			t.Errorf("passage id %s twice", p.ID)
		}
		ids[p.ID] = true
		t.Logf("%2d %s %.70s", p.N, p.ID, string(text[p.Start:p.End]))
	}
	if strings.TrimSpace(string(text[at:])) != "" {
		t.Errorf("lost at the end: %q", string(text[at:]))
	}
}

func TestPassageCuts(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int{
		"Giao Sở Nội vụ chủ trì. Các sở phối hợp.": 2,
		"TM. BAN CHỈ ĐẠO": 1,
		"1. Rà soát tổ chức bộ máy. Báo cáo trước ngày 30/6/2023.":                          2,
		"Theo Nghị định số 30/2020/NĐ-CP ngày 05.3.2020 của TP. Quy Nhơn, v.v. Không tách.": 1,
		"“Lấy người dân làm trung tâm.” Các cấp tập trung.":                                 2,
		"Đ/c Nguyễn Văn A. Sở Nội vụ":                                                       1,
		"":                                                                                  0,
		"\n\n  \n":                                                                          0,
		"a\nb":                                                                              2,
	} {
		if got := len(Passages([]rune(in))); got != want {
			t.Errorf("%q: %d passages, want %d", in, got, want)
		}
	}
}

func TestPassageIDsSurviveMarksCaseAndNeighbours(t *testing.T) {
	t.Parallel()
	a := Passages([]rune("Giao Sở Nội vụ chủ trì. Hết."))
	b := Passages([]rune("Thêm một câu ở trước. GIAO  sở Nội vụ chủ trì. Hết."))
	if a[0].ID != b[1].ID || a[1].ID != b[2].ID {
		t.Errorf("ids moved: %v, %v", a, b)
	}
}

func TestAccount(t *testing.T) {
	t.Parallel()
	text := []rune("Tiêu đề\nCâu giao việc một.\nBối cảnh chung.\nCâu chưa đọc.\nNơi nhận")
	ps := Passages(text)
	cover := []reading.Stretch{
		{Span: reading.Span{Start: 0, End: 8}, As: reading.IsHeading},
		{Span: reading.Span{Start: 8, End: ps[2].Start}, As: reading.IsAssignment},
		{Span: reading.Span{Start: ps[2].Start, End: ps[3].Start}, As: reading.IsContext},
		{Span: reading.Span{Start: ps[3].Start, End: ps[4].Start}, As: reading.IsUnread},
		{Span: reading.Span{Start: ps[4].Start, End: len(text)}, As: reading.IsClosing},
	}
	f := Finding{ID: "f", Start: ps[1].Start, End: ps[1].End, State: Open}
	want := func(name string, got []Passage, classes ...Class) {
		t.Helper()
		for i, c := range classes {
			if got[i].Class != c {
				t.Errorf("%s: passage %d is %s, want %s", name, i+1, got[i].Class, c)
			}
		}
	}
	want("fresh", account(ps, []Finding{f}, nil, cover), AsContext, AsAssignment, AsUnseen, AsUnseen, AsContext)
	f.State, f.Reason = Dismissed, "trùng"
	want("dismissed", account(ps, []Finding{f}, nil, cover), AsContext, AsDismissed, AsUnseen, AsUnseen, AsContext)
	marks := []Mark{{Passage: ps[2].ID, Class: AsContext}, {Passage: ps[3].ID, Class: AsDismissed, Reason: "lời cảm ơn"}}
	got := account(ps, []Finding{f}, marks, cover)
	want("marked", got, AsContext, AsDismissed, AsContext, AsDismissed, AsContext)
	if c := Count(got); c.Unseen != 0 || c.Accounted != 5 || c.Total != 5 {
		t.Errorf("coverage %+v", c)
	}
	if c := Count(account(ps, nil, nil, cover)); c.Proposed != 1 {
		t.Errorf("proposed context %+v", c)
	}
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	base := Facts{Number: "06-TB/BCĐ", Type: "Thông báo", Issuer: "Ban Chỉ đạo", SignedOn: "2023-05-08"}
	same := base
	same.Number, same.Issuer, same.SignedOn = "6\u200b-TB/BCĐ", "BAN CHỈ ĐẠO", "2024-02-01"
	if base.slot("a") != same.cleaned().slot("b") {
		t.Errorf("%s and %s differ within one term", base.slot("a"), same.slot("b"))
	}
	next := base
	next.SignedOn = "2025-07-01"
	if base.slot("a") == next.slot("b") {
		t.Error("a Party number of another term is another document")
	}
	if (Facts{Subject: "x"}).slot("a") == (Facts{Subject: "x"}).slot("b") {
		t.Error("documents without a number have no shared identity")
	}
	state := Facts{Number: "766/QĐ-TTg", SignedOn: "2022-06-23"}
	if !sameNumber(state, Facts{Number: "766/QĐ-TTg"}) || sameNumber(state, Facts{Number: "766/QĐ-TTg", SignedOn: "2023-06-23"}) {
		t.Error("State numbers start anew each year")
	}
}

func TestChecksOfFacts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		f       Facts
		checked bool
		field   string
	}{
		"nothing":            {Facts{}, false, "number"},
		"30 February":        {Facts{Number: "1", SignedOn: "2023-02-30"}, true, "signed_on"},
		"met after signing":  {Facts{Number: "1", SignedOn: "2023-05-08", MetOn: "2023-06-08"}, false, "met_on"},
		"looked at":          {Facts{Number: "1", SignedOn: "2023-05-08", MetOn: "2023-06-08"}, true, ""},
		"signed in future":   {Facts{Number: "1", SignedOn: "2024-05-08"}, false, "signed_on"},
		"no number, subject": {Facts{Subject: "V/v họp"}, false, ""},
	} {
		err := c.f.check("2023-06-12", c.checked)
		fields := fault.FieldsOf(err)
		if (c.field == "") != (err == nil) || c.field != "" && fields[c.field] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
