package lexicon_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/lexicon"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

func schemas() []storage.Schema {
	return []storage.Schema{audit.Schema(), apparatus.Schema(), lexicon.Schema()}
}

func as(ctx context.Context, id string, role actor.Role) context.Context {
	return actor.With(ctx, actor.Actor{Kind: actor.Person, ID: id, Name: id + " (minh họa)", Grants: []actor.Grant{{Role: role, Org: "tinh"}}})
}

func open(t *testing.T, db *storage.DB) (*lexicon.Service, *audit.Service) {
	t.Helper()
	acts := audit.New(db)
	orgs := apparatus.New(db)
	err := orgs.Import(t.Context(), "kiểm thử", []apparatus.Org{
		{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province},
		{ID: "skhdt", Name: "Sở Kế hoạch và Đầu tư", Abbr: "SKHĐT", Kind: apparatus.Department, Parent: "tinh", To: "2025-02-28"},
		{ID: "stc", Name: "Sở Tài chính", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "tt", Name: "Trung tâm Xúc tiến đầu tư", Kind: apparatus.Center, Parent: "tinh"},
	}, apparatus.DefaultGroups(), []apparatus.Succession{{Predecessor: "skhdt", Successor: "stc", On: "2025-03-01"}})
	if err != nil {
		t.Fatal(err)
	}
	return lexicon.New(db, orgs.Directory), acts
}

func meant(s *lexicon.Service, phrase string, on civil.Date) apparatus.OrgID {
	if m := s.Directory().Find(phrase, on); len(m) > 0 && m[0].Score >= 0.8 {
		return m[0].Org
	}
	return ""
}

// A name goes from proposal to use and out of use; the body that it names may
// end meanwhile.
func TestTheLifeOfAName(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		s, acts := open(t, db)
		officer, one, two := as(t.Context(), "cv", actor.Officer), as(t.Context(), "tt1", actor.Secretariat), as(t.Context(), "tt2", actor.Secretariat)
		e, err := s.Propose(officer, lexicon.Proposal{Phrase: "  Cơ quan  kế hoạch tỉnh ", Org: "skhdt", From: "2020-01-01", Note: "văn bản của huyện"})
		if err != nil || e.Phrase != "Cơ quan kế hoạch tỉnh" || meant(s, e.Phrase, "2023-06-12") != "" {
			t.Fatalf("%+v, %v; means %q before it is approved", e, err, meant(s, e.Phrase, "2023-06-12"))
		}
		if err := s.Approve(one, e.ID, e.Rev); err != nil {
			t.Fatal(err)
		}
		for day, want := range map[civil.Date]apparatus.OrgID{"2019-12-31": "", "2020-01-01": "skhdt", "2025-02-28": "skhdt", "2025-03-01": "stc"} {
			if got := meant(s, "Giám đốc cơ quan kế hoạch tỉnh", day); got != want {
				t.Errorf("on %s it means %q, want %q", day, got, want)
			}
		}
		found := false
		for _, o := range s.Directory().ForReading() {
			found = found || o.ID == "skhdt" && strings.Contains(strings.Join(o.Abbreviations, ";"), "Cơ quan kế hoạch tỉnh")
		}
		if !found {
			t.Error("the reader does not know the name")
		}
		again := lexicon.New(db, s.Directory)
		if err := again.Load(t.Context()); err != nil || meant(again, e.Phrase, "2023-06-12") != "skhdt" {
			t.Errorf("after a restart: %q, %v", meant(again, e.Phrase, "2023-06-12"), err)
		}
		if err := s.Retire(two, e.ID, 1, "", "đọc nhầm"); !errors.Is(err, fault.Conflict) {
			t.Errorf("on an old version: %v", err)
		}
		if err := s.Retire(two, e.ID, 2, "2024-12-31", " "); fault.FieldsOf(err)["reason"] == "" {
			t.Errorf("without a reason: %v", err)
		}
		if err := s.Retire(two, e.ID, 2, "2019-01-01", "x"); fault.FieldsOf(err)["last"] == "" {
			t.Errorf("a last day before the first: %v", err)
		}
		if err := s.Retire(two, e.ID, 2, "2024-12-31", "nay không gọi thế nữa"); err != nil {
			t.Fatal(err)
		}
		if meant(s, e.Phrase, "2024-12-31") != "skhdt" || meant(s, e.Phrase, "2025-01-01") != "" {
			t.Error("a retired name counts up to its last day and no longer")
		}
		if err := s.Approve(two, e.ID, 3); !errors.Is(err, fault.Conflict) {
			t.Errorf("a retired name was approved: %v", err)
		}
		list, err := s.List(officer, lexicon.Query{})
		if err != nil || len(list) != 1 || list[0].Proposed.Name != "cv (minh họa)" || list[0].Decided.Name != "tt1 (minh họa)" || list[0].Retired.Name != "tt2 (minh họa)" {
			t.Errorf("%+v, %v", list, err)
		}
		rows, err := acts.Timeline(t.Context(), e.ID.Ref())
		if err != nil || len(rows) != 3 || lexicon.VerbLabel(rows[0].Verb) == "" {
			t.Errorf("%d acts, %v", len(rows), err)
		}
	})
}

func TestFourEyes(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		s, _ := open(t, db)
		one := as(t.Context(), "tt1", actor.Secretariat)
		propose := func(phrase string) lexicon.Entry {
			e, err := s.Propose(one, lexicon.Proposal{Phrase: phrase, Org: "tt"})
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		e := propose("Trung tâm mời gọi vốn")
		if err := s.Approve(one, e.ID, e.Rev); !errors.Is(err, fault.Forbidden) {
			t.Errorf("approved by the one who proposed it: %v", err)
		}
		for role, want := range map[actor.Role]error{actor.Officer: fault.Forbidden, actor.AgencyHead: fault.Forbidden, actor.FocalPoint: fault.Forbidden, actor.Auditor: fault.Forbidden, actor.Admin: fault.NotFound} {
			who := as(t.Context(), "x", role)
			for what, err := range map[string]error{"approve": s.Approve(who, e.ID, e.Rev), "refuse": s.Refuse(who, e.ID, e.Rev, "x"), "retire": s.Retire(who, e.ID, e.Rev, "", "x")} {
				if !errors.Is(err, want) {
					t.Errorf("%s by %s: %v", what, role, err)
				}
			}
		}
		for role, want := range map[actor.Role]error{actor.Auditor: fault.Forbidden, actor.Admin: fault.NotFound} {
			if _, err := s.Propose(as(t.Context(), "x", role), lexicon.Proposal{Phrase: "Tên gì đó", Org: "tt"}); !errors.Is(err, want) {
				t.Errorf("proposed by %s: %v", role, err)
			}
		}
		if err := s.Approve(as(t.Context(), "ct", actor.Chairman), e.ID, e.Rev); err != nil {
			t.Errorf("by the chairman: %v", err)
		}
		e = propose("Trung tâm gọi vốn")
		if err := s.Refuse(one, e.ID, e.Rev, ""); fault.FieldsOf(err)["reason"] == "" {
			t.Errorf("refused without a reason: %v", err)
		}
		if err := s.Refuse(one, e.ID, e.Rev, "đề xuất nhầm"); err != nil {
			t.Errorf("one's own proposal taken back: %v", err)
		}
		propose("Trung tâm gọi vốn") // a refused name may be proposed again
	})
}

func TestWhatIsNotAName(t *testing.T) {
	t.Parallel()
	s, _ := open(t, storagetest.SQLite(t, schemas(), clock.At(storagetest.Start())))
	who, other := as(t.Context(), "cv", actor.Officer), as(t.Context(), "tt", actor.Secretariat)
	for name, x := range map[string]struct {
		p     lexicon.Proposal
		field string
	}{
		"nothing":               {lexicon.Proposal{Org: "tt"}, "phrase"},
		"two letters":           {lexicon.Proposal{Phrase: "TT", Org: "tt"}, "phrase"},
		"forged":                {lexicon.Proposal{Phrase: "Ѕở gọi vốn", Org: "tt"}, "phrase"},
		"endless":               {lexicon.Proposal{Phrase: strings.Repeat("a ", 300), Org: "tt"}, "phrase"},
		"a group":               {lexicon.Proposal{Phrase: "Thủ trưởng các sở, ban, ngành", Org: "tt"}, "phrase"},
		"known":                 {lexicon.Proposal{Phrase: "Giám đốc Sở Tài chính", Org: "stc"}, "phrase"},
		"another body's":        {lexicon.Proposal{Phrase: "Sở Tài chính", Org: "tt"}, "phrase"},
		"no body":               {lexicon.Proposal{Phrase: "Trung tâm gọi vốn", Org: "la"}, "org"},
		"ends before it begins": {lexicon.Proposal{Phrase: "Trung tâm gọi vốn", Org: "tt", From: "2023-02-01", To: "2023-01-01"}, "to"},
		"no day":                {lexicon.Proposal{Phrase: "Trung tâm gọi vốn", Org: "tt", From: "2023-02-31"}, "from"},
	} {
		if _, err := s.Propose(who, x.p); fault.FieldsOf(err)[x.field] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	propose := func(org apparatus.OrgID, from, to civil.Date) (lexicon.Entry, error) {
		return s.Propose(who, lexicon.Proposal{Phrase: "Trung tâm gọi vốn", Org: org, From: from, To: to})
	}
	a, err := propose("tt", "", "2022-12-31")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := propose("tt", "2022-01-01", ""); fault.FieldsOf(err)["phrase"] == "" {
		t.Errorf("twice for the same days: %v", err)
	}
	b, err := propose("stc", "2022-06-01", "") // two proposals may disagree; the one approved first holds
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Approve(other, a.ID, 1); err != nil {
		t.Fatal(err)
	}
	if err := s.Approve(other, b.ID, 1); fault.FieldsOf(err)["phrase"] == "" {
		t.Errorf("one name, two bodies, the same days: %v", err)
	}
	c, err := propose("stc", "2023-01-01", "")
	if err == nil {
		t.Errorf("twice for the same days: %+v", c)
	}
	if err := s.Refuse(other, b.ID, 1, "trùng thời gian"); err != nil {
		t.Fatal(err)
	}
	if c, err = propose("stc", "2023-01-01", ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Approve(other, c.ID, 1); err != nil {
		t.Fatal(err)
	}
	if x, y := meant(s, "Trung tâm gọi vốn", "2022-12-31"), meant(s, "Trung tâm gọi vốn", "2023-01-01"); x != "tt" || y != "stc" {
		t.Errorf("it means %q, then %q", x, y)
	}
}

// Many at once propose the same name: one is kept.
func TestProposedByManyAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		s, _ := open(t, db)
		var wg sync.WaitGroup
		var mu sync.Mutex
		kept := 0
		for range 8 {
			wg.Go(func() {
				_, err := s.Propose(as(t.Context(), "cv", actor.Officer), lexicon.Proposal{Phrase: "Trung tâm gọi vốn", Org: "tt"})
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					kept++
				case fault.FieldsOf(err)["phrase"] == "":
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if kept != 1 {
			t.Errorf("%d were kept", kept)
		}
	})
}

func TestAListOfNames(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		s, _ := open(t, db)
		who := as(t.Context(), "tt1", actor.Secretariat)
		added, known, err := s.Import(who, []byte("\ufeffTên gọi;Mã cơ quan;Từ ngày;Đến ngày;Ghi chú\r\nTrung tâm gọi vốn;tt;01/01/2020;;cách gọi cũ\r\n\r\nCơ quan giữ tiền;Sở Tài chính;;31/12/2024\r\nTrung tâm gọi vốn;tt;;;\r\n"))
		if err != nil || added != 2 || known != 1 {
			t.Fatalf("%d added, %d known, %v", added, known, err)
		}
		list, err := s.List(who, lexicon.Query{State: lexicon.Proposed, Text: "giu tien"})
		if err != nil || len(list) != 1 || list[0].Org != "stc" || list[0].To != "2024-12-31" {
			t.Errorf("%+v, %v", list, err)
		}
		for file, words := range map[string]string{
			"":                     "không có tên gọi nào",
			"Tên gọi,Mã cơ quan\n": "không có tên gọi nào",
			"phrase,org\nx,y\n":    "Dòng đầu",
			"Tên gọi,Mã cơ quan\nMột tên,tt\nHai tên,la\n":                "Dòng 3, “Hai tên”",
			"Tên gọi,Mã cơ quan,Từ ngày\nMột tên,tt,30/02/2023\n":         "Dòng 2",
			"Tên gọi,Mã cơ quan\n\"hở,tt\n":                               "không đọc được",
			"Tên gọi,Mã cơ quan\n" + strings.Repeat("Một tên,tt\n", 1001): "quá 1000",
		} {
			if _, _, err := s.Import(who, []byte(file)); !strings.Contains(fault.FieldsOf(err)["file"], words) {
				t.Errorf("%.40q: %v", file, err)
			}
		}
		if list, err := s.List(who, lexicon.Query{}); err != nil || len(list) != 2 {
			t.Errorf("%d names, %v: a refused list leaves nothing", len(list), err)
		}
		if _, _, err := s.Import(as(t.Context(), "gs", actor.Auditor), []byte("Tên gọi\n")); !errors.Is(err, fault.Forbidden) {
			t.Errorf("by the auditor: %v", err)
		}
	})
}
