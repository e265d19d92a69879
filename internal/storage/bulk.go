package storage

import (
	"context"
	"strconv"
	"strings"
)

// bulkRows is how many rows go into one statement: PostgreSQL is far away, so
// each statement costs a journey; SQLite is in the house, but looks up every
// named parameter by its name.
func bulkRows(e Engine, columns int) int {
	if e == Postgres {
		return min(512, 60_000/columns)
	}
	return max(1, 64/columns)
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
		done, err := tx.Exec(ctx, insertText(into, conflict, n, columns), args...)
		if err != nil {
			return sum, err
		}
		sum += done
		rows = rows[n:]
	}
	return sum, nil
}

func insertText(into, conflict string, rows, columns int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + into + " VALUES ")
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		for c := range columns {
			b.WriteString(map[bool]string{true: "(", false: ", "}[c == 0])
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(i*columns + c + 1))
		}
		b.WriteByte(')')
	}
	b.WriteString(" " + conflict)
	return b.String()
}
