package storage

import (
	"bytes"
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// insertRows and updateRows are how many rows go into one statement. PostgreSQL
// is far away, so each statement costs a journey, and to change rows it may read
// their whole table; it gets them as one list for each column, so that the text
// stays the same and short. SQLite is in the house: there a statement is
// prepared for so many rows.
func insertRows(e Engine, rows [][]any) int {
	if e == Postgres || len(rows) == 0 {
		return 1024
	}
	return max(1, 512/len(rows[0]))
}

func updateRows(e Engine, types []string) int {
	if e == Postgres {
		return 1 << 15
	}
	return max(1, 512/len(types))
}

// inBulk hands on as many rows as go into one statement, until none is left.
func inBulk(e Engine, most int, rows [][]any, do func(part [][]any) error) error {
	for len(rows) > 0 {
		n := len(rows)
		if n > most {
			n = most
		} else if e == SQLite { // powers of two, so that few different texts are prepared
			n = 1 << (bits.Len(uint(n)) - 1)
		}
		if err := do(rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// InsertMany writes many rows with few statements and says how many are new.
// into is the table with its columns, "notify_message (id, kind)"; conflict is
// what stands after the values, "" or "ON CONFLICT (…) DO NOTHING". Every row
// has as many values as there are columns, and those of one column are all
// texts, all whole numbers or all truths.
//
// An error leaves some of the rows written: the transaction must be given up,
// as Write does. (SQLite keeps no copy of each page that a statement of many
// rows changes, OR FAIL, which is a tenth of its time.)
func (tx *Tx) InsertMany(ctx context.Context, into, conflict string, rows [][]any) (int64, error) {
	var sum int64
	err := inBulk(tx.db.engine, insertRows(tx.db.engine, rows), rows, func(part [][]any) error {
		text, args, err := bulkInsert(tx.db.engine, into, conflict, part)
		if err != nil {
			return err
		}
		done, err := tx.Exec(ctx, text, args...)
		sum += done
		return err
	})
	return sum, err
}

// UpdateMany changes many rows with few statements. The statement reads the
// values from new_values, a table of the columns c1, c2, … with the SQL types
// given, and it must not name other parameters; key is the column whose values
// are handed back for the rows that it touched. What InsertMany says of errors
// holds here too.
func (tx *Tx) UpdateMany(ctx context.Context, key string, types []string, rows [][]any, statement string) (map[string]bool, error) {
	done := make(map[string]bool, len(rows))
	err := inBulk(tx.db.engine, updateRows(tx.db.engine, types), rows, func(part [][]any) error {
		text, args, err := bulkUpdate(tx.db.engine, types, part, statement)
		if err != nil {
			return err
		}
		return Each(ctx, tx, func(r Row) error {
			var k string
			err := r.Scan(&k)
			done[k] = true
			return err
		}, text+" RETURNING "+key, args...)
	})
	return done, err
}

// texts keeps the statements of many rows, which are long to build.
var texts sync.Map //nolint:gochecknoglobals // the same texts for every database

type textKey struct {
	engine        Engine
	head, tail    string
	rows, columns int
}

func kept(k textKey, build func() string) string {
	if s, ok := texts.Load(k); ok {
		return s.(string) //nolint:forcetypeassert // only texts are put in
	}
	s := build()
	texts.Store(k, s)
	return s
}

// questions writes the places of so many rows for SQLite; nameless ones are
// bound by their place, without asking for a name each time.
func questions(rows, columns int) string {
	row := "(?" + strings.Repeat(", ?", columns-1) + ")"
	return row + strings.Repeat(", "+row, rows-1)
}

func bulkInsert(e Engine, into, conflict string, rows [][]any) (string, []any, error) {
	columns := len(rows[0])
	if e == SQLite {
		mask, shared, args := share(rows)
		k := textKey{e, into + mask, conflict, len(rows), columns}
		return kept(k, func() string {
			return "INSERT OR FAIL INTO " + sharedFirst(into, mask) + " VALUES " + sharedRows(len(rows), columns, shared) + " " + conflict
		}), args, nil
	}
	types := make([]string, columns)
	for c, v := range rows[0] {
		types[c] = sqlType(v)
	}
	lists, err := byColumn(rows)
	return "INSERT INTO " + into + " SELECT " + names(columns) + " FROM " + unnest(types) + " " + conflict, lists, err
}

// share finds the columns in which all rows hold the same, which are handed to
// the driver once: most of an act's columns are the same for a whole night. Its
// arguments are the shared ones, then those of each row.
func share(rows [][]any) (mask string, shared int, args []any) {
	marks := bytes.Repeat([]byte{'.'}, len(rows[0]))
	args = make([]any, 0, len(rows)*len(rows[0]))
	for c, first := range rows[0] {
		switch first.(type) {
		case string, int, int64, bool:
		default:
			continue // not comparable, perhaps
		}
		if len(rows) == 1 || slices.ContainsFunc(rows[1:], func(r []any) bool { return r[c] != first }) {
			continue
		}
		marks[c] = '='
		args = append(args, first)
	}
	shared = len(args)
	for _, r := range rows {
		for c, v := range r {
			if marks[c] != '=' {
				args = append(args, v)
			}
		}
	}
	return string(marks), shared, args
}

// sharedFirst puts the columns that the mask marks before the others.
func sharedFirst(into, mask string) string {
	table, list, _ := strings.Cut(strings.TrimSuffix(into, ")"), "(")
	var same, own []string
	for i, name := range strings.Split(list, ",") {
		if mask[i] == '=' {
			same = append(same, strings.TrimSpace(name))
		} else {
			own = append(own, strings.TrimSpace(name))
		}
	}
	return table + "(" + strings.Join(append(same, own...), ", ") + ")"
}

// sharedRows writes the places of rows of which the first so many are shared.
func sharedRows(rows, columns, shared int) string {
	cells := make([]string, columns)
	for c := range cells {
		if cells[c] = "?"; c < shared {
			cells[c] += strconv.Itoa(c + 1)
		}
	}
	row := "(" + strings.Join(cells, ", ") + ")"
	return row + strings.Repeat(", "+row, rows-1)
}

func bulkUpdate(e Engine, types []string, rows [][]any, statement string) (string, []any, error) {
	list := names(len(types))
	if e == SQLite {
		k := textKey{e, list, statement, len(rows), len(types)}
		return kept(k, func() string {
			return "WITH new_values (" + list + ") AS (VALUES " + questions(len(rows), len(types)) + ") " + strings.Replace(statement, "UPDATE ", "UPDATE OR FAIL ", 1)
		}), flat(rows), nil
	}
	lists, err := byColumn(rows)
	return "WITH new_values AS (SELECT " + list + " FROM " + unnest(types) + ") " + statement, lists, err
}

func flat(rows [][]any) []any {
	args := make([]any, 0, len(rows)*len(rows[0]))
	for _, r := range rows {
		args = append(args, r...)
	}
	return args
}

// names lists so many columns of new_values: c1, c2, …
func names(columns int) string {
	var b strings.Builder
	for c := range columns {
		b.WriteString(map[bool]string{true: "c", false: ", c"}[c == 0] + strconv.Itoa(c+1))
	}
	return b.String()
}

// unnest is the table that PostgreSQL makes of one list for each column.
func unnest(types []string) string {
	var b strings.Builder
	for c, t := range types {
		b.WriteString(map[bool]string{true: "unnest(", false: ", "}[c == 0] + "$" + strconv.Itoa(c+1) + "::" + t + "[]")
	}
	return b.String() + ") AS n (" + names(len(types)) + ")"
}

func sqlType(v any) string {
	switch v.(type) {
	case int, int64:
		return "BIGINT"
	case bool:
		return "BOOLEAN"
	}
	return "TEXT"
}

// byColumn turns rows into one list for each column.
func byColumn(rows [][]any) ([]any, error) {
	lists := make([]any, len(rows[0]))
	for c, first := range rows[0] {
		switch first.(type) {
		case string:
			lists[c] = column[string](rows, c)
		case bool:
			lists[c] = column[bool](rows, c)
		case int, int64:
			list := make([]int64, len(rows))
			for i, r := range rows {
				switch v := r[c].(type) {
				case int:
					list[i] = int64(v)
				case int64:
					list[i] = v
				default:
					return nil, fmt.Errorf("storage: column %d holds %T beside a whole number", c+1, v)
				}
			}
			lists[c] = list
		}
		if lists[c] == nil {
			return nil, fmt.Errorf("storage: column %d holds %T, or not the same everywhere", c+1, first)
		}
	}
	return lists, nil
}

// column is one column as a list, or nil when not all of it is of the type.
func column[T any](rows [][]any, c int) any {
	list := make([]T, len(rows))
	for i, r := range rows {
		v, ok := r[c].(T)
		if !ok {
			return nil
		}
		list[i] = v
	}
	return list
}
