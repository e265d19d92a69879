package sample

import (
	"slices"
	"testing"

	"dondoc/internal/territory"
)

// earlier are wards of Quy Nhơn that the list of 2025 does not name: they were
// merged between the two lists, and the sources at hand do not say into which.
func earlier() []string { return []string{"xa-21571", "xa-21574", "xa-21580", "xa-21583"} }

// Every commune of 2023 goes on somewhere, and every commune of 2025 comes
// from somewhere.
func TestEveryCommuneHasItsPastAndFuture(t *testing.T) {
	t.Parallel()
	list, changes, err := units()
	if err != nil {
		t.Fatal(err)
	}
	to, from := map[string][]string{}, map[string][]string{}
	kinds := map[string]int{}
	for _, c := range changes {
		to[c.Predecessor] = append(to[c.Predecessor], c.Successor)
		from[c.Successor] = append(from[c.Successor], c.Predecessor)
		kinds[c.Kind]++
	}
	old, now := 0, 0
	for _, u := range list {
		if u.Level != territory.Commune {
			continue
		}
		if u.To != "" {
			if old++; len(to[u.ID]) == 0 && !slices.Contains(earlier(), u.ID) {
				t.Errorf("%s (%s) goes nowhere", u.Name, u.ID)
			}
			continue
		}
		if now++; len(from[u.ID]) == 0 {
			t.Errorf("%s (%s) comes from nowhere", u.Name, u.ID)
		}
	}
	if old != 159 || now != 58 || kinds["renamed"] != 1 || len(to["xa-21634"]) != 2 {
		t.Errorf("%d communes of 2023, %d of 2025, %v, An Nghĩa into %v", old, now, kinds, to["xa-21634"])
	}
}
