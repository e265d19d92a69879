package ocr

import (
	"strings"
	"testing"

	"dondoc/internal/extract/pdfium"
)

const head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"

// Lines of one paragraph are joined, a speck is dropped, each word keeps its
// place, and a page without words is a page all the same.
func TestTable(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(head + "1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n")
	for y, words := range [][]string{strings.Fields("Giao Giám đốc Sở Kế hoạch và Đầu tư chủ trì, phối hợp rà"), {"soát", "~"}} {
		b.WriteString("4\t1\t1\t1\t1\t0\t300\t0\t1900\t45\t-1\t\n")
		for x, w := range words {
			conf := "96.5"
			if w == "~" {
				conf = "20"
			}
			b.WriteString("5\t1\t1\t1\t1\t1\t" + itoa(300+140*x) + "\t" + itoa(300+60*y) + "\t130\t40\t" + conf + "\t" + w + "\n")
		}
	}
	b.WriteString("1\t2\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n")
	got := pdfium.Arrange(parse(b.String(), 72.0/300))
	if want := "Giao Giám đốc Sở Kế hoạch và Đầu tư chủ trì, phối hợp rà soát\n"; got.Text != want || len(got.Sheets) != 2 || len(got.Sheets[1].Words) != 0 {
		t.Fatalf("%q, %d sheets", got.Text, len(got.Sheets))
	}
	last := got.Sheets[0].Words[len(got.Sheets[0].Words)-1]
	if word := string([]rune(got.Text)[last.Start:last.End]); word != "soát" || last.Confidence != 96.5 || last.Left != 72 || last.Top < 86 || last.Top > 87 {
		t.Errorf("%q %+v", word, last)
	}
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

// FuzzTable: whatever a program writes, no word stands outside the text.
func FuzzTable(f *testing.F) {
	f.Add(head + "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t\n5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t9\tSở\n")
	f.Add("5\t1\t1\t1\t1\t1\tNaN\t0\t1e999\t9\t9\tx\n")
	f.Fuzz(func(t *testing.T, tsv string) {
		got := pdfium.Arrange(parse(tsv, 0.24))
		n := len([]rune(got.Text))
		for _, s := range got.Sheets {
			for _, w := range s.Words {
				if w.Start < 0 || w.End > n || w.Start > w.End {
					t.Fatalf("%q: %+v of %d", tsv, w, n)
				}
			}
		}
	})
}

// FuzzMeasure: a picture's header is read or refused.
func FuzzMeasure(f *testing.F) {
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00\x00\x01\x04\x00\x01\x00\x00\x00\x09\x00\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte("MM\x00*\x00\x00\x00\x08"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if pages, err := Measure(b); err == nil && (pages < 1 || pages > MaxPages) {
			t.Fatalf("%d pages", pages)
		}
	})
}
