package storage

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"dondoc/internal/fault"
)

// Row is one row being read; a scan function takes its columns.
type Row interface {
	Scan(dest ...any) error
}

// List runs a query and collects its rows.
func List[T any](ctx context.Context, q Querier, scan func(Row) (T, error), query string, args ...any) (out []T, err error) {
	rows, err := q.Rows(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer closeRows(rows, &err)
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = make([]T, 0, 16) // most lists are a page; growing from one copies it six times
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// One runs a query for one row; none is fault.NotFound.
func One[T any](ctx context.Context, q Querier, scan func(Row) (T, error), query string, args ...any) (v T, err error) {
	rows, err := q.Rows(ctx, query, args...)
	if err != nil {
		return v, err
	}
	defer closeRows(rows, &err)
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return v, err
		}
		return v, fault.NotFound
	}
	return scan(rows)
}

// Each runs a query and hands on row by row, for exports that must not sit in memory.
func Each(ctx context.Context, q Querier, each func(Row) error, query string, args ...any) (err error) {
	rows, err := q.Rows(ctx, query, args...)
	if err != nil {
		return err
	}
	defer closeRows(rows, &err)
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Scalar is a scan function for a single column.
func Scalar[T any](r Row) (v T, err error) {
	err = r.Scan(&v)
	return v, err
}

func closeRows(rows *sql.Rows, err *error) {
	if cerr := rows.Close(); *err == nil {
		*err = cerr
	}
}

// Where builds a condition piece by piece. Pieces carry ? for their values;
// SQL turns them into $n, so that one text serves both engines.
type Where struct {
	parts []string
	args  []any
	base  int
}

// NewWhere starts a condition whose first parameter is $(base+1).
func NewWhere(base int) *Where { return &Where{base: base} }

// And adds a piece; every ? in it takes one value.
func (w *Where) And(piece string, values ...any) *Where {
	var b strings.Builder
	for i := range len(piece) {
		if piece[i] == '?' {
			w.args = append(w.args, values[0])
			values = values[1:]
			b.WriteString("$" + strconv.Itoa(w.base+len(w.args)))
			continue
		}
		b.WriteByte(piece[i])
	}
	w.parts = append(w.parts, b.String())
	return w
}

// In adds "column IN (…)"; an empty list matches nothing.
func (w *Where) In(column string, values []string) *Where {
	if len(values) == 0 {
		w.parts = append(w.parts, "1 = 0")
		return w
	}
	if len(values) == 1 {
		return w.And(column+" = ?", values[0])
	}
	return w.And(column+" IN (?"+strings.Repeat(",?", len(values)-1)+")", Args(values)...)
}

// SQL is " WHERE …", or nothing.
func (w *Where) SQL() string {
	if len(w.parts) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.parts, " AND ")
}

// Args are the values in the order of their parameters.
func (w *Where) Args() []any { return w.args }

// Next is the number of the next free parameter.
func (w *Where) Next() int { return w.base + len(w.args) + 1 }

// Args turns strings into query values.
func Args[T ~string](values []T) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// EscapeLike makes %, _ and \ literal in a LIKE pattern (with ESCAPE '\').
func EscapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
