package app_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/document"
	"dondoc/internal/reading/score"
	"dondoc/internal/web/webtest"
)

const unknownLead = `Thông báo số 77/TB-UBND ngày 01/6/2023 của Ủy ban nhân dân tỉnh

Giao Trung tâm Mời gọi vốn chủ trì, phối hợp với Sở Nội vụ rà soát danh mục dự án (đồng chí Nguyễn Văn An, điện thoại 0905 123 456), báo cáo Ủy ban nhân dân tỉnh trước ngày 30/6/2023.
`

func enter(t *testing.T, a *app.App, ctx context.Context, text string) document.Document { //nolint:revive // t first
	t.Helper()
	in, err := a.Documents.Receive(ctx, document.Arrival{Source: document.Paste, Text: text})
	if err != nil {
		t.Fatal(err)
	}
	d, err := a.Documents.Register(ctx, document.Registration{Intake: in.ID, Facts: in.Facts})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// An officer's correction becomes a name that later documents are read with,
// once another person has approved it; and a case for the reader's tests.
func TestACorrectionIsLearned(t *testing.T) {
	t.Parallel()
	a, srv := house(t, "sqlite:"+t.TempDir()+"/x.db")
	ctx := actor.With(t.Context(), actor.Actor{Kind: actor.Person, ID: "khac", Name: "Người khác (minh họa)", Grants: []actor.Grant{{Role: actor.Secretariat, Org: "bcd"}}})
	d := enter(t, a, ctx, unknownLead)
	sh, err := a.Documents.Sheet(ctx, d.ID)
	if err != nil || len(sh.Findings) != 1 || sh.Findings[0].Lead != "" {
		t.Fatalf("%+v, %v", sh.Findings, err)
	}
	f := sh.Findings[0]
	sec := webtest.New(t, srv.URL)
	sec.SignIn("thuongtruc", password)
	page := "/lam-viec/van-ban/" + string(d.ID) + "/doc?f=" + string(f.ID) + "&mo=sua"
	_, body := sec.Get(page)
	if !strings.Contains(body, `name="remember"`) || !strings.Contains(body, "Nhớ tên gọi này: “Trung tâm Mời gọi vốn”") {
		t.Fatal("the form does not offer to remember")
	}
	form := url.Values{"rev": {"1"}, "title": {f.Title}, "lead": {""}, "due": {"30/06/2023"}, "remember": {"1"}}
	to := "/lam-viec/van-ban/" + string(d.ID) + "/doc/" + string(f.ID) + "/sua"
	if code, body, _ := sec.Post(page, to, form); code != http.StatusUnprocessableEntity || !strings.Contains(body, "Chọn cơ quan chủ trì để nhớ tên gọi.") {
		t.Errorf("remembered for nobody: %d", code)
	}
	form.Set("lead", "ttxtdt")
	if code, body, _ := sec.Post(page, to, form); code != http.StatusSeeOther {
		t.Fatalf("%d %.300s", code, body)
	}
	_, body = sec.Get("/lam-viec/tu-dien")
	m := regexp.MustCompile(`/lam-viec/tu-dien/[a-z0-9]{26}`).FindString(body)
	if m == "" || !strings.Contains(body, "1 tên gọi chờ duyệt") {
		t.Fatal("nothing was proposed")
	}
	if code, body, _ := sec.Post(m, m+"/duyet", url.Values{"rev": {"1"}}); code != http.StatusForbidden || !strings.Contains(body, "không tự duyệt") {
		t.Errorf("approved by the one who proposed it: %d", code)
	}
	head := webtest.New(t, srv.URL)
	head.SignIn("chutich", password)
	if code, _, _ := head.Post(m, m+"/khong-duyet", url.Values{"rev": {"1"}}); code != http.StatusUnprocessableEntity {
		t.Errorf("refused without a reason: %d", code)
	}
	if code, _, _ := head.Post(m, m+"/duyet", url.Values{"rev": {"1"}}); code != http.StatusSeeOther {
		t.Fatalf("approve: %d", code)
	}
	if code, _, _ := head.Post(m, m+"/duyet", url.Values{"rev": {"1"}}); code != http.StatusConflict {
		t.Errorf("approved twice: %d", code)
	}

	next := enter(t, a, ctx, strings.ReplaceAll(unknownLead, "số 77/", "số 78/"))
	if sh, err = a.Documents.Sheet(ctx, next.ID); err != nil || len(sh.Findings) != 1 || sh.Findings[0].Lead != "ttxtdt" {
		t.Errorf("the next document is read without what was learned: %+v, %v", sh.Findings, err)
	}

	_, cases := sec.Get("/lam-viec/tu-dien/hoi-quy.jsonl")
	list, err := score.Parse(strings.NewReader(cases))
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, g := range list {
		if g.Doc != string(d.ID) {
			continue
		}
		found = true
		got := g.Assignments[0]
		if len(g.Assignments) != 1 || got.Start != f.Start || got.End != f.End || len([]rune(got.Text)) != f.End-f.Start || len(got.Lead) != 1 || got.Lead[0] != "Trung tâm Mời gọi vốn" || got.Deadline.Kind != "date" {
			t.Errorf("%+v", got)
		}
	}
	if !found {
		t.Error("the correction is not among the cases")
	}
	_, both := sec.Get("/lam-viec/tu-dien/hoi-quy.json")
	_, csv := sec.Get("/lam-viec/tu-dien.csv")
	_, names := sec.Get("/lam-viec/tu-dien.json")
	for what, s := range map[string]string{"jsonl": cases, "json": both, "csv": csv, "list": names} {
		if strings.Contains(s, "Nguyễn Văn An") || strings.Contains(s, "0905") || strings.Contains(s, "minh họa") {
			t.Errorf("%s tells of a person", what)
		}
		if !strings.Contains(s, "Mời gọi vốn") {
			t.Errorf("%s lacks the name", what)
		}
	}
	if _, _, err := a.Lexicon.Import(ctx, []byte(csv)); err != nil {
		t.Errorf("what goes out does not come in again: %v", err)
	}
	if code, _ := webtestOf(t, srv.URL, "giamsat").Get("/lam-viec/tu-dien/hoi-quy.jsonl"); code != http.StatusNotFound {
		t.Errorf("cases for the auditor: %d", code)
	}
}

func webtestOf(t *testing.T, base, user string) *webtest.Visitor {
	t.Helper()
	v := webtest.New(t, base)
	v.SignIn(user, password)
	return v
}
