package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	aho "github.com/petar-dambovaliev/aho-corasick"

	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/reading"
	"dondoc/internal/reading/bodies"
)

type benchReadCmd struct {
	Files []string      `arg:"" optional:"" help:"texts to read; the annotated ones of the source tree if none is named"`
	For   time.Duration `help:"length of one round" default:"3s"`
}

// Run measures the whole reading in bytes a second on one core, beside two ways
// of merely scanning the same bytes for the words the reader knows: Go's regexp
// with one alternation of them, and an Aho–Corasick automaton.
func (c *benchReadCmd) Run(w world) error {
	texts, size, err := c.texts()
	if err != nil {
		return err
	}
	words := bodies.Words()
	quoted := make([]string, len(words))
	for i, s := range words {
		quoted[i] = regexp.QuoteMeta(s)
	}
	alternation, err := regexp.Compile(strings.Join(quoted, "|"))
	if err != nil {
		return fmt.Errorf("alternation of the lexicon: %w", err)
	}
	builder := aho.NewAhoCorasickBuilder(aho.Opts{MatchKind: aho.LeftMostLongestMatch, DFA: true})
	automaton := builder.Build(words)
	ours := c.rate(size, func() { each(texts, func(t string) { reading.Read(t, reading.Options{}) }) })
	byRegexp := c.rate(size, func() { each(texts, func(t string) { alternation.FindAllStringIndex(t, -1) }) })
	byAho := c.rate(size, func() { each(texts, func(t string) { automaton.FindAll(t) }) })
	fmt.Fprintf(w.out, "| what | MB a second | ours against it |\n|---|---|---|\n")
	fmt.Fprintf(w.out, "| whole reading, %d texts, %.2f MB | %.2f | at least 5.00: %.2f |\n", len(texts), float64(size)/1e6, ours, ours/5)
	fmt.Fprintf(w.out, "| Go regexp, one alternation of %d words, scan only | %.2f | %.2f |\n", len(words), byRegexp, ours/byRegexp)
	fmt.Fprintf(w.out, "| Aho–Corasick over the same words, scan only | %.2f | %.2f |\n", byAho, ours/byAho)
	one, _, _ := strings.Cut(strings.ReplaceAll(texts[len(texts)-1], "./.", "."), "Nơi nhận") // what stands behind the end of a directive is not read
	for _, kb := range []int{10, 100, 1000, 10_000} {
		long := strings.Repeat(one+"\n", max(1, kb*1000/len(one)))
		fmt.Fprintf(w.out, "| one text of %.0f kB | %.2f | |\n", float64(len(long))/1e3, c.rate(len(long), func() { reading.Read(long, reading.Options{}) }))
	}
	return nil
}

func (c *benchReadCmd) texts() (list []string, size int, err error) {
	if len(c.Files) == 0 {
		names, err := filepath.Glob("internal/reading/score/testdata/gold/*.txt")
		if err != nil {
			return nil, 0, fmt.Errorf("list texts: %w", err)
		}
		c.Files = names
	}
	for _, name := range c.Files {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, 0, fault.Because(fault.Invalid, "Không mở được tệp "+name+".", err)
		}
		list, size = append(list, string(b)), size+len(b)
	}
	if len(list) == 0 {
		return nil, 0, fault.Say(fault.Invalid, "Chưa có văn bản để đo: nêu tên tệp .txt sau lệnh.")
	}
	return list, size, nil
}

func each(texts []string, do func(string)) {
	for _, t := range texts {
		do(t)
	}
}

// rate is megabytes a second over at least one round, behind one that is not
// counted: what is made at first use is not made again by a server.
func (c *benchReadCmd) rate(size int, do func()) float64 {
	do()
	start, n := clock.System{}.Now(), 0
	for {
		do()
		n++
		if took := (clock.System{}).Now().Sub(start); took >= c.For {
			return float64(size) * float64(n) / took.Seconds() / 1e6
		}
	}
}
