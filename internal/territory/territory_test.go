package territory_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/territory"
)

func schemas() []storage.Schema { return []storage.Schema{audit.Schema(), territory.Schema()} }

// Units have their time: below a province stand, on a day, those of that day,
// in Vietnamese order; each knows what it came out of and went into.
func TestUnitsHaveTheirTime(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		audit.New(db)
		s := territory.New(db)
		err := s.Import(t.Context(), "kiểm thử", []territory.Unit{
			{ID: "t", Code: "52", Name: "Tỉnh Đông", Kind: "Tỉnh", Level: territory.Province},
			{ID: "d", Code: "540", Name: "Huyện Đông An", Kind: "Huyện", Level: territory.District, Parent: "t", To: "2025-06-30"},
			{ID: "a", Code: "540", Name: "Huyện An Bình", Kind: "Huyện", Level: territory.District, Parent: "t", To: "2025-06-30"},
			{ID: "â", Code: "541", Name: "Huyện Ân Bình", Kind: "Huyện", Level: territory.District, Parent: "t", To: "2025-06-30"},
			{ID: "x", Code: "1", Name: "Xã Mới", Kind: "Xã", Level: territory.Commune, Parent: "t", From: "2025-07-01"},
		}, []territory.Change{{Predecessor: "d", Successor: "x", Kind: "part", On: "2025-07-01", Basis: "Nghị quyết"}, {Predecessor: "a", Successor: "x", Kind: "merged", On: "2025-07-01", Basis: "Nghị quyết"}})
		if err != nil {
			t.Fatal(err)
		}
		for day, want := range map[civil.Date][]string{"2025-06-30": {"a", "â", "d"}, "2025-07-01": {"x"}} {
			list, err := s.Children(t.Context(), "t", day)
			var got []string
			for _, u := range list {
				got = append(got, u.ID)
			}
			if err != nil || !cmp.Equal(got, want) {
				t.Errorf("on %s: %v, %v, want %v", day, got, err, want)
			}
		}
		if list, err := s.Lineage(t.Context(), "x"); err != nil || len(list) != 2 || list[0].Predecessor != "a" {
			t.Errorf("lineage %+v, %v", list, err)
		}
		if u, err := s.Find(t.Context(), "d"); err != nil || u.Name != "Huyện Đông An" || u.On("2025-07-01") || !u.On("2023-01-01") {
			t.Errorf("%+v, %v", u, err)
		}
		if _, err := s.Find(t.Context(), "la"); !errors.Is(err, fault.NotFound) {
			t.Errorf("unknown: %v", err)
		}
	})
}

func TestAListWithAMistakeLeavesNothing(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		audit.New(db)
		s := territory.New(db)
		good := territory.Unit{ID: "t", Name: "Tỉnh Đông", Level: territory.Province}
		for name, bad := range map[string]territory.Unit{
			"no id": {Name: "X", Level: territory.Commune}, "no name": {ID: "x", Level: territory.Commune}, "no level": {ID: "x", Name: "X"},
			"ends before it begins": {ID: "x", Name: "X", Level: territory.Commune, From: "2025-07-01", To: "2025-06-30"}, "twice": good,
		} {
			if err := s.Import(t.Context(), "kiểm thử", []territory.Unit{good, bad}, nil); err == nil || fault.KindOf(err) == fault.Internal {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := s.Find(t.Context(), "t"); !errors.Is(err, fault.NotFound) {
				t.Errorf("%s: half of the list stayed", name)
			}
		}
	})
}
