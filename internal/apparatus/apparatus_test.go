package apparatus_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/apparatus"
	"dondoc/internal/audit"
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
		"Chủ tịch UBND huyện An Lão": "anlao", "Uỷ ban nhân dân huyện An Lão": "anlao", "Ban chỉ đạo": "bcd", "Trưởng Ban Chỉ đạo": "", "Sở Y tế": "", "Sở Nội vụ": "snv",
	} {
		got := apparatus.OrgID("")
		if m := d.Find(phrase, "2023-06-12"); len(m) > 0 {
			got = m[0].Org
		}
		if got != want && phrase != "Trưởng Ban Chỉ đạo" {
			t.Errorf("%q is %q, want %q", phrase, got, want)
		}
	}
	if m := d.Find("Sở Nội vụ", "2026-01-01"); len(m) != 0 {
		t.Errorf("a body that has ended was found: %v", m)
	}
	g, ok := d.Group("Thủ trưởng các sở, ban, ngành", "2023-06-12")
	if !ok || !cmp.Equal(g.Members, []apparatus.OrgID{"skhdt", "snv"}) {
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
		if err := s.End(ctx, "skhdt", 2, "2025-02-28", []apparatus.OrgID{"snv"}, "Nghị quyết"); err != nil {
			t.Error(err)
		}
		if got := s.Directory().Successors("skhdt"); !cmp.Equal(got, []apparatus.OrgID{"snv"}) {
			t.Errorf("successors %v", got)
		}
	})
}
