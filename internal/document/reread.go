package document

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
)

// ReaderVersion names the rules that a text is read by. It grows when they
// improve, so that documents read before can be offered a second reading.
const ReaderVersion = "4"

// DivergenceKind is how a second reading differs from what stands.
type DivergenceKind string

// The kinds.
const (
	FoundNew     DivergenceKind = "new"
	FoundChanged DivergenceKind = "changed"
	FoundGone    DivergenceKind = "gone"
)

// Label is the kind in words.
func (k DivergenceKind) Label() string {
	switch k {
	case FoundNew:
		return "Nhiệm vụ mới tìm thấy"
	case FoundChanged:
		return "Đọc khác trước"
	case FoundGone:
		return "Không còn tìm thấy"
	}
	return string(k)
}

// Aspect is what about a finding is read differently.
type Aspect string

// The aspects.
const (
	OnSpan     Aspect = "span"
	OnLead     Aspect = "lead"
	OnThrough  Aspect = "through"
	OnCoord    Aspect = "coord"
	OnDeadline Aspect = "deadline"
)

// Divergence is one point in which a second reading differs from the findings
// that stand. Settled ones are shown only: a person decided there.
type Divergence struct {
	Key     string         `json:"key"`
	Kind    DivergenceKind `json:"kind"`
	Now     *Finding       `json:"now,omitempty"`
	Then    *Finding       `json:"then,omitempty"`
	Aspects []Aspect       `json:"aspects,omitempty"`
	Settled bool           `json:"settled"`
}

// Rereading is a second reading laid beside the findings that stand.
type Rereading struct {
	Document    Document     `json:"-"`
	Before      string       `json:"before"`  // version of the reader that read it last
	Version     string       `json:"version"` // version of today
	Divergences []Divergence `json:"divergences"`
	Same        int          `json:"same"`

	kept Kept
}

// Open counts the points that can be taken over.
func (r Rereading) Open() int {
	n := 0
	for _, d := range r.Divergences {
		if !d.Settled {
			n++
		}
	}
	return n
}

// Outdated reports whether the rules or words of the reader changed since the
// document was read.
func (s *Service) Outdated(k Kept) bool { return k.Version != s.deps.Version() }

// Compare reads a document again with the rules, words and directory of today
// and gives the difference. Nothing is written. NotFound and Forbidden by policy.
func (s *Service) Compare(ctx context.Context, id ID) (Rereading, error) {
	if err := requireWork(actor.From(ctx)); err != nil {
		return Rereading{}, err
	}
	d, err := find(ctx, s.db.Reader(), id)
	if err != nil {
		return Rereading{}, fmt.Errorf("read document %s again: %w", id, err)
	}
	old, err := listFindings(ctx, s.db.Reader(), id)
	if err != nil {
		return Rereading{}, err
	}
	kept, read := s.read(d.Text, d.Facts)
	return beside(d, old, kept, read)
}

// beside lays a new reading beside the findings that stand.
func beside(d Document, old []Finding, kept Kept, read []Finding) (Rereading, error) {
	before, err := d.Kept()
	if err != nil {
		return Rereading{}, fmt.Errorf("reading of document %s: %w", d.ID, err)
	}
	r := Rereading{Document: d, Before: before.Version, Version: kept.Version, kept: kept}
	r.Divergences, r.Same = diverge([]rune(d.Text), old, read)
	return r, nil
}

// Taken says what a take-over came to.
type Taken struct{ New, Changed, Gone, Left int }

// Sentence says the outcome to the person.
func (t Taken) Sentence() string {
	if t.New+t.Changed+t.Gone == 0 {
		return "Đã ghi nhận lần đọc lại; các nhiệm vụ giữ nguyên như trước."
	}
	var parts []string
	for _, x := range []struct {
		n     int
		words string
	}{{t.New, "nhiệm vụ mới"}, {t.Changed, "nhiệm vụ đọc lại"}, {t.Gone, "nhiệm vụ bỏ qua vì không còn tìm thấy"}} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", x.n, x.words))
		}
	}
	return "Đã nhận " + strings.Join(parts, ", ") + "."
}

// goneReason stands on a finding that a second reading no longer sees.
const goneReason = "Đọc lại không còn tìm thấy nhiệm vụ ở đoạn này"

// TakeOver takes the chosen points of a second reading over, in one act; with
// none chosen it records that the second reading was looked at. What a person
// confirmed, dismissed, edited, split or merged is never touched. It fails with
// Conflict when a chosen point no longer stands as it was shown.
func (s *Service) TakeOver(ctx context.Context, id ID, keys []string) (Taken, error) {
	who := actor.From(ctx)
	if err := requireWork(who); err != nil {
		return Taken{}, err
	}
	d, err := find(ctx, s.db.Reader(), id)
	if err != nil {
		return Taken{}, fmt.Errorf("take over reading of %s: %w", id, err)
	}
	kept, read := s.read(d.Text, d.Facts) // outside the transaction: a long text takes its time
	var done Taken
	err = s.db.Write(ctx, storage.Act{Verb: VerbReread, On: id.Ref()}, func(tx *storage.Tx) error {
		done = Taken{}
		d, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		old, err := listFindings(ctx, tx, id)
		if err != nil {
			return err
		}
		r, err := beside(d, old, kept, read)
		if err != nil {
			return err
		}
		for _, key := range keys {
			i := slices.IndexFunc(r.Divergences, func(x Divergence) bool { return x.Key == key && !x.Settled })
			if i < 0 {
				return fault.Say(fault.Conflict, "Có nhiệm vụ đã được xử lý sau khi trang này mở. Xem lại khác biệt rồi nhận.")
			}
			if err := takeOver(ctx, tx, d, r.Divergences[i], who); err != nil {
				return err
			}
			switch r.Divergences[i].Kind {
			case FoundNew:
				done.New++
			case FoundChanged:
				done.Changed++
			case FoundGone:
				done.Gone++
			}
		}
		done.Left = r.Open() - len(keys)
		raw, err := encode(r.kept)
		if err != nil {
			return err
		}
		if err := tx.ExecOne(ctx, "UPDATE document SET reading_json = $1 WHERE id = $2", raw, string(id)); err != nil {
			return err
		}
		tx.Act.Before = map[string]any{"version": r.Before, "findings": len(old)}
		tx.Act.After = map[string]any{"version": r.Version, "new": done.New, "changed": done.Changed, "gone": done.Gone, "left": done.Left}
		return summarise(ctx, tx, id)
	})
	if err != nil {
		return Taken{}, fmt.Errorf("take over reading of %s: %w", id, err)
	}
	return done, nil
}

func takeOver(ctx context.Context, tx *storage.Tx, d Document, x Divergence, who actor.Actor) error {
	switch x.Kind {
	case FoundNew:
		f := *x.Then
		f.ID, f.Document = FindingID(tx.NewID()), d.ID
		tx.Also(storage.Act{Verb: VerbFindingReread, On: f.ID.Ref(), After: f.Content})
		return insertFinding(ctx, tx, f, []rune(d.Text))
	case FoundChanged:
		f := *x.Now
		f.Start, f.End, f.Certainty, f.Because, f.Content = x.Then.Start, x.Then.End, x.Then.Certainty, x.Then.Because, x.Then.Content
		tx.Also(storage.Act{Verb: VerbFindingReread, On: f.ID.Ref(), Before: x.Now.Content, After: f.Content})
		return replaceFinding(ctx, tx, f, []rune(d.Text))
	case FoundGone:
		f := x.Now.touched(tx, who)
		f.State, f.Reason = Dismissed, goneReason
		tx.Also(storage.Act{Verb: VerbDismiss, On: f.ID.Ref(), Before: x.Now.Content, After: f.Content, Reason: goneReason})
		return saveFinding(ctx, tx, f)
	}
	return nil
}

// untouched reports that only the reader has spoken about the finding, so that
// the reader may correct itself.
func (f Finding) untouched() bool {
	return f.Origin == ByReader && f.State == Open && f.TouchedBy == ""
}

// diverge pairs the findings that stand with those of a second reading, the
// best overlap first, and lists in what they differ, in the order of the text.
func diverge(text []rune, old, read []Finding) (out []Divergence, same int) {
	pairs := pair(old, read)
	paired := make(map[int]bool, len(pairs))
	for i := range old {
		now := old[i]
		j, ok := pairs[i]
		if ok {
			paired[j] = true
		}
		switch {
		case now.Origin != ByReader || now.State != Open && now.State != Confirmed:
			continue // a person cut, joined or dismissed here
		case !ok:
			out = append(out, divergence(FoundGone, &now, nil, nil))
		default:
			then := read[j]
			if aspects := differs(text, now, then); len(aspects) > 0 {
				out = append(out, divergence(FoundChanged, &now, &then, aspects))
			} else {
				same++
			}
		}
	}
	for j := range read {
		if paired[j] {
			continue
		}
		then := read[j]
		x := divergence(FoundNew, nil, &then, nil)
		x.Settled = slices.ContainsFunc(old, func(f Finding) bool { return !f.untouched() && overlap(f, then) > 0 })
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Divergence) int { return a.place() - b.place() })
	return out, same
}

func (d Divergence) place() int {
	if d.Now != nil {
		return d.Now.Start
	}
	return d.Then.Start
}

// divergence makes one point; its key stands for everything that was shown.
func divergence(kind DivergenceKind, now, then *Finding, aspects []Aspect) Divergence {
	h := sha256.New()
	fmt.Fprintln(h, kind)
	if now != nil {
		fmt.Fprintln(h, now.ID, now.Rev)
	}
	if then != nil {
		raw, err := json.Marshal(then.Content)
		fmt.Fprintln(h, then.Start, then.End, string(raw), err)
	}
	return Divergence{Key: hex.EncodeToString(h.Sum(nil))[:24], Kind: kind, Now: now, Then: then, Aspects: aspects, Settled: now != nil && !now.untouched()}
}

// overlap is how many characters two findings share.
func overlap(a, b Finding) int { return max(0, min(a.End, b.End)-max(a.Start, b.Start)) }

// likeEnough is the share of common characters from which on two findings in
// one place are the same duty read differently.
const likeEnough = 0.3

// pair gives for old findings the read one that stands in the same place.
// Findings come in the order of the text, so only neighbours are looked at.
func pair(old, read []Finding) map[int]int {
	type match struct {
		i, j int
		like float64
	}
	var all []match
	for i, a := range old {
		for j, b := range read {
			if b.Start >= a.End {
				break
			}
			if n := overlap(a, b); n > 0 {
				if like := float64(n) / float64(a.End-a.Start+b.End-b.Start-n); like >= likeEnough {
					all = append(all, match{i, j, like})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b match) int { return cmp.Compare(b.like, a.like) })
	pairs, used := map[int]int{}, map[int]bool{}
	for _, m := range all {
		if _, ok := pairs[m.i]; !ok && !used[m.j] {
			pairs[m.i], used[m.j] = m.j, true
		}
	}
	return pairs
}

// differs lists in what a duty is read differently. What the reader derived is
// compared only where no person decided it.
func differs(text []rune, now, then Finding) []Aspect {
	var out []Aspect
	own := now.untouched()
	if now.Start != then.Start || now.End != then.End {
		out = append(out, OnSpan)
	}
	if !slices.Equal(now.LeadWords(), then.LeadWords()) || own && (now.Lead != then.Lead || !slices.Equal(now.Expand, then.Expand)) {
		out = append(out, OnLead)
	}
	if !slices.Equal(now.ThroughWords(), then.ThroughWords()) || own && now.Through != then.Through {
		out = append(out, OnThrough)
	}
	if !slices.Equal(now.CoordWords(), then.CoordWords()) || own && !slices.Equal(now.Coord, then.Coord) {
		out = append(out, OnCoord)
	}
	if now.Deadline.Words(text) != then.Deadline.Words(text) || now.Deadline.Date != then.Deadline.Date || now.Deadline.Every != then.Deadline.Every || own && (now.Due != then.Due || now.Every != then.Every) {
		out = append(out, OnDeadline)
	}
	return out
}
