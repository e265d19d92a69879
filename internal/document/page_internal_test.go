package document

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func somePage() Page {
	return Page{N: 3, Start: 100, End: 140, Width: 595.25, Height: 842, Words: []Place{
		{101, 105, Box{85, 62.25, 110.5, 78}},
		{106, 109, Box{114.25, 62.25, 140, 78}},
		{112, 118, Box{60, 83.5, 99.75, 99}}, // the next line
		{118, 120, Box{0, 0, 0.25, 0.25}},
	}}
}

func TestPackedWordsComeBack(t *testing.T) {
	t.Parallel()
	for _, want := range []Page{somePage(), {N: 1}} {
		got := Page{N: want.N, Start: want.Start, End: want.End, Width: want.Width, Height: want.Height}
		if err := unpack(&got, pack(want)); err != nil {
			t.Fatal(err)
		}
		if len(want.Words) == 0 {
			want.Words = []Place{}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add(pack(somePage()))
	f.Add("")
	f.Add("/////////////////w")
	f.Fuzz(func(t *testing.T, words string) {
		var p Page
		if unpack(&p, words) != nil {
			return
		}
		again := Page{}
		if err := unpack(&again, pack(p)); err != nil || !cmp.Equal(p.Words, again.Words) {
			t.Errorf("%v: %v and %v", err, p.Words, again.Words)
		}
	})
}

// What cleaning takes out of a text moves the places that come after it.
func TestPlacesMoveWithTheText(t *testing.T) {
	t.Parallel()
	page := func(start, end int, words ...[2]int) Page {
		p := Page{N: 1, Start: start, End: end, Words: []Place{}}
		for _, w := range words {
			p.Words = append(p.Words, Place{w[0], w[1], Box{Right: 1}})
		}
		return p
	}
	for _, c := range []struct {
		from, to string
		want     []Page
	}{
		{"\n\nGi\u00adao \u200b sở xx", "Giao  sở xx", []Page{page(0, 11, [2]int{0, 4}, [2]int{9, 11})}},
		{"khác hẳn", "không phải", nil},
	} {
		before := []Page{page(0, 15, [2]int{2, 7}, [2]int{8, 9}, [2]int{13, 15})}
		if diff := cmp.Diff(c.want, carried(before, c.from, c.to)); diff != "" {
			t.Errorf("%q to %q (-want +got):\n%s", c.from, c.to, diff)
		}
	}
}

// A finding of two lines has two boxes, and what stands in another column or
// another cell has its own.
func TestLinesOfAPart(t *testing.T) {
	t.Parallel()
	p := somePage()
	for _, c := range []struct {
		start, end int
		want       []Box
	}{
		{101, 118, []Box{{85, 62.25, 140, 78}, {60, 83.5, 99.75, 99}}},
		{107, 108, []Box{{114.25, 62.25, 140, 78}}},
		{109, 112, nil},
		{0, 101, nil},
		{500, 600, nil},
	} {
		if diff := cmp.Diff(c.want, p.Lines(c.start, c.end)); diff != "" {
			t.Errorf("%d to %d (-want +got):\n%s", c.start, c.end, diff)
		}
	}
	stroke := Page{Words: []Place{{0, 3, Box{10, 10, 40, 20}}, {4, 5, Box{45, 15, 48, 16}}, {6, 9, Box{53, 10, 80, 21}}}}
	if got := stroke.Lines(0, 9); !cmp.Equal(got, []Box{{10, 10, 80, 21}}) {
		t.Errorf("a hyphen between words: %v", got)
	}
	cells := Page{Words: []Place{{0, 3, Box{10, 10, 40, 20}}, {6, 9, Box{200, 10, 240, 20}}}}
	if got := cells.Lines(0, 9); len(got) != 2 {
		t.Errorf("two cells: %v", got)
	}
}
