// Package listing carries what every list has: a search, filters, an order and
// a page. Pages are cut by keyset (the last row's sort values), never by an
// offset, so that the ten-thousandth page costs what the first one does.
package listing

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
)

// PageSize is the number of rows on a page, unless asked otherwise.
const PageSize = 50

// MaxPageSize is the most rows one request may ask for.
const MaxPageSize = 500

// Query is a list's question, read from an address and written back into one.
type Query struct {
	Search  string              // as typed
	Filters map[string][]string // by field
	Sort    string              // field; "-" in front turns the order
	Cursor  Cursor              // after this row; nil for the first page
	Size    int
}

// Cursor holds the sort values of the last row seen, the id last.
type Cursor []string

// Encode writes the cursor for an address; nil gives "".
func (c Cursor) Encode() string {
	if len(c) == 0 {
		return ""
	}
	b, err := json.Marshal([]string(c))
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// DecodeCursor reads a cursor; anything malformed starts at the first page.
func DecodeCursor(s string) Cursor {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil
	}
	var c []string
	if json.Unmarshal(b, &c) != nil {
		return nil
	}
	return c
}

// The reserved keys of a list's address; every other key is a filter.
const (
	keySearch = "tim"
	keySort   = "xep"
	keyCursor = "sau"
	keySize   = "so-dong"
)

// Parse reads a list's question. Only the named filters count; a sort that is
// not among sorts falls back to the first one.
func Parse(v url.Values, filters, sorts []string) Query {
	q := Query{Search: v.Get(keySearch), Filters: map[string][]string{}, Sort: v.Get(keySort), Cursor: DecodeCursor(v.Get(keyCursor)), Size: PageSize}
	for _, f := range filters {
		for _, x := range v[f] {
			if x != "" {
				q.Filters[f] = append(q.Filters[f], x)
			}
		}
	}
	if !slices.Contains(sorts, q.Sort) {
		q.Sort = ""
		if len(sorts) > 0 {
			q.Sort = sorts[0]
		}
	}
	if n, err := strconv.Atoi(v.Get(keySize)); err == nil && n > 0 {
		q.Size = min(n, MaxPageSize)
	}
	return q
}

// Values writes the question back; the cursor is left out.
func (q Query) Values() url.Values {
	v := url.Values{}
	if q.Search != "" {
		v.Set(keySearch, q.Search)
	}
	for k, xs := range q.Filters {
		v[k] = slices.Clone(xs)
	}
	if q.Sort != "" {
		v.Set(keySort, q.Sort)
	}
	if q.Size != PageSize && q.Size != 0 {
		v.Set(keySize, strconv.Itoa(q.Size))
	}
	return v
}

// After is the address values of the page that follows the cursor.
func (q Query) After(c Cursor) url.Values {
	v := q.Values()
	if s := c.Encode(); s != "" {
		v.Set(keyCursor, s)
	}
	return v
}

// Without gives the address values with one filter value taken away; an empty
// value takes the whole filter away.
func (q Query) Without(field, value string) url.Values {
	v := q.Values()
	if value == "" {
		v.Del(field)
		return v
	}
	v[field] = slices.DeleteFunc(v[field], func(x string) bool { return x == value })
	if len(v[field]) == 0 {
		delete(v, field)
	}
	return v
}

// With gives the address values with a filter set to one value.
func (q Query) With(field, value string) url.Values {
	v := q.Values()
	v.Set(field, value)
	return v
}

// First is a filter's first value, or "".
func (q Query) First(field string) string {
	if xs := q.Filters[field]; len(xs) > 0 {
		return xs[0]
	}
	return ""
}

// Active counts the filters and the search that narrow the list.
func (q Query) Active() int {
	n := len(q.Filters)
	if q.Search != "" {
		n++
	}
	return n
}

// Page is one page of rows. Next is empty on the last one.
type Page[T any] struct {
	Rows []T
	Next Cursor
}

// Cut makes a page out of size+1 rows asked for; cursor gives a row's sort values.
func Cut[T any](rows []T, size int, cursor func(T) Cursor) Page[T] {
	if len(rows) <= size {
		return Page[T]{Rows: rows}
	}
	rows = rows[:size]
	return Page[T]{Rows: rows, Next: cursor(rows[len(rows)-1])}
}
