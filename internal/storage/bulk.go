package storage

import (
	"context"
	"strconv"
	"strings"
)

// bulkRows is how many rows go into one statement: PostgreSQL is far away, so
// each statement costs a journey; SQLite is in the house, but its driver looks
// for the value of every parameter among all of them.
func bulkRows(e Engine, columns int) int {
	if e == Postgres {
		return min(512, 60_000/columns)
	}
	return max(1, 160/columns)
}

// InsertMany writes many rows with few statements and says how many are new.
// into is the table with its columns, "notify_message (id, kind)"; conflict is
// what stands after the values, "" or "ON CONFLICT (…) DO NOTHING". Every row
// has as many values as there are columns.
func (tx *Tx) InsertMany(ctx context.Context, into, conflict string, rows [][]any) (int64, error) {
	var sum int64
	for len(rows) > 0 {
		n, columns := 1, len(rows[0])
		// powers of two, so that few different texts are prepared
		for n*2 <= min(len(rows), bulkRows(tx.db.engine, columns)) {
			n *= 2
		}
		args := make([]any, 0, n*columns)
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		done, err := tx.Exec(ctx, insertText(tx.db.engine, into, conflict, n, columns), args...)
		if err != nil {
			return sum, err
		}
		sum += done
		rows = rows[n:]
	}
	return sum, nil
}

// insertText numbers the parameters for PostgreSQL only: nameless ones are
// bound by their place, without asking for a name each time.
func insertText(e Engine, into, conflict string, rows, columns int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + into + " VALUES ")
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		for c := range columns {
			b.WriteString(map[bool]string{true: "(", false: ", "}[c == 0])
			if e == SQLite {
				b.WriteByte('?')
				continue
			}
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(i*columns + c + 1))
		}
		b.WriteByte(')')
	}
	b.WriteString(" " + conflict)
	return b.String()
}

// UpdateMany changes many rows with few statements. The statement reads the
// values from new_values, a table of the columns c1, c2, … with the SQL types
// given, and it must not name other parameters; key is the column whose values
// are handed back for the rows that it touched.
func (tx *Tx) UpdateMany(ctx context.Context, key string, types []string, rows [][]any, statement string) (map[string]bool, error) {
	done := make(map[string]bool, len(rows))
	for len(rows) > 0 {
		n, columns := 1, len(types)
		for n*2 <= min(len(rows), bulkRows(tx.db.engine, columns)) {
			n *= 2
		}
		args := make([]any, 0, n*columns)
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		list, err := List(ctx, tx, Scalar[string], updateText(tx.db.engine, types, n)+statement+" RETURNING "+key, args...)
		if err != nil {
			return nil, err
		}
		for _, k := range list {
			done[k] = true
		}
		rows = rows[n:]
	}
	return done, nil
}

func updateText(e Engine, types []string, rows int) string {
	var b strings.Builder
	b.WriteString("WITH new_values (")
	for c := range types {
		b.WriteString(map[bool]string{true: "c", false: ", c"}[c == 0] + strconv.Itoa(c+1))
	}
	b.WriteString(") AS (VALUES ")
	for i := range rows {
		b.WriteString(map[bool]string{true: "(", false: ", ("}[i == 0])
		for c, typ := range types {
			if c > 0 {
				b.WriteString(", ")
			}
			switch {
			case e == SQLite:
				b.WriteByte('?')
			case i == 0: // the first row says of which type the columns are
				b.WriteString("CAST($" + strconv.Itoa(c+1) + " AS " + typ + ")")
			default:
				b.WriteString("$" + strconv.Itoa(i*len(types)+c+1))
			}
		}
		b.WriteByte(')')
	}
	return b.String() + ") "
}
