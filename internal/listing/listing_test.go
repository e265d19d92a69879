package listing_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/listing"
)

func TestQueryRoundTrip(t *testing.T) {
	t.Parallel()
	in := url.Values{"tim": {"don doc"}, "chu-tri": {"a", "b"}, "xep": {"-han"}, "la": {"x"}, "so-dong": {"9999"}}
	q := listing.Parse(in, []string{"chu-tri"}, []string{"han", "-han"})
	if q.Sort != "-han" || q.Size != listing.MaxPageSize || q.Active() != 2 || q.Filters["la"] != nil {
		t.Fatalf("parsed %+v", q)
	}
	back := listing.Parse(q.After(listing.Cursor{"2023-06-12", "01"}), []string{"chu-tri"}, []string{"han", "-han"})
	if diff := cmp.Diff(listing.Cursor{"2023-06-12", "01"}, back.Cursor); diff != "" {
		t.Error(diff)
	}
	if got := q.Without("chu-tri", "a")["chu-tri"]; !cmp.Equal(got, []string{"b"}) {
		t.Errorf("without: %v", got)
	}
}

func TestMalformedCursorStartsAtTheFirstPage(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "%%%", "bm90IGpzb24", "eyJhIjoxfQ"} {
		if c := listing.DecodeCursor(s); c != nil {
			t.Errorf("%q gave %v", s, c)
		}
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	p := listing.Cut([]string{"a", "b", "c"}, 2, func(s string) listing.Cursor { return listing.Cursor{s} })
	if diff := cmp.Diff(listing.Page[string]{Rows: []string{"a", "b"}, Next: listing.Cursor{"b"}}, p); diff != "" {
		t.Error(diff)
	}
}
