package apparatus_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/apparatus"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

func schemas() []storage.Schema { return []storage.Schema{audit.Schema(), apparatus.Schema()} }

func seed(t *testing.T, db *storage.DB) *apparatus.Service {
	t.Helper()
	audit.New(db)
	s := apparatus.New(db)
	err := s.Import(t.Context(), "kiểm thử", []apparatus.Org{
		{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province},
		{ID: "skhdt", Name: "Sở Kế hoạch và Đầu tư", Short: "Sở KH&ĐT", Abbr: "SKHĐT", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "snv", Name: "Sở Nội vụ", Abbr: "SNV", Kind: apparatus.Department, Parent: "tinh", From: "2000-01-01", To: "2025-02-28"},
		{ID: "stc", Name: "Sở Tài chính", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "ttxtdt", Name: "Trung tâm Xúc tiến đầu tư", Kind: apparatus.Center, Parent: "skhdt", FocalPoint: true},
		{ID: "p1", Name: "Phòng Tổng hợp", Kind: apparatus.Division, Parent: "skhdt"},
		{ID: "bcd", Name: "Ban Chỉ đạo thực hiện Chương trình hành động số 09-CTr/TU", Aliases: []string{"Ban Chỉ đạo"}, Kind: apparatus.Committee, Parent: "tinh", Standing: "snv"},
		{ID: "anlao", Name: "Ủy ban nhân dân huyện An Lão", Kind: apparatus.District, Parent: "tinh"},
	}, apparatus.DefaultGroups(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNamesAsDocumentsWriteThem(t *testing.T) {
	t.Parallel()
	d := seed(t, storagetest.SQLite(t, schemas(), clock.At(storagetest.Start()))).Directory()
	for phrase, want := range map[string]apparatus.OrgID{
		"Sở Kế hoạch và Đầu tư": "skhdt", "Giám đốc Sở Kế hoạch và Đầu tư": "skhdt", "Sở KH&ĐT": "skhdt", "SKHĐT": "skhdt", "so ke hoach va dau tu": "skhdt", "Sở Kế hoạh và Đầu tư": "skhdt",
		"Chủ tịch UBND huyện An Lão": "anlao", "Uỷ ban nhân dân huyện An Lão": "anlao", "Ban chỉ đạo": "bcd", "Trưởng Ban Chỉ đạo": "bcd", "Phó Trưởng ban Chỉ đạo": "bcd", "Sở Y tế": "", "Sở Nội vụ": "snv",
	} {
		got := apparatus.OrgID("")
		if m := d.Find(phrase, "2023-06-12"); len(m) > 0 {
			got = m[0].Org
		}
		if got != want {
			t.Errorf("%q is %q, want %q", phrase, got, want)
		}
	}
	if m := d.Find("Sở Nội vụ", "2026-01-01"); len(m) != 0 {
		t.Errorf("a body that has ended was found: %v", m)
	}
	g, ok := d.Group("Thủ trưởng các sở, ban, ngành", "2023-06-12")
	if !ok || !cmp.Equal(g.Members, []apparatus.OrgID{"skhdt", "snv", "stc"}) {
		t.Errorf("group %+v %v", g, ok)
	}
	if d.Agency("p1") != "skhdt" || !d.Within("p1", "tinh") || d.Within("tinh", "p1") || len(d.Subtree("skhdt")) != 3 {
		t.Error("tree")
	}
}

func TestRulesOfTheRegister(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		ctx := t.Context()
		s := seed(t, db)
		if _, err := s.Create(ctx, apparatus.Org{Name: "Sở Nội  vụ mới", Kind: apparatus.Department, Parent: "tinh"}); err != nil {
			t.Error(err)
		}
		for name, o := range map[string]apparatus.Org{
			"no name": {Kind: apparatus.Other}, "same name": {Name: "sở kế hoạch và đầu tư", Kind: apparatus.Department, Parent: "tinh"}, "forged": {Name: "Ѕở Y tế", Kind: apparatus.Department}, "no parent": {Name: "X", Kind: apparatus.Other, Parent: "khong"},
		} {
			if _, err := s.Create(ctx, o); !errors.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		o, _ := s.Directory().Get("skhdt")
		o.Parent = "ttxtdt"
		if err := s.Edit(ctx, o, ""); fault.FieldsOf(err)["parent"] == "" {
			t.Errorf("a cycle was taken: %v", err)
		}
		o.Parent, o.Short = "tinh", "Sở KHĐT"
		if err := s.Edit(ctx, o, "đổi tên tắt"); err != nil {
			t.Error(err)
		}
		if err := s.Edit(ctx, o, "lần hai"); !errors.Is(err, fault.Conflict) {
			t.Errorf("stale edit: %v", err)
		}
		if err := s.End(ctx, "skhdt", 2, "2025-02-28", nil, ""); fault.FieldsOf(err)["successors"] == "" {
			t.Errorf("ended without successor: %v", err)
		}
		if err := s.End(ctx, "skhdt", 2, "2025-02-28", []apparatus.OrgID{"stc"}, "Nghị quyết"); err != nil {
			t.Error(err)
		}
		if got := s.Directory().Successors("skhdt"); !cmp.Equal(got, []apparatus.OrgID{"stc"}) {
			t.Errorf("successors %v", got)
		}
	})
}

// A body that took over stands in the place of the one that ended: for what
// was below it, and for whoever works on what it owed. Nothing of it holds
// before the day.
func TestTheTreeOverTime(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		ctx := t.Context()
		s := seed(t, db)
		if err := s.End(ctx, "skhdt", 1, "2025-02-28", []apparatus.OrgID{"stc"}, "Nghị quyết"); err != nil {
			t.Fatal(err)
		}
		d := s.Directory()
		if d.Above("ttxtdt", "2025-02-28") != "skhdt" || d.Above("ttxtdt", "2025-03-01") != "stc" {
			t.Errorf("above: %s, %s", d.Above("ttxtdt", "2025-02-28"), d.Above("ttxtdt", "2025-03-01"))
		}
		if got := d.Below("stc", "2025-03-01"); !cmp.Equal(got, []apparatus.OrgID{"p1", "ttxtdt"}) || len(d.Below("stc", "2025-02-28")) != 0 {
			t.Errorf("below: %v, %v", got, d.Below("stc", "2025-02-28"))
		}
		depth := map[apparatus.OrgID]int{}
		for _, n := range d.Tree("2025-03-01") {
			depth[n.ID] = n.Depth
		}
		if want := map[apparatus.OrgID]int{"tinh": 0, "anlao": 1, "bcd": 1, "stc": 1, "p1": 2, "ttxtdt": 2}; !cmp.Equal(depth, want) {
			t.Error(cmp.Diff(want, depth))
		}
		for day, after := range map[string]bool{"2025-02-28T09:00:00+07:00": false, "2025-03-01T09:00:00+07:00": true} {
			at, err := time.Parse(time.RFC3339, day)
			if err != nil {
				t.Fatal(err)
			}
			c.Set(at)
			if d.Within("skhdt", "stc") != after || d.Within("ttxtdt", "stc") != after || d.Within("stc", "skhdt") || !d.Within("ttxtdt", "skhdt") || !d.Within("ttxtdt", "tinh") {
				t.Errorf("%s: within %v %v", day, d.Within("skhdt", "stc"), d.Within("ttxtdt", "stc"))
			}
			if got := len(d.Subtree("stc")); (got == 4) != after || (got == 1) == after {
				t.Errorf("%s: subtree %v", day, d.Subtree("stc"))
			}
			if d.TookOver("stc", "skhdt") != after || d.TookOver("skhdt", "stc") {
				t.Errorf("%s: took over %v", day, d.TookOver("stc", "skhdt"))
			}
		}
	})
}

func TestWhatMayNotEnd(t *testing.T) {
	t.Parallel()
	db := storagetest.SQLite(t, schemas(), clock.At(storagetest.Start()))
	s := seed(t, db)
	for name, x := range map[string]struct {
		id    apparatus.OrgID
		last  civil.Date
		next  []apparatus.OrgID
		field string
	}{
		"ended already":            {"snv", "2025-06-30", []apparatus.OrgID{"stc"}, "to"},
		"into an ended one":        {"skhdt", "2025-06-30", []apparatus.OrgID{"snv"}, "successors"},
		"into itself":              {"skhdt", "2025-06-30", []apparatus.OrgID{"skhdt"}, "successors"},
		"split with units below":   {"skhdt", "2025-06-30", []apparatus.OrgID{"stc", "anlao"}, "successors"},
		"into a division of its":   {"skhdt", "2025-06-30", []apparatus.OrgID{"p1"}, "successors"},
		"without a day":            {"skhdt", "", []apparatus.OrgID{"stc"}, "to"},
		"into one nobody knows of": {"skhdt", "2025-06-30", []apparatus.OrgID{"la"}, "successors"},
	} {
		if err := s.End(t.Context(), x.id, 1, x.last, x.next, ""); fault.FieldsOf(err)[x.field] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.End(t.Context(), "stc", 7, "2025-06-30", []apparatus.OrgID{"skhdt"}, ""); !errors.Is(err, fault.Conflict) {
		t.Errorf("on an old version: %v", err)
	}
	if err := s.End(t.Context(), "stc", 1, "2025-06-30", []apparatus.OrgID{"skhdt", "anlao"}, "Nghị quyết"); err != nil {
		t.Errorf("split, nothing below: %v", err)
	}
}

// A list is held to the same rules as single entries; nothing of it stays when
// a line will not do.
func TestAListIsCheckedAsAWhole(t *testing.T) {
	t.Parallel()
	db := storagetest.SQLite(t, schemas(), clock.At(storagetest.Start()))
	s := seed(t, db)
	n := len(s.Directory().All())
	good := apparatus.Org{ID: "syt", Name: "Sở Y tế", Kind: apparatus.Department, Parent: "tinh"}
	for name, x := range map[string]struct {
		orgs    []apparatus.Org
		lineage []apparatus.Succession
	}{
		"an id twice":    {[]apparatus.Org{good, good}, nil},
		"an id in use":   {[]apparatus.Org{{ID: "stc", Name: "X", Kind: apparatus.Other}}, nil},
		"no kind":        {[]apparatus.Org{good, {ID: "x", Name: "X"}}, nil},
		"no parent":      {[]apparatus.Org{good, {ID: "x", Name: "X", Kind: apparatus.Other, Parent: "y"}}, nil},
		"a ring":         {[]apparatus.Org{{ID: "x", Name: "X", Kind: apparatus.Other, Parent: "y"}, {ID: "y", Name: "Y", Kind: apparatus.Other, Parent: "x"}}, nil},
		"ends too early": {[]apparatus.Org{{ID: "x", Name: "X", Kind: apparatus.Other, From: "2023-01-02", To: "2023-01-01"}}, nil},
		"a bad standing": {[]apparatus.Org{{ID: "x", Name: "X", Kind: apparatus.Committee, Standing: "la"}}, nil},
		"a bad heir":     {[]apparatus.Org{good}, []apparatus.Succession{{Predecessor: "syt", Successor: "la", On: "2025-01-01"}}},
	} {
		if err := s.Import(t.Context(), "kiểm thử", x.orgs, nil, x.lineage); !errors.Is(err, fault.Invalid) || fault.Sentence(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Load(t.Context()); err != nil || len(s.Directory().All()) != n {
		t.Errorf("%d bodies, want %d; %v", len(s.Directory().All()), n, err)
	}
	// parents may come after their children in the file
	if err := s.Import(t.Context(), "kiểm thử", []apparatus.Org{{ID: "p2", Name: "Phòng Y", Kind: apparatus.Division, Parent: "syt"}, good}, nil, nil); err != nil {
		t.Error(err)
	}
}

// The same phrase gives the same answer every time.
func TestNearNamesAreStable(t *testing.T) {
	t.Parallel()
	s := seed(t, storagetest.SQLite(t, schemas(), clock.At(storagetest.Start())))
	want := s.Directory().Find("Sở Kế hoạch", "2023-06-12")
	if len(want) == 0 {
		t.Fatal("nothing near")
	}
	for range 50 {
		if got := s.Directory().Find("Sở Kế hoạch", "2023-06-12"); !cmp.Equal(got, want) {
			t.Fatal(cmp.Diff(want, got))
		}
	}
}

// O01: no body stands under itself, directly or by way of others, and two
// people who each move one of two bodies under the other cannot make it so.
func TestNoBodyStandsUnderItself(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		s := seed(t, db)
		get := func(id apparatus.OrgID) apparatus.Org { o, _ := s.Directory().Get(id); return o }
		for child, parent := range map[apparatus.OrgID]apparatus.OrgID{"skhdt": "skhdt", "tinh": "p1"} {
			o := get(child)
			o.Parent = parent
			if err := s.Edit(t.Context(), o, ""); fault.FieldsOf(err)["parent"] == "" {
				t.Errorf("%s under %s: %v", child, parent, err)
			}
		}
		for range 5 {
			a, b := get("skhdt"), get("stc")
			a.Parent, b.Parent = "stc", "skhdt"
			var wg sync.WaitGroup
			errs := make([]error, 2)
			wg.Go(func() { errs[0] = s.Edit(t.Context(), a, "") })
			wg.Go(func() { errs[1] = s.Edit(t.Context(), b, "") })
			wg.Wait()
			if (errs[0] == nil) == (errs[1] == nil) || errors.Join(errs...) == nil || fault.KindOf(errors.Join(errs...)) == fault.Internal {
				t.Fatalf("both moves: %v, %v", errs[0], errs[1])
			}
			n, err := storage.One(t.Context(), db.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM apparatus_org x JOIN apparatus_org y ON x.parent = y.id WHERE y.parent = x.id")
			if err != nil || n != 0 {
				t.Fatalf("%d cycles are stored, %v", n, err)
			}
			for _, id := range []apparatus.OrgID{"skhdt", "stc"} { // back to where they were
				if o := get(id); o.Parent != "tinh" {
					o.Parent = "tinh"
					if err := s.Edit(t.Context(), o, ""); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	})
}
