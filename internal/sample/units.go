package sample

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dondoc/internal/civil"
	"dondoc/internal/territory"
	"dondoc/internal/viet"
)

// arrangement is the day and the ground of the change to two levels.
const (
	arrangementOn    = civil.Date("2025-07-01")
	arrangementBasis = "Sắp xếp đơn vị hành chính các cấp năm 2025"
)

// unchanged is how the list of 2025 says that a commune stays as it was.
const unchanged = "giữ nguyên"

// pieceOf takes "Xã X (thành phố Y)" or "Xã X (phần còn lại …)" apart.
var pieceOf = regexp.MustCompile(`^(.*?)(?: \((.*)\))?$`)

// atlas is the list with what names are looked up in.
type atlas struct {
	units  []territory.Unit
	byID   map[string]territory.Unit
	before map[string][]territory.Unit // communes of 2023 by name without its kind
}

// units reads the administrative units and what each commune of 2025 was
// formed from.
func units() ([]territory.Unit, []territory.Change, error) {
	rows, err := table("units.csv")
	if err != nil {
		return nil, nil, err
	}
	a := atlas{byID: map[string]territory.Unit{}, before: map[string][]territory.Unit{}}
	for _, r := range rows {
		u := territory.Unit{ID: r["id"], Code: r["code"], Name: r["name"], Kind: r["kind"], Level: territory.Level(r["level"]), Parent: r["parent"], From: civil.Date(r["from"]), To: civil.Date(r["to"])}
		a.units = append(a.units, u)
		a.byID[u.ID] = u
		if u.Level == territory.Commune && u.To != "" {
			k := bareName(u.Name)
			a.before[k] = append(a.before[k], u)
		}
	}
	changes := []territory.Change{{Predecessor: "tinh-52", Successor: "tinh-gia-lai-2025", Kind: "merged", On: arrangementOn, Basis: arrangementBasis}}
	into := map[string]int{}
	for _, r := range rows {
		from, err := a.origins(r["name"], r["formed_from"])
		if err != nil {
			return nil, nil, err
		}
		for _, u := range from {
			c := territory.Change{Predecessor: u.ID, Successor: r["id"], Kind: "merged", On: arrangementOn, Basis: arrangementBasis}
			if r["formed_from"] == unchanged {
				c.Kind = "renamed"
			}
			changes = append(changes, c)
			into[u.ID]++
		}
	}
	for i := range changes {
		if into[changes[i].Predecessor] > 1 {
			changes[i].Kind = "part"
		}
	}
	return a.units, changes, nil
}

// origins finds the communes of 2023 that a list of names means.
func (a atlas) origins(name, list string) ([]territory.Unit, error) {
	switch list {
	case "":
		return nil, nil
	case unchanged:
		list = name
	}
	var out []territory.Unit
	for piece := range strings.SplitSeq(list, ",") {
		m := pieceOf.FindStringSubmatch(strings.TrimSpace(piece))
		found := slices.DeleteFunc(slices.Clone(a.before[bareName(m[1])]), func(u territory.Unit) bool {
			return isDistrict(m[2]) && viet.Fold(a.byID[u.Parent].Name) != viet.Fold(m[2])
		})
		if same := slices.DeleteFunc(slices.Clone(found), func(u territory.Unit) bool { return !strings.EqualFold(viet.Tone(u.Name), viet.Tone(m[1])) }); len(same) > 0 {
			found = same // a ward and a township of one name: the kind tells
		}
		if len(found) != 1 {
			return nil, fmt.Errorf("sample: %s is formed from %q, which is %d communes of 2023", name, piece, len(found))
		}
		out = append(out, found[0])
	}
	return out, nil
}

// bareName is a commune's name without its kind, which changed between the two
// lists (a commune that became a township), and with one tone style.
func bareName(name string) string {
	k := strings.ToLower(viet.Tone(name))
	for _, kind := range []string{"xã ", "phường ", "thị trấn "} {
		if rest, ok := strings.CutPrefix(k, kind); ok {
			return rest
		}
	}
	return k
}

func isDistrict(s string) bool {
	k := viet.Fold(s)
	return strings.HasPrefix(k, "thanh pho ") || strings.HasPrefix(k, "thi xa ") || strings.HasPrefix(k, "huyen ")
}
