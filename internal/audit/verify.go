package audit

import (
	"context"
	"fmt"
	"strings"

	"dondoc/internal/storage"
)

// Kept is a kind of record that the acts speak for: what its table says must be
// what the acts on it say, so that a value changed by other means than an act
// is found (bad-inputs D26).
type Kept struct {
	Kind  string
	Table string
	Facts []string // columns of the table, each read as text
	// Says puts what an act says over what the acts before it said, by column;
	// an act that says nothing of these facts changes nothing.
	Says func(e Entry, facts map[string]string) error
}

// Difference is one fact that the table and the acts do not agree on.
type Difference struct {
	Kind    string `json:"kind"`
	ID      string `json:"id"`
	Fact    string `json:"fact"`
	Stored  string `json:"stored"`
	Record  string `json:"record"`             // by the acts
	LastAct string `json:"last_act,omitempty"` // id of the last act; "" where no act speaks of the record
}

// Checked says how much was compared.
type Checked struct {
	Records int64 `json:"records"`
	Acts    int64 `json:"acts"`
}

// Verify walks the records of one kind beside their acts, both in the order of
// their keys, so that memory does not grow with either, and hands over each
// difference. What seems to differ is looked at once more, since somebody may
// have acted between the two readings.
func (s *Service) Verify(ctx context.Context, k Kept, differ func(Difference) error) (Checked, error) {
	var done Checked
	for after := ""; ; {
		rows, acts, err := s.kept(ctx, k, "id > $1", after)
		if err != nil || len(rows) == 0 {
			return done, err
		}
		done.Records, done.Acts = done.Records+int64(len(rows)), done.Acts+acts
		for _, x := range rows {
			if len(k.differences(x)) == 0 {
				continue
			}
			again, _, err := s.kept(ctx, k, "id = $1", x.id)
			if err != nil {
				return done, err
			}
			for _, y := range again {
				for _, d := range k.differences(y) {
					if err := differ(d); err != nil {
						return done, err
					}
				}
			}
		}
		after = rows[len(rows)-1].id
	}
}

// verifyRows is how many records are in memory with their acts.
const verifyRows = 500

// row is a record as its table has it and as its acts have it.
type row struct {
	id, last     string
	stored, said map[string]string
}

func (k Kept) differences(x row) []Difference {
	var out []Difference
	for _, c := range k.Facts {
		want, spoken := x.said[c]
		if spoken && want == x.stored[c] {
			continue
		}
		out = append(out, Difference{Kind: k.Kind, ID: x.id, Fact: c, Stored: x.stored[c], Record: want, LastAct: x.last})
	}
	return out
}

// kept reads some records and what their acts say, and counts the acts.
func (s *Service) kept(ctx context.Context, k Kept, where, key string) ([]row, int64, error) {
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (row, error) {
		x := row{stored: map[string]string{}, said: map[string]string{}}
		values := make([]string, len(k.Facts))
		dest := []any{&x.id}
		for i := range values {
			dest = append(dest, &values[i])
		}
		err := r.Scan(dest...)
		for i, c := range k.Facts {
			x.stored[c] = values[i]
		}
		return x, err
	}, fmt.Sprintf("SELECT id, CAST(%s AS TEXT) FROM %s WHERE %s ORDER BY id LIMIT %d", strings.Join(k.Facts, " AS TEXT), CAST("), k.Table, where, verifyRows), key)
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	at := map[string]int{}
	for i, x := range rows {
		at[x.id] = i
	}
	n := int64(0)
	err = storage.Each(ctx, s.db.Reader(), func(r storage.Row) error {
		e, err := scanEntry(r)
		if err != nil {
			return err
		}
		n++
		i, ok := at[e.On.ID]
		if !ok {
			return nil // of a record that is not there; what is missing is for the seals to tell
		}
		rows[i].last = e.ID
		return k.Says(e, rows[i].said)
	}, "SELECT "+columns+" FROM audit_act WHERE on_kind = $1 AND on_id >= $2 AND on_id <= $3 ORDER BY on_id, id", k.Kind, rows[0].id, rows[len(rows)-1].id)
	return rows, n, err
}
