package audit_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/actor"
	"dondoc/internal/audit"
	"dondoc/internal/clock"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

func TestTimelineShowsActsOnAndAboutARecord(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, []storage.Schema{audit.Schema()}, func(t *testing.T, db *storage.DB, c *clock.Manual) {
		s := audit.New(db)
		ctx := actor.With(t.Context(), actor.Actor{Kind: actor.Person, ID: "u1", Name: "Lê Thị Hà (minh họa)", Org: "snv", RequestID: "r1"})
		doc, nv := ref.New("document", "d1"), ref.New("assignment", "a1")
		err := db.Write(ctx, storage.Act{Verb: "document.assign", On: doc, Reason: "đã đọc"}, func(tx *storage.Tx) error {
			tx.Act.After = map[string]int{"assignments": 1}
			tx.Also(storage.Act{Verb: "assignment.assign", On: nv, About: []ref.Ref{doc}, Claimed: tx.Now().Add(-time.Hour)})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		c.Set(c.Now().Add(time.Minute))
		if err := db.Write(ctx, storage.Act{Verb: "assignment.acknowledge", On: nv}, func(*storage.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		verbs := func(refs ...ref.Ref) (out []string) {
			list, err := s.Timeline(t.Context(), refs...)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range list {
				out = append(out, e.Verb)
			}
			return out
		}
		if diff := cmp.Diff([]string{"assignment.assign", "document.assign"}, verbs(doc)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"assignment.acknowledge", "assignment.assign"}, verbs(nv)); diff != "" {
			t.Error(diff)
		}
		if got := verbs(doc, nv); len(got) != 3 {
			t.Errorf("both: %v", got)
		}
		list, err := s.Recent(t.Context(), audit.Query{}, 10)
		if err != nil || len(list) != 3 || list[0].Actor.Name != "Lê Thị Hà (minh họa)" || list[2].Reason != "đã đọc" || string(list[2].After) != `{"assignments":1}` || list[0].Request != "r1" {
			t.Errorf("recent: %+v, %v", list, err)
		}
		if n, err := s.Count(t.Context()); n != 3 || err != nil {
			t.Errorf("count %d, %v", n, err)
		}
	})
}

// D18: whatever the clock does, an act that is done later has a later number and
// stands later on the timeline, and its instant is what the clock showed.
func TestNumbersOfActsOnlyGrow(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, []storage.Schema{audit.Schema()}, func(t *testing.T, db *storage.DB, c *clock.Manual) {
		s := audit.New(db)
		start := storagetest.Start()
		on := ref.New("assignment", "nv1")
		steps := []time.Duration{0, 2 * time.Hour, 0, 24 * time.Hour, -24 * time.Hour, -365 * 24 * time.Hour, 365 * 24 * time.Hour, 0, time.Minute}
		for i, by := range steps {
			c.Set(start.Add(by))
			if err := db.Write(t.Context(), storage.Act{Verb: "assignment.enter", On: on, Reason: strconv.Itoa(i)}, func(tx *storage.Tx) error {
				tx.Also(storage.Act{Verb: "assignment.also", On: on, Reason: strconv.Itoa(i) + "b"})
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		list, err := s.Timeline(t.Context(), on) // newest first
		if err != nil || len(list) != 2*len(steps) {
			t.Fatalf("%d acts, %v", len(list), err)
		}
		for i, e := range slices.Backward(list) {
			n := len(list) - 1 - i
			want := strconv.Itoa(n/2) + map[int]string{1: "b"}[n%2]
			if e.Reason != want || !e.At.Equal(start.Add(steps[n/2])) || i+1 < len(list) && e.ID <= list[i+1].ID {
				t.Errorf("act %d is %q of %s, number %s", n, e.Reason, e.At, e.ID)
			}
		}
	})
}
