// Package territory is the register of administrative units over time (đơn vị
// hành chính): provinces, districts, communes, each from a day to a day, with
// its predecessors and successors. Two-level local government since 1/7/2025
// is dated data, not a special case. Legal basis of changes: resolutions of
// the National Assembly's Standing Committee, kept with each change.
package territory

import (
	"context"
	"embed"

	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "territory", FS: schemaFS} }

// Level is the tier of a unit.
type Level string

// The tiers.
const (
	Province Level = "province"
	District Level = "district" // abolished on 1/7/2025
	Commune  Level = "commune"
)

// Unit is one administrative unit during its time.
type Unit struct {
	ID     string     `json:"id"`
	Code   string     `json:"code"`
	Name   string     `json:"name"`
	Kind   string     `json:"kind"` // Tỉnh, Thành phố, Thị xã, Huyện, Xã, Phường …
	Level  Level      `json:"level"`
	Parent string     `json:"parent,omitempty"`
	From   civil.Date `json:"from,omitempty"`
	To     civil.Date `json:"to,omitempty"` // the last day; "" while it lasts
	Rev    int64      `json:"rev"`
}

// On reports whether the unit exists on a day.
func (u Unit) On(d civil.Date) bool {
	return (u.From == "" || u.From <= d) && (u.To == "" || d <= u.To)
}

// Change joins a unit to one that came out of it.
type Change struct {
	Predecessor string `json:"predecessor"`
	Successor   string `json:"successor"`
	// Kind: renamed (the same unit under another name or another parent), merged
	// (whole, with others), split, part (some of it, the rest elsewhere).
	Kind  string     `json:"kind"`
	On    civil.Date `json:"on"`
	Basis string     `json:"basis"`
}

// Service reads and changes the register.
type Service struct{ db *storage.DB }

// New makes the service.
func New(db *storage.DB) *Service { return &Service{db: db} }

// Import adds units and changes in one act; ids are the caller's. It is how a
// province brings in its list.
func (s *Service) Import(ctx context.Context, source string, units []Unit, changes []Change) error {
	for _, u := range units {
		if u.ID == "" || u.Name == "" || u.Level == "" {
			return fault.Say(fault.Invalid, "Mỗi đơn vị hành chính phải có mã, tên và cấp: “"+u.Name+"”.")
		}
		if u.To != "" && u.To < u.From {
			return fault.Say(fault.Invalid, "Đơn vị “"+u.Name+"” kết thúc trước khi bắt đầu.")
		}
	}
	act := storage.Act{Verb: "territory.import", On: ref.New("territory", "units"), Reason: source, After: map[string]int{"units": len(units), "changes": len(changes)}}
	return s.db.Write(ctx, act, func(tx *storage.Tx) error {
		for _, u := range units {
			if _, err := tx.Exec(ctx, `INSERT INTO territory_unit (id, code, name, kind, level, parent, from_on, to_on, name_key, search_text, rev)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)`,
				u.ID, u.Code, viet.Line(u.Name), u.Kind, string(u.Level), u.Parent, string(u.From), string(u.To), viet.Key(u.Name), viet.Fold(u.Name)); err != nil {
				return err
			}
		}
		for _, c := range changes {
			if _, err := tx.Exec(ctx, `INSERT INTO territory_lineage (predecessor, successor, kind, on_day, basis) VALUES ($1, $2, $3, $4, $5)`,
				c.Predecessor, c.Successor, c.Kind, string(c.On), c.Basis); err != nil {
				return err
			}
		}
		return nil
	})
}

const columns = "id, code, name, kind, level, parent, from_on, to_on, rev"

func scan(r storage.Row) (u Unit, err error) {
	err = r.Scan(&u.ID, &u.Code, &u.Name, &u.Kind, &u.Level, &u.Parent, &u.From, &u.To, &u.Rev)
	return u, err
}

// Find gives one unit; NotFound when there is none.
func (s *Service) Find(ctx context.Context, id string) (Unit, error) {
	return storage.One(ctx, s.db.Reader(), scan, "SELECT "+columns+" FROM territory_unit WHERE id = $1", id)
}

// Children lists the units right below parent on a day, in Vietnamese order.
func (s *Service) Children(ctx context.Context, parent string, on civil.Date) ([]Unit, error) {
	return storage.List(ctx, s.db.Reader(), scan, "SELECT "+columns+` FROM territory_unit
		WHERE parent = $1 AND (from_on = '' OR from_on <= $2) AND (to_on = '' OR to_on >= $3) ORDER BY level, name_key`, parent, string(on), string(on))
}

func scanChange(r storage.Row) (c Change, err error) {
	err = r.Scan(&c.Predecessor, &c.Successor, &c.Kind, &c.On, &c.Basis)
	return c, err
}

// Lineage lists the changes that a unit came out of and went into.
func (s *Service) Lineage(ctx context.Context, id string) ([]Change, error) {
	return storage.List(ctx, s.db.Reader(), scanChange, "SELECT predecessor, successor, kind, on_day, basis FROM territory_lineage WHERE predecessor = $1 OR successor = $2 ORDER BY on_day, predecessor, successor", id, id)
}
