package document_test

import (
	"fmt"
	"testing"

	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

func TestListSearchesFoldedAndFilters(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		o.enter(t, notice(t), nil)
		for i := range 3 {
			o.enter(t, fmt.Sprintf("Công văn về phòng cháy chữa cháy số %d", i), func(r *document.Registration) {
				r.Facts = document.Facts{Number: fmt.Sprintf("%d/UBND-NC", 100+i), Type: "Công văn", Issuer: "UBND tỉnh", SignedOn: "2022-03-04"}
			})
		}
		for question, want := range map[string]int{"06-TB/BCĐ": 1, "phong chay chua chay": 4, "Phòng cháy": 4, "ubnd nc": 3, "xylophon": 0} {
			page, err := o.docs.List(o.ctx, listing.Query{Search: question})
			if err != nil || len(page.Rows) != want {
				t.Errorf("%q finds %d, want %d (%v)", question, len(page.Rows), want, err)
			}
		}
		for name, c := range map[string]struct {
			filters map[string][]string
			want    int
		}{
			"type": {map[string][]string{document.FilterType: {"Công văn"}}, 3}, "year": {map[string][]string{document.FilterYear: {"2023"}}, 1},
			"issuer": {map[string][]string{document.FilterIssuer: {"ubnd TỈNH"}}, 3}, "open": {map[string][]string{document.FilterOpen: {"1"}}, 1},
		} {
			page, err := o.docs.List(o.ctx, listing.Query{Filters: c.filters})
			if err != nil || len(page.Rows) != c.want {
				t.Errorf("%s: %d, want %d (%v)", name, len(page.Rows), c.want, err)
			}
		}
		for _, sort := range document.Sorts() {
			seen := map[document.ID]bool{}
			q := listing.Query{Sort: sort, Size: 1}
			for {
				page, err := o.docs.List(o.ctx, q)
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range page.Rows {
					if seen[d.ID] {
						t.Errorf("%s: %s twice", sort, d.ID)
					}
					seen[d.ID] = true
				}
				if len(page.Next) == 0 {
					break
				}
				q.Cursor = page.Next
			}
			if len(seen) != 4 {
				t.Errorf("%s walks %d of 4", sort, len(seen))
			}
		}
		f, err := o.docs.Facets(o.ctx)
		if err != nil || f.Total != 4 || f.Open != 1 || len(f.Types) != 2 {
			t.Errorf("facets %+v %v", f, err)
		}
	})
}
