package document

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// A duty is compared by its runs of words: said again, it is rarely said in the
// very same sentence, but most of its phrases come back.
const (
	runLength = 3  // syllables in a run
	sketch    = 32 // runs kept per finding, the smallest hashes
	// minCommon is how many kept runs two findings share before their words are
	// compared at all.
	minCommon = 3
	// minRuns is how many runs a duty needs to be recognised; below it, common
	// phrases of the office would meet everywhere.
	minRuns = 5
)

// dutyWords are the words of a finding without the names of bodies and the
// time limit: another agency or another date does not make it another duty.
// words is the text of the finding.
func dutyWords(f Finding, words []rune) []string {
	words = slices.Clone(words)
	blank := func(start, end int) {
		for i := max(0, start-f.Start); i < min(len(words), end-f.Start); i++ {
			words[i] = ' '
		}
	}
	for _, p := range slices.Concat(f.Leads, f.Throughs, f.Coordinates) {
		if p.Start >= 0 {
			blank(p.Start, p.End)
		}
	}
	if f.Deadline.Start >= 0 {
		blank(f.Deadline.Start, f.Deadline.End)
	}
	return strings.FieldsFunc(viet.Fold(string(words)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// runs hashes every run of words, each once, in ascending order.
func runs(words []string) []int64 {
	var out []int64
	for i := 0; i+runLength <= len(words); i++ {
		h := fnv.New64a()
		for _, w := range words[i : i+runLength] {
			_, _ = h.Write([]byte(w + " "))
		}
		out = append(out, int64(h.Sum64()>>1))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// alike compares two duties by their runs: what they share over all that
// they say, and over what the shorter one says.
func alike(a, b []int64) (shared, contained float64) {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	if n == 0 {
		return 0, 0
	}
	return float64(n) / float64(len(a)+len(b)-n), float64(n) / float64(min(len(a), len(b)))
}

// sameDuty decides whether two sets of runs say one duty.
func sameDuty(a, b []int64) bool {
	if len(a) < minRuns || len(b) < minRuns {
		return false
	}
	shared, contained := alike(a, b)
	return shared >= 0.5 || contained >= 0.75 && shared >= 0.2
}

// sketchOf are the runs that are kept of a finding; none of one too short.
func sketchOf(f Finding, text []rune) []int64 {
	if f.Start < 0 || f.End > len(text) || f.Start >= f.End {
		return nil
	}
	all := runs(dutyWords(f, text[f.Start:f.End]))
	if len(all) < minRuns {
		return nil
	}
	return all[:min(len(all), sketch)]
}

// putShingles keeps the sketch of a finding in the place of an older one.
func putShingles(ctx context.Context, tx *storage.Tx, f Finding, text []rune) error {
	if _, err := tx.Exec(ctx, "DELETE FROM document_finding_shingle WHERE finding_id = $1", string(f.ID)); err != nil {
		return err
	}
	all := sketchOf(f, text)
	if len(all) == 0 {
		return nil
	}
	var q strings.Builder
	q.WriteString("INSERT INTO document_finding_shingle (finding_id, document_id, shingle) VALUES ")
	args := []any{string(f.ID), string(f.Document)}
	for i, x := range all {
		if i > 0 {
			q.WriteString(", ")
		}
		args = append(args, x)
		fmt.Fprintf(&q, "($1, $2, $%d)", len(args))
	}
	_, err := tx.Exec(ctx, q.String(), args...)
	return err
}

// IndexEarlier makes the sketches of documents that were read before sketches
// were kept. It may be stopped and run again.
func (s *Service) IndexEarlier(ctx context.Context) error {
	last := ""
	for {
		ids, err := storage.List(ctx, s.db.Reader(), storage.Scalar[string], `SELECT d.id FROM document d WHERE d.id > $1
			AND EXISTS (SELECT 1 FROM document_finding f WHERE f.document_id = d.id)
			AND NOT EXISTS (SELECT 1 FROM document_finding_shingle h WHERE h.document_id = d.id) ORDER BY d.id LIMIT 50`, last)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := s.index(ctx, ID(id)); err != nil {
				return err
			}
			last = id
		}
	}
}

func (s *Service) index(ctx context.Context, id ID) error {
	d, err := find(ctx, s.db.Reader(), id)
	if err != nil {
		return err
	}
	list, err := listFindings(ctx, s.db.Reader(), id)
	if err != nil {
		return err
	}
	text := []rune(d.Text)
	list = slices.DeleteFunc(list, func(f Finding) bool { return len(sketchOf(f, text)) == 0 })
	if len(list) == 0 {
		return nil // too short to be recognised; no act every night
	}
	return s.db.Write(ctx, storage.Act{Verb: VerbIndex, On: id.Ref(), After: map[string]int{"indexed": len(list)}}, func(tx *storage.Tx) error {
		for _, f := range list {
			if err := putShingles(ctx, tx, f, text); err != nil {
				return err
			}
		}
		return nil
	})
}
